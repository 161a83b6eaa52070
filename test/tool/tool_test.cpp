// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The program `cotty` seen from outside: what it prints, and what it leaves behind.
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
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cotty::test {
namespace {

using namespace std::chrono_literals;
using options = std::vector<std::string>;

launch with_relation(launch how, session relation)
{
    how.relation = relation;
    return how;
}

launch with_streams(launch how, stream in, stream out, stream err)
{
    how.in = std::move(in);
    how.out = std::move(out);
    how.err = std::move(err);
    return how;
}

/// No terminal anywhere.
launch with_pipes(launch how)
{
    return with_streams(std::move(how), stream::pipe(), stream::pipe(), stream::pipe());
}

launch ignoring(launch how, int signal)
{
    how.ignored_signals = {signal};
    return how;
}

bool is_one_line(std::string_view text)
{
    return text.size() > 1 && text.find('\n') == text.size() - 1;
}

// ---- What it prints ----

TEST(tool, prints_what_was_typed_in_the_last_second)
{
    tool_on_terminal t(options{});
    t.program.type("hello");
    // On a machine that stands still meanwhile, a second may have gone by before the typing.
    EXPECT_TRUE(t.program.wait_for(std::regex(
        "^(In the last second you pressed:\r\n)*In the last second you pressed: h e l l o\r\n")));
    t.expect_end_by_ctrl_c();
}

TEST(tool, prints_nothing_behind_the_colon_when_nothing_was_pressed)
{
    pty tty;
    process program(tty, tool({"--interval", "250ms", "--count", "2"}));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.output(), "In the last 250 milliseconds you pressed:\r\n"
                                "In the last 250 milliseconds you pressed:\r\n");
}

TEST(tool, prints_once_per_interval)
{
    const auto start = steady_clock::now();
    pty tty;
    process program(tty, tool({"--interval", "150ms", "--count", "4"}));
    EXPECT_EQ(program.wait_exit(), exited(0));
    // A machine can be late, but not early.
    EXPECT_GE(steady_clock::now() - start, 4 * 150ms);
}

TEST(tool, ends_after_the_lines_it_was_asked_for)
{
    tool_on_terminal t({"--interval", "20ms", "--count", "7"});
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_EQ(std::ranges::count(t.program.output(), '\n'), 7);
    EXPECT_TRUE(t.is_given_back());
}

TEST(tool, shows_a_space_for_the_space_bar)
{
    tool_on_terminal t({"--interval", "1m"});
    t.program.type("it wo\x03");
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_EQ(t.program.output(), "In the last minute you pressed: i t   w o\r\n");
}

TEST(tool, never_mixes_two_lines)
{
    tool_on_terminal t({"--interval", "2ms"});
    std::string expected;
    for (int i = 0; i < 1000; ++i) {
        const char key = static_cast<char>('a' + i % 26);
        t.program.type({&key, 1});
        expected += (i == 0 ? "" : " ") + std::string(1, key);
    }
    EXPECT_TRUE(wait_for_keys(t.program, expected));
    t.expect_end_by_ctrl_c();
    const std::string& screen = t.program.output();
    for (std::size_t i = screen.find('\n'); i != std::string::npos; i = screen.find('\n', i + 1))
        ASSERT_EQ(screen[i - 1], '\r') << "output processing is off";
}

TEST(tool, F46_loses_nothing_when_the_terminal_is_slow)
{
    tool_on_terminal t({"--interval", "1ms"});
    // Nobody reads the terminal until it is full: 4095 bytes are all that can be waiting.
    const auto is_full = [&t] {
        int waiting = 0;
        return ::ioctl(t.tty.master(), FIONREAD, &waiting) == 0 && waiting >= 4095;
    };
    ASSERT_TRUE(wait_until(is_full));
    t.tty.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    t.expect_end_by_ctrl_c();
}

struct interval_row {
    std::string name; // named as the argument is written
    std::string words;

    friend void PrintTo(const interval_row& row, std::ostream* out) { *out << row.name; }
};

class tool_interval : public testing::TestWithParam<interval_row> {};

TEST_P(tool_interval, is_told_in_words)
{
    const auto& [argument, words] = GetParam();
    tool_on_terminal t({"--interval", argument});
    t.program.type("x\x03");
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_THAT(t.program.output(),
                testing::EndsWith("In the last " + words + " you pressed: x\r\n"));
}

INSTANTIATE_TEST_SUITE_P(rows, tool_interval,
                         testing::Values(interval_row{"250ms", "250 milliseconds"},
                                         interval_row{"1s", "second"},
                                         interval_row{"2s", "2 seconds"},
                                         interval_row{"1m", "minute"},
                                         interval_row{"2m", "2 minutes"}),
                         name_of_row{});

// ---- Keys ----

struct key_row {
    std::string name;
    std::string bytes;
    std::string shown;

    friend void PrintTo(const key_row& row, std::ostream* out) { *out << row.name; }
};

class tool_key : public testing::TestWithParam<key_row> {};

TEST_P(tool_key, is_shown)
{
    tool_on_terminal t;
    t.program.type(GetParam().bytes);
    EXPECT_TRUE(wait_for_keys(t.program, GetParam().shown));
    t.expect_end_by_ctrl_c();
}

INSTANTIATE_TEST_SUITE_P(
    rows, tool_key,
    testing::Values(
        key_row{"letter", "a", "a"}, key_row{"capital", "A", "A"}, key_row{"space", " ", " "},
        key_row{"two_spaces", "  ", "   "}, key_row{"up", "\x1b[A", "up"},
        key_row{"down", "\x1b[B", "down"}, key_row{"right", "\x1b[C", "right"},
        key_row{"left", "\x1b[D", "left"}, key_row{"application_up", "\x1bOA", "up"},
        key_row{"ctrl_left", "\x1b[1;5D", "ctrl+left"}, key_row{"home", "\x1b[H", "home"},
        key_row{"delete", "\x1b[3~", "delete"}, key_row{"f1", "\x1bOP", "f1"},
        key_row{"f5", "\x1b[15~", "f5"}, key_row{"shift_tab", "\x1b[Z", "shift+tab"},
        key_row{"ctrl_a", "\x01", "ctrl+a"}, key_row{"enter", "\r", "enter"},
        key_row{"tab", "\t", "tab"}, key_row{"backspace", "\x7f", "backspace"},
        key_row{"alt_a", "\033a", "alt+a"}, key_row{"escape", "\x1b", "escape"},
        // Which the terminal would swallow in any mode but raw.
        key_row{"ctrl_s", "\x13", "ctrl+s"}, key_row{"ctrl_q", "\x11", "ctrl+q"},
        key_row{"ctrl_d", "\x04", "ctrl+d"}, key_row{"ctrl_v", "\x16", "ctrl+v"},
        key_row{"ctrl_backslash", "\x1c", "ctrl+\\"}, key_row{"two_bytes", "\u00e9", "\u00e9"},
        key_row{"three_bytes", "\u65e5", "\u65e5"},
        key_row{"four_bytes", "\U0001f600", "\U0001f600"},
        key_row{"F31_no_utf_8", "\xff", "\ufffd"}, key_row{"F31_cut_short", "\303a", "\ufffd a"},
        key_row{"word_and_keys", "l\x1b[Ad\x01", "l up d ctrl+a"}),
    name_of_row{});

TEST(tool, F30_reads_a_character_that_arrives_in_pieces)
{
    tool_on_terminal t;
    for (const char byte : std::string_view("\u00e9\u65e5\x1b[1;5D\U0001f600"))
        t.program.type({&byte, 1});
    EXPECT_TRUE(wait_for_keys(t.program, "\u00e9 \u65e5 ctrl+left \U0001f600"));
    t.expect_end_by_ctrl_c();
}

TEST(tool, F38_reads_on_after_what_it_does_not_know)
{
    tool_on_terminal t;
    t.program.type("\x1b[?9;9;9z\x1b]1234;none\007a");
    EXPECT_TRUE(t.program.wait_for(std::regex("you pressed:.* a\r\n")));
    t.program.type("b");
    EXPECT_TRUE(t.program.wait_for("you pressed: b\r\n"));
    t.expect_end_by_ctrl_c();
}

TEST(tool, F53_keeps_what_was_typed_before_it_started)
{
    pty tty;
    tty.type("ab");
    ASSERT_TRUE(wait_until([&tty] {
        tty.screen().drain();
        return tty.screen().advance_past("ab"); // the echo
    }));
    const termios before = tty.modes();
    process program(tty, tool({"--interval", "50ms"}));
    EXPECT_TRUE(wait_for_keys(program, "a b"));
    program.type("c");
    EXPECT_TRUE(wait_for_keys(program, "c"));
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

TEST(tool, F6_starts_on_a_terminal_that_is_raw_already)
{
    pty tty;
    termios before = tty.modes();
    before.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
    before.c_cc[VMIN] = 7;
    before.c_cc[VTIME] = 3;
    tty.set_modes(before);
    tty.type("ab");
    process program(tty, tool({"--interval", "50ms"}));
    EXPECT_TRUE(wait_for_keys(program, "a b"));
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

// ---- Ctrl-C and Ctrl-Z ----

TEST(tool, ends_at_ctrl_c)
{
    tool_on_terminal t({"--interval", "1m"});
    t.expect_end_by_ctrl_c();
}

TEST(tool, prints_the_last_keys_at_ctrl_c)
{
    tool_on_terminal t({"--interval", "1m"});
    t.program.type("abc\x03");
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_EQ(t.program.output(), "In the last minute you pressed: a b c\r\n");
    EXPECT_TRUE(t.is_given_back());
}

void expect_stop_and_go_on(tool_on_terminal& t)
{
    EXPECT_TRUE(is_stopped(t.program.wait_stopped()));
    EXPECT_TRUE(t.is_given_back());
    t.program.signal(SIGCONT);
    EXPECT_TRUE(t.becomes_raw());
}

struct session_row {
    std::string name;
    session relation;

    friend void PrintTo(const session_row& row, std::ostream* out) { *out << row.name; }
};

class tool_suspended : public testing::TestWithParam<session_row> {};

TEST_P(tool_suspended, F13_gives_the_terminal_back_and_takes_it_again)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), GetParam().relation));
    t.program.type("a");
    EXPECT_TRUE(wait_for_keys(t.program, "a"));
    for (int i = 0; i < 3; ++i) {
        t.program.type("\x1a");
        expect_stop_and_go_on(t);
        t.program.type("hello");
        EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    }
    t.expect_end_by_ctrl_c();
}

TEST_P(tool_suspended, F13_keeps_the_keys_around_ctrl_z)
{
    tool_on_terminal t(with_relation(tool({"--interval", "1m"}), GetParam().relation));
    t.program.type("ab\x1a");
    expect_stop_and_go_on(t);
    t.program.type("cd");
    t.program.type("\x03");
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_EQ(keys_in(t.program.output()), keys_in_list(" a b c d"));
}

TEST_P(tool_suspended, F7_leaves_what_was_changed_while_it_was_stopped)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), GetParam().relation));
    t.program.type("\x1a");
    EXPECT_TRUE(is_stopped(t.program.wait_stopped()));
    termios changed = t.before;
    changed.c_lflag ^= static_cast<tcflag_t>(ECHOE);
    changed.c_cc[VINTR] = 7;
    t.tty.set_modes(changed);
    t.program.signal(SIGCONT);
    EXPECT_TRUE(t.becomes_raw());
    t.program.type("\x03");
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_TRUE(same_modes(changed, t.tty.modes()));
}

TEST_P(tool_suspended, F14_takes_the_terminal_again_after_sigstop)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), GetParam().relation));
    t.program.signal(SIGSTOP);
    EXPECT_TRUE(is_stopped(t.program.wait_stopped()));
    t.tty.set_modes(t.before); // as shells do
    t.program.signal(SIGCONT);
    EXPECT_TRUE(t.becomes_raw());
    t.program.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    t.expect_end_by_ctrl_c();
}

TEST_P(tool_suspended, F14_works_on_where_sigstop_left_the_terminal_raw)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), GetParam().relation));
    t.program.signal(SIGSTOP);
    EXPECT_TRUE(is_stopped(t.program.wait_stopped()));
    t.program.signal(SIGCONT);
    t.program.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    t.expect_end_by_ctrl_c();
}

INSTANTIATE_TEST_SUITE_P(rows, tool_suspended,
                         testing::Values(session_row{"F16_in_a_session_of_its_own",
                                                     session::leader},
                                         session_row{"as_a_job", session::member}),
                         name_of_row{});

TEST(tool, F14_stops_at_sigtstp_from_outside)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), session::member));
    for (int i = 0; i < 3; ++i) {
        t.program.signal(SIGTSTP);
        expect_stop_and_go_on(t);
        t.program.type("hello");
        EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    }
    t.expect_end_by_ctrl_c();
}

TEST(tool, F14_takes_the_terminal_again_at_sigcont_alone)
{
    tool_on_terminal t;
    t.tty.set_modes(t.before);
    t.program.signal(SIGCONT);
    EXPECT_TRUE(t.becomes_raw());
    t.program.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    t.expect_end_by_ctrl_c();
}

// ---- Signals from outside ----

struct signal_row {
    std::string name;
    int number;

    friend void PrintTo(const signal_row& row, std::ostream* out) { *out << row.name; }
};

class tool_signal : public testing::TestWithParam<signal_row> {
protected:
    void SetUp() override
    {
        // It puts signals off until the program makes a system call, even if that is never, and
        // then calls the handlers in another order than the system would; those of crashes it
        // calls at once, even where it is itself at work and holds its locks.
        if (built_with_thread_sanitizer)
            GTEST_SKIP() << "the sanitizer delivers signals in its own way";
    }

    [[nodiscard]] static int number() { return GetParam().number; }
};

TEST_P(tool_signal, F2_gives_the_terminal_back_and_dies_by_it)
{
    tool_on_terminal t;
    t.program.type("a");
    EXPECT_TRUE(wait_for_keys(t.program, "a"));
    t.program.signal(number());
    EXPECT_EQ(t.program.wait_exit(), killed_by(number()));
    EXPECT_TRUE(t.is_given_back());
}

TEST_P(tool_signal, F2_gives_the_terminal_back_after_a_suspension)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), session::member));
    t.program.type("\x1a");
    expect_stop_and_go_on(t);
    t.program.signal(number());
    EXPECT_EQ(t.program.wait_exit(), killed_by(number()));
    EXPECT_TRUE(t.is_given_back());
}

TEST_P(tool_signal, F48_dies_by_it_when_the_terminal_takes_no_output)
{
    tool_on_terminal t({"--interval", "1ms"});
    ASSERT_EQ(::tcflow(t.tty.slave(), TCOOFF), 0);
    t.program.type("a");
    t.program.signal(number());
    EXPECT_EQ(t.program.wait_exit(), killed_by(number()));
    EXPECT_TRUE(t.is_given_back());
}

TEST_P(tool_signal, F5_gives_the_terminal_back_whenever_it_arrives)
{
    // From before the first instruction until well after the first key could be read.
    auto start = steady_clock::now();
    {
        tool_on_terminal t;
    }
    const auto time_to_start = steady_clock::now() - start;
    constexpr int phases = 25;
    for (int i = 0; i < phases; ++i) {
        pty tty;
        const termios before = tty.modes();
        start = steady_clock::now();
        process program(tty, tool({"--interval", "1ms"}));
        while (steady_clock::now() - start < time_to_start * i / (phases * 2 / 3)) {
        }
        program.signal(number());
        ASSERT_EQ(program.wait_exit(), killed_by(number()));
        ASSERT_TRUE(same_modes(before, tty.modes())) << "in phase " << i << " of " << phases;
    }
}

INSTANTIATE_TEST_SUITE_P(
    rows, tool_signal,
    testing::Values(signal_row{"SIGINT", SIGINT}, signal_row{"SIGTERM", SIGTERM},
                    signal_row{"SIGHUP", SIGHUP}, signal_row{"SIGQUIT", SIGQUIT},
                    signal_row{"SIGABRT", SIGABRT}, signal_row{"SIGSEGV", SIGSEGV},
                    signal_row{"SIGBUS", SIGBUS}, signal_row{"SIGFPE", SIGFPE},
                    signal_row{"SIGILL", SIGILL}, signal_row{"SIGALRM", SIGALRM},
                    signal_row{"SIGUSR1", SIGUSR1}, signal_row{"SIGXCPU", SIGXCPU}),
    name_of_row{});

TEST(tool, F8_gives_the_terminal_back_once_when_killed_while_ending)
{
    constexpr int phases = 50;
    for (int i = 0; i < phases; ++i) {
        tool_on_terminal t({"--interval", "1m"});
        t.program.type("abc\x03");
        for (const auto start = steady_clock::now(); steady_clock::now() - start < i * 20us;) {
        }
        t.program.signal(SIGTERM);
        const outcome end = t.program.wait_exit();
        ASSERT_TRUE(end == exited(0) || end == killed_by(SIGTERM)) << end;
        ASSERT_TRUE(t.is_given_back()) << "in phase " << i << " of " << phases;
    }
}

TEST(tool, ignores_sigpipe)
{
    tool_on_terminal t;
    t.program.signal(SIGPIPE);
    t.program.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    t.expect_end_by_ctrl_c();
}

class tool_ignored_signal : public tool_signal {};

TEST_P(tool_ignored_signal, F18_stays_ignored)
{
    tool_on_terminal t(ignoring(tool({"--interval", "50ms"}), number()));
    t.program.signal(number());
    t.program.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    EXPECT_TRUE(is_raw_mode(t.tty.modes()));
    t.expect_end_by_ctrl_c();
}

INSTANTIATE_TEST_SUITE_P(rows, tool_ignored_signal,
                         testing::Values(signal_row{"SIGHUP", SIGHUP}, signal_row{"SIGINT", SIGINT},
                                         signal_row{"SIGQUIT", SIGQUIT},
                                         signal_row{"SIGTERM", SIGTERM}),
                         name_of_row{});

// ---- Terminal closed, resized, shared ----

void expect_end_at_hang_up(const launch& how)
{
    tool_on_terminal t(how);
    t.program.type("a");
    const auto used_before = t.program.cpu_time();
    t.tty.close_master();
    const outcome end = t.program.wait_exit();
    EXPECT_TRUE(end == killed_by(SIGHUP) || end.what == outcome::kind::exited) << end;
    EXPECT_LT(t.program.cpu_time() - used_before, 200ms);
}

TEST(tool, F20_ends_when_the_terminal_is_closed)
{
    expect_end_at_hang_up(tool({"--interval", "1m"}));
}

TEST(tool, F20_ends_when_the_terminal_is_closed_while_it_prints)
{
    expect_end_at_hang_up(tool({"--interval", "1ms"}));
}

TEST(tool, F20_ends_when_the_terminal_of_its_shell_is_closed)
{
    // Nobody tells it by SIGHUP: that goes to the leader of the session only.
    expect_end_at_hang_up(with_relation(tool({"--interval", "1m"}), session::member));
}

TEST(tool, F20_ends_when_the_terminal_is_closed_under_nohup)
{
    expect_end_at_hang_up(ignoring(tool({"--interval", "1m"}), SIGHUP));
}

TEST(tool, F20_ends_when_a_terminal_that_does_not_control_it_is_closed)
{
    expect_end_at_hang_up(with_relation(tool({"--interval", "1m"}), session::none));
}

TEST(tool, works_on_a_terminal_that_does_not_control_it)
{
    tool_on_terminal t(with_relation(tool({"--interval", "50ms"}), session::none));
    t.program.type("hello");
    EXPECT_TRUE(wait_for_keys(t.program, "h e l l o"));
    t.expect_end_by_ctrl_c();
}

TEST(tool, F58_takes_no_notice_of_the_window_size)
{
    tool_on_terminal t;
    std::string expected;
    for (unsigned short i = 0; i < 50; ++i) { // F59: from 0 x 0 on
        t.tty.resize(i, i);
        t.program.type("x");
        expected += i == 0 ? "x" : " x";
    }
    EXPECT_TRUE(wait_for_keys(t.program, expected));
    t.expect_end_by_ctrl_c();
}

TEST(tool, F23_does_not_change_the_terminals_descriptor_that_others_share)
{
    // The test is the second process: the tool's descriptors 0, 1 and 2 are duplicates of its.
    pty tty;
    const int flags = ::fcntl(tty.slave(), F_GETFL);
    ASSERT_EQ(flags & O_NONBLOCK, 0);
    process program(tty, with_relation(tool({"--interval", "50ms"}), session::member));
    program.type("a");
    EXPECT_TRUE(program.wait_for("you pressed: a\r\n"));
    EXPECT_EQ(::fcntl(tty.slave(), F_GETFL), flags);
    program.type("\x1a");
    EXPECT_TRUE(is_stopped(program.wait_stopped()));
    EXPECT_EQ(::fcntl(tty.slave(), F_GETFL), flags);
    program.signal(SIGCONT);
    ASSERT_TRUE(program.wait_until([&tty] { return tty.is_raw(); }));
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(::fcntl(tty.slave(), F_GETFL), flags);
}

TEST(tool, F23_does_not_change_the_pipes_that_others_share)
{
    pipe_ends in = make_pipe();
    pipe_ends out = make_pipe();
    const int in_flags = ::fcntl(in.read.get(), F_GETFL);
    const int out_flags = ::fcntl(out.write.get(), F_GETFL);
    transcript printed(std::move(out.read));
    process program(with_streams(tool({"--interval", "50ms"}), stream::descriptor(in.read.get()),
                                 stream::descriptor(out.write.get()), stream::pipe()));
    ASSERT_EQ(::write(in.write.get(), "a", 1), 1);
    EXPECT_TRUE(program.wait_until([&printed] {
        printed.drain();
        return printed.advance_past("you pressed: a\n");
    }));
    EXPECT_EQ(::fcntl(in.read.get(), F_GETFL), in_flags);
    EXPECT_EQ(::fcntl(out.write.get(), F_GETFL), out_flags);
    in.write.reset();
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(::fcntl(in.read.get(), F_GETFL), in_flags);
    EXPECT_EQ(::fcntl(out.write.get(), F_GETFL), out_flags);
}

TEST(tool, costs_nothing_while_idle)
{
    if (built_with_thread_sanitizer)
        GTEST_SKIP() << "the sanitizer has a thread that wakes up by itself";
    tool_on_terminal t({"--interval", "1m"});
    ASSERT_TRUE(t.program.wait_until([&t] { return t.program.is_asleep(); }));
    const long switches = t.program.voluntary_switches();
    const auto used = t.program.cpu_time();
    ASSERT_GT(switches, 0);
    EXPECT_EQ(t.program.wait_exit(1s), outcome{}); // the time over which is measured
    EXPECT_EQ(t.program.voluntary_switches(), switches);
    EXPECT_EQ(t.program.cpu_time(), used);
    t.expect_end_by_ctrl_c();
}

// ---- Pipes, files and the like ----

class tool_piped : public testing::TestWithParam<key_row> {};

TEST_P(tool_piped, prints_the_last_keys_at_the_end)
{
    process program(with_pipes(tool()));
    program.feed(GetParam().bytes);
    program.end_input();
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.output(), GetParam().shown);
    EXPECT_EQ(program.errors(), "");
}

TEST_P(tool_piped, F22_reads_a_file_as_well)
{
    const std::filesystem::path file =
        std::filesystem::path(testing::TempDir()) /
        ("cotty_" + GetParam().name + '_' + std::to_string(::getpid()));
    std::ofstream(file) << GetParam().bytes;
    process program(
        with_streams(tool(), stream::file(file.string()), stream::pipe(), stream::pipe()));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.output(), GetParam().shown);
    EXPECT_EQ(program.errors(), "");
    std::filesystem::remove(file);
}

INSTANTIATE_TEST_SUITE_P(
    rows, tool_piped,
    testing::Values(
        key_row{"empty", "", ""},
        key_row{"word", "hello", "In the last second you pressed: h e l l o\n"},
        key_row{"line", "hi\n", "In the last second you pressed: h i enter\n"},
        key_row{"ctrl_c_is_a_key", "a\003b", "In the last second you pressed: a ctrl+c b\n"},
        key_row{"ctrl_z_is_a_key", "a\032b", "In the last second you pressed: a ctrl+z b\n"},
        key_row{"escape_last", "a\x1b", "In the last second you pressed: a escape\n"},
        key_row{"F31_half_a_character_last", "a\xc3",
                "In the last second you pressed: a \ufffd\n"}),
    name_of_row{});

TEST(tool, reads_a_mebibyte_from_a_pipe)
{
    std::string input;
    std::vector<std::string> expected;
    for (std::size_t i = 0; input.size() < 1024 * 1024; ++i) {
        const std::string key(1, static_cast<char>('!' + i * i % 89));
        input += key;
        expected.push_back(key);
    }
    process program(with_pipes(tool({"--interval", "10ms"})));
    program.feed(input);
    program.end_input();
    EXPECT_EQ(program.wait_exit(60s), exited(0));
    const auto keys = keys_in(program.output());
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->size(), expected.size());
    EXPECT_TRUE(keys == expected) << "first difference at key "
                                  << std::ranges::mismatch(*keys, expected).in1 - keys->begin();
}

TEST(tool, F33_prints_early_what_no_queue_should_hold)
{
    process program(with_pipes(tool({"--interval", "1h"})));
    program.feed(std::string(200'000, 'k'));
    // Neither an hour has gone by nor has the input ended.
    EXPECT_TRUE(program.wait_for("In the last hour you pressed: k k k"));
}

TEST(tool, prints_once_per_interval_from_a_pipe)
{
    process program(with_pipes(tool({"--interval", "50ms"})));
    program.feed("a");
    EXPECT_TRUE(program.wait_for("In the last 50 milliseconds you pressed: a\n"));
    EXPECT_TRUE(program.wait_for("In the last 50 milliseconds you pressed:\n"));
    program.feed("b");
    EXPECT_TRUE(program.wait_for("In the last 50 milliseconds you pressed: b\n"));
    program.end_input();
    EXPECT_EQ(program.wait_exit(), exited(0));
}

TEST(tool, F26_leaves_the_terminal_alone_when_the_keys_come_from_a_pipe)
{
    pty tty;
    const termios before = tty.modes();
    process program(tty, with_streams(tool({"--interval", "50ms"}), stream::pipe(),
                                      stream::terminal(), stream::terminal()));
    program.feed("hello");
    EXPECT_TRUE(wait_for_keys(program, "h e l l o"));
    EXPECT_TRUE(same_modes(before, tty.modes()));
    program.end_input();
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

void expect_complaint(process& program)
{
    const outcome end = program.wait_exit();
    EXPECT_TRUE(end.what == outcome::kind::exited && end.value != 0) << end;
    EXPECT_EQ(program.output(), "");
    EXPECT_TRUE(program.errors().starts_with("cotty: ") && is_one_line(program.errors()))
        << visible(program.errors());
}

TEST(tool, F22_complains_about_dev_null)
{
    process program(with_streams(tool(), stream::null(), stream::pipe(), stream::pipe()));
    EXPECT_EQ(program.wait_exit(), exited(2));
    expect_complaint(program);
}

TEST(tool, F22_complains_about_a_closed_input)
{
    process program(with_streams(tool(), stream::closed(), stream::pipe(), stream::pipe()));
    EXPECT_EQ(program.wait_exit(), exited(2));
    expect_complaint(program);
}

TEST(tool, F22_complains_about_an_input_that_cannot_be_read)
{
    const pipe_ends ends = make_pipe();
    process program(
        with_streams(tool(), stream::descriptor(ends.write.get()), stream::pipe(), stream::pipe()));
    expect_complaint(program);
}

TEST(tool, F22_complains_about_a_directory)
{
    process program(with_streams(tool(), stream::file("/"), stream::pipe(), stream::pipe()));
    expect_complaint(program);
}

TEST(tool, ends_quietly_when_nobody_reads_what_it_prints)
{
    tool_on_terminal t(with_streams(tool({"--interval", "50ms"}), stream::terminal(),
                                    stream::pipe(), stream::pipe()));
    t.program.type("a");
    EXPECT_TRUE(t.program.wait_for("you pressed: a\n"));
    t.program.close_output();
    t.program.type("b");
    EXPECT_EQ(t.program.wait_exit(), exited(0));
    EXPECT_EQ(t.program.errors(), "");
    EXPECT_EQ(t.tty.screen().text(), "");
    EXPECT_TRUE(t.is_given_back());
}

TEST(tool, ends_quietly_when_nobody_reads_what_it_prints_from_a_pipe)
{
    process program(with_pipes(tool({"--interval", "50ms"})));
    program.feed("a");
    EXPECT_TRUE(program.wait_for("you pressed: a\n"));
    program.close_output();
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.errors(), "");
}

TEST(tool, F47_says_when_it_cannot_print)
{
    if (!std::filesystem::exists("/dev/full"))
        GTEST_SKIP() << "there is no /dev/full here";
    pty tty;
    const termios before = tty.modes();
    process program(tty, with_streams(tool({"--interval", "50ms"}), stream::terminal(),
                                      stream::file("/dev/full"), stream::pipe()));
    const outcome end = program.wait_exit();
    EXPECT_TRUE(end.what == outcome::kind::exited && end.value != 0) << end;
    EXPECT_TRUE(program.errors().starts_with("cotty: ") && is_one_line(program.errors()))
        << visible(program.errors());
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

TEST(tool, F46_ends_at_ctrl_c_although_nobody_reads_what_it_prints)
{
    const auto ends = make_pipe();
    // Filled to the brim, so that the first line has to wait.
    const int size = check(::fcntl(ends.write.get(), F_SETPIPE_SZ, 4096), "F_SETPIPE_SZ");
    const std::string filling(static_cast<std::size_t>(size), '.');
    ASSERT_EQ(::write(ends.write.get(), filling.data(), filling.size()), size);
    pty tty;
    const termios before = tty.modes();
    process program(tty, with_streams(tool({"--interval", "1ms"}), stream::terminal(),
                                      stream::descriptor(ends.write.get()), stream::pipe()));
    ASSERT_TRUE(program.wait_until([&] { return tty.is_raw(); }));
    program.type("abc\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.errors(), "");
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

TEST(tool, F46_ends_at_ctrl_c_in_the_middle_of_a_line_that_nobody_reads)
{
    const auto ends = make_pipe();
    // One page is left, which the first line takes: the second has to wait.
    const int size = check(::fcntl(ends.write.get(), F_SETPIPE_SZ, 8192), "F_SETPIPE_SZ");
    const std::string filling(static_cast<std::size_t>(size / 2), '.');
    ASSERT_EQ(::write(ends.write.get(), filling.data(), filling.size()), size / 2);
    pty tty;
    process program(tty, with_streams(tool({"--interval", "1ms"}), stream::terminal(),
                                      stream::descriptor(ends.write.get()), stream::pipe()));
    // It wakes up every millisecond until it waits for the output.
    long switches = -1;
    ASSERT_TRUE(program.wait_until([&] {
        int bytes = 0;
        check(::ioctl(ends.read.get(), FIONREAD, &bytes), "FIONREAD");
        const long before = std::exchange(switches, program.voluntary_switches());
        return bytes > size / 2 && program.is_asleep() && switches == before;
    }));
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.errors(), "");
}

TEST(tool, prints_the_last_keys_of_a_pipe_however_slowly_they_are_read)
{
    const auto ends = make_pipe();
    const int size = check(::fcntl(ends.write.get(), F_SETPIPE_SZ, 4096), "F_SETPIPE_SZ");
    const std::string filling(static_cast<std::size_t>(size), '.');
    ASSERT_EQ(::write(ends.write.get(), filling.data(), filling.size()), size);
    process program(with_streams(tool({"--interval", "1ms"}), stream::pipe(),
                                 stream::descriptor(ends.write.get()), stream::pipe()));
    // The first line waits; the key comes, and the end, while it does.
    program.feed("a");
    program.end_input();
    std::string output;
    ASSERT_TRUE(program.wait_until([&] {
        char byte = 0;
        pollfd p{ends.read.get(), POLLIN, 0};
        while (::poll(&p, 1, 0) == 1 && ::read(ends.read.get(), &byte, 1) == 1)
            output += byte;
        return output.ends_with("you pressed: a\n");
    })) << visible(output.substr(filling.size()));
    EXPECT_EQ(program.wait_exit(), exited(0));
}

/// What never ends, and comes as fast as it is read.
stream endless_input()
{
    return stream::file("/dev/zero");
}

TEST(tool, F114_ends_after_its_lines_although_the_input_does_not)
{
    process program(
        with_streams(tool({"--count", "1"}), endless_input(), stream::pipe(), stream::pipe()));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(std::ranges::count(program.output(), '\n'), 1);
}

TEST(tool, F114_ends_when_nobody_reads_what_an_endless_input_makes)
{
    for (const options& arguments :
         {options{}, options{"keys"}, options{"keys", "--json"}, options{"decode"}}) {
        process program(
            with_streams(tool(arguments), endless_input(), stream::pipe(), stream::pipe()));
        EXPECT_TRUE(program.wait_for("ctrl+space"));
        program.close_output();
        EXPECT_EQ(program.wait_exit(), exited(0));
        EXPECT_EQ(program.errors(), "");
    }
}

TEST(tool, F114_ends_when_what_an_endless_input_makes_cannot_be_printed)
{
    for (const options& arguments :
         {options{}, options{"keys"}, options{"keys", "--json"}, options{"decode"}}) {
        process program(with_streams(tool(arguments), endless_input(), stream::file("/dev/full"),
                                     stream::pipe()));
        EXPECT_EQ(program.wait_exit(), exited(1));
        EXPECT_TRUE(program.errors().starts_with("cotty: ") && is_one_line(program.errors()))
            << visible(program.errors());
    }
}

TEST(tool, F28_does_not_take_another_descriptor_for_a_closed_output)
{
    // The next descriptor that the tool opens for itself becomes number 1.
    pty tty;
    const termios before = tty.modes();
    process program(tty, with_streams(tool({"--interval", "20ms"}), stream::terminal(),
                                      stream::closed(), stream::pipe()));
    const outcome end = program.wait_exit();
    EXPECT_TRUE(end.what == outcome::kind::exited && end.value != 0) << end;
    EXPECT_EQ(tty.screen().text(), "");
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

// ---- Options ----

struct option_row {
    std::string name;
    options arguments;
    std::string wanted_in_errors;

    friend void PrintTo(const option_row& row, std::ostream* out) { *out << row.name; }
};

class tool_bad_option : public testing::TestWithParam<option_row> {};

TEST_P(tool_bad_option, is_explained)
{
    process program(with_pipes(tool(GetParam().arguments)));
    EXPECT_EQ(program.wait_exit(), exited(2));
    EXPECT_EQ(program.output(), "");
    EXPECT_TRUE(is_one_line(program.errors())) << visible(program.errors());
    EXPECT_THAT(program.errors(), testing::HasSubstr(GetParam().wanted_in_errors));
}

INSTANTIATE_TEST_SUITE_P(
    rows, tool_bad_option,
    testing::Values(
        option_row{"interval_empty", {"--interval", ""}, "250ms"},
        option_row{"interval_word", {"--interval", "soon"}, "250ms"},
        option_row{"interval_zero", {"--interval", "0s"}, "250ms"},
        option_row{"interval_negative", {"--interval=-1s"}, "250ms"},
        option_row{"interval_unknown_unit", {"--interval", "3x"}, "250ms"},
        option_row{"interval_unit_alone", {"--interval", "ms"}, "250ms"},
        option_row{"interval_and_more", {"--interval", "1s2"}, "250ms"},
        option_row{"interval_of_ages", {"--interval", "9223372036854775807s"}, "250ms"},
        option_row{"interval_beyond_numbers", {"--interval", "99999999999999999999999s"}, "250ms"},
        option_row{"interval_missing", {"--interval"}, "--interval"},
        option_row{"count_word", {"--count", "many"}, "--count"},
        option_row{"count_negative", {"--count=-1"}, "--count"},
        option_row{"count_missing", {"--count"}, "--count"},
        option_row{"unknown", {"--nonsense"}, "--nonsense"},
        option_row{"mistyped", {"--intervall", "1s"}, "did you mean --interval?"},
        option_row{"mistyped_with_value", {"--cuont=3"}, "did you mean --count?"},
        option_row{"mistyped_command", {"kyes"}, "did you mean keys?"},
        option_row{"beginning_of_command", {"doc"}, "did you mean doctor?"},
        option_row{"mistyped_behind_command", {"keys", "--jsn"}, "did you mean --json?"},
        option_row{"mistyped_topic", {"help", "decod"}, "did you mean decode?"},
        option_row{"unexpected_argument", {"nonsense"}, "nonsense"}),
    name_of_row{});

TEST(tool, helps)
{
    process program(with_streams(tool({"--help"}), stream::null(), stream::pipe(), stream::pipe()));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.errors(), "");
    for (const char* option : {"--interval", "--count", "--help", "--version"})
        EXPECT_THAT(program.output(), testing::HasSubstr(option));
}

TEST(tool, tells_its_version)
{
    for (const char* const how : {"--version", "-V"}) {
        process program(with_streams(tool({how}), stream::null(), stream::pipe(), stream::pipe()));
        EXPECT_EQ(program.wait_exit(), exited(0));
        EXPECT_EQ(program.errors(), "");
        EXPECT_TRUE(program.output().starts_with("cotty 0.")) << program.output();
    }
}

std::string output_of(options arguments)
{
    process program(
        with_streams(tool(std::move(arguments)), stream::null(), stream::pipe(), stream::pipe()));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.errors(), "");
    return program.output();
}

TEST(tool, each_help_fits_into_80_columns_and_is_the_same_asked_either_way)
{
    EXPECT_EQ(output_of({"help"}), output_of({"--help"}));
    for (const char* const command : {"keys", "decode", "doctor", "record", "replay", "help"}) {
        const std::string text = output_of({"help", command});
        EXPECT_EQ(text, output_of({command, "--help"}));
        EXPECT_THAT(text, testing::HasSubstr(std::string("Usage: cotty ") + command));
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(line.size(), 80U) << line;
        EXPECT_THAT(text, testing::Not(testing::HasSubstr("\x1b")));
    }
}

TEST(tool, help_is_bold_on_a_terminal_unless_no_color_is_set)
{
    for (const bool forbidden : {false, true}) {
        pty tty;
        launch how = tool({"--help"});
        how.environment["TERM"] = "xterm";
        how.environment["NO_COLOR"] =
            forbidden ? std::optional<std::string>("1") : std::optional<std::string>();
        process program(tty, how);
        EXPECT_EQ(program.wait_exit(), exited(0));
        EXPECT_EQ(program.output().find("\x1b[1mUsage:") == std::string::npos, forbidden);
    }
}

} // namespace
} // namespace cotty::test
