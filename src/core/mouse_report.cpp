// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/mouse_report.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace cotty::detail {
namespace {

/// A column or row. Beyond 223, xterm sends NUL, terminology a space: not known. urxvt and zutty
/// count on from 0, past the byte's largest value.
int coordinate(std::uint32_t value) noexcept
{
    if (value == 0)
        return 0;
    return static_cast<int>(value < 0x20 ? value + 0x100 - 0x20 : value - 0x20);
}

struct report {
    std::uint32_t bits = 0;
    int x = 0;
    int y = 0;
};

/// Takes digits, none of which are 0, with `-` in front if that may be: whoever has pressed a
/// button can drag the pointer out of the window to the left or above.
int take_number(std::string_view& text, bool may_be_negative) noexcept
{
    const bool negative = may_be_negative && text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    int number = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1))
        number =
            std::min(static_cast<int>(parameters::largest), number * 10 + (text.front() - '0'));
    return negative ? -number : number;
}

/// `bits ; x ; y`
std::optional<report> read(std::string_view body) noexcept
{
    const auto take_separator = [&body] {
        const bool found = body.starts_with(';');
        body.remove_prefix(found ? 1 : 0);
        return found;
    };
    report r;
    r.bits = static_cast<std::uint32_t>(take_number(body, false));
    if (!take_separator())
        return {};
    r.x = take_number(body, true);
    if (!take_separator())
        return {};
    r.y = take_number(body, true);
    if (!body.empty())
        return {};
    return r;
}

} // namespace

bool sgr_mouse(mouse& m, char final, std::string_view body, const decoder_options& options) noexcept
{
    m.pixels = options.mouse_pixels;
    const auto r = read(body);
    return r && set_mouse(m, r->bits, r->x, r->y, final == 'm');
}

bool urxvt_mouse(mouse& m, std::string_view body) noexcept
{
    const auto r = read(body);
    return r && r->bits >= 0x20 && set_mouse(m, r->bits - 0x20, r->x, r->y, false);
}

void x10_mouse(mouse& m, std::string_view values, mouse_encoding encoding) noexcept
{
    std::array<std::uint32_t, 3> value{};
    std::size_t at = 0;
    for (std::uint32_t& v : value) {
        v = static_cast<unsigned char>(values[at++]);
        if (encoding == mouse_encoding::utf8 && v >= 0xC2 && v <= 0xDF)
            v = (v & 0x1FU) << 6U | (static_cast<unsigned char>(values[at++]) & 0x3FU);
    }
    if (!set_mouse(m, value[0] - 0x20, coordinate(value[1]), coordinate(value[2]), false))
        m.button = mouse_button::none;
}

} // namespace cotty::detail
