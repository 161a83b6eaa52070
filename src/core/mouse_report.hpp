// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "core/parameters.hpp"

#include <cotty/decoder_options.hpp>
#include <cotty/mouse.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The mouse reports of xterm's ctlseqs, "Mouse Tracking". Each function fills in `m`, which is a
/// new one, and returns false if the numbers are no report.
namespace cotty::detail {

namespace mouse_bits {

// Bits of the first number.
inline constexpr std::uint32_t button_low = 0x03;
inline constexpr std::uint32_t shift = 0x04;
inline constexpr std::uint32_t alt = 0x08;
inline constexpr std::uint32_t ctrl = 0x10;
inline constexpr std::uint32_t motion = 0x20;
inline constexpr std::uint32_t wheel = 0x40;
inline constexpr std::uint32_t button_high = 0xC0; // a wheel, or further buttons

/// By the two high bits, then by the two low ones.
inline constexpr std::array<mouse_button, 12> buttons{
    mouse_button::left,       mouse_button::middle,      mouse_button::right,
    mouse_button::none,       mouse_button::wheel_up,    mouse_button::wheel_down,
    mouse_button::wheel_left, mouse_button::wheel_right, mouse_button::button_8,
    mouse_button::button_9,   mouse_button::button_10,   mouse_button::button_11};

} // namespace mouse_bits

/// What the first number says, and where.
/// \param released whether this encoding says so by other means than the missing button.
inline bool set_mouse(mouse& m, std::uint32_t bits, int x, int y, bool released) noexcept
{
    m.x = x;
    m.y = y;
    const std::size_t button =
        (bits & mouse_bits::button_high) >> 4U | (bits & mouse_bits::button_low);
    if (bits > 0xFF || button >= mouse_bits::buttons.size())
        return false;
    m.button = mouse_bits::buttons[button];
    if ((bits & mouse_bits::motion) != 0) {
        m.action = mouse_action::move;
        if ((bits & mouse_bits::button_high) == mouse_bits::wheel) // urxvt, after a notch
            m.button = mouse_button::none;
    } else if (released || m.button == mouse_button::none)
        m.action = mouse_action::release;
    if ((bits & mouse_bits::shift) != 0)
        m.mods |= modifiers::shift;
    if ((bits & mouse_bits::alt) != 0)
        m.mods |= modifiers::alt;
    if ((bits & mouse_bits::ctrl) != 0)
        m.mods |= modifiers::ctrl;
    return true;
}

/// CSI < b ; x ; y M, or m for a release: SGR (1006) and SGR-Pixels (1016).
/// \param body what stands between `<` and the final
bool sgr_mouse(mouse& m, char final, std::string_view body,
               const decoder_options& options) noexcept;

/// CSI b ; x ; y M: urxvt (1015).
/// \param body what stands between CSI and the final
bool urxvt_mouse(mouse& m, std::string_view body) noexcept;

/// The three values behind CSI M, in `encoding`.
/// \param values whole and well-formed
void x10_mouse(mouse& m, std::string_view values, mouse_encoding encoding) noexcept;

} // namespace cotty::detail
