// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/detail/scanner.hpp>

namespace cotty::detail {
namespace {

constexpr unsigned char bel = 0x07;
constexpr unsigned char esc = 0x1B;
constexpr unsigned char string_terminator = 0x9C;
constexpr unsigned char c1_lead = 0xC2; // of U+0080 to U+00BF

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

} // namespace

scanner::verdict scanner::scan(const char*& at, const char* end) noexcept
{
    while (at != end) {
        const auto byte = static_cast<unsigned char>(*at);
        verdict v = verdict::more;
        switch (state_) {
        case state::ground:
        case state::again:
        case state::half:
            v = scan_ground(byte);
            break;
        case state::utf8:
            v = scan_utf8(byte);
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
        case state::csi_focus:
        case state::csi_focus_key:
            v = scan_focus(byte);
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

scanner::verdict scanner::scan_ground(unsigned char byte) noexcept
{
    if (byte == esc) {
        state_ = state::escape;
        return verdict::more;
    }
    if (byte < 0x80 || options_.high_bytes == eighth_bit::meta)
        return verdict::done;
    if (const char introducer = introducer_of(byte); introducer != 0)
        return begin_c1(introducer, form::byte);
    return options_.high_bytes == eighth_bit::latin1 ? verdict::done
                                                     : begin_utf8(byte, has_c1_in_utf8());
}

scanner::verdict scanner::begin_c1(char introducer, form f) noexcept
{
    form_ = f;
    if (introducer != '[' && introducer != 'O')
        return begin_string(introducer);
    state_ = introducer == '[' ? state::csi : state::ss3;
    return verdict::more;
}

scanner::verdict scanner::begin_string(char introducer) noexcept
{
    introducer_ = introducer;
    state_ = state::string_start;
    return verdict::more;
}

scanner::verdict scanner::begin_utf8(unsigned char lead, bool may_be_c1) noexcept
{
    may_be_c1_ = may_be_c1 && lead == c1_lead;
    // Table 3-7 of the Unicode standard: which second bytes make a well-formed character.
    utf8_low_ = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    utf8_high_ = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4)
        return verdict::done; // no character begins so
    utf8_needed_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    state_ = state::utf8;
    return verdict::more;
}

scanner::verdict scanner::scan_utf8(unsigned char byte) noexcept
{
    if (byte < utf8_low_ || byte > utf8_high_)
        return verdict::done_before;
    if (may_be_c1_)
        if (const char introducer = introducer_of(byte); introducer != 0)
            return begin_c1(introducer, form::utf8);
    utf8_low_ = 0x80;
    utf8_high_ = 0xBF;
    return --utf8_needed_ == 0 ? verdict::done : verdict::more;
}

scanner::verdict scanner::scan_escape(unsigned char byte) noexcept
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
    if (alt_)
        return options_.escape_escape_is_alt ? verdict::done_before : verdict::lone_escape;
    switch (byte) {
    case esc:
        alt_ = true;
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
                   : begin_utf8(byte, false);
    }
}

// Whatever cannot stand in a control sequence ends it and is looked at by itself, so that Ctrl-C
// typed into one that never ends is still Ctrl-C.

scanner::verdict scanner::scan_csi(const char*& at, const char* end) noexcept
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
        if (byte() == 'O' && !options_.focus_reports) {
            state_ = state::csi_focus;
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

/// The focus is lost; or a digit, the modifiers, and one of P, Q, R and S follow.
scanner::verdict scanner::scan_focus(unsigned char byte) noexcept
{
    if (state_ == state::csi_focus_key)
        return byte >= 'P' && byte <= 'S' ? verdict::done : verdict::done_before2;
    if (byte < '2' || byte > '9')
        return verdict::done_before;
    state_ = state::csi_focus_key;
    return verdict::more;
}

scanner::verdict scanner::scan_ss3(unsigned char byte) noexcept
{
    if (is_digit(byte) || (byte == ';' && state_ == state::ss3_number)) {
        state_ = state::ss3_number;
        return verdict::more;
    }
    return byte >= 0x40 && byte <= 0x7E ? verdict::done : verdict::done_before;
}

/// The first value is a printable character always; columns and rows may have wrapped around.
scanner::verdict scanner::scan_mouse(unsigned char byte) noexcept
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

scanner::verdict scanner::scan_string(const char*& at, const char* end) noexcept
{
    const auto byte = [&] { return static_cast<unsigned char>(*at); };
    if (state_ == state::string_start) {
        if (!begins_string(introducer_, byte()))
            return verdict::done_before;
        state_ = state::string;
        utf8_needed_ = 0;
        ended_in_utf8_ = false;
    }
    if (state_ == state::string_escape || state_ == state::skip_string_escape) {
        // urxvt ends its answers to OSC 4 with a bare ESC.
        if (byte() != '\\')
            return byte() == esc ? verdict::done_before : verdict::done_before2;
        ++at;
        return verdict::done;
    }
    // Controls are part of the string: what a terminal was made to say (CVE-2008-2383 had a line
    // end in it) must not become keys.
    while (at != end && !ends_string(byte()))
        ++at;
    if (at == end)
        return verdict::more;
    const bool escape = byte() == esc;
    const bool skipping = state_ == state::skip_string;
    ++at;
    if (escape)
        state_ = skipping ? state::skip_string_escape : state::string_escape;
    else if (!skipping)
        state_ = state::string_end;
    return escape ? verdict::more : verdict::done;
}

/// The 8-bit terminator may also be the last byte of a character.
bool scanner::ends_string(unsigned char byte) noexcept
{
    if (byte < 0x80) {
        utf8_needed_ = 0;
        return byte == esc || (byte == bel && introducer_ == ']');
    }
    if (byte < 0xC0 && utf8_needed_ != 0) {
        --utf8_needed_;
        return ended_in_utf8_ = byte == string_terminator && may_be_c1_;
    }
    may_be_c1_ = byte == c1_lead && has_c1_in_utf8();
    utf8_needed_ = byte < 0xC2 || byte > 0xF4 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    return byte == string_terminator;
}

void scanner::skip() noexcept
{
    state_ = state_ == state::string || state_ == state::skip_string ? state::skip_string
                                                                     : state::skip_csi;
}

} // namespace cotty::detail
