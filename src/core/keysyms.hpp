// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

/// X's numbers of the keys that type no character of their own (keysymdef.h, XF86keysym.h): xterm
/// and foot tell them where others tell a character.
namespace cotty::keysyms {

inline constexpr std::uint32_t functional_page = 0xFF00;
inline constexpr std::uint32_t level_page = 0xFE00; // of XKB
inline constexpr std::uint32_t media_page = 0x1008FF00;
inline constexpr std::uint32_t unicode = 0x1000000; // and a character

struct row {
    std::uint32_t number;
    key_code code;
    modifiers mods = modifiers::none;
};

inline constexpr auto rows = std::to_array<row>({
    {0xFE03, key_code::iso_level3_shift},
    {0xFE11, key_code::iso_level5_shift},
    {0xFE20, key_code::tab, modifiers::shift}, // ISO_Left_Tab
    {0xFF08, key_code::backspace},
    {0xFF09, key_code::tab},
    {0xFF0D, key_code::enter},
    {0xFF13, key_code::pause},
    {0xFF14, key_code::scroll_lock},
    {0xFF15, key_code::print_screen}, // Sys_Req
    {0xFF1B, key_code::escape},
    {0xFF50, key_code::home},
    {0xFF51, key_code::left},
    {0xFF52, key_code::up},
    {0xFF53, key_code::right},
    {0xFF54, key_code::down},
    {0xFF55, key_code::page_up},
    {0xFF56, key_code::page_down},
    {0xFF57, key_code::end},
    {0xFF61, key_code::print_screen},
    {0xFF63, key_code::insert},
    {0xFF67, key_code::menu},
    {0xFF6B, key_code::pause}, // Break
    {0xFF7F, key_code::num_lock},
    {0xFF8D, key_code::kp_enter},
    {0xFF95, key_code::kp_home},
    {0xFF96, key_code::kp_left},
    {0xFF97, key_code::kp_up},
    {0xFF98, key_code::kp_right},
    {0xFF99, key_code::kp_down},
    {0xFF9A, key_code::kp_page_up},
    {0xFF9B, key_code::kp_page_down},
    {0xFF9C, key_code::kp_end},
    {0xFF9D, key_code::kp_begin},
    {0xFF9E, key_code::kp_insert},
    {0xFF9F, key_code::kp_delete},
    {0xFFAA, key_code::kp_multiply},
    {0xFFAB, key_code::kp_add},
    {0xFFAC, key_code::kp_separator},
    {0xFFAD, key_code::kp_subtract},
    {0xFFAE, key_code::kp_decimal},
    {0xFFAF, key_code::kp_divide},
    {0xFFBD, key_code::kp_equal},
    {0xFFE1, key_code::left_shift},
    {0xFFE2, key_code::right_shift},
    {0xFFE3, key_code::left_control},
    {0xFFE4, key_code::right_control},
    {0xFFE5, key_code::caps_lock},
    {0xFFE6, key_code::caps_lock}, // Shift_Lock
    {0xFFE7, key_code::left_meta},
    {0xFFE8, key_code::right_meta},
    {0xFFE9, key_code::left_alt},
    {0xFFEA, key_code::right_alt},
    {0xFFEB, key_code::left_super},
    {0xFFEC, key_code::right_super},
    {0xFFED, key_code::left_hyper},
    {0xFFEE, key_code::right_hyper},
    {0xFFFF, key_code::delete_},
    {0x1008FF11, key_code::lower_volume},
    {0x1008FF12, key_code::mute_volume},
    {0x1008FF13, key_code::raise_volume},
    {0x1008FF14, key_code::media_play},
    {0x1008FF15, key_code::media_stop},
    {0x1008FF16, key_code::media_track_previous},
    {0x1008FF17, key_code::media_track_next},
    {0x1008FF1C, key_code::media_record},
    {0x1008FF31, key_code::media_pause},
    {0x1008FF3E, key_code::media_rewind},
    {0x1008FF97, key_code::media_fast_forward},
});

struct meaning {
    key_code code = key_code::none;
    modifiers mods = modifiers::none;
};
using page = std::array<meaning, 0x100>;

consteval page index_page(std::uint32_t first)
{
    page table{};
    for (const row& r : rows)
        if (r.number - first < table.size())
            table.at(r.number - first) = {r.code, r.mods};
    const auto add_in_a_row = [&](std::size_t at, key_code from, key_code to) {
        for (std::uint32_t i = 0;
             i <= static_cast<std::uint32_t>(to) - static_cast<std::uint32_t>(from); ++i)
            table.at(at + i).code = static_cast<key_code>(static_cast<std::uint32_t>(from) + i);
    };
    if (first == functional_page) {
        add_in_a_row(0x91, key_code::f1, key_code::f4); // KP_F1 to KP_F4
        add_in_a_row(0xB0, key_code::kp_0, key_code::kp_9);
        add_in_a_row(0xBE, key_code::f1, key_code::f35);
    }
    return table;
}

inline constexpr page functional = index_page(functional_page);
inline constexpr page level = index_page(level_page);
inline constexpr page media = index_page(media_page);

/// The key with this number; `none` if it is a character, or none that is known.
constexpr meaning find(std::uint32_t number) noexcept
{
    switch (number & ~0xFFU) {
    case functional_page:
        return functional[number & 0xFFU];
    case level_page:
        return level[number & 0xFFU];
    case media_page:
        return media[number & 0xFFU];
    default:
        return {};
    }
}

} // namespace cotty::keysyms
