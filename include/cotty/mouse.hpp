// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <cstdint>
#include <string_view>

namespace cotty {

// The buttons in X's order, wheels included: a notch of a wheel is a press of its button. Numbers
// 8 to 11 are those of xterm's ctlseqs ("Other buttons"). This list is the only place that spells
// them.
// clang-format off
#define COTTY_MOUSE_BUTTONS(X)                                                                     \
    X(none) X(left) X(middle) X(right) X(wheel_up) X(wheel_down) X(wheel_left) X(wheel_right)      \
    X(button_8) X(button_9) X(button_10) X(button_11)
// clang-format on

enum class mouse_button : std::uint8_t {
#define COTTY_ENUMERATOR(name) name,
    COTTY_MOUSE_BUTTONS(COTTY_ENUMERATOR)
#undef COTTY_ENUMERATOR
};

/// `move` with a button is a drag.
enum class mouse_action : std::uint8_t { press, release, move };

/// Something the mouse did.
struct mouse {
    mouse_action action = mouse_action::press;

    /// `none`: a move without a button; or a release, in the encodings before SGR (1006), which do
    /// not tell the button.
    mouse_button button = mouse_button::none;

    /// Only shift, alt and ctrl are ever told.
    modifiers mods = modifiers::none;

    /// True if `x` and `y` are pixels (SGR-Pixels, 1016), see decoder_options.
    bool pixels = false;

    /// Column and row of the cell, from 1, counted from the upper left corner; or pixels. 0 where
    /// the terminal could not tell (beyond column 223 in the oldest encoding). What is dragged out
    /// of the window to the left or above may be told as 0 or less. From -2097152 to 2097152.
    int x = 0;
    int y = 0;

    friend constexpr bool operator==(const mouse&, const mouse&) noexcept = default;
};

/// `left`, `wheel_up`, `button_8` and so on.
[[nodiscard]] std::string_view to_string(mouse_button button) noexcept;

/// `press`, `release`, `move`.
[[nodiscard]] std::string_view to_string(mouse_action action) noexcept;

} // namespace cotty
