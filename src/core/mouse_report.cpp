// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/mouse_report.hpp"

#include <array>
#include <cstdint>

namespace cotty::detail {
namespace {

/// A column or row. Beyond 223, xterm sends NUL, terminology a space: not known. urxvt and zutty
/// count on from 0, past the byte's largest value.
std::uint32_t coordinate(std::uint32_t value) noexcept
{
    if (value == 0)
        return 0;
    return value < 0x20 ? value + 0x100 - 0x20 : value - 0x20;
}

} // namespace

bool sgr_mouse(mouse& m, char final, const parameters& p, const decoder_options& options) noexcept
{
    m.pixels = options.mouse_pixels;
    return p.fields() == 3 && !p.has_values() &&
           set_mouse(m, p.number(0), p.number(1), p.number(2), final == 'm');
}

bool urxvt_mouse(mouse& m, const parameters& p) noexcept
{
    return p.fields() == 3 && !p.has_values() && p.number(0) >= 0x20 &&
           set_mouse(m, p.number(0) - 0x20, p.number(1), p.number(2), false);
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
