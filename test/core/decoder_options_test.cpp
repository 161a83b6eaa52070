// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "core/sequences.hpp"
#include "support/decoding.hpp"
#include "support/rows.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace cotty::test;

/// What some bytes mean by default, and what with an option.
struct option_row {
    const char* name;
    std::string bytes;
    const char* by_default;
    decoder_options options;
    const char* with_option;
};

class DecoderOptions : public testing::TestWithParam<option_row> {};

constexpr decoder_options keyboard_is(keyboard k)
{
    return {.function_keys = k};
}

constexpr decoder_options high_bytes_are(eighth_bit meaning)
{
    return {.high_bytes = meaning};
}

INSTANTIATE_TEST_SUITE_P(
    Ambiguities, DecoderOptions,
    testing::Values(
        option_row{"backspace",
                   "\x7f\x08",
                   "backspace ctrl+h",
                   {.backspace_sends_bs = true},
                   "ctrl+backspace backspace"},
        option_row{"line_feed", "\n", "ctrl+j", {.line_feed_is_enter = true}, "enter"},
        option_row{"tab", "\t\x1b\t", "tab alt+tab", {.tab_is_ctrl_i = true}, "ctrl+i ctrl+alt+i"},
        option_row{"escape_twice",
                   "\x1b\x1b",
                   "escape escape",
                   {.escape_escape_is_alt = true},
                   "alt+escape"},
        option_row{"escape_three_times",
                   "\x1b\x1b\x1b",
                   "escape escape escape",
                   {.escape_escape_is_alt = true},
                   "alt+escape escape"},
        option_row{"escape_twice_and_a_letter",
                   "\x1b\x1b"
                   "a",
                   "escape alt+a",
                   {.escape_escape_is_alt = true},
                   "alt+escape a"},
        option_row{"escape_in_front_of_a_sequence",
                   "\x1b\x1b[A",
                   "alt+up",
                   {.escape_escape_is_alt = true},
                   "alt+up"},
        option_row{"alt_bracket", "\x1b[A", "up", {.alt_bracket_is_key = true}, "alt+[ A"},
        option_row{"alt_o", "\x1bOA", "up", {.alt_o_is_key = true}, "alt+O A"},
        option_row{"cursor_position",
                   "\x1b[1;2R",
                   "shift+f3",
                   {.cursor_position_expected = true},
                   "reply cursor_position 1 2"},
        option_row{"rxvt_endings",
                   "\x1b[3^\x1b[3$\x1b[3@",
                   "ctrl+delete shift+delete "
                   "ctrl+shift+delete",
                   {.rxvt_endings = false},
                   "unknown unknown unknown"},
        option_row{
            "dollar_in_between", "\x1b[3$y", "shift+delete y", {.rxvt_endings = false}, "unknown"},
        option_row{"rxvt", "\x1b[25~\x1b[34~\x1b[23~\x1b[25$\x1b[25^\x1b[25@",
                   "f13 f20 f11 shift+f13 ctrl+f13 ctrl+shift+f13", keyboard_is(keyboard::rxvt),
                   "shift+f3 shift+f10 f11 shift+f13 ctrl+shift+f3 ctrl+shift+f13"},
        option_row{"linux_console", "\x1b[P\x1b[26~\x1bOQ\x1bOl\x1bOG",
                   "f1 f14 f2 kp_separator unknown", keyboard_is(keyboard::linux_console),
                   "pause shift+f4 kp_divide kp_add shift+kp_5"},
        option_row{"st", "\x1b[P\x1b[1;2P", "f1 shift+f1", keyboard_is(keyboard::st),
                   "delete shift+f1"},
        option_row{"vt52",
                   "\x1b"
                   "A\x1bP\x1bH",
                   "alt+A alt+P alt+H", keyboard_is(keyboard::vt52), "up f1 home"},
        option_row{"vt52_alt", "\x1b\x7f\x1b\x01\x1b~", "alt+backspace ctrl+alt+a alt+~",
                   keyboard_is(keyboard::vt52), "alt+backspace ctrl+alt+a alt+~"},
        option_row{"rxvt_alt", "\033a\x1b\x01\x1b\x7f\x1b]\x1bP\x1b_",
                   "alt+a ctrl+alt+a alt+backspace alt+] alt+P alt+_", keyboard_is(keyboard::rxvt),
                   "alt+a ctrl+alt+a alt+backspace alt+] alt+P alt+_"},
        option_row{"vt52_keypad", "\x1b?p\x1b?M\x1b?", "alt+? p alt+? M alt+?",
                   keyboard_is(keyboard::vt52), "kp_0 kp_enter alt+?"},
        option_row{"vt52_unknown", "\x1b?!\x1b?\x03", "alt+? ! alt+? ctrl+c",
                   keyboard_is(keyboard::vt52), "unknown alt+? ctrl+c"},
        option_row{"vt52_identity", "\x1b/Z", "alt+/ Z", keyboard_is(keyboard::vt52),
                   "reply primary_attributes"},
        option_row{"vt52_strings", "\x1b]1;", "unknown", keyboard_is(keyboard::vt52), "alt+] 1 ;"},
        option_row{"meta", "\xe1\x9b\xff", "\uFFFD \uFFFD", high_bytes_are(eighth_bit::meta),
                   "alt+a alt+escape alt+backspace"},
        option_row{"meta_behind_escape", "\x1b\xe1", "alt+\uFFFD", high_bytes_are(eighth_bit::meta),
                   "alt+a"},
        option_row{"meta_utf8", "\u00e1\u009b\u0100", "á u+9b Ā",
                   high_bytes_are(eighth_bit::meta_utf8), "alt+a alt+escape Ā"},
        option_row{"meta_utf8_control", "\u0081\u00ff", "u+81 ÿ",
                   high_bytes_are(eighth_bit::meta_utf8), "ctrl+alt+a alt+backspace"},
        option_row{"latin1", "\xe9\xff", "\uFFFD \uFFFD", high_bytes_are(eighth_bit::latin1),
                   "é ÿ"},
        option_row{"latin1_alt", "\x1b\xe9", "alt+\uFFFD", high_bytes_are(eighth_bit::latin1),
                   "alt+é"},
        option_row{"latin1_c1",
                   "\x9b"
                   "A\x8fP",
                   "up f1", high_bytes_are(eighth_bit::latin1), "up f1"}),
    name_of_row());

TEST_P(DecoderOptions, SayWhatTheBytesMean)
{
    const auto& row = GetParam();
    EXPECT_EQ(names_of(row.bytes), row.by_default);
    EXPECT_EQ(names_of(row.bytes, row.options), row.with_option);
}

TEST(DecoderOptions, EightBitControlsAreTheSevenBitOnes)
{
    EXPECT_EQ(names_of("\x9b"
                       "1;5A\x8f"
                       "A\x9b[A\x9bM !!"),
              "ctrl+up up f1 mouse press left 1,1");
    // Alone, or cut off, they are no characters.
    EXPECT_EQ(names_of("\x9b"), "\uFFFD");
    EXPECT_EQ(names_of("\x8f\x03"), "\uFFFD ctrl+c");
    EXPECT_EQ(names_of("\x9dx"), "\uFFFD x");
    EXPECT_EQ(names_of("\x90"), "\uFFFD");
}

TEST(DecoderOptions, AltBracketIsReadAgainWhereNothingCanFollow)
{
    EXPECT_EQ(names_of("\x1b\x1b[\x03"), "escape alt+[ ctrl+c");
    EXPECT_EQ(names_of("\x1b\x1bO\x03"), "escape alt+O ctrl+c");
}

std::string name_of(key_code code, modifiers mods)
{
    key k;
    k.code = code;
    k.mods = mods;
    return to_string(k);
}

TEST(DecoderTables, EveryRowOfTheDialects)
{
    for (const auto& row : sequences::dialect_rows) {
        const std::string introducer = row.before == sequences::introducer::csi ? "\x1b[" : "\x1bO";
        const std::string number = row.number == 0 ? "" : std::to_string(row.number);
        EXPECT_EQ(names_of(introducer + number + row.final, keyboard_is(row.dialect)),
                  name_of(row.code, row.mods));
    }
    for (const auto& row : sequences::vt52_letters)
        EXPECT_EQ(names_of("\x1b"s + row.final, keyboard_is(keyboard::vt52)),
                  name_of(row.code, row.mods));
    for (const auto& row : sequences::ss3_letters)
        EXPECT_EQ(names_of("\x1b?"s + row.final, keyboard_is(keyboard::vt52)),
                  name_of(row.code, row.mods));
}

TEST(DecoderTables, EveryRowOfSunAndSt)
{
    for (const auto& row : sequences::sun_numbers) {
        const std::string number = std::to_string(row.number);
        EXPECT_EQ(names_of("\x1b[" + number + "z"), name_of(row.code, modifiers::none));
        EXPECT_EQ(names_of("\x1b[" + number + ";5z"), name_of(row.code, modifiers::ctrl));
    }
    EXPECT_EQ(names_of("\x1b[300z\x1b[z\x1b[5;5;5z"), "unknown unknown unknown");
    for (const auto& row : sequences::st_editing) {
        const std::string number = row.number == 0 ? "" : std::to_string(row.number);
        EXPECT_EQ(names_of("\x1b[" + number + row.final), name_of(row.code, row.mods));
    }
    EXPECT_EQ(names_of("\x1b[3K\x1b[;K"), "unknown unknown");
}

TEST(DecoderTables, ModifyCursorKeysOfXterm)
{
    EXPECT_EQ(names_of("\x1b[5A\x1b[2P\x1b[8H"), "ctrl+up shift+f1 ctrl+alt+shift+home");
    EXPECT_EQ(names_of("\x1b[>1;5D\x1b[>15;2~"), "ctrl+left shift+f5");
    EXPECT_EQ(names_of("\x1b[>5D\x1b[>1;5;5D"), "unknown unknown");
}

/// Vk ; Sc ; Uc ; Kd ; Cs ; Rc, and what they are.
TEST(Win32InputMode, RecordsOfWindows)
{
    const struct {
        const char* numbers;
        const char* name;
        const char* text;
        key_action action = key_action::press;
    } rows[] = {
        {"65;30;97;1;0;1", "a", "a"},
        {"65;30;97;0;0;1", "a", "", key_action::release},
        {"65;30;65;1;16;1", "shift+a", "A"},
        {"65;30;65;1;128;1", "a", "A"}, // caps lock
        {"65;30;1;1;8;1", "ctrl+a", ""},
        {"65;30;97;1;2;1", "alt+a", ""},
        {"49;2;33;1;16;1", "shift+!", "!"},
        {"81;16;64;1;9;1", "@", "@"},        // AltGr+q in German
        {"65;30;97;1;1;1", "alt+a", ""},     // the right Alt without Ctrl is no AltGr
        {"49;2;65;1;0;1", "A", "A"},         // no letter's key
        {"231;0;65;1;16;1", "shift+A", "A"}, // VK_PACKET
        {"13;28;13;1;0;1", "enter", ""},
        {"13;28;13;1;256;1", "kp_enter", ""},
        {"37;75;0;1;256;1", "left", ""},
        {"37;75;0;1;0;1", "kp_left", ""},
        {"37;75;0;1;264;1", "ctrl+left", ""},
        {"112;59;0;1;0;1", "f1", ""},
        {"135;0;0;1;0;1", "f24", ""},
        {"97;79;49;1;32;1", "kp_1", "1"},
        {"17;29;0;1;8;1", "ctrl+left_control", ""},
        {"17;29;0;1;260;1", "ctrl+right_control", ""},
        {"18;56;0;1;257;1", "alt+right_alt", ""},
        {"32;57;32;1;0;1", "space", " "},
        {"231;0;233;1;0;1", "é", "é"}, // VK_PACKET
        {"65;30;97;1", "a", "a"},      // what is left out is 0
        {"231;0;0;1;0;1", "unknown", ""},
        {"65;30;97;1;0;1;1", "unknown", ""},
        {"65:1;30;97;1;0;1", "unknown", ""},
        {"", "unknown", ""},
    };
    for (const auto& [numbers, name, text, action] : rows) {
        const std::string bytes = "\x1b["s + numbers + "_";
        const auto events = decode_every_way(bytes);
        ASSERT_EQ(events.size(), 1U);
        EXPECT_EQ(events[0], (seen{name, text, bytes, action}));
    }
}

} // namespace
} // namespace cotty
