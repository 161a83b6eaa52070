// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <array>
#include <cstdint>

/// Capitals and small letters, as far as keyboards have keys for both: Latin-1 and the Latin
/// alphabets next to it, Greek, Cyrillic, Armenian (the simple mappings of Unicode's
/// UnicodeData.txt).
namespace cotty::detail {

/// Letters in a row, of which each capital stands `distance` in front of its small letter; or,
/// where that is 1, capitals and small letters in turn.
struct case_row {
    char32_t first;
    char32_t last;
    std::uint8_t distance;
};

inline constexpr auto capitals = std::to_array<case_row>({
    {U'A', U'Z', 32},    {0xC0, 0xD6, 32},   {0xD8, 0xDE, 32},   {0x100, 0x12F, 1},
    {0x132, 0x137, 1},   {0x139, 0x148, 1},  {0x14A, 0x177, 1},  {0x179, 0x17E, 1},
    {0x386, 0x386, 38}, // with tonos, as are the next three
    {0x388, 0x38A, 37},  {0x38C, 0x38C, 64}, {0x38E, 0x38F, 63}, {0x391, 0x3A1, 32},
    {0x3A3, 0x3AB, 32},  {0x400, 0x40F, 80}, {0x410, 0x42F, 32}, {0x460, 0x481, 1},
    {0x48A, 0x4BF, 1},   {0x4D0, 0x52F, 1},  {0x531, 0x556, 48}, {0x1E00, 0x1E95, 1},
    {0x1EA0, 0x1EFF, 1}, // Vietnamese
});

/// The small letter of a capital; anything else as it is.
constexpr char32_t small_letter(char32_t c) noexcept
{
    for (const auto& [first, last, distance] : capitals) {
        if (c < first)
            break;
        if (c <= last)
            return distance != 1 ? c + distance : c + ((c - first) % 2 == 0 ? 1 : 0);
    }
    return c;
}

static_assert(small_letter(U'A') == U'a' && small_letter(U'a') == U'a');
static_assert(small_letter(U'Ä') == U'ä' && small_letter(U'×') == U'×');
static_assert(small_letter(U'Ł') == U'ł' && small_letter(U'ł') == U'ł');
static_assert(small_letter(U'Ž') == U'ž' && small_letter(U'ž') == U'ž');
static_assert(small_letter(U'С') == U'с' && small_letter(U'Ё') == U'ё' &&
              small_letter(U'Ґ') == U'ґ');
static_assert(small_letter(U'Ω') == U'ω' && small_letter(U'Ά') == U'ά');

} // namespace cotty::detail
