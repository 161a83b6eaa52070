// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/encode.hpp"

/// Keys as xterm sends them, modifyOtherKeys included. What is said of xterm here was recorded from
/// its version 379 with metaSendsEscape.
namespace cotty::detail {
namespace {

/// The control character that ctrl makes of a character: X11's rule for 0x40 to 0x7E (it clears
/// the upper bits) and for the digits, which stand where VT220s have those characters.
std::optional<unsigned char> control_character(char32_t c)
{
    if (c == U' ' || c == U'2')
        return std::uint8_t{0};
    if (c >= U'@' && c < 0x7F)
        return static_cast<unsigned char>(c & 0x1FU);
    if (c >= U'3' && c <= U'7')
        return static_cast<unsigned char>(c - U'3' + 0x1B);
    if (c == U'8' || c == U'?')
        return std::uint8_t{0x7F};
    if (c == U'/')
        return std::uint8_t{0x1F};
    return {};
}

/// xterm and most others know one key by several names.
key_code without_keypad(key_code code)
{
    switch (code) {
    case key_code::kp_left:
        return key_code::left;
    case key_code::kp_right:
        return key_code::right;
    case key_code::kp_up:
        return key_code::up;
    case key_code::kp_down:
        return key_code::down;
    case key_code::kp_page_up:
        return key_code::page_up;
    case key_code::kp_page_down:
        return key_code::page_down;
    case key_code::kp_home:
        return key_code::home;
    case key_code::kp_end:
        return key_code::end;
    case key_code::kp_insert:
        return key_code::insert;
    case key_code::kp_delete:
        return key_code::delete_;
    case key_code::f16: // the VT220's Do key
        return key_code::menu;
    default:
        return code;
    }
}

void encode_other_key(sequence_writer& out, char32_t code, modifiers mods)
{
    out.csi();
    if (out.options().format_other_keys)
        out.number(code).modifier_field(mods).byte('u');
    else
        out.number(27).modifier_field(mods).byte(';').number(code).byte('~');
}

/// What modifyOtherKeys calls a character: the one that shift has made of it.
std::optional<char32_t> shifted_character(const key& k)
{
    if (const auto c = typed_character(k))
        return c;
    return own_character(k.code);
}

/// Whether modifyOtherKeys tells a character's modifiers.
bool tells_character(other_keys level, char32_t c, modifiers mods)
{
    const bool ctrl = any_of(mods, modifiers::ctrl);
    if (level == other_keys::plain || mods == modifiers::none)
        return false;
    if (level == other_keys::level_2) // shift has made another character of most, which tells it
        return mods != modifiers::shift || c == U' ' || (c >= U'@' && c < 0x7F);
    if (c == U' ')
        return mods == classic_modifiers;
    return ctrl && (!control_character(c) || c == U'?');
}

/// The same for enter, tab, escape and backspace.
bool tells_control_key(other_keys level, key_code code, modifiers mods)
{
    constexpr modifiers shift = modifiers::shift;
    constexpr modifiers alt = modifiers::alt;
    constexpr modifiers ctrl = modifiers::ctrl;
    if (level == other_keys::plain || mods == modifiers::none)
        return false;
    if (level == other_keys::level_2) {
        if (code == key_code::backspace)
            return mods != ctrl;
        return code != key_code::tab || mods != shift;
    }
    switch (code) {
    case key_code::enter:
        return !any_of(mods, alt);
    case key_code::tab:
        return mods == ctrl;
    case key_code::escape:
        return any_of(mods, alt) && any_of(mods, shift | ctrl);
    default:
        return false;
    }
}

void encode_character(sequence_writer& out, const key& k, modifiers mods)
{
    const bool ctrl = any_of(mods, modifiers::ctrl);
    const bool alt = any_of(mods, modifiers::alt);
    const auto c = shifted_character(k);
    const key_text text = typed_text(k);
    // What types a text with ctrl and alt is AltGr on a PC: they have done their work.
    const bool consumed = (ctrl || alt) && !text.empty();
    if (c && !consumed && tells_character(out.options().modify_other_keys, *c, mods)) {
        encode_other_key(out, *c, mods);
    } else if (!text.empty()) {
        out.text(text);
    } else if (c) {
        const auto control = ctrl ? control_character(*c) : std::optional<unsigned char>();
        out.typed(control ? *control : *c, alt);
    }
}

/// The keys that a control character stands for. Returns false for all others.
bool encode_if_control_key(sequence_writer& out, key_code code, modifiers mods)
{
    const auto control = control_of(code);
    if (!control)
        return false;
    const bool ctrl = any_of(mods, modifiers::ctrl);
    if (tells_control_key(out.options().modify_other_keys, code, mods)) {
        const bool other_byte =
            code == key_code::backspace && ctrl != out.options().backspace_sends_bs;
        encode_other_key(out, other_byte ? 0x08 : *control, mods);
    } else if (any_of(mods, modifiers::shift) && csi_letter_of(code, modifiers::shift) != 0) {
        out.csi().byte(csi_letter_of(code, modifiers::shift)); // shift+tab
    } else {
        encode_control_key(out, code, ctrl, any_of(mods, modifiers::alt));
    }
    return true;
}

/// Keys of the keypad that type. xterm gives them no alt, and ctrl and shift in application mode
/// only. Returns false for all others.
bool encode_if_keypad(sequence_writer& out, const key& k, modifiers mods)
{
    const auto c = keypad_character(k.code);
    if (!c && k.code != key_code::kp_enter)
        return false;
    const char letter = ss3_letter_of(k.code);
    if (out.options().application_keypad && letter != 0 && !any_of(k.mods, modifiers::num_lock)) {
        out.ss3();
        if (mods != modifiers::none)
            out.number(static_cast<std::uint32_t>(mods) + 1);
        out.byte(letter);
    } else if (c) {
        out.character(*c);
    } else {
        encode_control_key(out, key_code::enter, false, false);
    }
    return true;
}

/// Cursor, editing and function keys.
void encode_function_key(sequence_writer& out, key_code code, modifiers mods)
{
    if (const char letter = csi_letter_of(code)) {
        // F1 to F4 were keys of the VT100's keypad, which had no normal mode.
        const bool vt100 = code >= key_code::f1 && code <= key_code::f4;
        if (mods != modifiers::none)
            out.csi().number(1).modifier_field(mods);
        else if ((vt100 || out.options().application_cursor) && ss3_letter_of(code) == letter)
            out.ss3();
        else
            out.csi();
        out.byte(letter);
    } else if (const auto number = csi_number_of(code)) {
        out.csi().number(number);
        if (mods != modifiers::none)
            out.modifier_field(mods);
        out.byte('~');
    }
}

} // namespace

void encode_control_key(sequence_writer& out, key_code code, bool ctrl, bool alt)
{
    constexpr unsigned char bs = 0x08;
    unsigned char byte = control_of(code).value_or(0);
    if (code == key_code::backspace && ctrl != out.options().backspace_sends_bs)
        byte = bs;
    out.typed(byte, alt);
    if (code == key_code::enter && out.options().enter_sends_crlf)
        out.byte('\n');
}

void encode_legacy(sequence_writer& out, const key& k)
{
    if (k.action == key_action::release)
        return;
    const modifiers mods = k.mods & classic_modifiers;
    if (!k.is_functional())
        encode_character(out, k, mods);
    else if (!encode_if_control_key(out, k.code, mods) && !encode_if_keypad(out, k, mods))
        encode_function_key(out, without_keypad(k.code), mods);
}

} // namespace cotty::detail
