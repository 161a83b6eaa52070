// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/kitty_flags.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace cotty {

namespace detail {
class feature_switch;
}

/// How far keys other than cursor, function and keypad keys tell their modifiers: xterm's
/// modifyOtherKeys, CSI > 4 ; level m (https://invisible-island.net/xterm/modified-keys.html).
enum class other_keys : std::uint8_t {
    plain,
    /// Those which tell nothing otherwise, such as ctrl+1 or shift+enter; ctrl+a, alt+a and
    /// shift+tab stay as they are.
    level_1,
    /// All that is held with ctrl or alt, and shift with letters, space, tab and the like.
    level_2,
};

/// What the mouse is to tell. All are DEC private modes (CSI ? number h) of xterm's ctlseqs.
enum class mouse_tracking : std::uint8_t {
    off,
    presses,      ///< 9, "X10": presses of the first three buttons, without modifiers
    buttons,      ///< 1000: presses and releases
    drags,        ///< 1002: and moves while a button is held
    all_movement, ///< 1003: and all moves
};

/// The cursor's shape (DECSCUSR, CSI shape SP q).
enum class cursor_shape : std::uint8_t {
    unchanged,
    blinking_block,
    block,
    blinking_underline,
    underline,
    blinking_bar,
    bar,
};

/// What a terminal can be asked to send beyond plain keys, and the few things that have to be
/// undone on its screen. `terminal::enable` switches it on.
///
/// A terminal that does not know a private mode (a number in parentheses) ignores it.
/// `modify_other_keys` and `kitty` are no modes: see there. What has no source here is from
/// xterm's ctlseqs (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
struct features {
    /// Always in the SGR encoding (1006), or, where `terminal_options::decoding.mouse_pixels` says
    /// that this is what the decoder expects, in pixels (1016). Ask the terminal whether it knows
    /// 1016 (DECRQM) before you set that: one that does not reports cells, which look alike.
    mouse_tracking mouse = mouse_tracking::off;

    /// Pastes arrive as `paste` events (2004).
    bool paste = false;

    /// `focus` events (1004). Some terminals (VTE, xterm.js) send one at once.
    bool focus = false;

    /// The terminal reports a new window size itself (2048), beside SIGWINCH: each change may
    /// arrive as two `resize` events. The first comes at once.
    /// (https://gist.github.com/rockorager/e695fb2924d36b2bcf1fff4a3704bd83)
    bool resize = false;

    /// `reply` events of the kind `color_scheme` when the user changes between dark and light
    /// (2031, https://contour-terminal.org/vt-extensions/color-palette-update-notifications/).
    bool color_scheme = false;

    /// DECCKM and DECKPAM: other bytes for the cursor keys, and for the keypad, by which it is told
    /// from the keys that it doubles.
    bool application_cursor = false;
    bool application_keypad = false;

    /// A terminal that overlooks the `>` in these sequences takes them for underlining; one that
    /// answers XTVERSION (`CSI > q`) does not.
    other_keys modify_other_keys = other_keys::plain;

    /// The kitty keyboard protocol:
    ///
    ///     tty.enable({.kitty = kitty_flags::disambiguate | kitty_flags::event_types});
    ///
    /// The flags take one place on the terminal's stack of keyboard modes. The main and the
    /// alternate screen have a stack each: with `alternate_screen` they are taken from the one and
    /// put on the other, in whatever order guards come and go. Ask first (query::keyboard_flags,
    /// capabilities::offered): terminals without the protocol may not ignore it.
    kitty_flags kitty = kitty_flags::none;

    /// Each press and release as Windows knows it, Ctrl-C and lone modifier keys included
    /// (win32-input-mode, 9001: Windows Terminal, conhost;
    /// https://github.com/microsoft/terminal/blob/main/doc/specs/%234999%20-%20Improved%20keyboard%20handling%20in%20Conpty.md).
    /// A terminal that has this and the kitty protocol switched on speaks one of the two: want one.
    bool win32_input = false;

    /// The screen without history, cleared, and the cursor's place kept meanwhile (1049).
    bool alternate_screen = false;

    /// The cursor is not shown (25).
    bool hidden_cursor = false;

    /// Afterwards it is the terminal's default.
    cursor_shape cursor = cursor_shape::unchanged;

    friend constexpr bool operator==(const features&, const features&) noexcept = default;
};

/// What both want; of a thing that has degrees, the higher.
constexpr features operator|(const features& a, const features& b) noexcept
{
    return {std::max(a.mouse, b.mouse),
            a.paste || b.paste,
            a.focus || b.focus,
            a.resize || b.resize,
            a.color_scheme || b.color_scheme,
            a.application_cursor || b.application_cursor,
            a.application_keypad || b.application_keypad,
            std::max(a.modify_other_keys, b.modify_other_keys),
            a.kitty | b.kitty,
            a.win32_input || b.win32_input,
            a.alternate_screen || b.alternate_screen,
            a.hidden_cursor || b.hidden_cursor,
            std::max(a.cursor, b.cursor)};
}

/// While it lives features of a terminal are switched on. What several guards want is on until
/// the last of them goes, in whatever order they go.
///
/// The terminal is given back in all the cases in which it is given back from a line_mode, see
/// mode.hpp: when the program ends in whatever way that can be noticed, and while it is stopped.
/// There the features go first and the mode last, so that nothing that the terminal still sends is
/// echoed. For the same reason make the mode_guard first:
///
///     auto raw = tty.raw_mode();
///     auto on = tty.enable({.mouse = cotty::mouse_tracking::buttons, .paste = true});
///
/// What the terminal had switched on before is not asked: afterwards it is off. (But for the kitty
/// protocol, which has a stack, and modifyOtherKeys, which goes back to the terminal's own
/// setting.)
///
/// A program in the background is stopped (SIGTTOU) before the first feature is switched on, as it
/// is before a line_mode: they come on once it is in the foreground. Or it goes on meanwhile, see
/// `terminal_options::in_background`.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class [[nodiscard]] feature_guard {
public:
    /// Guards nothing.
    feature_guard() noexcept = default;
    feature_guard(feature_guard&&) noexcept = default;
    feature_guard& operator=(feature_guard&& other) noexcept;
    ~feature_guard() { release(); }

    /// Switches off what no other guard wants. A terminal that takes no output is waited for, at
    /// most a second. No-op on one that guards nothing.
    void release() noexcept;

    /// Whether this guard holds features switched on.
    explicit operator bool() const noexcept { return switch_ != nullptr; }

private:
    friend class detail::feature_switch;
    feature_guard(std::shared_ptr<detail::feature_switch> s, const features& f) noexcept;

    std::shared_ptr<detail::feature_switch> switch_;
    features features_;
};

} // namespace cotty
