// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/encode.hpp"

#include "core/win32_keys.hpp"

#include <algorithm>

/// win32-input-mode: CSI virtual key ; scan code ; UTF-16 unit ; down ; state ; repeats _
/// (https://github.com/microsoft/terminal, doc/specs, "#4999 - Improved keyboard handling in
/// Conpty").
namespace cotty::detail {
namespace {

std::uint32_t control_state(modifiers mods)
{
    std::uint32_t state = 0;
    const auto tell = [&](modifiers bit, std::uint32_t value) {
        if (any_of(mods, bit))
            state |= value;
    };
    tell(modifiers::shift, win32::shift_pressed);
    tell(modifiers::alt, win32::left_alt_pressed);
    tell(modifiers::ctrl, win32::left_ctrl_pressed);
    tell(modifiers::caps_lock, win32::caps_lock_on);
    tell(modifiers::num_lock, win32::num_lock_on);
    return state;
}

/// The character that Windows tells for a key which types no text. Its keyboard layouts make
/// control characters of ctrl and a letter or [\], of ctrl and enter or backspace, and nothing of
/// most other keys with ctrl. alt changes nothing, both together leave nothing.
char16_t character_of(const key& k, char16_t plain)
{
    const bool ctrl = any_of(k.mods, modifiers::ctrl);
    const bool alt = any_of(k.mods, modifiers::alt);
    if (ctrl && alt)
        return 0;
    if (ctrl) {
        if ((plain >= u'a' && plain <= u'z') || (plain >= u'[' && plain <= u']'))
            return static_cast<char16_t>(plain & 0x1FU);
        if (plain == 0x0D)
            return 0x0A;
        if (plain == 0x08)
            return 0x7F;
        return plain == 0x1B || plain == u' ' ? plain : char16_t{0};
    }
    const auto c = typed_character(k);
    return c && *c <= 0xFFFF ? static_cast<char16_t>(*c) : plain;
}

void write(sequence_writer& out, const key& k, win32::key_row row, char16_t unit)
{
    const std::uint32_t state =
        control_state(k.mods) | (row.enhanced ? std::uint32_t{win32::enhanced_key} : 0U);
    out.csi().number(row.virtual_key).byte(';').number(row.scan_code).byte(';');
    out.number(unit).byte(';').number(k.action == key_action::release ? 0 : 1);
    out.byte(';').number(state).bytes(";1_");
}

/// Text that no key is known for: each UTF-16 unit as a key that has no number.
void write_text(sequence_writer& out, const key& k, std::string_view text)
{
    constexpr win32::key_row no_key{key_code::none, 0, 0};
    while (const auto scalar = take_scalar(text)) {
        const auto c = static_cast<std::uint32_t>(*scalar);
        if (c > 0xFFFF)
            write(out, k, no_key, static_cast<char16_t>(0xD7C0 + (c >> 10U)));
        write(out, k, no_key, static_cast<char16_t>(c > 0xFFFF ? 0xDC00 + (c & 0x3FFU) : c));
    }
}

} // namespace

void encode_win32(sequence_writer& out, const key& k)
{
    const auto row = std::find_if(win32::keys.begin(), win32::keys.end(),
                                  [&k](const win32::key_row& r) { return r.code == k.code; });
    const key_text text = typed_text(k);
    if (row == win32::keys.end()) {
        const auto c = own_character(k.code);
        if (!text.empty() || !c) // f25 to f35 are nothing
            write_text(out, k, text);
        else
            write_text(out, k, key_text(*c));
        return;
    }
    const auto scalar = single_scalar(text);
    if (scalar && *scalar <= 0xFFFF)
        write(out, k, *row, static_cast<char16_t>(*scalar));
    else if (text.empty())
        write(out, k, *row, character_of(k, row->character));
    else
        write_text(out, k, text);
}

} // namespace cotty::detail
