// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "common_input.hpp"
#include "control_sequence.hpp"
#include "mouse_report.hpp"
#include "replies.hpp"
#include "sequence_keys.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace cotty {
namespace {

constexpr char32_t replacement = U'\uFFFD';
constexpr unsigned char bel = 0x07;
constexpr unsigned char esc = 0x1B;
constexpr unsigned char string_terminator = 0x9C;
constexpr std::string_view paste_end = "\033[201~";
constexpr std::string_view paste_end_c1 = "\x9B"
                                          "201~";

constexpr bool is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

/// The letter behind ESC that is the same as this 8-bit control; 0 if that begins no sequence.
constexpr char introducer_of(unsigned char c1)
{
    switch (c1) {
    case 0x8F:
    case 0x90:
    case 0x9B:
    case 0x9D:
    case 0x9F:
        return static_cast<char>(c1 - 0x40);
    default:
        return 0;
    }
}

/// What may follow ESC ], ESC P and ESC _ in an answer of a terminal. Anything else was typed:
/// Alt with that character, and the next key.
constexpr bool begins_string(char introducer, unsigned char byte)
{
    switch (introducer) {
    case ']':
        return is_digit(byte) || byte == 'l' || byte == 'L';
    case 'P':
        return is_digit(byte) || byte == '!' || byte == '$' || byte == '+' || byte == '>';
    default:
        return byte == 'G'; // the graphics protocol's answers
    }
}

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

} // namespace

enum class decoder::verdict : std::uint8_t {
    more,         // what was scanned belongs to the event, which goes on
    done,         // the byte before ends the event
    done_before,  // the event ended where the next byte stands
    done_before2, // and the byte before, an ESC, does not belong to it either
    lone_escape,  // the first of two ESC is an event, the second begins the next one
};

decoder::decoder(const decoder_options& options) noexcept
    : options_(options), shortcut_(detail::common_input::is_open(options))
{
}

bool decoder::next_other(std::string_view& input, event& e) noexcept
{
    // What is whole and common comes first: it is nearly all that comes in numbers.
    if (state_ == state::ground) {
        if (input.empty())
            return false;
        kept_ = 0;
        taken_ = 0;
        if (shortcut_ && input.size() > detail::common_input::window) {
            const char* const begin = input.data();
            const char* const end = detail::common_input(options_).read(begin, e);
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
    if (state_ == state::paste)
        return next_paste(input, e);
    return !input.empty() && next_sequence(input, e);
}

bool decoder::next_sequence(std::string_view& input, event& e) noexcept
{
    const auto in_escape = [this] {
        return state_ == state::string_escape || state_ == state::skip_string_escape ? 1U : 0U;
    };
    const char* const begin = input.data();
    const char* at = begin;
    verdict v = verdict::more;
    for (;;) {
        const std::size_t used = static_cast<std::size_t>(at - begin);
        const std::size_t room = max_sequence + in_escape() - kept_ - used;
        if (room == 0) {
            // Too long to keep: what is there is an event, and the rest will be more of it.
            const bool string = state_ == state::string || state_ == state::skip_string;
            e.raw = take(input, used, 0);
            e.value.emplace<unknown>().partial = true;
            state_ = string ? state::skip_string : state::skip_csi;
            return true;
        }
        if (used == input.size()) {
            keep(input);
            return false;
        }
        v = scan(at, at + std::min(room, input.size() - used));
        if (v != verdict::more)
            break;
    }
    const auto used = static_cast<std::size_t>(at - begin);
    // ESC ESC [ and what cannot follow: Escape, and Alt-[ after it.
    if (v == verdict::done_before && meta_ && (state_ == state::csi || state_ == state::ss3))
        v = verdict::lone_escape;
    if (v == verdict::lone_escape) {
        e.raw = take(input, used, kept_ + used - 1);
        set_escape(e);
        return true;
    }
    const state ended = state_;
    const bool c1 = c1_;
    e.raw = take(input, used, v == verdict::done_before2 ? 1 : 0);
    c1_ = c1;
    interpret(ended, e.raw, e);
    if (state_ != state::paste || taken_ != 0)
        return true;
    // The mark and the text stand in the same memory: one event.
    const char* const mark = e.raw.data();
    const std::size_t size = e.raw.size();
    event rest;
    if (!input.empty() && next_paste(input, rest)) {
        paste& whole = *std::get_if<paste>(&e.value);
        whole = *std::get_if<paste>(&rest.value);
        whole.begins = true;
        e.raw = {mark, size + rest.raw.size()};
    }
    return true;
}

/// Text up to the end mark or the end of the input. Bytes that may be the beginning of the mark
/// are kept until it is known whether they are.
bool decoder::next_paste(std::string_view& input, event& e) noexcept
{
    const std::string_view mark = c1_ ? paste_end_c1 : paste_end;
    const auto emit = [&](std::string_view raw, std::size_t text, bool ends) {
        e.raw = raw;
        e.value.emplace<paste>(paste{raw.substr(0, text), false, ends, false});
        if (ends) {
            state_ = state::ground;
            c1_ = false;
        }
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
    while (at < input.size()) {
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
    return !piece.empty() && emit(piece, at, false);
}

bool decoder::flush(event& e) noexcept
{
    discard_taken();
    if (state_ == state::ground)
        return false;
    const state ended = state_;
    const bool c1 = c1_;
    std::string_view none;
    // ESC ESC, ESC ESC [ and ESC ESC O, but no more: Escape, and another key after it.
    if (meta_ && pending() == undecided::key &&
        !(ended == state::escape && options_.escape_escape_is_alt)) {
        e.raw = take(none, 0, kept_ - 1);
        set_escape(e);
        return true;
    }
    e.raw = take(none, 0, 0);
    c1_ = c1;
    if (ended == state::paste)
        e.value.emplace<paste>(paste{e.raw, false, true, true});
    else
        interpret(ended, e.raw, e);
    c1_ = false;
    return true;
}

decoder::undecided decoder::pending() const noexcept
{
    switch (state_) {
    case state::ground:
        return undecided::nothing;
    case state::escape:
    case state::vt52_escape:
    case state::ss3:
    case state::csi:
    case state::string_start:
        return undecided::key;
    case state::paste:
        return undecided::paste;
    default:
        return undecided::sequence;
    }
}

/// The event takes what is kept and the first `used` bytes of `input`, but for the last `back`
/// bytes: those are read again. They are an ESC, or ESC and the introducer of a sequence.
std::string_view decoder::take(std::string_view& input, std::size_t used, std::size_t back) noexcept
{
    state_ = state::ground;
    meta_ = false;
    c1_ = false;
    const std::size_t size = kept_ + used - back;
    if (kept_ == 0) {
        const std::string_view raw(input.data(), size);
        input.remove_prefix(size);
        return raw;
    }
    if (size >= kept_) {
        input.copy(keep_.data() + kept_, size - kept_);
        input.remove_prefix(size - kept_);
        kept_ = size;
    }
    taken_ = size;
    const char* again = keep_.data() + taken_;
    scan(again, keep_.data() + kept_); // always `more`
    return {keep_.data(), taken_};
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

/// Scans until the event ends, or until `end`. `at` is where the scan stopped.
decoder::verdict decoder::scan(const char*& at, const char* end) noexcept
{
    while (at != end) {
        const auto byte = static_cast<unsigned char>(*at);
        verdict v = verdict::more;
        switch (state_) {
        case state::ground:
            v = scan_ground(byte);
            break;
        case state::utf8:
            v = byte < utf8_low_ || byte > utf8_high_ ? verdict::done_before
                : --utf8_needed_ == 0                 ? verdict::done
                                                      : verdict::more;
            utf8_low_ = 0x80;
            utf8_high_ = 0xBF;
            break;
        case state::escape:
            v = scan_escape(byte);
            break;
        case state::vt52_escape:
            v = byte < 0x20 || byte > 0x7E ? verdict::done_before : verdict::done;
            break;
        case state::ss3:
        case state::ss3_number:
            v = scan_ss3(byte);
            break;
        case state::x10_mouse:
            v = scan_mouse(byte);
            break;
        case state::csi:
        case state::csi_number:
        case state::csi_more:
        case state::csi_linux:
        case state::skip_csi:
            v = scan_csi(at, end);
            if (v != verdict::more)
                return v;
            continue;
        default:
            v = scan_string(at, end);
            if (v != verdict::more)
                return v;
            continue;
        }
        if (v == verdict::more || v == verdict::done)
            ++at;
        if (v != verdict::more)
            return v;
    }
    return verdict::more;
}

decoder::verdict decoder::scan_ground(unsigned char byte) noexcept
{
    if (byte == esc) {
        state_ = state::escape;
        return verdict::more;
    }
    if (byte < 0x80 || options_.high_bytes == eighth_bit::meta)
        return verdict::done;
    if (const char introducer = introducer_of(byte); introducer != 0) {
        c1_ = true;
        if (introducer != '[' && introducer != 'O')
            return begin_string(introducer);
        state_ = introducer == '[' ? state::csi : state::ss3;
        return verdict::more;
    }
    return options_.high_bytes == eighth_bit::latin1 ? verdict::done : begin_utf8(byte);
}

decoder::verdict decoder::begin_string(char introducer) noexcept
{
    introducer_ = introducer;
    state_ = state::string_start;
    return verdict::more;
}

decoder::verdict decoder::begin_utf8(unsigned char lead) noexcept
{
    // Table 3-7 of the Unicode standard: which second bytes make a well-formed character.
    utf8_low_ = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    utf8_high_ = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4)
        return verdict::done; // no character begins so
    utf8_needed_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    state_ = state::utf8;
    return verdict::more;
}

decoder::verdict decoder::scan_escape(unsigned char byte) noexcept
{
    const bool vt52 = options_.function_keys == keyboard::vt52;
    if (byte == '[' && !options_.alt_bracket_is_key) {
        state_ = state::csi;
        return verdict::more;
    }
    if (byte == 'O' && !options_.alt_o_is_key) {
        state_ = state::ss3;
        return verdict::more;
    }
    // Only a sequence may stand behind ESC ESC: rxvt and PuTTY send alt+up as ESC ESC [ A.
    if (meta_)
        return options_.escape_escape_is_alt ? verdict::done_before : verdict::lone_escape;
    switch (byte) {
    case esc:
        meta_ = true;
        return verdict::more;
    case ']':
    case 'P':
    case '_':
        return vt52 ? verdict::done : begin_string(static_cast<char>(byte));
    case '?':
    case '/':
        if (!vt52)
            return verdict::done;
        state_ = state::vt52_escape;
        return verdict::more;
    default:
        return byte < 0x80 || options_.high_bytes == eighth_bit::latin1 ||
                       options_.high_bytes == eighth_bit::meta
                   ? verdict::done
                   : begin_utf8(byte);
    }
}

// Whatever cannot stand in a control sequence ends it and is looked at by itself, so that Ctrl-C
// typed into one that never ends is still Ctrl-C.

decoder::verdict decoder::scan_csi(const char*& at, const char* end) noexcept
{
    const auto byte = [&] { return static_cast<unsigned char>(*at); };
    if (state_ == state::csi) {
        if (byte() == '[') {
            state_ = state::csi_linux;
            ++at;
            return verdict::more;
        }
        if (byte() == 'M' && options_.mouse != mouse_encoding::none) {
            state_ = state::x10_mouse;
            values_ = 3;
            utf8_needed_ = 0;
            ++at;
            return verdict::more;
        }
        if (is_digit(byte()))
            state_ = state::csi_number;
    }
    if (state_ == state::csi_number) {
        while (at != end && is_digit(byte()))
            ++at;
        if (at == end)
            return verdict::more;
        // `$` is an intermediate byte, but no answer has one after a single plain number.
        if (byte() == '$' && options_.rxvt_endings) {
            ++at;
            return verdict::done;
        }
    }
    const char* const from = at;
    if (state_ != state::csi_linux)
        while (at != end && byte() - 0x20U < 0x20U)
            ++at;
    if (at != from && state_ != state::skip_csi)
        state_ = state::csi_more;
    if (at == end)
        return verdict::more;
    if (byte() < 0x20 || byte() > 0x7E)
        return verdict::done_before;
    ++at;
    return verdict::done;
}

decoder::verdict decoder::scan_ss3(unsigned char byte) noexcept
{
    if (is_digit(byte) || (byte == ';' && state_ == state::ss3_number)) {
        state_ = state::ss3_number;
        return verdict::more;
    }
    return byte >= 0x40 && byte <= 0x7E ? verdict::done : verdict::done_before;
}

/// The first value is a printable character always; columns and rows may have wrapped around.
decoder::verdict decoder::scan_mouse(unsigned char byte) noexcept
{
    if (utf8_needed_ != 0) {
        if (byte < 0x80 || byte > 0xBF)
            return verdict::done_before;
        utf8_needed_ = 0;
    } else if (byte == esc || (byte < 0x20 && values_ == 3)) {
        return verdict::done_before;
    } else if (options_.mouse == mouse_encoding::utf8 && byte >= 0xC2 && byte <= 0xDF) {
        utf8_needed_ = 1;
        return verdict::more;
    }
    return --values_ == 0 ? verdict::done : verdict::more;
}

decoder::verdict decoder::scan_string(const char*& at, const char* end) noexcept
{
    const auto byte = [&] { return static_cast<unsigned char>(*at); };
    const auto byte_before = [&] { return static_cast<unsigned char>(at[-1]); };
    if (state_ == state::string_start) {
        if (!begins_string(introducer_, byte()))
            return verdict::done_before;
        state_ = state::string;
    }
    if (state_ == state::string_escape || state_ == state::skip_string_escape) {
        if (byte() != '\\')
            return verdict::done_before2;
        ++at;
        return verdict::done;
    }
    // Controls are part of the string: what a terminal was made to say (CVE-2008-2383 had a line
    // end in it) must not become keys.
    const bool by_bel = introducer_ == ']';
    while (at != end && byte() != esc && !(byte() == bel && by_bel) &&
           !(byte() == string_terminator && c1_))
        ++at;
    if (at == end)
        return verdict::more;
    ++at;
    if (byte_before() != esc)
        return verdict::done;
    state_ = state_ == state::string ? state::string_escape : state::skip_string_escape;
    return verdict::more;
}

/// Says what `raw` means, which ended in the state `ended`: whole, torn, or cut off by what
/// followed.
void decoder::interpret(state ended, std::string_view raw, event& e) noexcept
{
    const bool c1 = c1_;
    c1_ = false;
    const bool meta = !c1 && raw.size() > 2 && raw[1] == static_cast<char>(esc);
    const modifiers held = meta ? modifiers::alt : modifiers::none;
    const std::string_view body = raw.substr(std::min<std::size_t>(raw.size(), c1     ? 1
                                                                               : meta ? 3
                                                                                      : 2));
    const auto set_key = [&](auto&& fill) {
        if (!fill(new_key(e, held)))
            e.value.emplace<unknown>();
    };
    switch (ended) {
    case state::csi:
    case state::csi_number:
    case state::csi_more:
        if (body.empty())
            return interpret_byte(raw, e); // ESC [, and nothing came after it
        interpret_csi(body, held, e);
        if (std::get_if<paste>(&e.value) != nullptr) {
            state_ = state::paste;
            c1_ = c1;
        }
        return;
    case state::ss3:
    case state::ss3_number:
        if (body.empty())
            return interpret_byte(raw, e);
        return set_key([&](key& k) { return detail::ss3_key(k, body, options_); });
    case state::csi_linux:
        return set_key([&](key& k) { return detail::linux_key(k, body); });
    case state::x10_mouse:
        if (values_ == 0 && utf8_needed_ == 0)
            detail::x10_mouse(e.value.emplace<mouse>(), body.substr(1), options_.mouse);
        else if (values_ == 3 && utf8_needed_ == 0)
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
    case state::string:
    case state::string_escape:
        return interpret_string(ended, body, c1, e);
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
    detail::interpret_csi(e, detail::control_sequence(body), held, options_, half_);
}

/// \param body behind the introducer, with the terminator if there is one.
void decoder::interpret_string(state ended, std::string_view body, bool c1, event& e) noexcept
{
    const auto last = static_cast<unsigned char>(body.back());
    bool whole = true;
    if (body.ends_with("\033\\"))
        body.remove_suffix(2);
    else if (last == esc || (last == bel && introducer_ == ']') ||
             (c1 && last == string_terminator))
        body.remove_suffix(1);
    else
        whole = ended == state::string_escape; // urxvt ends its answer to OSC 4 with a bare ESC
    if (!whole || !detail::string_reply(e.value.emplace<reply>(), introducer_, body))
        e.value.emplace<unknown>();
}

/// A character, perhaps torn, with or without ESC in front; or a sequence that did not come about.
void decoder::interpret_byte(std::string_view raw, event& e) const noexcept
{
    const bool escaped = raw.size() > 1 && raw[0] == static_cast<char>(esc);
    key& k = new_key(e, escaped ? modifiers::alt : modifiers::none);
    const std::string_view character = raw.substr(escaped ? 1 : 0);
    const auto byte = static_cast<unsigned char>(character.front());
    if (escaped && options_.function_keys == keyboard::vt52 &&
        detail::vt52_key(k, character.front(), false)) {
        k.mods = modifiers::none;
        return;
    }
    std::uint32_t c = byte;
    if (byte >= 0x80) {
        switch (options_.high_bytes) {
        case eighth_bit::meta:
            c &= 0x7FU;
            k.mods |= modifiers::alt;
            break;
        case eighth_bit::latin1:
            break;
        default:
            c = detail::single_scalar(character).value_or(replacement);
        }
        if (options_.high_bytes == eighth_bit::meta_utf8 && c >= 0x80 && c <= 0xFF) {
            c &= 0x7FU;
            k.mods |= modifiers::alt;
        }
    }
    if (c < 0x20 || c == 0x7F)
        detail::control_key(k, static_cast<unsigned char>(c), options_);
    else
        detail::character_key(k, c);
}

} // namespace cotty
