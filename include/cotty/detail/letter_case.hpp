// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key_code.hpp>

#include <array>
#include <cstdint>

namespace cotty::detail {

/// Capitals in a row, each `distance` from its small letter; every one, or every other.
struct capitals {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t step;
    std::uint32_t distance;
};

/// The letters of the scripts that have two cases and are on keyboards: the simple mappings of
/// UnicodeData.txt. (A test compares them with utf8proc's; this header is for constant
/// expressions.)
inline constexpr auto all_capitals = std::to_array<capitals>({
    {0x41, 0x5A, 1, 0x20}, // Latin
    {0xC0, 0xD6, 1, 0x20},   {0xD8, 0xDE, 1, 0x20},   {0x100, 0x12E, 2, 1},
    {0x132, 0x136, 2, 1},    {0x139, 0x147, 2, 1},    {0x14A, 0x176, 2, 1},
    {0x179, 0x17D, 2, 1},    {0x386, 0x386, 1, 0x26}, // Greek
    {0x388, 0x38A, 1, 0x25}, {0x38C, 0x38C, 1, 0x40}, {0x38E, 0x38F, 1, 0x3F},
    {0x391, 0x3A1, 1, 0x20}, {0x3A3, 0x3AB, 1, 0x20}, {0x400, 0x40F, 1, 0x50}, // Cyrillic
    {0x410, 0x42F, 1, 0x20}, {0x460, 0x480, 2, 1},    {0x48A, 0x4BE, 2, 1},
    {0x4C1, 0x4CD, 2, 1},    {0x4D0, 0x52E, 2, 1},    {0x531, 0x556, 1, 0x30}, // Armenian
    {0x1E00, 0x1E94, 2, 1}, // Latin, Vietnamese for one
    {0x1EA0, 0x1EFE, 2, 1},
});

/// The small letter of a capital; anything else as it is.
constexpr key_code small_letter(key_code code) noexcept
{
    const auto c = static_cast<std::uint32_t>(code);
    for (const capitals& row : all_capitals)
        if (c >= row.first && c <= row.last && (c - row.first) % row.step == 0)
            return static_cast<key_code>(c + row.distance);
    return code;
}

constexpr bool is_capital(key_code code) noexcept
{
    return small_letter(code) != code;
}

} // namespace cotty::detail
