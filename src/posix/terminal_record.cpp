// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/terminal_record.hpp"

#include "posix/ends.hpp"
#include "posix/foreground.hpp"
#include "posix/guardian.hpp"
#include "posix/record_lock.hpp"
#include "posix/way_back.hpp"

#include <boost/asio/error.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace cotty::posix {

std::array<terminal_record, 16> records;

namespace {

bool is_device(int fd, dev_t device) noexcept
{
    struct stat s {};
    return ::fstat(fd, &s) == 0 && S_ISCHR(s.st_mode) && s.st_rdev == device;
}

error_code duplicate(int fd, descriptor& to) noexcept
{
    if (fd < 0 || to)
        return {};
    to = descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
    return to ? error_code() : last_error();
}

/// Takes what is missing yet.
error_code equip(terminal_record& r, const equipment& e) noexcept
{
    if (!r.output) {
        r.exclusive = e.exclusive;
        r.mouse_pixels = e.mouse_pixels;
    }
    error_code ec = duplicate(e.input, r.input);
    if (!ec)
        ec = duplicate(e.output, r.output);
    r.patient = e.patient;
    r.can_be_asked = r.can_be_asked || e.can_be_asked;
    if (r.observer == nullptr)
        r.observer = e.observer;
    return ec;
}

void clear(terminal_record& r) noexcept
{
    r.input = descriptor();
    r.output = descriptor();
    r.observer = nullptr;
    r.mode.reset();
    r.on = {};
    r.shown = {};
    r.can_be_asked = false;
    r.reports = false;
    r.questions = 0;
    r.patience = answer_patience;
    r.kept_size = 0;
    r.lent = false;
    r.given_back = false;
    r.settings_given = false;
    r.taken = false;
}

/// The record of this device, or a free one; null if there is none.
terminal_record* find_record(dev_t device) noexcept
{
    terminal_record* free = nullptr;
    for (terminal_record& r : records) {
        if (!r.taken)
            free = free == nullptr ? &r : free;
        else if (r.device == device && r.owner == ::getpid())
            return &r;
    }
    if (free == nullptr)
        return nullptr;
    free->device = device;
    free->owner = ::getpid();
    free->users = {};
    return free;
}

wish all_wishes(const terminal_record& r) noexcept
{
    wish all;
    for (const auto& [taken, w] : r.users) {
        if (!taken)
            continue;
        all.mode = std::max(all.mode, w.mode); // the strongest
        all.on = all.on | w.on;
        all.lent = all.lent || w.lent;
    }
    return all;
}

/// In the background of a patient program: what is wanted is put off.
void put_off(terminal_record& r) noexcept
{
    if (std::exchange(r.given_back, true))
        return;
    r.shown = {};
    r.settings_given = !r.mode;
}

/// With the lock, and while nobody stops the program.
error_code apply(terminal_record& r, const wish& w) noexcept
{
    if (giving_back::for_ever)
        return {}; // what is on is given back by another thread
    if (!r.is_ours())
        return boost::asio::error::bad_descriptor; // or a guard goes in a child of the program
    if (w.lent && !r.lent)
        lend(r);
    else if (!w.lent && r.lent)
        take_back(r);
    if (r.lent)
        return {};
    if (!w.is_empty() && r.patient && !r.in_foreground())
        put_off(r);
    else if (!w.is_empty() && !giving_back::until_continued)
        r.given_back = false; // it is noticed now that the terminal is ours again
    error_code ec;
    if (w.mode)
        ec = put_in_mode(r, *w.mode);
    if (!ec)
        ec = put_on(r, w.on);
    if (!w.mode && r.mode)
        leave_mode(r);
    return ec;
}

} // namespace

bool terminal_record::is_ours() const noexcept
{
    return taken && owner == ::getpid() && (!input || is_device(input.get(), device)) &&
           (!output || is_device(output.get(), device));
}

bool terminal_record::is_active() const noexcept
{
    return taken && !lent && (mode || on != features()) && is_ours();
}

bool terminal_record::in_foreground() const noexcept
{
    return posix::in_foreground(any_descriptor());
}

record_user record_user::join(const equipment& e, error_code& ec) noexcept
{
    struct stat s {};
    if (::fstat(e.input >= 0 ? e.input : e.output, &s) != 0) {
        ec = last_error();
        return {};
    }
    watch_ends();
    {
        const record_lock lock;
        terminal_record* const r = find_record(s.st_rdev);
        const auto place = r == nullptr ? nullptr
                                        : std::find_if(r->users.begin(), r->users.end(),
                                                       [](const auto& u) { return !u.taken; });
        if (r == nullptr || place == r->users.end())
            ec = errc::too_many_terminals;
        else
            ec = equip(*r, e);
        if (!ec) {
            *place = {true, {}};
            r->taken = true;
            return {r, static_cast<std::size_t>(place - r->users.begin())};
        }
        if (r != nullptr && !r->taken)
            clear(*r);
    }
    unwatch_ends();
    return {};
}

record_user::record_user(record_user&& other) noexcept
    : record_(std::exchange(other.record_, nullptr)), place_(other.place_)
{
}

record_user& record_user::operator=(record_user&& other) noexcept
{
    std::swap(record_, other.record_);
    std::swap(place_, other.place_);
    return *this;
}

record_user::~record_user()
{
    if (record_ == nullptr)
        return;
    {
        const record_lock lock;
        terminal_record& r = *record_;
        r.users[place_] = {};
        static_cast<void>(apply(r, all_wishes(r)));
        // Who ends the program gives back what is on record.
        if (!giving_back::for_ever &&
            std::none_of(r.users.begin(), r.users.end(), [](const auto& u) { return u.taken; }))
            clear(r);
    }
    unwatch_ends();
}

error_code record_user::change(const wish& w) noexcept
{
    terminal_record& r = *record_;
    look_at_handlers();
    for (;;) {
        // Asked here, where the program can be stopped, and again where it cannot.
        const bool anywhere = w.is_empty() || w.lent || r.patient;
        const auto place =
            anywhere ? background::is_allowed : wait_for_foreground(r.any_descriptor());
        if (place == background::is_refused)
            return last_error();
        while (giving_back::until_continued && !giving_back::for_ever)
            ::poll(nullptr, 0, 1); // another thread handles a stop
        const record_lock lock;
        if (!lock)
            return boost::asio::error::timed_out;
        if ((giving_back::until_continued && !giving_back::for_ever) ||
            (place == background::is_not_allowed && !r.in_foreground()))
            continue;
        r.users[place_].wanted = w;
        return apply(r, all_wishes(r));
    }
}

void record_user::note_answers(int unanswered, long patience) noexcept
{
    record_->questions = unanswered;
    record_->patience = patience;
    if (record_->observer != nullptr)
        record_->observer->note_questions(unanswered, patience);
}

void record_user::note_settled() noexcept
{
    note_answers(0, record_->patience);
    record_->reports = false;
}

bool record_user::reports_under_way() const noexcept
{
    return record_->reports;
}

bool record_user::has_kept() const noexcept
{
    return record_->kept_size != 0;
}

std::size_t record_user::take_kept(std::span<char> space) noexcept
{
    const record_lock lock;
    terminal_record& r = *record_;
    if (r.kept_size == 0)
        return 0;
    const std::size_t size = std::min(space.size(), r.kept_size.load());
    std::memcpy(space.data(), r.kept.data(), size);
    std::memmove(r.kept.data(), r.kept.data() + size, r.kept_size - size);
    r.kept_size -= size;
    return size;
}

} // namespace cotty::posix
