// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// `cotty decode` seen from outside.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace cotty::test {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;
using options = std::vector<std::string>;

launch decode(options more)
{
    more.insert(more.begin(), "decode");
    launch how = tool(std::move(more));
    how.in = stream::pipe();
    how.out = stream::pipe();
    how.err = stream::pipe();
    return how;
}

struct result {
    outcome end;
    std::string out;
    std::string err;
};

result run(const launch& how, std::string_view input = {})
{
    process program(how);
    if (!input.empty())
        program.feed(input);
    program.end_input();
    const outcome end = program.wait_exit();
    return {end, program.output(), program.errors()};
}

std::string hex(std::string_view bytes)
{
    std::string out;
    for (const char c : bytes) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out += {digits[byte >> 4U], digits[byte & 0xFU], ' '};
    }
    return out;
}

// ---- What comes in, what comes out ----

struct row {
    std::string name;
    std::string input;
    std::string output; // without the last line's end
    options flags = {};

    friend void PrintTo(const row& r, std::ostream* out) { *out << r.name; }
};

class decode_row : public testing::TestWithParam<row> {};

TEST_P(decode_row, is_printed_from_a_pipe_and_from_hex)
{
    const row& r = GetParam();
    const std::string expected = r.output.empty() ? "" : r.output + '\n';
    const result piped = run(decode(r.flags), r.input);
    EXPECT_EQ(piped.out, expected);
    EXPECT_EQ(piped.err, "");
    EXPECT_EQ(piped.end, exited(0));
    options flags = r.flags;
    flags.insert(flags.end(), {"--hex", hex(r.input)});
    const result given = run(decode(flags));
    EXPECT_EQ(given.out, expected);
    EXPECT_EQ(given.end, exited(0));
}

// clang-format off
const std::vector<row> event_rows{
    {"nothing", "", ""},
    {"letter", "a", R"({"type":"key","key":"a","action":"press","text":"a","raw":"61"})"},
    {"sequence", "\x1b[1;5D",
        R"({"type":"key","key":"ctrl+left","action":"press","text":"","raw":"1b5b313b3544"})"},
    {"quote", "\"", R"({"type":"key","key":"\"","action":"press","text":"\"","raw":"22"})"},
    {"backslash", "\\", R"({"type":"key","key":"\\","action":"press","text":"\\","raw":"5c"})"},
    {"nul", "\0"s, R"({"type":"key","key":"ctrl+space","action":"press","text":"","raw":"00"})"},
    {"beyond_ascii", "\u00E9\u20AC\U0001F600",
        "{\"type\":\"key\",\"key\":\"\u00E9\",\"action\":\"press\",\"text\":\"\u00E9\",\"raw\":\"c3a9\"}\n"
        "{\"type\":\"key\",\"key\":\"\u20AC\",\"action\":\"press\",\"text\":\"\u20AC\",\"raw\":\"e282ac\"}\n"
        "{\"type\":\"key\",\"key\":\"\U0001F600\",\"action\":\"press\",\"text\":\"\U0001F600\",\"raw\":\"f09f9880\"}"},
    {"F31_invalid_utf8", "\xff",
        "{\"type\":\"key\",\"key\":\"\uFFFD\",\"action\":\"press\",\"text\":\"\uFFFD\",\"raw\":\"ff\"}"},
    {"F31_torn_character_at_the_end", "\xe2\x82",
        "{\"type\":\"key\",\"key\":\"\uFFFD\",\"action\":\"press\",\"text\":\"\uFFFD\",\"raw\":\"e282\"}"},
    {"escape_at_the_end", "\x1b",
        R"({"type":"key","key":"escape","action":"press","text":"","raw":"1b"})"},
    {"line_feed_of_a_terminal", "\n",
        R"({"type":"key","key":"ctrl+j","action":"press","text":"","raw":"0a"})"},
    {"repeat_with_all_that_is_known", "\x1b[97:65:99;66:2;65u",
        R"({"type":"key","key":"shift+a","action":"repeat","text":"A","raw":"1b5b39373a36353a39393b36363a323b363575","shifted":"A","base":"c","locks":["caps_lock"]})"},
    {"both_locks", "\x1b[1;193A",
        R"({"type":"key","key":"up","action":"press","text":"","raw":"1b5b313b31393341","locks":["caps_lock","num_lock"]})"},
    {"mouse", "\x1b[<28;2;3M",
        R"({"type":"mouse","action":"press","button":"left","x":2,"y":3,"pixels":false,"modifiers":["ctrl","alt","shift"],"raw":"1b5b3c32383b323b334d"})"},
    {"mouse_moves", "\x1b[<35;2;3M",
        R"({"type":"mouse","action":"move","button":"none","x":2,"y":3,"pixels":false,"modifiers":[],"raw":"1b5b3c33353b323b334d"})"},
    {"paste", "\x1b[200~a\x1b[201~",
        R"({"type":"paste","text":"a","begins":true,"ends":true,"aborted":false,"raw":"1b5b3230307e611b5b3230317e"})"},
    {"F34_paste_without_end", "\x1b[200~a",
        R"({"type":"paste","text":"a","begins":true,"ends":true,"aborted":true,"raw":"1b5b3230307e61"})"},
    {"what_a_terminal_would_obey_is_escaped", "\x1b[200~\t\r\n\x1b\x07\x7f\u009B\u202E\x1b[201~",
        R"({"type":"paste","text":"\t\r\n\u001b\u0007\u007f\u009b\u202e","begins":true,"ends":true,"aborted":false,"raw":"1b5b3230307e090d0a1b077fc29be280ae1b5b3230317e"})"},
    {"F31_invalid_utf8_in_text", "\x1b[200~a\xc3(\xf0\x9f\x98\xed\xa0\x80\x1b[201~",
        "{\"type\":\"paste\",\"text\":\"a\uFFFD(\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\","
        "\"begins\":true,\"ends\":true,\"aborted\":false,"
        "\"raw\":\"1b5b3230307e61c328f09f98eda0801b5b3230317e\"}"},
    {"focus", "\x1b[I\x1b[O",
        "{\"type\":\"focus\",\"gained\":true,\"raw\":\"1b5b49\"}\n"
        "{\"type\":\"focus\",\"gained\":false,\"raw\":\"1b5b4f\"}"},
    {"resize", "\x1b[48;24;80;0;0t",
        R"({"type":"resize","columns":80,"rows":24,"x_pixels":0,"y_pixels":0,"raw":"1b5b34383b32343b38303b303b3074"})"},
    {"reply", "\x1b[?1;2c",
        R"({"type":"reply","kind":"primary_attributes","numbers":[1,2],"private":true,"text":"1;2","raw":"1b5b3f313b3263"})"},
    {"unknown", "\x1b[1;2;3z", R"({"type":"unknown","partial":false,"raw":"1b5b313b323b337a"})"},
};

/// Each flag, with an input to which it makes a difference.
const std::vector<row> flag_rows{
    {"backspace_bs", "\b\x7f",
        "{\"type\":\"key\",\"key\":\"backspace\",\"action\":\"press\",\"text\":\"\",\"raw\":\"08\"}\n"
        "{\"type\":\"key\",\"key\":\"ctrl+backspace\",\"action\":\"press\",\"text\":\"\",\"raw\":\"7f\"}",
        {"--backspace", "bs"}},
    {"line_feed_enter", "\n",
        R"({"type":"key","key":"enter","action":"press","text":"","raw":"0a"})", {"--line-feed=enter"}},
    {"tab_ctrl_i", "\t",
        R"({"type":"key","key":"ctrl+i","action":"press","text":"","raw":"09"})", {"--tab", "ctrl+i"}},
    {"escape_escape", "\x1b\x1b",
        R"({"type":"key","key":"alt+escape","action":"press","text":"","raw":"1b1b"})",
        {"--escape-escape", "alt+escape"}},
    {"alt_bracket", "\x1b[A",
        "{\"type\":\"key\",\"key\":\"alt+[\",\"action\":\"press\",\"text\":\"\",\"raw\":\"1b5b\"}\n"
        "{\"type\":\"key\",\"key\":\"A\",\"action\":\"press\",\"text\":\"A\",\"raw\":\"41\"}",
        {"--alt-bracket", "key"}},
    {"alt_o", "\x1bOA",
        "{\"type\":\"key\",\"key\":\"alt+O\",\"action\":\"press\",\"text\":\"\",\"raw\":\"1b4f\"}\n"
        "{\"type\":\"key\",\"key\":\"A\",\"action\":\"press\",\"text\":\"A\",\"raw\":\"41\"}",
        {"--alt-o", "key"}},
    {"F36_shift_f3", "\x1b[1;2R",
        R"({"type":"key","key":"shift+f3","action":"press","text":"","raw":"1b5b313b3252"})"},
    {"F36_cursor_position", "\x1b[1;2R",
        R"({"type":"reply","kind":"cursor_position","numbers":[1,2],"private":false,"text":"1;2","raw":"1b5b313b3252"})",
        {"--cursor-position"}},
    {"rxvt_endings_yes", "\x1b[3^",
        R"({"type":"key","key":"ctrl+delete","action":"press","text":"","raw":"1b5b335e"})"},
    {"rxvt_endings_no", "\x1b[3^",
        R"({"type":"unknown","partial":false,"raw":"1b5b335e"})", {"--rxvt-endings", "no"}},
    {"keyboard_xterm", "\x1b[25~",
        R"({"type":"key","key":"f13","action":"press","text":"","raw":"1b5b32357e"})"},
    {"keyboard_rxvt", "\x1b[25~",
        R"({"type":"key","key":"shift+f3","action":"press","text":"","raw":"1b5b32357e"})",
        {"--keyboard", "rxvt"}},
    {"keyboard_linux", "\x1b[P",
        R"({"type":"key","key":"pause","action":"press","text":"","raw":"1b5b50"})",
        {"--keyboard", "linux"}},
    {"keyboard_st", "\x1b[P",
        R"({"type":"key","key":"delete","action":"press","text":"","raw":"1b5b50"})",
        {"--keyboard", "st"}},
    {"keyboard_vt52", "\x1b" "A",
        R"({"type":"key","key":"up","action":"press","text":"","raw":"1b41"})", {"--keyboard", "vt52"}},
    {"high_bytes_meta", "\xe1",
        R"({"type":"key","key":"alt+a","action":"press","text":"","raw":"e1"})",
        {"--high-bytes", "meta"}},
    {"high_bytes_meta_utf8", "\u00E1",
        R"({"type":"key","key":"alt+a","action":"press","text":"","raw":"c3a1"})",
        {"--high-bytes", "meta-utf8"}},
    {"high_bytes_latin1", "\xe1",
        "{\"type\":\"key\",\"key\":\"\u00E1\",\"action\":\"press\",\"text\":\"\u00E1\",\"raw\":\"e1\"}",
        {"--high-bytes", "latin1"}},
    {"fourth_modifier_super", "\x1b[1;9A",
        R"({"type":"key","key":"super+up","action":"press","text":"","raw":"1b5b313b3941"})"},
    {"fourth_modifier_meta", "\x1b[1;9A",
        R"({"type":"key","key":"meta+up","action":"press","text":"","raw":"1b5b313b3941"})",
        {"--fourth-modifier", "meta"}},
    {"fourth_modifier_alt", "\x1b[1;9A",
        R"({"type":"key","key":"alt+up","action":"press","text":"","raw":"1b5b313b3941"})",
        {"--fourth-modifier", "alt"}},
    {"focus_reports", "\x1b[O",
        R"({"type":"focus","gained":false,"raw":"1b5b4f"})", {"--focus-reports"}},
    {"c1_in_utf8", "\u009b" "A",
        R"({"type":"key","key":"up","action":"press","text":"","raw":"c29b41"})", {"--c1-in-utf8"}},
    {"mouse_bytes", "\x1b[M !\"",
        R"({"type":"mouse","action":"press","button":"left","x":1,"y":2,"pixels":false,"modifiers":[],"raw":"1b5b4d202122"})"},
    {"mouse_utf8", "\x1b[M \u0100!",
        R"({"type":"mouse","action":"press","button":"left","x":224,"y":1,"pixels":false,"modifiers":[],"raw":"1b5b4d20c48021"})",
        {"--mouse", "utf8"}},
    {"mouse_none", "\x1b[M",
        R"({"type":"key","key":"ctrl+delete","action":"press","text":"","raw":"1b5b4d"})",
        {"--mouse", "none"}},
    {"mouse_pixels", "\x1b[<0;2;3m",
        R"({"type":"mouse","action":"release","button":"left","x":2,"y":3,"pixels":true,"modifiers":[],"raw":"1b5b3c303b323b336d"})",
        {"--mouse-pixels"}},
    {"paste_limit", "\x1b[200~abc\x1b[201~",
        "{\"type\":\"paste\",\"text\":\"ab\",\"begins\":true,\"ends\":false,\"aborted\":true,\"raw\":\"1b5b3230307e6162\"}\n"
        "{\"type\":\"paste\",\"text\":\"c\",\"begins\":false,\"ends\":true,\"aborted\":true,\"raw\":\"631b5b3230317e\"}",
        {"--paste-limit", "2"}},
    {"paste_limit_beyond_all", "\x1b[200~abc\x1b[201~",
        R"({"type":"paste","text":"abc","begins":true,"ends":true,"aborted":false,"raw":"1b5b3230307e6162631b5b3230317e"})",
        {"--paste-limit", "18446744073709551615"}},
    {"reply_limit", "\x1b]52;c;aGk=\x1b\\",
        R"({"type":"reply","kind":"clipboard","numbers":[52],"private":false,"text":"c;aGk=","raw":"1b5d35323b633b61476b3d1b5c"})",
        {"--reply-limit", "2"}},
    {"graphemes", "e\u0301",
        "{\"type\":\"key\",\"key\":\"e\",\"action\":\"press\",\"text\":\"e\u0301\",\"raw\":\"65cc81\"}",
        {"--graphemes"}},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(events, decode_row, testing::ValuesIn(event_rows), name_of_row());
INSTANTIATE_TEST_SUITE_P(flags, decode_row, testing::ValuesIn(flag_rows), name_of_row());

TEST(decode, tests_every_flag)
{
    std::string tested = "--help --hex";
    for (const row& r : flag_rows)
        for (const std::string& flag : r.flags)
            tested += ' ' + flag;
    std::istringstream help(run(decode({"--help"})).out);
    int flags = 0;
    for (std::string word; help >> word;)
        if (const std::size_t at = word.find("--"); at != std::string::npos) {
            EXPECT_THAT(tested, HasSubstr(word.substr(at)));
            ++flags;
        }
    EXPECT_GT(flags, 10);
}

TEST(decode, takes_hex_in_either_case_with_white_space_anywhere)
{
    const std::string expected =
        R"({"type":"key","key":"up","action":"press","text":"","raw":"1b5b41"})"
        "\n";
    for (const char* const text : {"1b5b41", "1B5B41", "1b 5b 41", " 1\tb\n5b4\r1 "})
        EXPECT_EQ(run(decode({"--hex", text})).out, expected) << text;
    EXPECT_EQ(run(decode({"--hex", ""})).out, "");
    EXPECT_EQ(run(decode({"--hex="})).out, "");
}

struct spelling {
    std::string name;
    std::string text;
    std::string bytes;

    friend void PrintTo(const spelling& s, std::ostream* out) { *out << s.name; }
};

class decode_spelling : public testing::TestWithParam<spelling> {};

TEST_P(decode_spelling, is_read)
{
    const auto& [name, text, bytes] = GetParam();
    std::string raw;
    std::istringstream lines(run(decode({"--hex", text})).out);
    for (std::string line; std::getline(lines, line);)
        raw += nlohmann::json::parse(line)["raw"].get<std::string>();
    EXPECT_EQ(raw, bytes) << text;
}

// As they stand in bug reports, source files and documents.
INSTANTIATE_TEST_SUITE_P(
    all, decode_spelling,
    testing::Values(
        spelling{"one_number", "0x1b5b41", "1b5b41"}, spelling{"capitals", "0X1B5B41", "1b5b41"},
        spelling{"commas", "1B,5B,41", "1b5b41"}, spelling{"colons", "1b:5b:41", "1b5b41"},
        spelling{"hyphens", "1b-5b-41", "1b5b41"}, spelling{"c_list", "0x1b, 0x5b, 0x41", "1b5b41"},
        spelling{"c_array", "{0x1b, 0x5b, 0x9}", "1b5b09"},
        spelling{"python_list", "[0x1b, 0x5b, 0x41]", "1b5b41"},
        spelling{"digits_that_are_names", "FF 0c", "ff0c"},
        spelling{"c_string", "\"\\x1b[A\"", "1b5b41"},
        spelling{"x_escapes", "\\x1b\\x5b\\x41", "1b5b41"},
        spelling{"x_escapes_apart", "\\x1b \\x5b, \\x41", "1b5b41"},
        spelling{"octal", "\\033[A", "1b5b41"}, spelling{"short_octal", "\\33[A", "1b5b41"},
        spelling{"shell", "$'\\e[1;5D'", "1b5b313b3544"}, spelling{"terminfo", "\\E[A", "1b5b41"},
        spelling{"python_bytes", "b'\\x1b[A'", "1b5b41"},
        spelling{"json", "\"\\u001b[A\"", "1b5b41"}, spelling{"rust", "\\u{1b}[A", "1b5b41"},
        spelling{"caret", "^[[A", "1b5b41"}, spelling{"caret_delete", "^?^H", "7f08"},
        spelling{"space_within", "\\e[200~a b\\e[201~", "1b5b3230307e6120621b5b3230317e"},
        spelling{"the_byte_itself", "\x1b[A", "1b5b41"}, spelling{"utf8", "\\e\u00e9", "1bc3a9"},
        spelling{"names", "ESC [ 1 ; 5 D", "1b5b313b3544"},
        spelling{"name_attached", "ESC[A", "1b5b41"},
        spelling{"name_in_brackets", "<ESC>[A", "1b5b41"},
        spelling{"csi", "CSI 1 ; 5 D", "1b5b313b3544"},
        spelling{"as_keys_shows_it", "ESC [ 200 ~ a SP b ESC [ 201 ~",
                 "1b5b3230307e6120621b5b3230317e"},
        spelling{"high_bytes_of_keys", "ESC \\xc3 \\xa9", "1bc3a9"}),
    name_of_row());

TEST(decode, reads_a_file)
{
    const std::string name = testing::TempDir() + "cotty_decode_" + std::to_string(::getpid());
    std::ofstream(name, std::ios::binary) << "\x1b[A";
    EXPECT_EQ(run(decode({name})).out, run(decode({"--hex", "1b5b41"})).out);
    std::filesystem::remove(name);
    const result missing = run(decode({name}));
    EXPECT_EQ(missing.end, exited(2));
    EXPECT_EQ(missing.err, "cotty: " + name + ": No such file or directory\n");
    EXPECT_EQ(run(decode({"/"})).end, exited(1));
}

struct bad_row {
    std::string name;
    options arguments;
    std::string complaint;

    friend void PrintTo(const bad_row& r, std::ostream* out) { *out << r.name; }
};

class decode_bad_option : public testing::TestWithParam<bad_row> {};

TEST_P(decode_bad_option, is_explained)
{
    launch how = tool(GetParam().arguments);
    how.in = how.out = how.err = stream::pipe();
    const result r = run(how);
    EXPECT_EQ(r.end, exited(2));
    EXPECT_EQ(r.out, "");
    EXPECT_THAT(r.err, HasSubstr(GetParam().complaint));
    EXPECT_THAT(r.err, testing::EndsWith("(cotty decode --help lists the options)\n"));
}

INSTANTIATE_TEST_SUITE_P(
    all, decode_bad_option,
    testing::Values(
        bad_row{
            "half_a_byte", {"decode", "--hex", "1b5"}, "--hex: the last byte has only one digit"},
        bad_row{"no_digit", {"decode", "--hex", "1b5x"}, "--hex: 'x' is no hexadecimal digit"},
        bad_row{"no_bytes", {"decode", "--hex", "[A"}, "--hex: '[' is no hexadecimal digit"},
        bad_row{"no_escape", {"decode", "--hex", "\\q"}, "--hex: \\q is no escape"},
        bad_row{"no_number", {"decode", "--hex", "\\xg"}, "--hex: behind \\x stand"},
        bad_row{"nothing_behind", {"decode", "--hex", "\\e\\"}, "--hex: something must stand"},
        bad_row{"no_character", {"decode", "--hex", "\\ud800"}, "--hex: behind \\u stands"},
        bad_row{"no_value", {"decode", "--hex"}, "--hex"},
        bad_row{
            "no_such_word", {"decode", "--keyboard", "vt53"}, "'vt53' is not one of xterm, rxvt"},
        bad_row{"no_limit", {"decode", "--paste-limit", "1k"}, "'1k' is not a number of bytes"},
        bad_row{"negative", {"decode", "--paste-limit", "-1"}, "'-1' is not a number of bytes"},
        bad_row{"too_big",
                {"decode", "--paste-limit", "18446744073709551616"},
                "'18446744073709551616' is not a number of bytes"},
        bad_row{"not_its_option", {"decode", "--count", "1"}, "--count"},
        bad_row{"option_in_front", {"--count", "1", "decode"}, "--count"},
        bad_row{"two_files", {"decode", "a", "b"}, "'b'"}),
    name_of_row());

// ---- Where the bytes come from, where the lines go ----

TEST(decode, prints_an_event_as_soon_as_it_is_decided)
{
    process program(decode({}));
    program.feed("a\x1b[1;");
    EXPECT_TRUE(program.wait_for("\"raw\":\"61\"}\n"));
    program.feed("5D\x1b");
    EXPECT_TRUE(program.wait_for("\"raw\":\"1b5b313b3544\"}\n"));
    program.feed("x\x1b");
    EXPECT_TRUE(program.wait_for("\"raw\":\"1b78\"}\n")); // alt+x
    EXPECT_FALSE(program.has_ended());
    program.end_input();
    EXPECT_TRUE(program.wait_for("\"key\":\"escape\""));
    EXPECT_EQ(program.wait_exit(), exited(0));
}

TEST(decode, F30_does_not_care_how_the_bytes_are_cut)
{
    const std::string input = "a\x1b[1;5D\u00E9\x1b[200~b\x1b[201~\x1bOP";
    const std::string whole = run(decode({}), input).out;
    process program(decode({}));
    for (const char byte : input)
        program.feed({&byte, 1});
    program.end_input();
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.output(), whole);
}

TEST(decode, F22_reads_files_and_the_null_device)
{
    const std::string path = testing::TempDir() + "cotty_decode_input";
    std::ofstream(path) << "ab";
    launch how = decode({});
    how.in = stream::file(path);
    EXPECT_THAT(run(how).out, HasSubstr("\"raw\":\"62\"}\n"));
    std::filesystem::remove(path);
    how.in = stream::null();
    const result nothing = run(how);
    EXPECT_EQ(nothing.out, "");
    EXPECT_EQ(nothing.end, exited(0));
}

TEST(decode, F22_tells_why_it_cannot_read)
{
    launch how = decode({});
    how.in = stream::closed();
    const result closed = run(how);
    EXPECT_EQ(closed.end, exited(1));
    EXPECT_EQ(closed.err, "cotty: the bytes cannot be read: Bad file descriptor\n");
    how.in = stream::file(testing::TempDir());
    EXPECT_EQ(run(how).err, "cotty: the bytes cannot be read: Is a directory\n");
}

TEST(decode, refuses_a_terminal)
{
    pty tty;
    const termios before = tty.modes();
    launch how = decode({});
    how.in = stream::terminal();
    process program(tty, how);
    EXPECT_EQ(program.wait_exit(), exited(2));
    EXPECT_EQ(program.output(), "");
    EXPECT_THAT(program.errors(), HasSubstr("a pipe or a file"));
    EXPECT_TRUE(same_modes(before, tty.modes()));
    how = decode({"--hex", "61"});
    how.in = stream::terminal();
    process given(tty, how);
    EXPECT_EQ(given.wait_exit(), exited(0));
    EXPECT_THAT(given.output(), HasSubstr("\"raw\":\"61\""));
}

TEST(decode, ends_quietly_when_nobody_reads_any_more)
{
    process program(decode({}));
    program.feed("a");
    EXPECT_TRUE(program.wait_for("\n"));
    program.close_output();
    program.feed("b");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.errors(), "");
}

TEST(decode, tells_why_it_cannot_write)
{
    launch how = decode({"--hex", "61"});
    how.out = stream::file("/dev/full");
    const result r = run(how);
    EXPECT_EQ(r.end, exited(1));
    EXPECT_EQ(r.err, "cotty: the events cannot be printed: No space left on device\n");
}

TEST(decode, waits_where_somebody_made_its_streams_non_blocking)
{
    pipe_ends in = make_pipe();
    pipe_ends out = make_pipe();
    do_not_block(in.read.get());
    do_not_block(out.write.get());
    launch how = decode({});
    how.in = stream::descriptor(in.read.get());
    how.out = stream::descriptor(out.write.get());
    process program(how);
    in.read.reset();
    out.write.reset();
    const std::string keys(20000, 'x'); // their lines fill the pipe several times
    ASSERT_EQ(::write(in.write.get(), keys.data(), keys.size()), 20000);
    in.write.reset();
    transcript lines(std::move(out.read));
    EXPECT_TRUE(program.wait_until([&] {
        lines.drain();
        return lines.ended();
    }));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(std::count(lines.text().begin(), lines.text().end(), '\n'), 20000);
}

// ---- Any input at all ----

/// Bytes in which much goes wrong: of sequences, marks, characters, and of nothing.
std::string nonsense(std::size_t size, unsigned seed)
{
    const std::vector<std::string> parts{
        "\x1b", "[",         "O",         ";",      "1",          "5",        "200",
        "~",    "\x1b[200~", "\x1b[201~", "M",      "<",          "u",        "a",
        "\"",   "\\",        "\n",        "\u00E9", "\u0301",     "\xf0\x9f", "\xff",
        "\x9b", "\x7f",      "\0"s,       "]",      "11",         "\x07",     "\x1b\\",
        "R",    "?",         "c",         "\u200D", "\U0001F468", "\u202E",   "t"};
    std::mt19937 random(seed);
    std::uniform_int_distribution<std::size_t> part(0, parts.size() - 1);
    std::string out;
    while (out.size() < size)
        out += parts[part(random)];
    return out;
}

TEST(decode, F31_prints_valid_json_that_accounts_for_every_byte)
{
    for (const options& flags :
         {options{}, options{"--graphemes", "--paste-limit", "3"}, options{"--high-bytes", "meta"},
          options{"--mouse", "utf8", "--keyboard", "vt52"}, options{"--paste-limit", "0"}}) {
        const std::string input = nonsense(100000, 7);
        const result r = run(decode(flags), input);
        EXPECT_EQ(r.end, exited(0));
        std::string raw;
        std::istringstream lines(r.out);
        for (std::string line; std::getline(lines, line);) {
            const auto e = nlohmann::ordered_json::parse(line); // strict about UTF-8, too
            ASSERT_EQ(e.begin().key(), "type");
            raw += e.at("raw").get<std::string>();
            ASSERT_EQ(std::find_if(line.begin(), line.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
                      line.end());
        }
        std::string expected = hex(input);
        std::erase(expected, ' ');
        std::transform(expected.begin(), expected.end(), expected.begin(),
                       [](char c) { return c >= 'A' ? static_cast<char>(c + 0x20) : c; });
        EXPECT_TRUE(raw == expected);
    }
}

// ---- docs/decode.md ----

struct example {
    std::string command;
    std::string output;
};

/// What stands in the document's ```console blocks: commands behind a dollar sign, and what they
/// print.
std::vector<example> examples_in(const std::string& path)
{
    std::vector<example> examples;
    std::ifstream file(path);
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```"))
            inside = line == "```console";
        else if (inside && line.starts_with("$ "))
            examples.push_back({line.substr(2), ""});
        else if (inside)
            examples.back().output += line + '\n';
    }
    return examples;
}

TEST(decode, does_what_the_document_shows)
{
    const std::string directory = std::filesystem::path(COTTY_TOOL).parent_path();
    const char* const path = std::getenv("PATH");
    const std::vector<example> examples = examples_in(COTTY_SOURCE_DIR "/docs/decode.md");
    EXPECT_GE(examples.size(), 10U);
    for (const auto& [command, output] : examples) {
        launch how = decode({});
        how.argv = {"/bin/sh", "-c", command};
        how.environment["PATH"] = directory + ':' + (path != nullptr ? path : "/usr/bin:/bin");
        const result r = run(how);
        EXPECT_EQ(r.out, output) << command;
        EXPECT_EQ(r.err, "") << command;
        EXPECT_EQ(r.end, exited(0)) << command;
    }
}

} // namespace
} // namespace cotty::test
