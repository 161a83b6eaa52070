// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/visible.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace cotty::detail {
namespace {

struct scalar_range {
    std::uint32_t first;
    std::uint32_t last;
};

// Characters that show nothing, look like an ordinary space, or change how a terminal shows its
// neighbours: controls, spaces other than U+0020, line separators, format and bidirectional
// controls, variation selectors, tags, noncharacters. From the Unicode 15.0 general categories
// Cc, Cf, Zl, Zp, Zs and the property Default_Ignorable_Code_Point. Sorted.
constexpr auto invisible = std::to_array<scalar_range>({
    {0x0000, 0x001F},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x0600, 0x0605},   {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},
    {0x0890, 0x0891},   {0x08E2, 0x08E2},   {0x115F, 0x1160},   {0x1680, 0x1680},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},   {0x2028, 0x202F},
    {0x205F, 0x206F},   {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFDD0, 0xFDEF},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
});

// General category Zs.
constexpr auto spaces = std::to_array<scalar_range>({
    {0x0020, 0x0020},
    {0x00A0, 0x00A0},
    {0x1680, 0x1680},
    {0x2000, 0x200A},
    {0x202F, 0x202F},
    {0x205F, 0x205F},
    {0x3000, 0x3000},
});

template <std::size_t N>
bool is_in(const std::array<scalar_range, N>& ranges, char32_t scalar) noexcept
{
    const auto c = static_cast<std::uint32_t>(scalar);
    const auto* const at = std::find_if(ranges.begin(), ranges.end(),
                                        [c](const scalar_range& r) { return c <= r.last; });
    return at != ranges.end() && c >= at->first;
}

} // namespace

bool is_visible(char32_t scalar) noexcept
{
    // The last two of each plane are noncharacters.
    return (static_cast<std::uint32_t>(scalar) & 0xFFFEU) != 0xFFFE && !is_in(invisible, scalar);
}

bool is_space(char32_t scalar) noexcept
{
    return is_in(spaces, scalar);
}

std::string scalar_name(char32_t scalar)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string reversed;
    auto value = static_cast<std::uint32_t>(scalar);
    do
        reversed += digits[value & 0xFU];
    while ((value >>= 4U) != 0);
    return "u+" + std::string(reversed.rbegin(), reversed.rend());
}

} // namespace cotty::detail
