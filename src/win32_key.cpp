// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sequence_keys.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// win32-input-mode: a Windows KEY_EVENT_RECORD as a control sequence
/// (https://github.com/microsoft/terminal/blob/main/doc/specs/%234999%20-%20Improved%20keyboard%20handling%20in%20Conpty.md).
namespace cotty::detail {
namespace {

/// Virtual-key codes (winuser.h) of keys that are no characters. On the keypad without NumLock the
/// same codes come without the ENHANCED_KEY bit.
struct virtual_key_row {
    std::uint8_t vk;
    key_code code;
    key_code keypad = key_code::none;
};

constexpr auto virtual_keys = std::to_array<virtual_key_row>({
    {0x08, key_code::backspace},
    {0x09, key_code::tab},
    {0x0C, key_code::kp_begin},
    {0x0D, key_code::enter},
    {0x10, key_code::left_shift},
    {0x11, key_code::left_control},
    {0x12, key_code::left_alt},
    {0x13, key_code::pause},
    {0x14, key_code::caps_lock},
    {0x1B, key_code::escape},
    {0x21, key_code::page_up, key_code::kp_page_up},
    {0x22, key_code::page_down, key_code::kp_page_down},
    {0x23, key_code::end, key_code::kp_end},
    {0x24, key_code::home, key_code::kp_home},
    {0x25, key_code::left, key_code::kp_left},
    {0x26, key_code::up, key_code::kp_up},
    {0x27, key_code::right, key_code::kp_right},
    {0x28, key_code::down, key_code::kp_down},
    {0x2C, key_code::print_screen},
    {0x2D, key_code::insert, key_code::kp_insert},
    {0x2E, key_code::delete_, key_code::kp_delete},
    {0x5B, key_code::left_super},
    {0x5C, key_code::right_super},
    {0x5D, key_code::menu},
    {0x60, key_code::kp_0},
    {0x61, key_code::kp_1},
    {0x62, key_code::kp_2},
    {0x63, key_code::kp_3},
    {0x64, key_code::kp_4},
    {0x65, key_code::kp_5},
    {0x66, key_code::kp_6},
    {0x67, key_code::kp_7},
    {0x68, key_code::kp_8},
    {0x69, key_code::kp_9},
    {0x6A, key_code::kp_multiply},
    {0x6B, key_code::kp_add},
    {0x6C, key_code::kp_separator},
    {0x6D, key_code::kp_subtract},
    {0x6E, key_code::kp_decimal},
    {0x6F, key_code::kp_divide},
    {0x90, key_code::num_lock},
    {0x91, key_code::scroll_lock},
    {0xA0, key_code::left_shift},
    {0xA1, key_code::right_shift},
    {0xA2, key_code::left_control},
    {0xA3, key_code::right_control},
    {0xA4, key_code::left_alt},
    {0xA5, key_code::right_alt},
    {0xAD, key_code::mute_volume},
    {0xAE, key_code::lower_volume},
    {0xAF, key_code::raise_volume},
    {0xB0, key_code::media_track_next},
    {0xB1, key_code::media_track_previous},
    {0xB2, key_code::media_stop},
    {0xB3, key_code::media_play_pause},
});

// dwControlKeyState
constexpr std::uint32_t right_alt = 0x01;
constexpr std::uint32_t left_alt = 0x02;
constexpr std::uint32_t right_ctrl = 0x04;
constexpr std::uint32_t left_ctrl = 0x08;
constexpr std::uint32_t shift = 0x10;
constexpr std::uint32_t num_lock = 0x20;
constexpr std::uint32_t caps_lock = 0x80;
constexpr std::uint32_t enhanced = 0x100;

modifiers modifiers_of(std::uint32_t state) noexcept
{
    struct row {
        std::uint32_t bits;
        modifiers mod;
    };
    constexpr std::array<row, 5> rows{{{shift, modifiers::shift},
                                       {left_alt | right_alt, modifiers::alt},
                                       {left_ctrl | right_ctrl, modifiers::ctrl},
                                       {num_lock, modifiers::num_lock},
                                       {caps_lock, modifiers::caps_lock}}};
    modifiers mods = modifiers::none;
    for (const auto& [bits, mod] : rows)
        if ((state & bits) != 0)
            mods |= mod;
    return mods;
}

key_code functional(std::uint32_t vk, bool is_enhanced) noexcept
{
    if (vk >= 0x70 && vk <= 0x87)
        return functional_code(functional_index(key_code::f1) + (vk - 0x70));
    for (const auto& [number, code, keypad] : virtual_keys)
        if (number == vk)
            return keypad != key_code::none && !is_enhanced ? keypad : code;
    return key_code::none;
}

/// The enhanced ones of these are those on the right, and on the keypad.
key_code right_one(key_code code) noexcept
{
    switch (code) {
    case key_code::left_control:
        return key_code::right_control;
    case key_code::left_alt:
        return key_code::right_alt;
    case key_code::enter:
        return key_code::kp_enter;
    default:
        return code;
    }
}

} // namespace

bool win32_key(key& k, const parameters& p) noexcept
{
    if (p.fields() == 0 || p.fields() > 6 || p.has_values())
        return false;
    const std::uint32_t vk = p.number(0);
    const std::uint32_t unicode = p.number(2);
    const std::uint32_t down = p.number(3);
    const std::uint32_t state = p.number(4);
    k.mods = modifiers_of(state);
    k.action = down == 0 ? key_action::release : key_action::press;
    k.code = functional(vk, (state & enhanced) != 0);
    if ((state & enhanced) != 0)
        k.code = right_one(k.code);
    const bool printable =
        unicode >= 0x20 && (unicode < 0x7F || unicode >= 0xA0) && is_scalar_value(unicode);
    // AltGr is reported as the right Alt and the left Ctrl, and makes characters.
    if (printable && (state & right_alt) != 0 && (state & left_ctrl) != 0)
        k.mods &= ~(modifiers::alt | modifiers::ctrl);
    if (k.code == key_code::none) {
        if (printable)
            k.code = static_cast<key_code>(unicode);
        else if (vk >= '0' && vk <= 'Z') // with Ctrl: the code is the key's letter or digit
            k.code = static_cast<key_code>(vk >= 'A' ? vk + 0x20 : vk);
        else
            return false;
        if (is_ascii_upper(k.code) && vk >= 'A' && vk <= 'Z') {
            k.shifted = (k.mods & modifiers::shift) != modifiers::none ? k.code : key_code::none;
            k.code = static_cast<key_code>(vk + 0x20);
        }
    }
    const modifiers silent = modifiers::ctrl | modifiers::alt;
    if (printable && down != 0 && (k.mods & silent) == modifiers::none)
        k.text.append(static_cast<char32_t>(unicode));
    return true;
}

} // namespace cotty::detail
