// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>
#include <cotty/key.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

/// The control sequences that keys send, each written once. The decoder looks them up by the
/// arrays at the end; the tests walk the rows.
///
/// "xterm" is ctlseqs (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html), "rxvt" is
/// urxvt(7), "linux" the kernel's default keymap (drivers/tty/vt/defkeymap.map), "kitty" the
/// keyboard protocol's legacy section; what real terminals sent was recorded from them.
namespace cotty::sequences {

/// A sequence that ends in a letter: CSI, optionally `1;` and the modifiers, then the letter; or
/// SS3, optionally the modifiers (konsole), then the letter.
struct letter_row {
    char final;
    key_code code;
    modifiers mods = modifiers::none;
};

inline constexpr auto csi_letters = std::to_array<letter_row>({
    {'A', key_code::up}, // all terminals, cursor keys in normal mode
    {'B', key_code::down},
    {'C', key_code::right},
    {'D', key_code::left},
    {'E', key_code::kp_begin}, // the 5 of the keypad without NumLock
    {'F', key_code::end},
    {'G', key_code::kp_begin}, // linux
    {'H', key_code::home},
    {'P', key_code::f1}, // with modifiers; bare: kitty (but Pause on linux, Delete in st)
    {'Q', key_code::f2},
    {'R', key_code::f3}, // with modifiers also the answer to a cursor position request
    {'S', key_code::f4},
    {'Z', key_code::tab, modifiers::shift},
    {'a', key_code::up, modifiers::shift}, // rxvt
    {'b', key_code::down, modifiers::shift},
    {'c', key_code::right, modifiers::shift},
    {'d', key_code::left, modifiers::shift},
});

/// Only with `1;` and the modifiers: mintty's wiki (Keycodes). Digits and signs that are no Ctrl
/// character, by the letters that the VT220's keypad has for them (`u`, the 5, is kitty's final
/// too).
inline constexpr auto modified_csi_letters = std::to_array<letter_row>({
    {'I', key_code::tab},
    {'j', key_code{U'*'}},
    {'k', key_code{U'+'}},
    {'l', key_code{U','}},
    {'m', key_code{U'-'}},
    {'n', key_code{U'.'}},
    {'o', key_code{U'/'}},
    {'p', key_code{U'0'}},
    {'q', key_code{U'1'}},
    {'r', key_code{U'2'}},
    {'s', key_code{U'3'}},
    {'t', key_code{U'4'}},
    {'v', key_code{U'6'}},
    {'w', key_code{U'7'}},
    {'x', key_code{U'8'}},
    {'y', key_code{U'9'}},
});

inline constexpr auto ss3_letters = std::to_array<letter_row>({
    {'A', key_code::up}, // cursor keys in application mode
    {'B', key_code::down},
    {'C', key_code::right},
    {'D', key_code::left},
    {'E', key_code::kp_begin},
    {'F', key_code::end},
    {'H', key_code::home},
    {'P', key_code::f1},
    {'Q', key_code::f2},
    {'R', key_code::f3},
    {'S', key_code::f4},
    {'I', key_code::tab}, // the keypad in application mode: VT100, xterm
    {'M', key_code::kp_enter},
    {'X', key_code::kp_equal},
    {'j', key_code::kp_multiply},
    {'k', key_code::kp_add},
    {'l', key_code::kp_separator},
    {'m', key_code::kp_subtract},
    {'n', key_code::kp_decimal},
    {'o', key_code::kp_divide},
    {'p', key_code::kp_0},
    {'q', key_code::kp_1},
    {'r', key_code::kp_2},
    {'s', key_code::kp_3},
    {'t', key_code::kp_4},
    {'u', key_code::kp_5},
    {'v', key_code::kp_6},
    {'w', key_code::kp_7},
    {'x', key_code::kp_8},
    {'y', key_code::kp_9},
    {'a', key_code::up, modifiers::ctrl}, // rxvt
    {'b', key_code::down, modifiers::ctrl},
    {'c', key_code::right, modifiers::ctrl},
    {'d', key_code::left, modifiers::ctrl},
});

/// ESC and a letter: a VT52, and xterm while it is one. ESC ? and a letter is its keypad, with the
/// letters of SS3.
inline constexpr auto vt52_letters = std::to_array<letter_row>({
    {'A', key_code::up},
    {'B', key_code::down},
    {'C', key_code::right},
    {'D', key_code::left},
    {'E', key_code::kp_begin}, // xterm, as are the next two
    {'F', key_code::end},
    {'H', key_code::home},
    {'P', key_code::f1},
    {'Q', key_code::f2},
    {'R', key_code::f3},
    {'S', key_code::f4},
});

/// CSI [ letter: the function keys of the linux console.
inline constexpr auto linux_letters = std::to_array<letter_row>({
    {'A', key_code::f1},
    {'B', key_code::f2},
    {'C', key_code::f3},
    {'D', key_code::f4},
    {'E', key_code::f5},
});

/// CSI number, optionally `;` and the modifiers, then `~`. In rxvt the ending tells the modifiers:
/// `$` shift, `^` ctrl, `@` ctrl+shift.
struct number_row {
    std::uint8_t number;
    key_code code;
};

inline constexpr auto csi_numbers = std::to_array<number_row>({
    {1, key_code::home}, // VT220's Find; linux, tmux, screen
    {2, key_code::insert},
    {3, key_code::delete_},
    {4, key_code::end}, // VT220's Select; linux, tmux, screen
    {5, key_code::page_up},
    {6, key_code::page_down},
    {7, key_code::home}, // rxvt
    {8, key_code::end},  // rxvt
    {11, key_code::f1},  // rxvt, PuTTY
    {12, key_code::f2},
    {13, key_code::f3}, // kitty, where bare CSI R would be a cursor position
    {14, key_code::f4},
    {15, key_code::f5},
    {17, key_code::f6},
    {18, key_code::f7},
    {19, key_code::f8},
    {20, key_code::f9},
    {21, key_code::f10},
    {23, key_code::f11}, // rxvt, linux: also shift+f1, and so on up to shift+f8 (32)
    {24, key_code::f12},
    {25, key_code::f13},
    {26, key_code::f14},
    {28, key_code::f15},
    {29, key_code::menu}, // kitty, xterm, rxvt; f16 in xterm and VTE too
    {31, key_code::f17},
    {32, key_code::f18},
    {33, key_code::f19},
    {34, key_code::f20},
    {42, key_code::f21}, // xterm, as are those that follow
    {43, key_code::f22},
    {44, key_code::f23},
    {45, key_code::f24},
    {46, key_code::f25},
    {47, key_code::f26},
    {48, key_code::f27},
    {49, key_code::f28},
    {50, key_code::f29},
    {51, key_code::f30},
    {52, key_code::f31},
    {53, key_code::f32},
    {54, key_code::f33},
    {55, key_code::f34},
    {56, key_code::f35},
});

/// CSI number, optionally `;` and the modifiers, then `z`: Sun's consoles, and xterm's sunKeyboard.
inline constexpr auto sun_numbers = std::to_array<number_row>({
    {1, key_code::home},                                                   // Find
    {2, key_code::insert},     {3, key_code::delete_}, {4, key_code::end}, // Select
    {192, key_code::f11},      {193, key_code::f12},   {194, key_code::f13},
    {195, key_code::f14},      {196, key_code::f15},   {197, key_code::f16}, // also Menu
    {198, key_code::f17},      {199, key_code::f18},   {200, key_code::f19},
    {201, key_code::f20},      {214, key_code::home},  {216, key_code::page_up},
    {218, key_code::kp_begin}, {220, key_code::end},   {222, key_code::page_down},
    {224, key_code::f1},       {225, key_code::f2},    {226, key_code::f3},
    {227, key_code::f4},       {228, key_code::f5},    {229, key_code::f6},
    {230, key_code::f7},       {231, key_code::f8},    {232, key_code::f9},
    {233, key_code::f10},
});

/// CSI, nothing or one number, and a letter that means no key elsewhere: st sends for its editing
/// keys what an application would send to edit the screen.
struct editing_row {
    std::uint8_t number; // 0: none
    char final;
    key_code code;
    modifiers mods;
};

inline constexpr auto st_editing = std::to_array<editing_row>({
    {4, 'h', key_code::insert, modifiers::none},
    {4, 'l', key_code::insert, modifiers::shift},
    {0, 'L', key_code::insert, modifiers::ctrl},
    {0, 'M', key_code::delete_, modifiers::ctrl}, // where no mouse report follows
    {2, 'K', key_code::delete_, modifiers::shift},
    {2, 'J', key_code::home, modifiers::shift},
    {0, 'K', key_code::end, modifiers::shift},
    {0, 'J', key_code::end, modifiers::ctrl},
});

enum class introducer : std::uint8_t { csi, ss3 };

/// What a dialect (`keyboard`) means where others mean another key.
struct dialect_row {
    keyboard dialect;
    introducer before;
    char final;
    std::uint8_t number; // 0: the letter, and nothing in front of it
    key_code code;
    modifiers mods = modifiers::none;
};

inline constexpr auto dialect_rows = std::to_array<dialect_row>({
    {keyboard::rxvt, introducer::csi, '~', 25, key_code::f3,
     modifiers::shift}, // 23 and 24 are F11, F12 too
    {keyboard::rxvt, introducer::csi, '~', 26, key_code::f4, modifiers::shift},
    {keyboard::rxvt, introducer::csi, '~', 28, key_code::f5, modifiers::shift},
    {keyboard::rxvt, introducer::csi, '~', 29, key_code::f6, modifiers::shift},
    {keyboard::rxvt, introducer::csi, '~', 31, key_code::f7, modifiers::shift},
    {keyboard::rxvt, introducer::csi, '~', 32, key_code::f8, modifiers::shift},
    {keyboard::rxvt, introducer::csi, '~', 33, key_code::f9, modifiers::shift},
    {keyboard::rxvt, introducer::csi, '~', 34, key_code::f10, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 25, key_code::f3, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 26, key_code::f4, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 28, key_code::f5, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 29, key_code::f6, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 31, key_code::f7, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 32, key_code::f8, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 33, key_code::f9, modifiers::shift},
    {keyboard::linux_console, introducer::csi, '~', 34, key_code::f10, modifiers::shift},
    {keyboard::linux_console, introducer::csi, 'P', 0, key_code::pause},
    {keyboard::linux_console, introducer::ss3, 'Q', 0, key_code::kp_divide}, // application keypad:
    {keyboard::linux_console, introducer::ss3, 'R', 0, key_code::kp_multiply}, // PF1 to PF4 are
    {keyboard::linux_console, introducer::ss3, 'S', 0, key_code::kp_subtract}, // where a VT100 has
    {keyboard::linux_console, introducer::ss3, 'l', 0, key_code::kp_add},      // them
    {keyboard::linux_console, introducer::ss3, 'G', 0, key_code::kp_5, modifiers::shift},
    {keyboard::st, introducer::csi, 'P', 0, key_code::delete_},
});

struct ending_row {
    char final;
    modifiers mods;
};

inline constexpr auto number_endings = std::to_array<ending_row>({
    {'~', modifiers::none},
    {'$', modifiers::shift},
    {'^', modifiers::ctrl},
    {'@', modifiers::ctrl | modifiers::shift},
});

/// Keys that one byte stands for. (The other C0 controls are ctrl and a letter.)
struct control_row {
    unsigned char byte;
    key_code code;
    modifiers mods = modifiers::none;
};

inline constexpr auto controls = std::to_array<control_row>({
    {0x00, key_code::space, modifiers::ctrl}, // also ctrl+@ and ctrl+2
    {0x08, key_code{U'h'}, modifiers::ctrl},  // see decoder_options
    {0x09, key_code::tab},                    // also ctrl+i
    {0x0A, key_code{U'j'}, modifiers::ctrl},  // see decoder_options
    {0x0D, key_code::enter},                  // also ctrl+m
    {0x1B, key_code::escape},                 // also ctrl+[ and ctrl+3
    {0x1C, key_code{U'\\'}, modifiers::ctrl}, // also ctrl+4
    {0x1D, key_code{U']'}, modifiers::ctrl},  // also ctrl+5
    {0x1E, key_code{U'^'}, modifiers::ctrl},  // also ctrl+6
    {0x1F, key_code{U'_'}, modifiers::ctrl},  // also ctrl+7, ctrl+/ and ctrl+-
    {0x7F, key_code::backspace},              // see decoder_options; also ctrl+8
});

struct meaning {
    key_code code = key_code::none;
    modifiers mods = modifiers::none;
};

/// Letters 0x40 to 0x7E.
using letter_table = std::array<meaning, 0x7F - 0x40>;

template <std::size_t N>
consteval letter_table index_letters(const std::array<letter_row, N>& rows, letter_table table = {})
{
    for (const letter_row& row : rows) {
        meaning& place = table.at(static_cast<std::size_t>(row.final - 0x40));
        if (place.code != key_code::none)
            throw "two rows for one letter";
        place = {row.code, row.mods};
    }
    return table;
}

inline constexpr std::size_t dialects = static_cast<std::size_t>(keyboard::vt52) + 1;

template <std::size_t N>
consteval auto index_dialects(const std::array<letter_row, N>& rows, introducer before)
{
    std::array<letter_table, dialects> tables{};
    tables.fill(index_letters(rows));
    for (const dialect_row& row : dialect_rows)
        if (row.number == 0 && row.before == before)
            tables.at(static_cast<std::size_t>(row.dialect))
                .at(static_cast<std::size_t>(row.final - 0x40)) = {row.code, row.mods};
    return tables;
}

inline constexpr letter_table csi_by_letter = index_letters(csi_letters);
inline constexpr letter_table modified_csi_by_letter =
    index_letters(modified_csi_letters, csi_by_letter);
inline constexpr letter_table ss3_by_letter = index_letters(ss3_letters);

/// The letter by itself: by dialect, then by letter.
inline constexpr auto bare_csi_by_letter = index_dialects(csi_letters, introducer::csi);
inline constexpr auto bare_ss3_by_letter = index_dialects(ss3_letters, introducer::ss3);
inline constexpr letter_table vt52_by_letter = index_letters(vt52_letters);
inline constexpr letter_table linux_by_letter = index_letters(linux_letters);

template <std::size_t Size, std::size_t N>
consteval std::array<meaning, Size> index_numbers(const std::array<number_row, N>& rows)
{
    std::array<meaning, Size> table{};
    for (const number_row& row : rows) {
        meaning& place = table.at(row.number);
        if (place.code != key_code::none)
            throw "two rows for one number";
        place = {row.code};
    }
    return table;
}

inline constexpr auto sun_by_number = index_numbers<234>(sun_numbers);

/// By dialect, then by number.
inline constexpr auto csi_by_number = [] {
    std::array<std::array<meaning, 57>, dialects> tables{};
    tables.fill(index_numbers<57>(csi_numbers));
    for (const dialect_row& row : dialect_rows)
        if (row.number != 0)
            tables.at(static_cast<std::size_t>(row.dialect)).at(row.number) = {row.code, row.mods};
    return tables;
}();

inline constexpr auto by_control = [] {
    std::array<meaning, 0x80> table{};
    for (unsigned char c = 1; c <= 26; ++c)
        table.at(c) = {static_cast<key_code>(c + 0x60U), modifiers::ctrl};
    for (const control_row& row : controls)
        table.at(row.byte) = {row.code, row.mods};
    return table;
}();

} // namespace cotty::sequences
