// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Keys as single terminals send them, where the same bytes could be something else.
#include <cotty/decoder.hpp>

#include "core/keysyms.hpp"
#include "core/letter_case.hpp"
#include "core/sequences.hpp"
#include "support/decoding.hpp"
#include "support/rows.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace cotty::test;

/// A key with all that was told of it: `ctrl+c caps_lock`, `alt+м base v`, `A text A`.
std::string in_words(const key& k)
{
    std::string out = to_string(k);
    const auto add = [&out](const std::string& word) { out += ' ' + word; };
    if ((k.mods & modifiers::caps_lock) != modifiers::none)
        add("caps_lock");
    if ((k.mods & modifiers::num_lock) != modifiers::none)
        add("num_lock");
    const auto add_code = [&add](const char* word, key_code code) {
        key named;
        named.code = code;
        if (code != key_code::none)
            add(word + to_string(named));
    };
    add_code("shifted ", k.shifted);
    add_code("base ", k.base);
    if (k.action != key_action::press)
        add(std::string(to_string(k.action)));
    if (!k.text.empty())
        add("text " + std::string(k.text.view()));
    return out;
}

/// All events; `decode_every_way` has seen that they do not depend on how the bytes are cut.
std::string keys_of(std::string_view bytes, const decoder_options& options = {})
{
    const std::vector<seen> events = decode_every_way(bytes, options);
    std::string out;
    decoder d(options);
    std::string_view input = bytes;
    const auto add = [&out](const event& e) {
        const auto* k = e.get_if<key>();
        out += (out.empty() ? "" : ", ") + (k != nullptr ? in_words(*k) : describe(e));
    };
    event e;
    while (d.next(input, e))
        add(e);
    while (d.flush(e))
        add(e);
    return out;
}

struct key_row {
    const char* name;
    std::string bytes;
    std::string expected;
    decoder_options options{};

    friend void PrintTo(const key_row& r, std::ostream* out) { *out << r.name; }
};

class TerminalKeys : public testing::TestWithParam<key_row> {};

TEST_P(TerminalKeys, F84_AreThoseThatWerePressed)
{
    const key_row& row = GetParam();
    EXPECT_EQ(keys_of(row.bytes, row.options), row.expected) << escaped(row.bytes);
}

constexpr decoder_options fourth_is(fourth_modifier f)
{
    return {.fourth = f};
}

/// Where Shift is always told, a capital without it is Caps Lock.
INSTANTIATE_TEST_SUITE_P(
    CapsLock, TerminalKeys,
    testing::Values(key_row{"ctrl", "\x1b[27;5;67~", "ctrl+c caps_lock"},
                    key_row{"alt", "\x1b[27;3;65~", "alt+A"}, // vim's terminal tells no Shift here
                    key_row{"ctrl_and_alt", "\x1b[27;7;65~", "ctrl+alt+a caps_lock"},
                    key_row{"shift", "\x1b[27;6;67~", "ctrl+shift+c shifted C"},
                    key_row{"alone", "\x1b[27;1;65~", "A text A"},
                    key_row{"shift_alone", "\x1b[27;2;65~", "shift+a shifted A text A"},
                    key_row{"other_format", "\x1b[67;5u", "ctrl+c caps_lock"},
                    key_row{"a_character_that_was_typed", "\x1b[67u\x1b[1071;u",
                            "C text C, Я text Я"},
                    key_row{"other_format_shift", "\x1b[67;6u", "ctrl+shift+c shifted C"},
                    key_row{"kitty_tells_it", "\x1b[97;69u", "ctrl+a caps_lock"},
                    key_row{"cyrillic", "\x1b[27;5;1057~", "ctrl+с caps_lock"},
                    key_row{"cyrillic_shift", "\x1b[27;6;1057~", "ctrl+shift+с shifted С"},
                    key_row{"cyrillic_small", "\x1b[27;5;1089~", "ctrl+с"},
                    key_row{"greek", "\x1b[27;5;937~", "ctrl+ω caps_lock"},
                    key_row{"umlaut", "\x1b[27;5;196~", "ctrl+ä caps_lock"},
                    key_row{"no_letter", "\x1b[27;5;33~", "ctrl+!"}),
    name_of_row());

/// X's numbers of keys.
INSTANTIATE_TEST_SUITE_P(
    Keysyms, TerminalKeys,
    testing::Values(key_row{"keypad", "\x1b[27;5;65455~", "ctrl+kp_divide"},
                    key_row{"keypad_digit", "\x1b[27;3;65463~", "alt+kp_7"},
                    key_row{"keypad_types", "\x1b[27;2;65455~", "shift+kp_divide text /"},
                    key_row{"keypad_enter", "\x1b[27;5;65421~", "ctrl+kp_enter"},
                    key_row{"other_format", "\x1b[65455;5u", "ctrl+kp_divide"},
                    key_row{"a_character_of_kitty", "\x1b[65455u", "ﾯ text ﾯ"},
                    key_row{"return", "\x1b[27;5;65293~", "ctrl+enter"},
                    key_row{"tab", "\x1b[27;5;65289~", "ctrl+tab"},
                    key_row{"left_tab", "\x1b[27;6;65056~", "ctrl+shift+tab"},
                    key_row{"escape", "\x1b[27;2;65307~", "shift+escape"},
                    key_row{"backspace", "\x1b[27;5;65288~", "ctrl+backspace"},
                    key_row{"delete", "\x1b[27;5;65535~", "ctrl+delete"},
                    key_row{"f35", "\x1b[27;5;65504~", "ctrl+f35"},
                    key_row{"shift_key", "\x1b[27;2;65505~", "shift+left_shift"},
                    key_row{"volume", "\x1b[27;5;269025041~", "ctrl+lower_volume"},
                    key_row{"unicode", "\x1b[27;5;16778313~", "ctrl+щ"},
                    key_row{"unicode_beyond", "\x1b[27;5;18874368~", "unknown"},
                    key_row{"of_no_key", "\x1b[27;5;65299~\x1b[27;5;269025279~",
                            "ctrl+pause, unknown"}),
    name_of_row());

/// Ctrl and a letter is a control character, where the terminal tells one and Shift.
INSTANTIATE_TEST_SUITE_P(
    Controls, TerminalKeys,
    testing::Values(key_row{"n", "\x1b[14;2u", "ctrl+shift+n"},
                    key_row{"a", "\x1b[1;2u", "ctrl+shift+a"},
                    key_row{"z_alt", "\x1b[26;4u", "ctrl+alt+shift+z"},
                    key_row{"space", "\x1b[0;2u", "ctrl+shift+space"},
                    key_row{"sign", "\x1b[31;2u", "ctrl+shift+_"},
                    key_row{"modify_other_keys", "\x1b[27;2;14~", "ctrl+shift+n"},
                    key_row{"tab_is_a_key", "\x1b[9;2u", "shift+tab"},
                    key_row{"enter_is_a_key", "\x1b[13;2u", "shift+enter"},
                    key_row{"escape_is_a_key", "\x1b[27;2u", "shift+escape"},
                    key_row{"nothing", "\x1b[0u\x1b[0;1u\x1b[0:1;2u", "unknown, unknown, unknown"}),
    name_of_row());

/// A cursor position, unless it can only be a key.
INSTANTIATE_TEST_SUITE_P(
    Positions, TerminalKeys,
    testing::Values(key_row{"shift", "\x1b[1;2R", "shift+f3"},
                    key_row{"all_four", "\x1b[1;16R", "ctrl+alt+shift+super+f3"},
                    key_row{"column_17", "\x1b[1;17R", "reply cursor_position 1 17"},
                    key_row{"column_80", "\x1b[1;80R", "reply cursor_position 1 80"},
                    key_row{"column_132", "\x1b[1;132R", "reply cursor_position 1 132"},
                    key_row{"other_rows", "\x1b[2;5R", "reply cursor_position 2 5"},
                    key_row{"other_letters_tell_locks", "\x1b[1;129P", "f1 num_lock"}),
    name_of_row());

INSTANTIATE_TEST_SUITE_P(
    KeypadOfKitty, TerminalKeys,
    testing::Values(key_row{"7", "\x1b[57406;129u", "kp_7 num_lock text 7"},
                    key_row{"0_to_9", "\x1b[57399u\x1b[57408u", "kp_0 text 0, kp_9 text 9"},
                    key_row{"signs", "\x1b[57409u\x1b[57410u\x1b[57411u\x1b[57412u\x1b[57413u",
                            "kp_decimal text ., kp_divide text /, kp_multiply text *, "
                            "kp_subtract text -, kp_add text +"},
                    key_row{"equal", "\x1b[57415u\x1b[57416u",
                            "kp_equal text =, kp_separator text ,"},
                    key_row{"enter", "\x1b[57414;129u", "kp_enter num_lock"},
                    key_row{"moves", "\x1b[57423u", "kp_home"},
                    key_row{"ctrl", "\x1b[57406;133u", "ctrl+kp_7 num_lock"},
                    key_row{"release", "\x1b[57406;129:3u", "kp_7 num_lock release"},
                    key_row{"own_text", "\x1b[57409;129;44u", "kp_decimal num_lock text ,"}),
    name_of_row());

INSTANTIATE_TEST_SUITE_P(
    FourthModifier, TerminalKeys,
    testing::Values(
        key_row{"kitty", "\x1b[1;9A\x1b[3;10~", "super+up, shift+super+delete"},
        key_row{"automatic_alone", "\x1b[1;9A", "super+up", fourth_is(fourth_modifier::automatic)},
        key_row{"iterm", "\x1b[1;9A\x1b[1;10D\x1b[3;13~\x1b[1;5A",
                "alt+up, alt+shift+left, ctrl+alt+delete, ctrl+up",
                fourth_is(fourth_modifier::alt)},
        key_row{"iterm_speaks_kitty", "\x1b[97;9u\x1b[97;3u", "super+a, alt+a",
                fourth_is(fourth_modifier::alt)},
        key_row{"xterm", "\x1b[1;9A\x1b[15;16~\x1b[27;13;97~\x1b[97;9u",
                "meta+up, ctrl+alt+shift+meta+f5, ctrl+meta+a, meta+a",
                fourth_is(fourth_modifier::meta)},
        key_row{"keypad", "\x1bO9P", "meta+f1", fourth_is(fourth_modifier::meta)},
        key_row{"both", "\x1b[1;11A", "alt+up", fourth_is(fourth_modifier::alt)},
        key_row{"hyper_stays", "\x1b[1;25A", "alt+hyper+up", fourth_is(fourth_modifier::alt)}),
    name_of_row());

INSTANTIATE_TEST_SUITE_P(
    Mintty, TerminalKeys,
    testing::Values(
        key_row{"tab", "\x1b[1;5I\x1b[1;6I", "ctrl+tab, ctrl+shift+tab"},
        key_row{"focus_is_bare", "\x1b[I", "focus in"},
        key_row{"digits", "\x1b[1;5p\x1b[1;5q\x1b[1;6r\x1b[1;5s\x1b[1;5t",
                "ctrl+0, ctrl+1, ctrl+shift+2, ctrl+3, ctrl+4"},
        key_row{"further_digits", "\x1b[1;5u\x1b[1;5v\x1b[1;5w\x1b[1;5x\x1b[1;5y",
                "ctrl+5, ctrl+6, ctrl+7, ctrl+8, ctrl+9"},
        key_row{"five_with_shift", "\x1b[1;6u\x1b[1;3u", "ctrl+shift+5, alt+5"},
        key_row{"signs", "\x1b[1;5o\x1b[1;5j\x1b[1;5m\x1b[1;5k\x1b[1;5l\x1b[1;5n",
                "ctrl+/, ctrl+*, ctrl+-, ctrl++, ctrl+,, ctrl+."},
        key_row{"keypad", "\x1bO5q\x1bO3M", "ctrl+kp_1, alt+kp_enter"},
        key_row{"answers_stay", "\x1b[0n\x1b[3;10;20t\x1b[2;1;1;112;112;1;0x",
                "reply status 0, reply window 3 10 20, reply terminal_parameters 2 1 1 112 112"},
        key_row{"not_alone", "\x1b[p\x1b[5q", "unknown, unknown"}),
    name_of_row());

INSTANTIATE_TEST_SUITE_P(
    Terminology, TerminalKeys,
    testing::Values(key_row{"alt_f2", "\x1b[O3Q", "alt+f2"},
                    key_row{"all", "\x1b[O2P\x1b[O5R\x1b[O8S",
                            "shift+f1, ctrl+f3, ctrl+alt+shift+f4"},
                    key_row{"eight_bits", "\x9bO3Q", "alt+f2"},
                    key_row{"focus", "\x1b[O", "focus out"},
                    key_row{"focus_and_typed", "\x1b[Oq\x1b[O3q\x1b[O",
                            "focus out, q text q, focus out, "
                            "3 text 3, q text q, focus out"},
                    key_row{"focus_and_a_digit", "\x1b[O3", "focus out, 3 text 3"},
                    key_row{"focus_and_a_key", "\x1b[O\x1b[A", "focus out, up"},
                    key_row{"focus_a_digit_and_a_key", "\x1b[O3\x1b[A\x1b[O3\x1b",
                            "focus out, 3 text 3, up, "
                            "focus out, 3 text 3, "
                            "escape"},
                    key_row{"escape_in_front", "\x1b\x1b[O3Q\x1b\x1b[O\x1b\x1b[O3",
                            "alt+f2, escape, focus out, escape, focus out, 3 text 3"},
                    key_row{"reports_are_on",
                            "\x1b[O3Q",
                            "focus out, 3 text 3, Q text Q",
                            {.focus_reports = true}}),
    name_of_row());

INSTANTIATE_TEST_SUITE_P(
    Win32InputMode, TerminalKeys,
    testing::Values(
        key_row{"alt_and_the_keypad", "\x1b[18;56;233;0;0;1_", "é text é"},
        key_row{"alt_is_still_told", "\x1b[18;56;233;0;2;1_", "é text é"},
        key_row{"alt_alone", "\x1b[18;56;0;0;0;1_", "left_alt release"},
        key_row{"base", "\x1b[86;47;1084;1;2;1_", "alt+м base v"},
        key_row{"base_text", "\x1b[86;47;1084;1;0;1_", "м base v text м"},
        key_row{"base_shift", "\x1b[86;47;1052;1;16;1_", "shift+м shifted М base v text М"},
        key_row{"base_caps_lock", "\x1b[86;47;1052;1;128;1_", "м caps_lock base v text М"},
        key_row{"base_of_a_sign", "\x1b[219;26;1093;1;0;1_", "х base [ text х"},
        key_row{"base_release", "\x1b[86;47;1084;0;0;1_", "м base v release"},
        key_row{"ctrl_has_no_character", "\x1b[86;47;22;1;8;1_", "ctrl+v"},
        key_row{"no_base", "\x1b[0;0;1084;1;0;1_", "м text м"},
        key_row{"repeats", "\x1b[65;30;97;1;0;3_", "a text a, a repeat text a, a repeat text a"},
        key_row{"repeats_without_text", "\x1b[37;75;0;1;256;2_x", "left, left repeat, x text x"},
        key_row{"no_repeats_of_a_release", "\x1b[65;30;97;0;0;3_", "a release"},
        key_row{"many_repeats", "\x1b[65;30;97;1;0;9_\x1b[A",
                "a text a, a repeat text a, a repeat text a, a repeat text a, a repeat text a, "
                "a repeat text a, a repeat text a, a repeat text a, a repeat text a, up"},
        key_row{"emoji", "\x1b[0;0;55357;1;0;1_\x1b[0;0;56832;1;0;1_", "😀 text 😀"},
        key_row{"emoji_pressed_and_released",
                "\x1b[231;0;55357;1;0;1_\x1b[231;0;55357;0;0;1_"
                "\x1b[231;0;56832;1;0;1_\x1b[231;0;56832;0;0;1_",
                "😀 text 😀, 😀 release"},
        key_row{"alt_and_the_keypad_beyond", "\x1b[18;56;55357;0;0;1_\x1b[18;56;56832;0;0;1_",
                "😀 text 😀"},
        key_row{"half_alone", "\x1b[0;0;55357;1;0;1_", "unknown"},
        key_row{"half_and_a_key", "\x1b[0;0;55357;1;0;1_a\x1b[0;0;55357;1;0;1_\x1b[A",
                "unknown, a text a, unknown, up"},
        key_row{"half_and_an_escape", "\x1b[0;0;55357;1;0;1_\x1b", "unknown, escape"},
        key_row{"half_and_two_escapes", "\x1b[0;0;55357;1;0;1_\x1b\x1bx", "unknown, escape, alt+x"},
        key_row{"half_and_a_torn_sequence", "\x1b[0;0;55357;1;0;1_\x1b[1\x03",
                "unknown, unknown, ctrl+c"},
        key_row{"half_and_a_torn_answer", "\x1b[0;0;55357;1;0;1_\x1b]52;c\x1b[A",
                "unknown, reply clipboard 52, up"},
        key_row{"half_and_a_paste", "\x1b[0;0;55357;1;0;1_\x1b[200~hi\x1b[201~",
                "unknown, paste, paste"},
        key_row{"half_and_another_half",
                "\x1b[0;0;55357;1;0;1_\x1b[0;0;55357;1;0;1_\x1b[0;0;56832;1;0;1_", "😀 text 😀"},
        key_row{"half_and_a_whole", "\x1b[0;0;55357;1;0;1_\x1b[65;30;97;1;0;2_",
                "unknown, a text a, a repeat text a"},
        key_row{"second_half_alone", "\x1b[0;0;56832;1;0;1_", "unknown"}),
    name_of_row());

const std::string ideographs = "19968:20108:19977:22235:20116:20845:19971:20843:20061:21313:30334:"
                               "21315:19975:20159";

/// A key holds 41 bytes of text.
INSTANTIATE_TEST_SUITE_P(
    LongTexts, TerminalKeys,
    testing::Values(key_row{"all_arrives", "\x1b[0;;" + ideographs + ":97:98u",
                            "一 text 一二三四五六七八九十百千万, 亿 text 亿ab"},
                    key_row{"of_a_key", "\x1b[97;;" + ideographs + ":97:98ux",
                            "a text 一二三四五六七八九十百千万, 亿 text 亿ab, x text x"},
                    key_row{
                        "three", "\x1b[0;;" + ideographs + ':' + ideographs + "u",
                        "一 text 一二三四五六七八九十百千万, 亿 text 亿一二三四五六七八九十百千, "
                        "万 text 万亿"},
                    key_row{"just_fits",
                            "\x1b[0;;19968:20108:19977:22235:20116:20845:19971:20843:20061:21313:"
                            "30334:21315:19975:97:98u",
                            "一 text 一二三四五六七八九十百千万ab"},
                    key_row{"only_controls_left",
                            "\x1b[0;;19968:20108:19977:22235:20116:20845:19971:20843:"
                            "20061:21313:30334:21315:19975:97:98:7:7u",
                            "一 text 一二三四五六七八九十百千万ab"},
                    key_row{"repeated", "\x1b[97;1:2;" + ideographs + "u",
                            "a repeat text 一二三四五六七八九十百千万, 亿 repeat text 亿"},
                    key_row{"released", "\x1b[97;1:3;" + ideographs + "u", "a release"}),
    name_of_row());

constexpr decoder_options c1{.c1_in_utf8 = true};

INSTANTIATE_TEST_SUITE_P(
    C1InUtf8, TerminalKeys,
    testing::Values(key_row{"typed", "\u009b1;5A", "u+9b, 1 text 1, ; text ;, 5 text 5, A text A"},
                    key_row{"csi", "\u009b1;5A\u009b?62;22c",
                            "ctrl+up, reply primary_attributes private 62 22", c1},
                    key_row{"ss3", "\u008fP", "f1", c1},
                    key_row{"osc", "\u009d52;c;aGk=\u009cx", "reply clipboard 52, x text x", c1},
                    key_row{"osc_other_ends", "\u009d52;c;a\x07\u009d52;c;a\x1b\\\u009d52;c;a\x9cx",
                            "reply clipboard 52, reply clipboard 52, reply clipboard 52, x text x",
                            c1},
                    key_row{"dcs", "\u00901+r\u009c", "reply capability 1", c1},
                    key_row{"apc", "\u009fGa\u009c", "reply graphics", c1},
                    key_row{"paste", "\u009b200~hi\u009b201~x", "paste, x text x", c1},
                    key_row{"alone", "\u009b\u009b\u0090\u008f", "u+9b, u+9b, u+90, u+8f", c1},
                    key_row{"behind_escape", "\x1b\u009b", "alt+u+9b", c1},
                    key_row{"others_are_characters", "\u0081\u00e9", "u+81, é text é", c1},
                    key_row{"eight_bit_alt",
                            "\u009bA",
                            "alt+escape, A text A",
                            {.high_bytes = eighth_bit::meta_utf8}}),
    name_of_row());

TEST(TerminalKeys, C1InUtf8IsAControlWhileAnAnswerIsExpected)
{
    const auto first = [](decoder& d, std::string_view bytes) {
        event e;
        EXPECT_TRUE(d.next(bytes, e));
        return describe(e);
    };
    decoder d;
    EXPECT_EQ(first(d, "\u009b?62c"), "u+9b");
    d = decoder();
    d.expect_answers(true);
    EXPECT_EQ(first(d, "\u009b?62c"), "reply primary_attributes private 62");
    d.expect_answers(false);
    EXPECT_EQ(first(d, "\u009b?62c"), "u+9b");
}

TEST(TerminalKeys, FocusReportsCanBeExpected)
{
    decoder d;
    event e;
    std::string_view input = "\x1b[O";
    EXPECT_FALSE(d.next(input, e));
    EXPECT_EQ(d.pending(), decoder::undecided::key);
    ASSERT_TRUE(d.flush(e));
    EXPECT_EQ(describe(e), "focus out");
    d.expect_focus_reports(true);
    input = "\x1b[O";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(describe(e), "focus out");
}

TEST(TerminalKeys, EveryKeysym)
{
    for (const auto& row : keysyms::rows) {
        key k;
        k.code = row.code;
        k.mods = row.mods | modifiers::ctrl;
        EXPECT_EQ(names_of("\x1b[27;5;" + std::to_string(row.number) + "~"), to_string(k));
    }
}

TEST(TerminalKeys, EveryModifiedLetterOfMintty)
{
    for (const auto& row : sequences::modified_csi_letters) {
        key k;
        k.code = row.code;
        k.mods = modifiers::alt | modifiers::ctrl;
        EXPECT_EQ(names_of("\x1b[1;7"s + row.final), to_string(k));
    }
}

TEST(TerminalKeys, TheTerminalsNameTellsTheFourthModifier)
{
    using enum fourth_modifier;
    const struct {
        terminal_names names;
        fourth_modifier expected;
    } rows[] = {
        {{}, super},
        {{"xterm-256color", "iTerm.app", "iTerm2", ""}, alt},
        {{"xterm-256color", "", "iTerm2", ""}, alt}, // through ssh
        {{"xterm-256color", "", "", "XTerm(379)"}, meta},
        {{"xterm", "mintty", "", ""}, meta},
        {{"xterm-256color", "", "", ""}, super},
        {{"xterm-kitty", "", "", "XTerm(379)"}, super}, // started from xterm
        {{"xterm-ghostty", "ghostty", "", ""}, super},
        {{"foot", "", "", "XTerm(379)"}, super},
        {{"xterm-256color", "WezTerm", "iTerm2", ""}, super},
        {{"tmux-256color", "tmux", "iTerm2", ""}, super},
        {{"screen", "", "iTerm2", "XTerm(379)"}, super},
    };
    for (const auto& [names, expected] : rows)
        EXPECT_EQ(fourth_modifier_of(names), expected) << names.term << ' ' << names.term_program;
}

} // namespace
} // namespace cotty
