// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>
#include <cotty/reply.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a terminal can be asked, for `terminal::async_query`:
///
///     auto [row, column] = co_await tty.async_query(cotty::query::cursor_position());
///     auto background = co_await tty.async_query(cotty::query::color{11});
///
/// A query is any copyable class with
///
///     using result_type = ...;                // default constructible
///     std::string question() const;           // the bytes to write
///     bool hear(const reply&, std::optional<result_type>&) const;  // is it an answer, and what
///                                             // does it say; false leaves the result alone. Also
///                                             // asked about sequences that are nothing known,
///                                             // reply_kind::other, as long as it is outstanding
///     static bool is_complete(const result_type&);  // optional: for answers of several parts
///     static constexpr bool asks_for_position = true;  // optional: CSI 1 ; 2 R is no F3 then
///
/// so you can add your own. Give one that owns something (a `std::string`) a constructor: GCC 12
/// destroys aggregates that are built in braces within a `co_await` expression twice, so
/// async_query does not take them there. Behind each question the terminal is asked for its primary
/// attributes, which all that answer at all do answer: so it shows soon that a question has no
/// answer.
///
/// The questions and answers are from xterm's ctlseqs
/// (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html) unless another source is named. How
/// many terminals answer which is in docs/terminals.md. What comes back is what somebody else
/// says: numbers are checked, texts are untrusted bytes.
namespace cotty::query {

/// DA1, `CSI c`: the class of the terminal (61 to 65 for VT100 to VT500, 1 and 6 are VT100 and
/// VT102) and its extensions (4 sixel, 22 colours, 52 clipboard and so on).
struct primary_attributes {
    using result_type = std::vector<std::uint32_t>;
    [[nodiscard]] std::string question() const { return {}; } // it is asked anyway
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// DA2, `CSI > c`: the type, the firmware's version, and a third number.
struct secondary_attributes {
    using result_type = std::vector<std::uint32_t>;
    [[nodiscard]] std::string question() const { return "\x1b[>c"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// XTVERSION, `CSI > q`: name and version, such as `XTerm(379)`.
struct terminal_version {
    using result_type = std::string;
    [[nodiscard]] std::string question() const { return "\x1b[>q"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// A place in the window, counted from 1.
struct position {
    int row = 0;
    int column = 0;

    friend constexpr bool operator==(const position&, const position&) noexcept = default;
};

/// DECXCPR and CPR, `CSI ? 6 n` and `CSI 6 n`. The second because not all know the first; its
/// answer can look like F3 with modifiers, and is taken for a position while it is expected.
struct cursor_position {
    using result_type = position;
    static constexpr bool asks_for_position = true;
    [[nodiscard]] std::string question() const { return "\x1b[?6n\x1b[6n"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// A colour, each part from 0 to 65535.
struct rgb {
    std::uint16_t red = 0;
    std::uint16_t green = 0;
    std::uint16_t blue = 0;

    friend constexpr bool operator==(const rgb&, const rgb&) noexcept = default;
};

/// Reads what XParseColor(3) calls RGB device specifications, `rgb:1/22/333`, as well as `rgba:`
/// with the last part dropped, and `#rrggbb` and its like. Nothing if it is none.
[[nodiscard]] std::optional<rgb> parse_color(std::string_view text) noexcept;

/// OSC 10 to 19: 10 is the text's colour, 11 the background's, 12 the cursor's.
struct color {
    std::uint32_t number = 11;

    using result_type = rgb;
    [[nodiscard]] std::string question() const;
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// OSC 4: a colour of the palette.
struct palette_color {
    std::uint32_t index = 0;

    using result_type = rgb;
    [[nodiscard]] std::string question() const;
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

enum class scheme : std::uint8_t { dark, light };

/// `CSI ? 996 n`: whether the user prefers dark or light
/// (https://contour-terminal.org/vt-extensions/color-palette-update-notifications/).
struct color_scheme {
    using result_type = scheme;
    [[nodiscard]] std::string question() const { return "\x1b[?996n"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// `CSI ? u`: the flags of the kitty keyboard protocol that are on
/// (https://sw.kovidgoyal.net/kitty/keyboard-protocol/).
struct keyboard_flags {
    using result_type = std::uint8_t;
    [[nodiscard]] std::string question() const { return "\x1b[?u"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// OSC 52: what the clipboard holds (`c`, or another selection of X11: `p` primary, `s`
/// selection), as bytes of whatever encoding; nothing if the answer is none.
///
/// Most terminals ask their user, refuse, or keep silent, and are right: what is in a clipboard, a
/// password for one, is nobody's but its user's, and a program on another machine that reads it has
/// taken it. Only ask when the user wants to paste. What comes may be anything: it is no text that
/// was typed, so show it as `inert` and run nothing of it. Where the user is asked first the answer
/// may come after `errc::not_answered`, and is dropped then. Answers beyond
/// `collector_options::reply_limit` are cut by the decoder, and not heard.
struct clipboard {
    char selection = 'c';

    using result_type = std::optional<std::string>;
    [[nodiscard]] std::string question() const;
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

enum class mode_state : std::uint8_t {
    not_recognized,
    set,
    reset,
    permanently_set,
    permanently_reset,
};

/// DECRQM: a DEC private mode (`CSI ? number $ p`), or an ANSI one.
struct mode {
    std::uint32_t number = 0;
    bool is_private = true;

    using result_type = mode_state;
    [[nodiscard]] std::string question() const;
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// `CSI 18 t` and `CSI 14 t`: the size of the text area in characters and in pixels, as the
/// terminal sees it; pixels are 0 if it does not tell.
struct text_area {
    using result_type = window_size;
    [[nodiscard]] std::string question() const { return "\x1b[14t\x1b[18t"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
    static bool is_complete(const window_size& s) { return s.columns > 0 && s.rows > 0; }
};

/// XTGETTCAP: what the terminal itself knows of a terminfo capability (`RGB`, `Co`, `kcuu1`): its
/// value, empty for one without; nothing if it does not have it.
struct capability {
    explicit capability(std::string terminfo_name) : name(std::move(terminfo_name)) {}

    std::string name;

    using result_type = std::optional<std::string>;
    [[nodiscard]] std::string question() const;
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

/// DECRQSS: a setting as the terminal would write it, such as `2 q` for ` q`, the cursor's shape;
/// nothing if it does not know it.
struct setting {
    explicit setting(std::string what) : name(std::move(what)) {}

    std::string name;

    using result_type = std::optional<std::string>;
    [[nodiscard]] std::string question() const { return "\x1bP$q" + name + "\x1b\\"; }
    bool hear(const reply& r, std::optional<result_type>& result) const;
};

} // namespace cotty::query
