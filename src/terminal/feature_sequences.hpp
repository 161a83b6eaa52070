// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/features.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

/// The sequences that switch features of a terminal on and off. The table here is the only place
/// that spells them.
namespace cotty::detail {

struct feature_row {
    /// 0 where the feature is not wanted, else its degree.
    unsigned (*degree)(const features& f, bool pixels) noexcept;
    std::string_view on; // with the degree in place of a #
    std::string_view off;
    bool of_screen = false; // each screen has its own
};

/// In the order in which they are switched on, and off in the reverse order: the mouse's encoding
/// before there are reports, and a terminal without 1016 is left with 1006. What a screen has for
/// itself comes behind the change of screens.
// clang-format off
inline constexpr auto feature_table = std::to_array<feature_row>({
    {[](const features& f, bool) noexcept { return unsigned{f.alternate_screen}; },
        "\x1b[?1049h", "\x1b[?1049l"},
    {[](const features& f, bool) noexcept { return static_cast<unsigned>(f.kitty); },
        "\x1b[>#u", "\x1b[<u", true},
    {[](const features& f, bool) noexcept { return unsigned{f.hidden_cursor}; },
        "\x1b[?25l", "\x1b[?25h"},
    {[](const features& f, bool) noexcept { return static_cast<unsigned>(f.cursor); },
        "\x1b[# q", "\x1b[0 q"},
    {[](const features& f, bool) noexcept { return static_cast<unsigned>(f.modify_other_keys); },
        "\x1b[>4;#m", "\x1b[>4m"},
    {[](const features& f, bool) noexcept { return unsigned{f.win32_input}; },
        "\x1b[?9001h", "\x1b[?9001l"},
    {[](const features& f, bool) noexcept { return unsigned{f.application_cursor}; },
        "\x1b[?1h", "\x1b[?1l"},
    {[](const features& f, bool) noexcept { return unsigned{f.application_keypad}; },
        "\x1b=", "\x1b>"},
    {[](const features& f, bool) noexcept { return unsigned{f.paste}; },
        "\x1b[?2004h", "\x1b[?2004l"},
    {[](const features& f, bool) noexcept { return unsigned{f.mouse != mouse_tracking::off}; },
        "\x1b[?1006h", "\x1b[?1006l"},
    {[](const features& f, bool pixels) noexcept { return unsigned{pixels && f.mouse != mouse_tracking::off}; },
        "\x1b[?1016h", "\x1b[?1016l"},
    {[](const features& f, bool) noexcept { return unsigned{f.mouse == mouse_tracking::presses}; },
        "\x1b[?9h", "\x1b[?9l"},
    {[](const features& f, bool) noexcept { return unsigned{f.mouse == mouse_tracking::buttons}; },
        "\x1b[?1000h", "\x1b[?1000l"},
    {[](const features& f, bool) noexcept { return unsigned{f.mouse == mouse_tracking::drags}; },
        "\x1b[?1002h", "\x1b[?1002l"},
    {[](const features& f, bool) noexcept { return unsigned{f.mouse == mouse_tracking::all_movement}; },
        "\x1b[?1003h", "\x1b[?1003l"},
    {[](const features& f, bool) noexcept { return unsigned{f.focus}; },
        "\x1b[?1004h", "\x1b[?1004l"},
    {[](const features& f, bool) noexcept { return unsigned{f.color_scheme}; },
        "\x1b[?2031h", "\x1b[?2031l"},
    {[](const features& f, bool) noexcept { return unsigned{f.resize}; },
        "\x1b[?2048h", "\x1b[?2048l"},
});
// clang-format on

/// Whether a terminal with these switched on sends something that is no key and no answer, or keys
/// in sequences that shells do not know.
constexpr bool makes_it_send(const features& f) noexcept
{
    return f.mouse != mouse_tracking::off || f.focus || f.resize || f.color_scheme ||
           f.kitty != kitty_flags::none || f.win32_input;
}

/// The others.
constexpr features without_reports(features f) noexcept
{
    f.mouse = mouse_tracking::off;
    f.focus = false;
    f.resize = false;
    f.color_scheme = false;
    f.kitty = kitty_flags::none;
    f.win32_input = false;
    return f;
}

/// Bytes to be written, held inside the object: they may be written by a signal handler.
class feature_bytes {
public:
    constexpr void append(char c) noexcept { bytes_[size_++] = c; }
    constexpr void append(std::string_view s) noexcept
    {
        for (const char c : s)
            append(c);
    }
    /// \pre `number < 1000`
    constexpr void append_number(unsigned number) noexcept
    {
        for (unsigned unit = 100; unit > 0; unit /= 10)
            if (number >= unit || unit == 1)
                append(static_cast<char>('0' + number / unit % 10));
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept
    {
        return {bytes_.data(), size_};
    }

private:
    /// Room for everything off, and everything on again.
    static constexpr std::size_t capacity = [] {
        std::size_t sum = 0;
        for (const feature_row& row : feature_table)
            sum += row.on.size() + 2 + row.off.size();
        return sum;
    }();

    std::size_t size_ = 0;
    std::array<char, capacity> bytes_{};
};

/// What switches off all that is on in a terminal which has some of `before` and some of `wanted`
/// switched on; nothing twice, as the kitty protocol counts.
constexpr feature_bytes all_off(const features& before, const features& wanted,
                                bool pixels) noexcept
{
    feature_bytes bytes;
    for (std::size_t i = feature_table.size(); i-- > 0;) {
        const feature_row& row = feature_table[i];
        if (row.degree(before, pixels) != 0 || row.degree(wanted, pixels) != 0)
            bytes.append(row.off);
    }
    return bytes;
}

/// What makes of a terminal with `before` switched on one with `wanted` switched on.
constexpr feature_bytes feature_change(const features& before, const features& wanted,
                                       bool pixels) noexcept
{
    feature_bytes bytes;
    const bool other_screen = before.alternate_screen != wanted.alternate_screen;
    const auto stays = [&](const feature_row& row) {
        return row.degree(before, pixels) == row.degree(wanted, pixels) &&
               !(row.of_screen && other_screen);
    };
    for (std::size_t i = feature_table.size(); i-- > 0;) {
        const feature_row& row = feature_table[i];
        if (row.degree(before, pixels) != 0 && !stays(row))
            bytes.append(row.off);
    }
    for (const feature_row& row : feature_table) {
        const unsigned degree = row.degree(wanted, pixels);
        if (degree == 0 || stays(row))
            continue;
        for (const char c : row.on) {
            if (c == '#')
                bytes.append_number(degree);
            else
                bytes.append(c);
        }
    }
    return bytes;
}

} // namespace cotty::detail
