// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <array>
#include <cstdint>

/// The keys as Windows counts them: virtual-key codes
/// (https://learn.microsoft.com/windows/win32/inputdev/virtual-key-codes) and the scan codes of a
/// PC keyboard (set 1). Keys that differ in nothing else differ in `enhanced`, or in the scan code.
namespace cotty::win32 {

struct key_row {
    key_code code;
    std::uint8_t virtual_key;
    std::uint8_t scan_code;
    bool enhanced = false;
    char16_t character = 0; // that it types without modifiers
};

inline constexpr auto keys = std::to_array<key_row>({
    {key_code::escape, 0x1B, 0x01, false, 0x1B},
    {key_code::enter, 0x0D, 0x1C, false, 0x0D},
    {key_code::tab, 0x09, 0x0F, false, 0x09},
    {key_code::backspace, 0x08, 0x0E, false, 0x08},
    {key_code::insert, 0x2D, 0x52, true},
    {key_code::delete_, 0x2E, 0x53, true},
    {key_code::left, 0x25, 0x4B, true},
    {key_code::right, 0x27, 0x4D, true},
    {key_code::up, 0x26, 0x48, true},
    {key_code::down, 0x28, 0x50, true},
    {key_code::page_up, 0x21, 0x49, true},
    {key_code::page_down, 0x22, 0x51, true},
    {key_code::home, 0x24, 0x47, true},
    {key_code::end, 0x23, 0x4F, true},
    {key_code::caps_lock, 0x14, 0x3A},
    {key_code::scroll_lock, 0x91, 0x46},
    {key_code::num_lock, 0x90, 0x45, true},
    {key_code::print_screen, 0x2C, 0x37, true},
    {key_code::pause, 0x13, 0x45},
    {key_code::menu, 0x5D, 0x5D, true},
    {key_code::f1, 0x70, 0x3B},
    {key_code::f2, 0x71, 0x3C},
    {key_code::f3, 0x72, 0x3D},
    {key_code::f4, 0x73, 0x3E},
    {key_code::f5, 0x74, 0x3F},
    {key_code::f6, 0x75, 0x40},
    {key_code::f7, 0x76, 0x41},
    {key_code::f8, 0x77, 0x42},
    {key_code::f9, 0x78, 0x43},
    {key_code::f10, 0x79, 0x44},
    {key_code::f11, 0x7A, 0x57},
    {key_code::f12, 0x7B, 0x58},
    {key_code::f13, 0x7C, 0x64},
    {key_code::f14, 0x7D, 0x65},
    {key_code::f15, 0x7E, 0x66},
    {key_code::f16, 0x7F, 0x67},
    {key_code::f17, 0x80, 0x68},
    {key_code::f18, 0x81, 0x69},
    {key_code::f19, 0x82, 0x6A},
    {key_code::f20, 0x83, 0x6B},
    {key_code::f21, 0x84, 0x6C},
    {key_code::f22, 0x85, 0x6D},
    {key_code::f23, 0x86, 0x6E},
    {key_code::f24, 0x87, 0x76},
    {key_code::kp_0, 0x60, 0x52, false, u'0'},
    {key_code::kp_1, 0x61, 0x4F, false, u'1'},
    {key_code::kp_2, 0x62, 0x50, false, u'2'},
    {key_code::kp_3, 0x63, 0x51, false, u'3'},
    {key_code::kp_4, 0x64, 0x4B, false, u'4'},
    {key_code::kp_5, 0x65, 0x4C, false, u'5'},
    {key_code::kp_6, 0x66, 0x4D, false, u'6'},
    {key_code::kp_7, 0x67, 0x47, false, u'7'},
    {key_code::kp_8, 0x68, 0x48, false, u'8'},
    {key_code::kp_9, 0x69, 0x49, false, u'9'},
    {key_code::kp_decimal, 0x6E, 0x53, false, u'.'},
    {key_code::kp_divide, 0x6F, 0x35, true, u'/'},
    {key_code::kp_multiply, 0x6A, 0x37, false, u'*'},
    {key_code::kp_subtract, 0x6D, 0x4A, false, u'-'},
    {key_code::kp_add, 0x6B, 0x4E, false, u'+'},
    {key_code::kp_enter, 0x0D, 0x1C, true, 0x0D},
    {key_code::kp_left, 0x25, 0x4B},
    {key_code::kp_right, 0x27, 0x4D},
    {key_code::kp_up, 0x26, 0x48},
    {key_code::kp_down, 0x28, 0x50},
    {key_code::kp_page_up, 0x21, 0x49},
    {key_code::kp_page_down, 0x22, 0x51},
    {key_code::kp_home, 0x24, 0x47},
    {key_code::kp_end, 0x23, 0x4F},
    {key_code::kp_insert, 0x2D, 0x52},
    {key_code::kp_delete, 0x2E, 0x53},
    {key_code::kp_begin, 0x0C, 0x4C},
    {key_code::media_play_pause, 0xB3, 0x22, true},
    {key_code::media_stop, 0xB2, 0x24, true},
    {key_code::media_track_next, 0xB0, 0x19, true},
    {key_code::media_track_previous, 0xB1, 0x10, true},
    {key_code::lower_volume, 0xAE, 0x2E, true},
    {key_code::raise_volume, 0xAF, 0x30, true},
    {key_code::mute_volume, 0xAD, 0x20, true},
    {key_code::left_shift, 0x10, 0x2A},
    {key_code::left_control, 0x11, 0x1D},
    {key_code::left_alt, 0x12, 0x38},
    {key_code::left_super, 0x5B, 0x5B, true},
    {key_code::right_shift, 0x10, 0x36},
    {key_code::right_control, 0x11, 0x1D, true},
    {key_code::right_alt, 0x12, 0x38, true},
    {key_code::right_super, 0x5C, 0x5C, true},
    // What types text stands where it does on a US keyboard; letters and digits are their ASCII
    // capitals.
    {key_code::space, 0x20, 0x39, false, u' '},
    {key_code{U'a'}, u'A', 0x1E, false, u'a'},
    {key_code{U'b'}, u'B', 0x30, false, u'b'},
    {key_code{U'c'}, u'C', 0x2E, false, u'c'},
    {key_code{U'd'}, u'D', 0x20, false, u'd'},
    {key_code{U'e'}, u'E', 0x12, false, u'e'},
    {key_code{U'f'}, u'F', 0x21, false, u'f'},
    {key_code{U'g'}, u'G', 0x22, false, u'g'},
    {key_code{U'h'}, u'H', 0x23, false, u'h'},
    {key_code{U'i'}, u'I', 0x17, false, u'i'},
    {key_code{U'j'}, u'J', 0x24, false, u'j'},
    {key_code{U'k'}, u'K', 0x25, false, u'k'},
    {key_code{U'l'}, u'L', 0x26, false, u'l'},
    {key_code{U'm'}, u'M', 0x32, false, u'm'},
    {key_code{U'n'}, u'N', 0x31, false, u'n'},
    {key_code{U'o'}, u'O', 0x18, false, u'o'},
    {key_code{U'p'}, u'P', 0x19, false, u'p'},
    {key_code{U'q'}, u'Q', 0x10, false, u'q'},
    {key_code{U'r'}, u'R', 0x13, false, u'r'},
    {key_code{U's'}, u'S', 0x1F, false, u's'},
    {key_code{U't'}, u'T', 0x14, false, u't'},
    {key_code{U'u'}, u'U', 0x16, false, u'u'},
    {key_code{U'v'}, u'V', 0x2F, false, u'v'},
    {key_code{U'w'}, u'W', 0x11, false, u'w'},
    {key_code{U'x'}, u'X', 0x2D, false, u'x'},
    {key_code{U'y'}, u'Y', 0x15, false, u'y'},
    {key_code{U'z'}, u'Z', 0x2C, false, u'z'},
    {key_code{U'1'}, u'1', 0x02, false, u'1'},
    {key_code{U'2'}, u'2', 0x03, false, u'2'},
    {key_code{U'3'}, u'3', 0x04, false, u'3'},
    {key_code{U'4'}, u'4', 0x05, false, u'4'},
    {key_code{U'5'}, u'5', 0x06, false, u'5'},
    {key_code{U'6'}, u'6', 0x07, false, u'6'},
    {key_code{U'7'}, u'7', 0x08, false, u'7'},
    {key_code{U'8'}, u'8', 0x09, false, u'8'},
    {key_code{U'9'}, u'9', 0x0A, false, u'9'},
    {key_code{U'0'}, u'0', 0x0B, false, u'0'},
    {key_code{U'-'}, 0xBD, 0x0C, false, u'-'},
    {key_code{U'='}, 0xBB, 0x0D, false, u'='},
    {key_code{U'['}, 0xDB, 0x1A, false, u'['},
    {key_code{U']'}, 0xDD, 0x1B, false, u']'},
    {key_code{U'\\'}, 0xDC, 0x2B, false, u'\\'},
    {key_code{U';'}, 0xBA, 0x27, false, u';'},
    {key_code{U'\''}, 0xDE, 0x28, false, u'\''},
    {key_code{U'`'}, 0xC0, 0x29, false, u'`'},
    {key_code{U','}, 0xBC, 0x33, false, u','},
    {key_code{U'.'}, 0xBE, 0x34, false, u'.'},
    {key_code{U'/'}, 0xBF, 0x35, false, u'/'},
});

/// Alt.
inline constexpr std::uint8_t menu_key = 0x12;

/// The bits of dwControlKeyState
/// (https://learn.microsoft.com/windows/console/key-event-record-str).
enum control_state : std::uint16_t {
    right_alt_pressed = 0x0001,
    left_alt_pressed = 0x0002,
    right_ctrl_pressed = 0x0004,
    left_ctrl_pressed = 0x0008,
    shift_pressed = 0x0010,
    num_lock_on = 0x0020,
    scroll_lock_on = 0x0040,
    caps_lock_on = 0x0080,
    enhanced_key = 0x0100,
};

} // namespace cotty::win32
