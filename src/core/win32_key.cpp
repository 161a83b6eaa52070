// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/sequence_keys.hpp"

#include "core/win32_keys.hpp"

#include <array>
#include <cstdint>

/// win32-input-mode: a Windows KEY_EVENT_RECORD as a control sequence
/// (https://github.com/microsoft/terminal, doc/specs, "#4999 - Improved keyboard handling in
/// Conpty").
namespace cotty::detail {
namespace {

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

/// By virtual-key code: the keys that have it, two at most. (To look through all keys would be more
/// work than a short sequence may make.)
constexpr auto by_virtual_key = [] {
    std::array<std::array<const win32::key_row*, 2>, 0x100> table{};
    for (const win32::key_row& row : win32::keys) {
        auto& places = table.at(row.virtual_key);
        // Beyond the second one `at` makes it an error of the compiler.
        places.at(places[0] == nullptr ? 0 : places[1] == nullptr ? 1 : 2) = &row;
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
    if (first == nullptr)
        return key_code::none;
    const auto score = [&](const win32::key_row& row) {
        return (row.enhanced == enhanced ? 2 : 0) + (row.scan_code == scan_code ? 1 : 0);
    };
    return second != nullptr && score(*second) > score(*first) ? second->code : first->code;
}

/// The character of a UTF-16 unit, which may be the second half of one; U+0000 for a first half,
/// which is kept in `half`.
std::uint32_t join(std::uint32_t unit, std::uint32_t& half) noexcept
{
    const std::uint32_t first = half;
    half = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (half != 0)
        return 0;
    const bool second = unit >= 0xDC00 && unit < 0xE000;
    return second && first != 0 ? 0x10000 + ((first - 0xD800) << 10U) + (unit - 0xDC00) : unit;
}

} // namespace

bool win32_key(key& k, const parameters& p, std::uint32_t& half) noexcept
{
    if (p.fields() == 0 || p.fields() > 6 || p.has_values())
        return false;
    const std::uint32_t virtual_key = p.number(0);
    const std::uint32_t state = p.number(4);
    const std::uint32_t typed = join(p.number(2), half);
    k.mods = modifiers_of(state);
    k.action = p.number(3) == 0 ? key_action::release : key_action::press;
    k.code = find_key(virtual_key, p.number(1), (state & win32::enhanced_key) != 0);
    const bool printable =
        typed >= 0x20 && (typed < 0x7F || typed >= 0xA0) && is_scalar_value(typed);
    // AltGr is reported as the right Alt and the left Ctrl, and makes characters.
    if (printable && (state & win32::right_alt_pressed) != 0 &&
        (state & win32::left_ctrl_pressed) != 0)
        k.mods &= ~(modifiers::alt | modifiers::ctrl);
    if (!k.is_functional()) {
        // The table has the US layout's keys: what the key typed is surer.
        const key_code on_us_layout = k.code;
        if (printable)
            k.code = static_cast<key_code>(typed);
        if (is_ascii_upper(k.code) && virtual_key >= 'A' && virtual_key <= 'Z') {
            if ((k.mods & modifiers::shift) != modifiers::none)
                k.shifted = k.code;
            k.code = on_us_layout;
        }
    }
    if (printable && k.action != key_action::release &&
        (k.mods & (modifiers::ctrl | modifiers::alt)) == modifiers::none)
        k.text.append(static_cast<char32_t>(typed));
    return k.code != key_code::none;
}

} // namespace cotty::detail
