// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/way_back.hpp"

#include "posix/foreground.hpp"
#include "posix/guardian.hpp"
#include "posix/last_answers.hpp"
#include "posix/line_settings.hpp"
#include "posix/patience.hpp"
#include "posix/record_lock.hpp"

#include <utility>

namespace cotty::posix {
namespace {

void note_mode(const terminal_record& r) noexcept
{
    if (r.observer != nullptr)
        r.observer->note_mode(r.found, r.ours);
}

void note_no_mode(const terminal_record& r, const termios& now) noexcept
{
    if (r.observer != nullptr)
        r.observer->note_no_mode(now);
}

/// Makes the terminal have `wanted` switched on.
bool show(terminal_record& r, const features& wanted) noexcept
{
    const features before = std::exchange(r.shown, wanted);
    if (detail::makes_it_send(before) || detail::makes_it_send(wanted))
        r.reports = true;
    const auto bytes = detail::feature_change(before, wanted, r.mouse_pixels);
    const long patience = wanted == features() ? answer_patience : output_patience;
    return r.observer != nullptr ? r.observer->switch_features(r.output.get(), r.exclusive, before,
                                                               wanted, r.mouse_pixels, patience)
                                 : write_all(r.output.get(), r.exclusive, bytes.view(), patience);
}

/// Reads what the terminal may still send.
void settle(terminal_record& r) noexcept
{
    const bool reports = r.reports.exchange(false);
    const int questions = r.questions.exchange(0);
    if (!r.mode || !r.input || r.patience <= 0 || !r.in_foreground())
        return;
    const bool asked = reports && r.can_be_asked && r.output &&
                       write_all(r.output.get(), r.exclusive, last_question, answer_patience);
    const int answers = questions + (asked ? 1 : 0);
    if (answers == 0)
        return;
    kept_bytes kept{r.kept, r.kept_size, !giving_back::for_ever};
    const long patience = giving_back::for_ever ? r.patience.load() : answer_patience;
    if (!read_answers(r.input.get(), answers, asked, kept, patience))
        r.patience = 0; // the next time nobody waits
    r.kept_size = kept.size;
}

/// False if the terminal is in other hands, and has been changed by them.
bool put_settings_back(terminal_record& r) noexcept
{
    termios now{};
    const bool known = get_settings(r.input.get(), now);
    if (!known)
        now = r.ours; // as we left it, for all we know
    // A terminal in other hands has other settings, if those care: a shell that edits lines. One
    // that does not, and got it before we were told to stop, found it as we left it.
    if (!r.in_foreground() && !(known && same_settings(now, r.ours))) {
        note_no_mode(r, r.found);
        return false;
    }
    // Between two modes there may be something of both.
    const termios given = without_mode(without_mode(now, r.ours, r.found), r.before, r.found);
    const bool done = set_settings(r.input.get(), given);
    note_no_mode(r, given);
    if (done)
        r.found = given; // with what others have changed
    return done;
}

/// The terminal is ours again: what has become of it meanwhile is what it will be given back to.
bool find_anew(terminal_record& r) noexcept
{
    termios now{};
    if (!get_settings(r.input.get(), now))
        return false;
    r.found = now;
    r.ours = with_mode(now, *r.mode);
    r.before = r.ours;
    r.settings_given = false;
    return true;
}

void take_again(terminal_record& r, going_on how) noexcept
{
    if (!r.is_active() || !r.in_foreground())
        return;
    const bool was_given = std::exchange(r.given_back, false);
    if (r.mode) {
        if (r.settings_given && !find_anew(r))
            return;
        note_mode(r);
        set_settings(r.input.get(), r.ours);
    }
    const features on = r.on;
    if (!was_given && how == going_on::after_any_stop && r.shown != features())
        show(r, {}); // the kitty protocol's stack does not grow
    if (r.shown != on)
        show(r, on);
}

} // namespace

error_code put_in_mode(terminal_record& r, line_mode mode) noexcept
{
    const bool anew = !r.mode || r.settings_given;
    termios found = r.found;
    if (anew && !r.given_back && !get_settings(r.input.get(), found))
        return last_error();
    r.settings_given = r.given_back && anew;
    r.before = r.mode && !anew ? r.ours : found;
    r.found = found;
    r.ours = with_mode(found, mode);
    r.mode = mode;
    if (r.given_back)
        return {};
    note_mode(r);
    if (!set_settings(r.input.get(), r.ours)) {
        const error_code ec = last_error();
        if (anew)
            r.mode.reset();
        return ec;
    }
    r.before = r.ours;
    note_mode(r);
    return {};
}

error_code put_on(terminal_record& r, const features& wanted) noexcept
{
    r.on = wanted;
    if (r.given_back || r.shown == wanted || show(r, wanted))
        return {};
    return last_error();
}

void leave_mode(terminal_record& r) noexcept
{
    if (!r.given_back && !r.settings_given) {
        // The mouse, say, may stay on for whoever wants it in no mode; but not meanwhile.
        const features still_on = r.shown;
        const features quiet = detail::without_reports(still_on);
        if (quiet != still_on)
            show(r, quiet);
        settle(r);
        put_settings_back(r);
        if (quiet != still_on)
            show(r, still_on);
    }
    r.mode.reset();
    r.settings_given = false;
}

void give_back(terminal_record& r) noexcept
{
    if (!r.is_active() || r.given_back)
        return;
    r.given_back = true;
    if (r.shown != features())
        show(r, {});
    settle(r);
    if (r.mode)
        r.settings_given = put_settings_back(r);
}

void lend(terminal_record& r) noexcept
{
    if (!r.given_back) {
        if (r.shown != features())
            show(r, {});
        settle(r);
        if (r.mode)
            put_settings_back(r);
    }
    if (r.input && !r.mode)
        get_settings(r.input.get(), r.found);
    r.lent = true;
}

void take_back(terminal_record& r) noexcept
{
    r.lent = false;
    if (r.input && r.in_foreground())
        set_settings(r.input.get(), r.found);
}

void give_all_back() noexcept
{
    giving_back::for_ever = true;
    const record_lock lock;
    for (terminal_record& r : records)
        give_back(r);
}

void give_all_back_until_continued() noexcept
{
    giving_back::until_continued = true;
    const record_lock lock;
    if (!giving_back::until_continued)
        return; // it goes on already
    for (terminal_record& r : records)
        give_back(r);
}

void take_all_again(going_on how) noexcept
{
    const record_lock lock;
    if (giving_back::for_ever)
        return; // SIGCONT reached another thread than the signal that ends the program
    for (terminal_record& r : records)
        take_again(r, how);
    giving_back::until_continued = false;
}

} // namespace cotty::posix
