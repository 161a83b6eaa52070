// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "core/common_input.hpp"
#include "core/control_sequence.hpp"
#include "core/mouse_report.hpp"
#include "core/replies.hpp"
#include "core/sequence_keys.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace cotty {
namespace {

using state = detail::scanner::state;
using verdict = detail::scanner::verdict;

constexpr char32_t replacement = U'\uFFFD';
constexpr unsigned char esc = 0x1B;

/// By the form of the mark that began it.
constexpr std::array<std::string_view, 3> paste_ends{"\033[201~", "\x9B\062\060\061~",
                                                     "\u009B201~"};

key& new_key(event& e, modifiers held)
{
    key& k = e.value.emplace<key>();
    k.mods = held;
    return k;
}

void set_escape(event& e)
{
    new_key(e, modifiers::none).code = key_code::escape;
}

/// Whether an ESC in front of it makes it one with Alt held. Nobody holds Alt to an answer.
bool may_be_alt(const event& e)
{
    return std::get_if<key>(&e.value) != nullptr || std::get_if<unknown>(&e.value) != nullptr;
}

} // namespace

decoder::decoder(const decoder_options& options) noexcept
    : scanner_(options), shortcut_(detail::common_input::is_open(options))
{
}

void decoder::expect_cursor_position(bool expected) noexcept
{
    scanner_.expect_cursor_position(expected);
}

void decoder::expect_focus_reports(bool expected) noexcept
{
    scanner_.expect_focus_reports(expected);
}

void decoder::expect_answers(bool expected) noexcept
{
    scanner_.expect_answers(expected);
}

bool decoder::next_other(std::string_view& input, event& e) noexcept
{
    // What is whole and common comes first: it is nearly all that comes in numbers.
    if (scanner_.where() == state::ground) {
        if (input.empty())
            return false;
        kept_ = 0;
        taken_ = 0;
        if (shortcut_ && input.size() > detail::common_input::window) {
            const char* const begin = input.data();
            const char* const end = detail::common_input(scanner_.options()).read(begin, e);
            if (end != nullptr) {
                const auto size = static_cast<std::size_t>(end - begin);
                e.raw = {begin, size};
                input.remove_prefix(size);
                return true;
            }
        }
    }
    return next_of_any_kind(input, e);
}

/// Never inlined: what it needs would burden the short way.
[[gnu::noinline]] bool decoder::next_of_any_kind(std::string_view& input, event& e) noexcept
{
    discard_taken();
    if (scanner_.where() == state::paste)
        return next_paste(input, e);
    if (scanner_.where() == state::more_keys)
        return next_shared(e);
    return (!input.empty() || unscanned_ != 0) && next_sequence(input, e);
}

/// Scans what is kept and has to be seen first, then `input`, of which it uses `used` bytes. `more`
/// if all is used up, or if the event is too long to be kept.
detail::scanner::verdict decoder::scan(std::string_view input, std::size_t& used) noexcept
{
    if (unscanned_ != 0) {
        const char* const begin = keep_.data() + scanned();
        const char* at = begin;
        const verdict v = scanner_.scan(at, begin + unscanned_);
        unscanned_ -= static_cast<std::size_t>(at - begin);
        if (v != verdict::more)
            return v;
    }
    const char* const begin = input.data();
    const char* at = begin;
    verdict v = verdict::more;
    for (used = 0; v == verdict::more; used = static_cast<std::size_t>(at - begin)) {
        const std::size_t most = std::min(room_behind(used), input.size() - used);
        if (most == 0)
            break;
        v = scanner_.scan(at, at + most);
    }
    return v;
}

/// How much more can be kept of the event. (The byte behind ESC in a string is looked at in any
/// case: ESC \ is not cut in two.)
std::size_t decoder::room_behind(std::size_t used) const noexcept
{
    const bool beyond =
        scanner_.where() == state::string_escape || scanner_.where() == state::skip_string_escape;
    return max_sequence + (beyond ? 1U : 0U) - kept_ - used;
}

bool decoder::next_sequence(std::string_view& input, event& e) noexcept
{
    for (;;) {
        std::size_t used = 0;
        const verdict v = scan(input, used);
        if (v == verdict::more && room_behind(used) != 0) {
            keep(input);
            return false;
        }
        if (end_sequence(input, used, v, e))
            return true;
    }
}

/// False if that is no event yet.
bool decoder::end_sequence(std::string_view& input, std::size_t used, verdict v, event& e) noexcept
{
    if (v == verdict::more) { // too long to keep
        scanner skipping = scanner_;
        skipping.skip();
        e.raw = take(input, used, 0);
        e.value.emplace<unknown>().partial = true;
        scanner_ = skipping;
        half_kept_ = 0;
        beyond_ = {};
        return true;
    }
    if (half_kept_ != 0)
        return end_second_half(input, used, v, e);
    const scanner ended = scanner_;
    // ESC ESC [ and what cannot follow: Escape, and Alt-[ after it.
    if (v == verdict::lone_escape ||
        (v == verdict::done_before && ended.is_alt() &&
         (ended.where() == state::csi || ended.where() == state::ss3))) {
        e.raw = take(input, used, scanned() + used - 1);
        set_escape(e);
        return true;
    }
    const std::string_view whole = input;
    const std::size_t kept = kept_;
    e.raw = take(input, used, v == verdict::done_before2 ? 1 : 0);
    interpret(ended, e.raw, e);
    if (ended.is_alt() && !may_be_alt(e)) {
        // Escape, and then what the terminal sent of itself: that is read again.
        input = whole;
        kept_ = kept;
        unscanned_ = 0;
        e.raw = kept == 0 ? take(input, 1, 0) : take(input, 0, kept - 1);
        set_escape(e);
        return true;
    }
    if (scanner_.where() == state::paste && taken_ == 0 && !input.empty())
        go_on_pasting(input, e);
    using kind = detail::beyond_one_event::kind;
    if (beyond_.what == kind::first_half && e.raw.size() <= longest_key) {
        if (taken_ == 0)
            kept_ = e.raw.copy(keep_.data(), e.raw.size());
        wait_for_second_half(e.raw.size());
        return false;
    }
    if (beyond_.what == kind::repeats || beyond_.what == kind::text)
        share_out(e);
    return true;
}

// ---- A character in two sequences ----

/// What is kept stays, and what comes next is a part of the same event, or is not.
void decoder::wait_for_second_half(std::size_t size) noexcept
{
    half_kept_ = size;
    taken_ = 0;
    scanner_.go_on(state::half);
}

/// Something has ended that came behind the first half.
bool decoder::end_second_half(std::string_view& input, std::size_t used, verdict v,
                              event& e) noexcept
{
    constexpr std::size_t most = 3 * longest_key; // pressed, released, and the second half
    const scanner ended = scanner_;
    const std::string_view raw = take(input, used, v == verdict::done_before2 ? 1 : 0);
    if (v == verdict::done && raw.size() <= most) {
        interpret(ended, raw.substr(half_kept_), e);
        if (beyond_.what == detail::beyond_one_event::kind::second_half) {
            half_kept_ = 0;
            e.raw = raw;
            return true;
        }
        if (beyond_.what == detail::beyond_one_event::kind::first_half) {
            wait_for_second_half(raw.size());
            return false;
        }
    }
    give_first_half(e);
    return true;
}

/// It is half a character for ever. What came behind it is read again.
void decoder::give_first_half(event& e) noexcept
{
    beyond_ = {};
    taken_ = std::exchange(half_kept_, 0);
    unscanned_ = kept_ - taken_;
    e.raw = {keep_.data(), taken_};
    e.value.emplace<unknown>();
    go_on_with_kept();
}

// ---- Several keys in one sequence ----

/// Leaves the last bytes of the sequence to further keys.
void decoder::share_out(event& e) noexcept
{
    shared_ = *std::get_if<key>(&e.value);
    if (beyond_.what == detail::beyond_one_event::kind::repeats) {
        shared_.action = key_action::repeat;
        beyond_.size = std::min(beyond_.size, e.raw.size() - 1);
    } else {
        shared_.shifted = shared_.base = key_code::none;
        shared_.text = {};
    }
    const std::string_view rest = e.raw.substr(e.raw.size() - beyond_.size);
    if (taken_ == 0)
        kept_ = rest.copy(keep_.data(), rest.size());
    else
        taken_ -= rest.size();
    e.raw.remove_suffix(rest.size());
    scanner_.go_on(state::more_keys);
}

bool decoder::next_shared(event& e) noexcept
{
    key& k = e.value.emplace<key>(shared_);
    taken_ = 1;
    if (beyond_.what == detail::beyond_one_event::kind::text) {
        const std::size_t left = detail::more_text(k, {keep_.data(), beyond_.size - 1});
        taken_ = left == 0 ? beyond_.size : beyond_.size - 1 - left;
    }
    e.raw = {keep_.data(), taken_};
    beyond_.size -= taken_;
    if (beyond_.size == 0)
        go_on_with_kept();
    return true;
}

/// The mark that begins a paste and its text stand in the same memory: one event.
void decoder::go_on_pasting(std::string_view& input, event& e) noexcept
{
    event rest;
    if (!next_paste(input, rest))
        return;
    paste& whole = *std::get_if<paste>(&e.value);
    whole = *std::get_if<paste>(&rest.value);
    whole.begins = true;
    e.raw = {e.raw.data(), e.raw.size() + rest.raw.size()};
}

/// Text up to the end mark or the end of the input. Bytes that may be the beginning of the mark
/// are kept until it is known whether they are.
bool decoder::next_paste(std::string_view& input, event& e) noexcept
{
    const std::string_view mark = paste_ends[static_cast<std::size_t>(scanner_.introduced_as())];
    const auto emit = [&](std::string_view raw, std::size_t text, bool ends) {
        e.raw = raw;
        e.value.emplace<paste>(paste{raw.substr(0, text), false, ends, false});
        if (ends)
            scanner_.restart();
        return true;
    };
    for (; kept_ != 0 && !input.empty(); input.remove_prefix(1)) {
        if (input.front() != mark[kept_]) {
            taken_ = kept_;
            return emit({keep_.data(), kept_}, kept_, false);
        }
        keep_[kept_++] = input.front();
        if (kept_ == mark.size()) {
            input.remove_prefix(1);
            taken_ = kept_;
            return emit({keep_.data(), kept_}, 0, true);
        }
    }
    if (input.empty())
        return false;
    std::size_t at = 0;
    std::size_t matching = 0;
    // An ESC that is the last byte matches, so there is always one more to look at.
    for (;;) {
        const void* const found = std::memchr(input.data() + at, mark[0], input.size() - at);
        if (found == nullptr) {
            at = input.size();
            break;
        }
        at = static_cast<std::size_t>(static_cast<const char*>(found) - input.data());
        const std::string_view candidate = input.substr(at, mark.size());
        if (candidate == mark.substr(0, candidate.size())) {
            matching = candidate.size();
            break;
        }
        ++at;
    }
    const std::string_view piece = input.substr(0, at);
    if (matching == mark.size()) {
        const std::string_view raw = input.substr(0, at + matching);
        input.remove_prefix(raw.size());
        return emit(raw, at, true);
    }
    kept_ = input.copy(keep_.data(), matching, at);
    input = {};
    if (piece.empty())
        return false;
    return emit(piece, at, false);
}

bool decoder::flush(event& e) noexcept
{
    discard_taken();
    if (scanner_.where() == state::more_keys)
        return next_shared(e);
    std::string_view none;
    if (unscanned_ != 0 && next_sequence(none, e))
        return true;
    if (half_kept_ != 0) {
        give_first_half(e);
        return true;
    }
    const scanner ended = scanner_;
    if (ended.where() == state::ground)
        return false;
    // ESC ESC, ESC ESC [ and ESC ESC O, but no more: Escape, and another key after it.
    if (ended.is_alt() && (pending() == undecided::key || ended.where() == state::csi_focus_key) &&
        !(ended.where() == state::escape && ended.options().escape_escape_is_alt)) {
        e.raw = take(none, 0, kept_ - 1);
        set_escape(e);
        return true;
    }
    e.raw = take(none, 0, ended.where() == state::csi_focus_key ? 1 : 0);
    if (ended.where() == state::paste)
        e.value.emplace<paste>(paste{e.raw, false, true, true});
    else
        interpret(ended, e.raw, e);
    return true;
}

decoder::undecided decoder::pending() const noexcept
{
    switch (scanner_.where()) {
    case state::ground:
        return undecided::nothing;
    case state::escape:
    case state::vt52_escape:
    case state::ss3:
    case state::csi:
    case state::csi_focus:
    case state::string_start:
        return undecided::key;
    case state::paste:
        return undecided::paste;
    case state::skip_csi:
    case state::skip_string:
    case state::skip_string_escape:
        return undecided::long_sequence;
    default:
        return kept_ > longest_key ? undecided::long_sequence : undecided::sequence;
    }
}

void decoder::interpret_whole(std::string_view sequence, event& e) const noexcept
{
    scanner s = scanner_;
    s.restart();
    const char* at = sequence.data();
    s.scan(at, at + sequence.size());
    e.raw = sequence;
    if (s.where() == state::string_escape || s.where() == state::string_end)
        interpret_string(s, sequence.substr(s.introducer_size()), e);
    else
        e.value.emplace<unknown>();
}

/// The event takes what was scanned of what is kept, and the first `used` bytes of `input`, but for
/// the last `back` bytes: those are read again.
std::string_view decoder::take(std::string_view& input, std::size_t used, std::size_t back) noexcept
{
    scanner_.restart();
    const std::size_t size = scanned() + used - back;
    if (kept_ == 0) {
        const std::string_view raw(input.data(), size);
        input.remove_prefix(size);
        return raw;
    }
    if (size > kept_) {
        input.copy(keep_.data() + kept_, size - kept_);
        input.remove_prefix(size - kept_);
        kept_ = size;
    }
    taken_ = size;
    unscanned_ = kept_ - size;
    go_on_with_kept();
    return {keep_.data(), taken_};
}

/// What has to be scanned is the beginning of the next event.
void decoder::go_on_with_kept() noexcept
{
    if (unscanned_ != 0)
        scanner_.restart_again();
    else
        scanner_.restart();
}

void decoder::keep(std::string_view& input) noexcept
{
    kept_ += input.copy(keep_.data() + kept_, input.size());
    input = {};
}

void decoder::discard_taken() noexcept
{
    if (taken_ == 0)
        return;
    kept_ -= taken_;
    std::memmove(keep_.data(), keep_.data() + taken_, kept_);
    taken_ = 0;
}

/// Says what `raw` means, where the scanner was `ended`: whole, torn, or cut off by what followed.
void decoder::interpret(const scanner& ended, std::string_view raw, event& e) noexcept
{
    const modifiers held = ended.is_alt() ? modifiers::alt : modifiers::none;
    const std::string_view body = raw.substr(std::min(raw.size(), ended.introducer_size()));
    beyond_.what = detail::beyond_one_event::kind::none;
    const auto set_key = [&](auto&& fill) {
        if (!fill(new_key(e, held)))
            e.value.emplace<unknown>();
    };
    switch (ended.where()) {
    case state::csi:
    case state::csi_number:
    case state::csi_more:
    case state::csi_focus:
        if (body.empty())
            return interpret_byte(raw, e); // ESC [, and nothing came after it
        interpret_csi(body, held, e);
        if (std::get_if<paste>(&e.value) != nullptr)
            scanner_.begin_paste(ended.introduced_as());
        return;
    case state::csi_focus_key:
        if (body.size() > 2)
            return set_key(
                [&](key& k) { return detail::ss3_key(k, body.substr(1), scanner_.options()); });
        return interpret_csi(body, held, e);
    case state::ss3:
    case state::ss3_number:
        if (body.empty())
            return interpret_byte(raw, e);
        return set_key([&](key& k) { return detail::ss3_key(k, body, scanner_.options()); });
    case state::csi_linux:
        return set_key([&](key& k) { return detail::linux_key(k, body); });
    case state::x10_mouse:
        if (ended.missing_values() == 0)
            detail::x10_mouse(e.value.emplace<mouse>(), body.substr(1), scanner_.options().mouse);
        else if (ended.missing_values() == 3 && !ended.is_value_torn())
            interpret_csi(body, held, e);
        else
            e.value.emplace<unknown>();
        return;
    case state::vt52_escape:
        if (raw.size() < 3)
            return interpret_byte(raw, e);
        if (raw[1] == '/') {
            reply& r = e.value.emplace<reply>();
            r.kind = reply_kind::primary_attributes;
            r.text = body;
            return;
        }
        return set_key([&](key& k) { return detail::vt52_key(k, raw.back(), true); });
    case state::string_escape:
    case state::string_end:
        return interpret_string(ended, body, e);
    case state::string: // torn
    case state::skip_csi:
    case state::skip_string:
    case state::skip_string_escape:
        e.value.emplace<unknown>();
        return;
    default: // ground, escape, utf8, string_start
        return interpret_byte(raw, e);
    }
}

void decoder::interpret_csi(std::string_view body, modifiers held, event& e) noexcept
{
    detail::interpret_csi(e, detail::control_sequence(body), held, scanner_.options(), beyond_);
}

/// \param body behind the introducer, with the terminator.
void decoder::interpret_string(const scanner& ended, std::string_view body, event& e) const noexcept
{
    if (body.ends_with("\033\\"))
        body.remove_suffix(2);
    else if (ended.where() == state::string_end || body.back() == static_cast<char>(esc))
        body.remove_suffix(ended.is_ended_in_utf8() ? 2 : 1);
    if (!detail::string_reply(e.value.emplace<reply>(), ended.introducer(), body))
        e.value.emplace<unknown>();
}

/// A character, perhaps torn, with or without ESC in front; or a sequence that did not come about.
void decoder::interpret_byte(std::string_view raw, event& e) const noexcept
{
    const bool escaped = raw.size() > 1 && raw[0] == static_cast<char>(esc);
    key& k = new_key(e, escaped ? modifiers::alt : modifiers::none);
    const std::string_view character = raw.substr(escaped ? 1 : 0);
    const auto byte = static_cast<unsigned char>(character.front());
    if (escaped && scanner_.options().function_keys == keyboard::vt52 &&
        detail::vt52_key(k, character.front(), false)) {
        k.mods = modifiers::none;
        return;
    }
    std::uint32_t c = byte;
    if (byte >= 0x80) {
        switch (scanner_.options().high_bytes) {
        case eighth_bit::meta:
            c &= 0x7FU;
            k.mods |= modifiers::alt;
            break;
        case eighth_bit::latin1:
            break;
        default:
            c = detail::single_scalar(character).value_or(replacement);
        }
        if (scanner_.options().high_bytes == eighth_bit::meta_utf8 && c <= 0xFF) {
            c &= 0x7FU;
            k.mods |= modifiers::alt;
        }
    }
    if (c < 0x20 || c == 0x7F)
        detail::control_key(k, static_cast<unsigned char>(c), scanner_.options());
    else
        detail::character_key(k, c);
}

} // namespace cotty
