// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// `cotty keys`, with a test that plays the terminal: it types, and it answers.
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

namespace cotty::test {
namespace {

using namespace std::chrono_literals;
using options = std::vector<std::string>;
using testing::HasSubstr;
using testing::Not;

// What terminals answer; recorded.
const std::string xterm_answers =
    "\x1bP>|XTerm(379)\x1b\\\x1b[?1002;2$y\x1b[?1004;2$y\x1b[?1006;2$y\x1b[?2004;2$y\x1b[?2031;0$y"
    "\x1b[?2048;0$y\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c";
const std::string kitty_answers =
    "\x1bP>|kitty(0.26.5)\x1b\\\x1b[?0u\x1b[?1002;2$y\x1b[?1004;2$y\x1b[?1006;2$y\x1b[?2004;2$y"
    "\x1b[?2031;0$y\x1b[?2048;0$y\x1b[?62;c";
const std::string st_answers = "\x1b[?6c";
const std::string last_question = "\x1b[c";
const std::string way_out = "Ctrl-C twice or Escape thrice leaves.\r\n";

launch keys(options more, const char* term = "xterm")
{
    more.insert(more.begin(), "keys");
    launch how = tool(std::move(more));
    how.environment["TERM"] = term;
    return how;
}

/// `cotty keys` on a terminal that the test plays.
class inspected {
public:
    explicit inspected(options more = {}, unsigned short columns = 80)
        : inspected(keys(std::move(more)), columns)
    {
    }
    explicit inspected(const launch& how, unsigned short columns = 80)
        : tty(columns, 24), before(tty.modes()), program(tty, how)
    {
    }

    /// Waits for the questions and answers them.
    void answer(const std::string& answers)
    {
        wait_for_questions();
        program.type(answers);
    }
    void wait_for_questions() { ASSERT_TRUE(seen(last_question)); }
    void answer_and_begin(const std::string& answers)
    {
        answer(answers);
        ASSERT_TRUE(seen(way_out));
    }

    /// Waits for something on the screen, also where the program's output goes elsewhere.
    testing::AssertionResult seen(const std::string& wanted)
    {
        const auto found = [&] {
            tty.screen().drain();
            return tty.screen().advance_past(wanted);
        };
        if (program.wait_until(found))
            return testing::AssertionSuccess();
        return testing::AssertionFailure() << '"' << visible(wanted) << "\" did not come:\n"
                                           << visible(tty.screen().text());
    }

    /// Leaves in the way a person does. The terminal answers to the end: it is asked if anything
    /// was switched on that makes it send by itself.
    void leave(const std::string& ctrl_c = "\x03")
    {
        program.type(ctrl_c);
        ASSERT_TRUE(seen("Once more"));
        program.type(ctrl_c);
        ASSERT_TRUE(program.wait_until([&] {
            tty.screen().drain();
            if (tty.screen().advance_past(last_question))
                program.type(st_answers);
            return program.has_ended();
        }));
        expect_left();
    }
    void expect_left()
    {
        EXPECT_EQ(program.wait_exit(), exited(0)) << visible(program.output());
        EXPECT_TRUE(same_modes(before, tty.modes()));
        EXPECT_EQ(tty.unread_bytes(), 0) << "somebody else will read what the terminal has sent";
    }

    /// What was written since the last call.
    std::string screen()
    {
        std::string text(tty.screen().unread());
        tty.screen().advance(text.size());
        return text;
    }

    pty tty;
    const termios before;
    process program;
};

// ---- Who the terminal is, and what is switched on ----

TEST(keys, F10_asks_the_terminal_switches_on_what_it_offers_and_leaves_it_as_it_was)
{
    inspected t;
    t.answer(kitty_answers);
    ASSERT_TRUE(t.seen("\x1b[>31u\x1b[?2004h\x1b[?1006h\x1b[?1002h\x1b[?1004h"));
    EXPECT_TRUE(t.seen("Terminal: kitty(0.26.5), TERM=xterm\r\n"));
    EXPECT_TRUE(t.seen("Switched on: kitty=31 mouse=drags paste focus\r\n"));
    ASSERT_TRUE(t.seen(way_out));
    EXPECT_THAT(t.program.output(), Not(HasSubstr("2048h")));
    t.program.type("\x1b[97;5u");
    EXPECT_TRUE(t.seen("ctrl+a           press         ESC [ 97 ; 5 u  1b5b39373b3575\r\n"));
    t.program.type("\x1b[99;5u\x1b[99;5:3u"); // pressed and released
    ASSERT_TRUE(t.seen("Once more leaves.\r\n"));
    t.program.type("\x1b[99;5u");
    ASSERT_TRUE(t.seen("\x1b[?1004l\x1b[?1002l\x1b[?1006l\x1b[?2004l\x1b[<u" + last_question));
    EXPECT_TRUE(t.tty.is_raw()); // what comes until the answer is not echoed
    t.program.type("\x1b[I" + st_answers);
    t.expect_left();
}

TEST(keys, an_answer_of_xterm_means_modify_other_keys)
{
    inspected t;
    t.answer_and_begin(xterm_answers);
    EXPECT_THAT(t.program.output(), HasSubstr("\x1b[>4;2m"));
    EXPECT_THAT(t.program.output(), HasSubstr("Attributes: 64;1;2;6;9;15;16;17;18;21;22;28\r\n"));
    t.leave("\x1b[27;5;99~");
    EXPECT_THAT(t.program.output(), HasSubstr("\x1b[>4m"));
}

TEST(keys, a_terminal_of_windows_is_asked_for_its_own_mode)
{
    inspected t;
    t.answer_and_begin("\x1b[?9001;2$y\x1b[?61;4;6c");
    EXPECT_THAT(t.program.output(), HasSubstr("Switched on: win32-input mouse=drags paste focus"));
    EXPECT_THAT(t.program.output(), HasSubstr("\x1b[?9001h"));
    t.leave("\x1b[67;46;3;1;8;1_"); // Ctrl-C
    EXPECT_THAT(t.program.output(), HasSubstr("\x1b[?9001l" + last_question));
}

TEST(keys, a_terminal_of_which_little_is_known_gets_nothing_it_may_misread)
{
    inspected t;
    t.answer_and_begin(st_answers);
    const std::string questions = t.program.output().substr(0, t.program.output().find("\x1b[c"));
    const std::string after = t.program.output().substr(questions.size());
    EXPECT_THAT(after, Not(HasSubstr("\x1b[>")));
    EXPECT_THAT(after, HasSubstr("\x1b[?2004h\x1b[?1006h\x1b[?1002h\x1b[?1004h"));
    EXPECT_THAT(after, HasSubstr("\r\x1b[K")); // a `p` that old terminals make of DECRQM
    EXPECT_THAT(after, HasSubstr("Terminal: no name, TERM=xterm\r\n"));
    t.leave();
}

TEST(keys, what_a_terminal_refuses_is_not_switched_on_and_what_it_has_is)
{
    inspected t;
    t.answer_and_begin("\x1b[?1002;2$y\x1b[?1004;0$y\x1b[?1006;4$y\x1b[?2004;3$y\x1b[?2031;2$y"
                       "\x1b[?2048;1$y\x1b[?6c");
    EXPECT_THAT(t.program.output(), HasSubstr("Switched on: paste resize color-scheme\r\n"));
    EXPECT_THAT(t.program.output(), HasSubstr("\x1b[?2004h\x1b[?2031h\x1b[?2048h"));
    t.leave();
}

TEST(keys, options_choose_what_is_switched_on)
{
    {
        inspected t({"--plain"});
        t.answer_and_begin(kitty_answers);
        EXPECT_THAT(t.program.output(), HasSubstr("Switched on: nothing\r\n"));
        EXPECT_THAT(t.program.output(), Not(HasSubstr("h\x1b[")));
        t.leave();
    }
    {
        inspected t({"--plain", "--with", "keypad,kitty=5"});
        t.answer_and_begin(kitty_answers);
        EXPECT_THAT(t.program.output(), HasSubstr("Switched on: kitty=5 keypad\r\n"));
        EXPECT_THAT(t.program.output(), HasSubstr("\x1b[>5u\x1b="));
        t.leave();
    }
    {
        inspected t({"--without", "focus,kitty", "--with", "mouse=all", "--with", "other-keys=1"});
        t.answer_and_begin(kitty_answers);
        EXPECT_THAT(t.program.output(), HasSubstr("Switched on: other-keys=1 mouse=all paste\r\n"));
        t.leave();
    }
}

TEST(keys, mouse_pixels_are_asked_for_where_they_are_expected)
{
    inspected t({"--mouse-pixels"});
    t.answer(kitty_answers);
    ASSERT_TRUE(t.seen("\x1b[?1006h\x1b[?1016h\x1b[?1002h"));
    t.program.type("\x1b[<0;100;200M");
    EXPECT_TRUE(t.seen("mouse left       press   100,200px"));
    t.leave();
}

TEST(keys, a_terminal_without_a_name_is_asked_nothing)
{
    for (const char* const term : {"dumb", static_cast<const char*>(nullptr)}) {
        launch how = keys({});
        how.environment["TERM"] = term != nullptr ? std::optional<std::string>(term) : std::nullopt;
        inspected t(how);
        ASSERT_TRUE(t.seen(way_out));
        t.program.type("a\x03\x03");
        t.expect_left();
        EXPECT_THAT(t.program.output(), Not(HasSubstr("\x1b")));
    }
}

TEST(keys, says_so_if_the_terminal_does_not_answer_and_shows_what_it_says_later)
{
    inspected t;
    t.wait_for_questions();
    ASSERT_TRUE(t.seen("It has not answered within a second.\r\n"));
    ASSERT_TRUE(t.seen("Escape: told by time\r\n"));
    t.program.type(st_answers);
    EXPECT_TRUE(t.seen("reply primary_attributes         \"6\"   ESC [ ? 6 c"));
    t.leave(); // and it is asked for its end
}

TEST(keys, a_terminal_that_never_answers_is_left)
{
    inspected t;
    t.wait_for_questions();
    t.program.type("\x03\x03"); // while it is asked
    t.expect_left();
}

TEST(keys, a_terminal_that_stops_answering_is_left)
{
    inspected t;
    t.answer_and_begin(xterm_answers);
    t.program.type("\x03\x03");
    t.expect_left();
}

TEST(keys, what_is_typed_before_the_answer_is_not_lost)
{
    inspected t;
    t.wait_for_questions();
    t.program.type("a\x1bP>|st\x1b\\b\x1b[?6c"
                   "c");
    ASSERT_TRUE(t.seen("Terminal: st,"));
    ASSERT_TRUE(t.seen(way_out));
    for (const char* const key : {"a  ", "b  ", "c  "})
        EXPECT_TRUE(t.seen(key));
    t.leave();
}

// ---- The way out ----

struct way_row {
    std::string name;
    std::string key;
    int times;

    friend void PrintTo(const way_row& row, std::ostream* out) { *out << row.name; }
};

class keys_way_out : public testing::TestWithParam<way_row> {};

TEST_P(keys_way_out, F113_leaves)
{
    const auto& [name, key, times] = GetParam();
    inspected t({"--plain"});
    t.answer_and_begin(st_answers);
    t.program.type("a");
    ASSERT_TRUE(t.seen("a   "));
    for (int i = 1; i < times; ++i) {
        t.program.type(key);
        ASSERT_TRUE(t.seen("press"));
    }
    ASSERT_TRUE(t.seen("Once more leaves.\r\n"));
    t.program.type(key);
    t.expect_left();
}

// As terminals send them: ctlseqs (modifyOtherKeys), the kitty protocol's page.
INSTANTIATE_TEST_SUITE_P(rows, keys_way_out,
                         testing::Values(way_row{"control_character", "\x03", 2},
                                         way_row{"other_keys", "\x1b[27;5;99~", 2},
                                         way_row{"other_keys_with_caps_lock", "\x1b[27;5;67~", 2},
                                         way_row{"other_keys_cyrillic", "\x1b[27;5;1089~", 2},
                                         way_row{"other_keys_greek", "\x1b[27;5;968~", 2},
                                         way_row{"kitty", "\x1b[99;5u", 2},
                                         way_row{"kitty_with_caps_lock", "\x1b[99;69u", 2},
                                         way_row{"kitty_cyrillic", "\x1b[1089;5u", 2},
                                         way_row{"kitty_cyrillic_with_base", "\x1b[1089::99;5u", 2},
                                         way_row{"escape", "\x1b[27u", 3},
                                         way_row{"escape_with_num_lock", "\x1b[27;129u", 3}),
                         name_of_row());

TEST(keys, what_is_not_the_same_key_in_a_row_does_not_leave)
{
    inspected t({"--plain"});
    t.answer_and_begin(st_answers);
    t.program.type("\x1b[27u\x1b[27ua\x1b[27u\x03\x1b[27;5;1089~\x1b[27;5;1092~"
                   "\x1b[27;5;225~\x1b[1092::97;5u\x1b[1092::97;5u\x1b[101;5u\x1b[101;5u"
                   "b");
    ASSERT_TRUE(t.seen("\r\nb   "));
    t.leave();
}

TEST(keys, a_mute_terminal_gives_escape_without_waiting_for_an_answer)
{
    inspected t;
    ASSERT_TRUE(t.seen(way_out)); // which nobody has answered
    const std::string before = t.program.output();
    t.program.type("\x1b");
    ASSERT_TRUE(t.seen("escape           press         ESC  1b\r\n"));
    EXPECT_THAT(t.program.output().substr(before.size()), Not(HasSubstr(last_question)));
    t.program.type("\x03\x03");
    t.expect_left();
}

// ---- What a line shows ----

struct line_row {
    std::string name;
    std::string sent;
    std::string wide;
    std::string narrow;

    friend void PrintTo(const line_row& row, std::ostream* out) { *out << row.name; }
};

class keys_line : public testing::TestWithParam<line_row> {};

TEST_P(keys_line, fits_into_the_window)
{
    for (const bool wide : {true, false}) {
        inspected t(options(), wide ? 80 : 40);
        t.answer_and_begin(st_answers);
        t.program.type(GetParam().sent);
        EXPECT_TRUE(t.seen((wide ? GetParam().wide : GetParam().narrow) + "\r\n"));
        t.leave();
        std::istringstream lines(t.program.output());
        for (std::string line; std::getline(lines, line);) {
            const auto characters = std::count_if(line.begin(), line.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0U) != 0x80 && c != '\r';
            });
            const bool is_seen = line.find('\x1b') == std::string::npos;
            EXPECT_TRUE(!is_seen || characters <= (wide ? 80 : 40)) << line;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    rows, keys_line,
    testing::Values(
        line_row{"letter", "a", "a                press   \"a\"   a  61",
                 "a         press   \"a\" a  61"},
        line_row{"arrow", "\x1b[1;5D", "ctrl+left        press         ESC [ 1 ; 5 D  1b5b313b3544",
                 "ctrl+left press       ESC [ 1 ; 5 D"},
        line_row{"accent", "\xc3\xa9", "é                press   \"é\"   \\xc3 \\xa9  c3a9",
                 "é         press   \"é\" \\xc3 \\xa9  c3a9"},
        line_row{
            "kitty", "\x1b[97;1:2;97u",
            "a                repeat  \"a\"   ESC [ 97 ; 1 : 2 ; 97 u  1b5b39373b313a323b393775",
            "a         repeat  \"a\"\r\n    ESC [ 97 ; 1 : 2 ; 97 u"},
        line_row{"long_name", "\x1b[5;8~",
                 "ctrl+alt+shift+page_up press         ESC [ 5 ; 8 ~  1b5b353b387e",
                 "ctrl+alt+shift+page_up press\r\n    ESC [ 5 ; 8 ~"},
        line_row{"mouse", "\x1b[<16;12;5M",
                 "mouse ctrl+left  press   12,5  ESC [ < 16 ; 12 ; 5 M  1b5b3c31363b31323b354d",
                 "mouse ctrl+left press   12,5\r\n    ESC [ < 16 ; 12 ; 5 M"},
        line_row{"focus", "\x1b[O", "focus            lost          ESC [ O  1b5b4f",
                 "focus     lost        ESC [ O  1b5b4f"},
        line_row{"nul", std::string(1, '\0'), "ctrl+space       press         NUL  00",
                 "ctrl+space press       NUL  00"},
        line_row{"paste", "\x1b[200~a\x1b[201~",
                 "paste                    \"a\"   ESC [ 200 ~ a ESC [ 201 ~",
                 "paste             \"a\"\r\n    ESC [ 200 ~ a ESC [ 201 ~"},
        line_row{"reply", "\x1b[?2026;2$y",
                 "reply mode               \"2026;2\" ESC [ ? 2026 ; 2 $ y  1b5b3f323032363b322479",
                 "reply mode         \"2026;2\"\r\n    ESC [ ? 2026 ; 2 $ y"},
        line_row{"unknown", "\x1b[?7x",
                 "unknown" + std::string(24, ' ') + "ESC [ ? 7 x  1b5b3f3778",
                 "unknown" + std::string(15, ' ') + "ESC [ ? 7 x"}),
    name_of_row());

TEST(keys, F77_what_comes_from_outside_is_not_obeyed)
{
    inspected t;
    const std::string harmful = "\xe2\x80\xae"; // U+202E, right to left
    t.answer_and_begin("\x1bP>|a" + harmful + "b\x9cz\x1b\\\x1b[?6c");
    const std::size_t begin = t.program.output().size();
    t.program.type("\x1b[200~x\x1b]0;title\x07" + harmful +
                   "\x9b"
                   "31m\x1b[201~" +
                   harmful + "\x1b]52;c;\x1b\\");
    t.program.type("\x1b[7;7;7;7~\xff\x1b_G" + harmful + "\x1b\\Z");
    EXPECT_TRUE(t.seen("Z  "));
    const std::string shown = t.program.output().substr(begin);
    EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
    EXPECT_THAT(shown, Not(HasSubstr("\x07")));
    EXPECT_THAT(shown, Not(HasSubstr("\x9b"
                                     "31")));
    EXPECT_THAT(t.program.output(), Not(HasSubstr(harmful)));
    EXPECT_THAT(shown, HasSubstr("\"x<u+1b>]0;title<u+7><u+202e>\\x9b31m\""));
    t.leave();
}

TEST(keys, a_long_paste_is_shown_in_part)
{
    inspected t;
    t.answer_and_begin(st_answers);
    t.program.type("\x1b[200~" + std::string(100'000, 'x') + "\x1b[201~");
    EXPECT_TRUE(t.seen("... 100012 bytes\r\n"));
    EXPECT_LT(t.program.output().size(), 4000U);
    t.leave();
}

TEST(keys, follows_the_window)
{
    inspected t;
    t.answer_and_begin(st_answers);
    t.tty.resize(40, 24);
    EXPECT_TRUE(t.seen("resize            40x24\r\n"));
    t.leave();
}

// ---- Leaving ----

TEST(keys, ctrl_c_leaves_only_twice_in_a_row)
{
    inspected t;
    t.answer_and_begin(kitty_answers);
    t.program.type("\x03");
    ASSERT_TRUE(t.seen("Once more"));
    t.program.type("a\x03");
    ASSERT_TRUE(t.seen("Once more"));
    // Ctrl goes down again, a key repeats, another is released, the mouse moves: still in a row.
    t.program.type("\x1b[57442;5u\x1b[99;5:2u\x1b[97;1:3u\x1b[<35;1;1M");
    t.program.type("\x03");
    ASSERT_TRUE(t.seen(last_question));
    t.program.type(st_answers);
    t.expect_left();
}

TEST(keys, ctrl_c_is_found_on_a_keyboard_without_a_c)
{
    inspected t;
    t.answer_and_begin(kitty_answers);
    t.leave("\x1b[1089::99;5u");
}

TEST(keys, F20_a_terminal_that_is_closed_ends_it)
{
    inspected t;
    t.answer_and_begin(xterm_answers);
    t.tty.close_master();
    EXPECT_EQ(t.program.wait_exit(), killed_by(SIGHUP)); // as it leads the session
}

TEST(keys, F2_a_signal_switches_everything_off)
{
    if (built_with_thread_sanitizer)
        GTEST_SKIP() << "the thread sanitizer puts off signals that come while a program sleeps";
    inspected t;
    t.answer_and_begin(kitty_answers);
    t.program.signal(SIGTERM);
    EXPECT_EQ(t.program.wait_exit(), killed_by(SIGTERM));
    EXPECT_TRUE(t.seen("\x1b[?1004l\x1b[?1002l\x1b[?1006l\x1b[?2004l\x1b[<u"));
    EXPECT_TRUE(same_modes(t.before, t.tty.modes()));
}

// ---- For machines ----

std::string run_tool(options arguments, const std::string& input = {})
{
    launch how = tool(std::move(arguments));
    how.in = stream::pipe();
    how.out = stream::pipe();
    how.err = stream::pipe();
    process program(how);
    program.feed(input);
    program.end_input();
    EXPECT_EQ(program.wait_exit(), exited(0)) << program.errors();
    return program.output();
}

std::string hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 0xFU];
    }
    return text;
}

class temporary_file {
public:
    temporary_file()
        : path(std::filesystem::temp_directory_path() /
               ("cotty-keys-" + std::to_string(::getpid())))
    {
    }
    ~temporary_file() { std::filesystem::remove(path); }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;

    [[nodiscard]] std::vector<std::string> lines() const
    {
        std::vector<std::string> result;
        std::ifstream in(path);
        for (std::string line; std::getline(in, line);)
            result.push_back(line);
        return result;
    }

    const std::string path;
};

const std::string typed = "a\x1b[1;5D\xc3\xa9\x1b[<0;12;5M\x1b[200~pasted\x1b[201~\x1b[7;7;7;7~";

TEST(keys, json_is_what_decode_prints)
{
    temporary_file file;
    launch how = keys({"--json"});
    how.out = stream::file(file.path);
    inspected t(how);
    t.answer(kitty_answers);
    ASSERT_TRUE(t.seen("\x1b[>31u"));
    t.program.type(typed + "\x03");
    ASSERT_TRUE(t.seen("Once more leaves\r\n")); // on stderr
    t.program.type("\x03");
    ASSERT_TRUE(t.seen(last_question));
    t.program.type(st_answers);
    t.expect_left();
    std::string all;
    for (const std::string& line : file.lines())
        all += line + '\n';
    EXPECT_EQ(all, run_tool({"decode"}, kitty_answers + typed + "\x03\x03"));
}

TEST(keys, json_on_a_terminal_has_no_heading)
{
    inspected t({"--json", "--plain"});
    ASSERT_TRUE(t.seen(last_question));
    t.program.type(st_answers);
    t.program.type("a");
    ASSERT_TRUE(t.seen("\"raw\":\"61\"}\r\n"));
    EXPECT_THAT(t.program.output(), Not(HasSubstr("Terminal:")));
    t.leave();
}

TEST(keys, reads_a_pipe_to_its_end)
{
    EXPECT_EQ(run_tool({"keys"}, "a\x1b[A\n\x03\x03\x1b"),
              "a                press   \"a\"   a  61\n"
              "up               press         ESC [ A  1b5b41\n"
              "enter            press         LF  0a\n"
              "ctrl+c           press         ETX  03\n"
              "ctrl+c           press         ETX  03\n"
              "escape           press         ESC  1b\n");
    EXPECT_EQ(run_tool({"keys", "--json"}, typed), run_tool({"decode"}, typed));
}

// ---- The report ----

std::string field(const std::string& json, const std::string& name)
{
    std::smatch match;
    std::regex_search(json, match, std::regex('"' + name + R"_(":("[^"]*"|\[[^\]]*\]|[^,}]*))_"));
    return match[1];
}

/// The strings in a JSON array of simple ones.
options words_in(const std::string& array)
{
    options words;
    const std::regex word("\"([^\"]*)\"");
    for (std::sregex_iterator at(array.begin(), array.end(), word), end; at != end; ++at)
        words.push_back((*at)[1]);
    return words;
}

/// What docs/keys.md says: decodes the bytes between two pauses anew, and compares.
void expect_replay(const std::vector<std::string>& report)
{
    ASSERT_FALSE(report.empty());
    options decode = words_in(field(report[0], "decoding"));
    decode.insert(decode.begin(), "decode");
    decode.emplace_back("--hex");
    std::string bytes;
    std::string events;
    const auto replay = [&] {
        options arguments = decode;
        arguments.push_back(bytes);
        EXPECT_EQ(run_tool(arguments), events);
        bytes.clear();
        events.clear();
    };
    for (std::size_t i = 1; i < report.size(); ++i) {
        if (report[i] == "{\"pause\":true}") {
            replay();
        } else if (const std::string raw = words_in(field(report[i], "raw")).at(0); !raw.empty()) {
            bytes += raw;
            events += report[i] + '\n';
        }
    }
    replay();
}

TEST(keys, a_report_can_be_replayed)
{
    temporary_file file;
    inspected t({"--save", file.path, "--tab", "ctrl+i"});
    t.answer_and_begin(xterm_answers);
    t.program.type(typed + "\x1b");
    ASSERT_TRUE(t.seen("escape "));
    t.program.type("[A"); // no arrow: time has decided
    ASSERT_TRUE(t.seen("A  41"));
    t.tty.resize(100, 30);
    ASSERT_TRUE(t.seen("100x30"));
    t.program.type("\t\x1b[200~" + std::string(9000, 'y') + "\x1b[201~\x7f\n");
    ASSERT_TRUE(t.seen("ctrl+j"));
    t.leave();
    const auto report = file.lines();
    ASSERT_FALSE(report.empty());
    EXPECT_EQ(field(report[0], "report"), "\"cotty keys\"");
    EXPECT_EQ(field(report[0], "format"), "1");
    EXPECT_EQ(field(report[0], "terminal"), "\"XTerm(379)\"");
    EXPECT_EQ(field(report[0], "kitty_flags"), "null");
    EXPECT_EQ(field(report[0], "1002"), "2");
    EXPECT_EQ(field(report[0], "TERM"), "\"xterm\"");
    EXPECT_EQ(field(report[0], "columns"), "80");
    EXPECT_EQ(field(report[0], "decoding"), "[\"--tab\",\"ctrl+i\"]");
    EXPECT_EQ(field(report[0], "on"), "[\"other-keys=2\",\"mouse=drags\",\"paste\",\"focus\"]");
    EXPECT_THAT(report, testing::Contains("{\"pause\":true}"));
    std::string all;
    for (std::size_t i = 1; i < report.size(); ++i)
        for (const std::string& raw : words_in(field(report[i], "raw")))
            all += raw;
    EXPECT_EQ(all, hex(xterm_answers + typed + "\x1b[A\t\x1b[200~" + std::string(9000, 'y') +
                       "\x1b[201~\x7f\n\x03\x03"));
    expect_replay(report);
}

TEST(keys, a_report_says_what_the_terminal_decides)
{
    temporary_file file;
    pty tty;
    termios modes = tty.modes();
    modes.c_cc[VERASE] = 0x08;
    tty.set_modes(modes);
    process program(tty, keys({"--save", file.path, "--backspace", "del", "--graphemes"}, "dumb"));
    ASSERT_TRUE(program.wait_for(way_out));
    program.type("\x08\x7f"
                 "e\xcc\x81\x03\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    const auto report = file.lines();
    EXPECT_EQ(field(report.at(0), "decoding"), "[\"--graphemes\",\"--backspace\",\"bs\"]");
    EXPECT_EQ(field(report.at(1), "key"), "\"backspace\"");
    EXPECT_EQ(field(report.at(3), "raw"), "\"65cc81\"");
    expect_replay(report);
}

TEST(keys, a_report_is_written_while_it_goes_on)
{
    temporary_file file;
    inspected t({"--save", file.path});
    t.answer_and_begin(st_answers);
    t.program.type("a");
    EXPECT_TRUE(t.program.wait_until([&] { return file.lines().size() == 3; }));
    t.program.signal(SIGKILL);
    EXPECT_EQ(t.program.wait_exit(), killed_by(SIGKILL));
    EXPECT_EQ(field(file.lines().at(2), "key"), "\"a\"");
}

TEST(keys, a_report_of_a_pipe_can_be_replayed)
{
    temporary_file file;
    run_tool({"keys", "--save", file.path}, "a\nb\x1b");
    const auto report = file.lines();
    EXPECT_EQ(field(report.at(0), "decoding"), "[\"--line-feed\",\"enter\"]");
    EXPECT_EQ(field(report.at(2), "key"), "\"enter\"");
    expect_replay(report);
}

// ---- What is wrong ----

struct error_row {
    std::string name;
    options arguments;
    std::string message;

    friend void PrintTo(const error_row& row, std::ostream* out) { *out << row.name; }
};

class keys_error : public testing::TestWithParam<error_row> {};

TEST_P(keys_error, is_told_before_the_terminal_is_touched)
{
    inspected t(GetParam().arguments);
    EXPECT_EQ(t.program.wait_exit(), exited(2));
    EXPECT_THAT(t.program.output(), testing::StartsWith("cotty: "));
    EXPECT_THAT(t.program.output(), HasSubstr(GetParam().message));
    EXPECT_THAT(t.program.output(), Not(HasSubstr("\x1b")));
    EXPECT_TRUE(same_modes(t.before, t.tty.modes()));
}

INSTANTIATE_TEST_SUITE_P(
    rows, keys_error,
    testing::Values(error_row{"no_directory",
                              {"--save", "/nowhere/report"},
                              "/nowhere/report: No such file or directory"},
                    error_row{"directory", {"--save", "/"}, "/: Is a directory"},
                    error_row{"no_feature", {"--with", "mouse,smell"}, "'smell' is none of kitty"},
                    error_row{"no_value", {"--with", "paste=1"}, "'paste=1' is none of"},
                    error_row{"wrong_number", {"--with", "kitty=32"}, "'kitty=32' is none of"},
                    error_row{"no_number", {"--with", "kitty="}, "'kitty=' is none of"},
                    error_row{"refused", {"--without", "smell"}, "'smell' is none of"},
                    error_row{"decoding", {"--keyboard", "vt100"}, "'vt100' is not one of"}),
    name_of_row());

TEST(keys, a_full_disk_is_an_error)
{
    launch how = tool({"keys", "--save", "/dev/full"});
    how.in = stream::pipe();
    how.out = stream::pipe();
    how.err = stream::pipe();
    process program(how);
    program.feed("a");
    program.end_input();
    EXPECT_EQ(program.wait_exit(), exited(2));
    EXPECT_THAT(program.errors(), HasSubstr("/dev/full: the report cannot be written"));
}

TEST(keys, without_input_there_is_nothing_to_show)
{
    launch how = tool({"keys"});
    how.in = stream::null();
    how.out = stream::pipe();
    how.err = stream::pipe();
    process program(how);
    EXPECT_EQ(program.wait_exit(), exited(2));
    EXPECT_THAT(program.errors(), HasSubstr("keys needs a terminal"));
}

} // namespace
} // namespace cotty::test
