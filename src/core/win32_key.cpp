// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/sequence_keys.hpp"

#include "core/letter_case.hpp"
#include "core/win32_keys.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

/// win32-input-mode: a Windows KEY_EVENT_RECORD as a control sequence
/// (https://github.com/microsoft/terminal, doc/specs, "#4999 - Improved keyboard handling in
/// Conpty").
namespace cotty::detail {
namespace {

bool has(modifiers set, modifiers any) noexcept
{
    return (set & any) != modifiers::none;
}

modifiers modifiers_of(std::uint32_t state) noexcept
{
    struct row {
        std::uint32_t bits;
        modifiers mod;
    };
    constexpr std::array<row, 5> rows{
        {{win32::shift_pressed, modifiers::shift},
         {win32::left_alt_pressed | win32::right_alt_pressed, modifiers::alt},
         {win32::left_ctrl_pressed | win32::right_ctrl_pressed, modifiers::ctrl},
         {win32::num_lock_on, modifiers::num_lock},
         {win32::caps_lock_on, modifiers::caps_lock}}};
    modifiers mods = modifiers::none;
    for (const auto& [bits, mod] : rows)
        if ((state & bits) != 0)
            mods |= mod;
    return mods;
}

/// By virtual-key code: the keys that have it, two at most, as their places in the table, counted
/// from
/// 1. (To look through all keys would be more work than a short sequence may make. And no pointers:
/// GCC 12 with -fsanitize=undefined compares none to null where constants are made.)
constexpr auto by_virtual_key = [] {
    static_assert(win32::keys.size() < 0x100);
    std::array<std::array<std::uint8_t, 2>, 0x100> table{};
    for (std::size_t i = 0; i < win32::keys.size(); ++i) {
        auto& places = table.at(win32::keys.at(i).virtual_key);
        // Beyond the second one `at` makes it an error of the compiler.
        places.at(places[0] == 0 ? 0 : places[1] == 0 ? 1 : 2) = static_cast<std::uint8_t>(i + 1);
    }
    return table;
}();

/// The key with this virtual-key code. Where two have it, the right one is enhanced or not, or has
/// the scan code, as told.
key_code find_key(std::uint32_t virtual_key, std::uint32_t scan_code, bool enhanced) noexcept
{
    if (virtual_key >= by_virtual_key.size())
        return key_code::none;
    const auto [first, second] = by_virtual_key[virtual_key];
    if (first == 0)
        return key_code::none;
    const auto score = [&](std::uint8_t place) {
        const win32::key_row& row = win32::keys[place - 1U];
        return (row.enhanced == enhanced ? 2 : 0) + (row.scan_code == scan_code ? 1 : 0);
    };
    return win32::keys[(second != 0 && score(second) > score(first) ? second : first) - 1U].code;
}

/// The character of a UTF-16 unit; nothing for the first half of one, which is kept until the
/// second comes. The key may have gone up in between.
std::optional<std::uint32_t> join(std::uint32_t unit, bool down, beyond_one_event& beyond) noexcept
{
    std::uint16_t& half = down ? beyond.half_down : beyond.half_up;
    if (unit >= 0xD800 && unit < 0xDC00) {
        half = static_cast<std::uint16_t>(unit);
        beyond.what = beyond_one_event::kind::first_half;
        return {};
    }
    const std::uint32_t first = std::exchange(half, std::uint16_t{0});
    if (unit < 0xDC00 || unit >= 0xE000 || first == 0)
        return unit;
    beyond.what = beyond_one_event::kind::second_half;
    return 0x10000 + ((first - 0xD800) << 10U) + (unit - 0xDC00);
}

bool is_printable(std::uint32_t c) noexcept
{
    return c >= 0x20 && (c < 0x7F || c >= 0xA0) && is_scalar_value(c);
}

/// The key is one that types: the table has the US layout's, what it typed is surer.
void set_typed(key& k, std::uint32_t typed) noexcept
{
    const key_code on_us_layout = k.code;
    const auto small = static_cast<key_code>(small_letter(static_cast<char32_t>(typed)));
    k.code = static_cast<key_code>(typed);
    // A capital is what Shift or Caps Lock made of a letter; those of AltGr may be keys' own.
    const bool is_letters_key = on_us_layout >= key_code{U'a'} && on_us_layout <= key_code{U'z'};
    if (small != k.code && on_us_layout != key_code::none &&
        (is_letters_key || has(k.mods, modifiers::shift | modifiers::caps_lock))) {
        if (has(k.mods, modifiers::shift))
            k.shifted = k.code;
        k.code = small;
    }
    if (k.code > key_code{0x7F})
        k.base = on_us_layout; // of a layout for another alphabet
}

} // namespace

bool win32_key(key& k, const parameters& p, beyond_one_event& beyond) noexcept
{
    if (p.fields() == 0 || p.fields() > 6 || p.has_values())
        return false;
    const std::uint32_t state = p.number(4);
    const bool down = p.number(3) != 0;
    const auto typed = join(p.number(2), down, beyond);
    if (!typed)
        return false;
    const bool printable = is_printable(*typed);
    k.mods = modifiers_of(state);
    k.action = down ? key_action::press : key_action::release;
    k.code = find_key(p.number(0), p.number(1), (state & win32::enhanced_key) != 0);
    // Digits of the keypad that are typed with Alt held make a character when Alt is released.
    if (printable && !down && p.number(0) == win32::menu_key) {
        k.action = key_action::press;
        k.mods &= ~modifiers::alt;
        k.code = key_code::none;
    }
    // AltGr is reported as the right Alt and the left Ctrl, and makes characters.
    if (printable && (state & win32::right_alt_pressed) != 0 &&
        (state & win32::left_ctrl_pressed) != 0)
        k.mods &= ~(modifiers::alt | modifiers::ctrl);
    if (printable && !k.is_functional())
        set_typed(k, *typed);
    if (printable && k.action != key_action::release &&
        !has(k.mods, modifiers::ctrl | modifiers::alt))
        k.text.append(static_cast<char32_t>(*typed));
    if (down && p.number(5) > 1 && beyond.what == beyond_one_event::kind::none) {
        beyond.what = beyond_one_event::kind::repeats;
        beyond.size = p.number(5) - 1;
    }
    return k.code != key_code::none;
}

} // namespace cotty::detail
