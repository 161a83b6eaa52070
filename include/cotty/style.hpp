// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty {

/// The colours that people choose in their terminal's settings.
enum class palette : std::uint8_t {
    black,
    red,
    green,
    yellow,
    blue,
    magenta,
    cyan,
    white,
    bright_black,
    bright_red,
    bright_green,
    bright_yellow,
    bright_blue,
    bright_magenta,
    bright_cyan,
    bright_white,
};

/// The colour of a text or of what is behind it: by default the terminal's own.
class text_color {
public:
    constexpr text_color() noexcept = default;
    constexpr text_color(palette p) noexcept : how_(how::palette), a_(static_cast<std::uint8_t>(p))
    {
    }

    /// One of 256: the palette, a cube of 6 x 6 x 6 from 16 on, and 24 greys from 232 on.
    static constexpr text_color indexed(std::uint8_t index) noexcept
    {
        return {how::indexed, index, 0, 0};
    }

    /// Each part from 0 to 255. Terminals that have fewer take the nearest, or none.
    static constexpr text_color rgb(std::uint8_t red, std::uint8_t green,
                                    std::uint8_t blue) noexcept
    {
        return {how::rgb, red, green, blue};
    }

    friend constexpr bool operator==(const text_color&, const text_color&) noexcept = default;

private:
    friend struct style;
    enum class how : std::uint8_t { standard, palette, indexed, rgb };

    constexpr text_color(how h, std::uint8_t a, std::uint8_t b, std::uint8_t c) noexcept
        : how_(h), a_(a), b_(b), c_(c)
    {
    }
    void append_to(std::string& parameters, unsigned base) const;

    how how_ = how::standard;
    std::uint8_t a_ = 0;
    std::uint8_t b_ = 0;
    std::uint8_t c_ = 0;
};

/// How much of a style is written.
enum class styling : std::uint8_t {
    /// What the output can use: nothing where it is no terminal or TERM says `dumb` or nothing, no
    /// colours where the environment has a NO_COLOR that is not empty (https://no-color.org),
    /// everything otherwise.
    automatic,
    full,
    no_color,
    none,
};

/// How a text looks: SGR (ECMA-48, 8.3.117; the 256 colours and RGB as in xterm's ctlseqs).
struct style {
    text_color foreground{};
    text_color background{};
    bool bold = false;
    bool dim = false;
    bool italic = false;
    bool underline = false;
    bool reverse = false;
    bool strike = false;

    /// The sequence that switches it on; empty for the default.
    [[nodiscard]] std::string sequence(styling how = styling::full) const;

    friend constexpr bool operator==(const style&, const style&) noexcept = default;
};

/// A text of pieces in styles of their own, for terminal::async_print. The styles are the program's
/// and obeyed; the text may come from anywhere, and is made inert (inert.hpp).
///
///     using enum cotty::palette;
///     co_await tty.async_print(cotty::styled("error: ", {.foreground = red, .bold = true}) +
///                              what + "\n");
///
/// Each piece ends with a reset (SGR 0), so that nothing that follows is changed. Throws nothing
/// but std::bad_alloc. Thread safety: as of any value.
class styled_text {
public:
    styled_text() = default;
    explicit styled_text(std::string_view text, const cotty::style& s = {});

    styled_text& operator+=(const styled_text& more);
    styled_text& operator+=(std::string_view plain);

    friend styled_text operator+(styled_text a, const styled_text& b) { return std::move(a += b); }
    friend styled_text operator+(styled_text a, std::string_view b) { return std::move(a += b); }
    friend styled_text operator+(std::string_view a, const styled_text& b)
    {
        return styled_text(a) + b;
    }

    /// The bytes to write.
    [[nodiscard]] std::string bytes(styling how = styling::full) const;

private:
    struct piece {
        std::string text; // inert
        cotty::style look;
    };
    std::vector<piece> pieces_;
};

/// A text in one style.
[[nodiscard]] inline styled_text styled(std::string_view text, const style& s)
{
    return styled_text(text, s);
}

} // namespace cotty
