// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// What a terminal still sends when a program leaves it, and how long that is waited for.
#include <cotty/query.hpp>
#include <cotty/terminal.hpp>

#include "support/answering_terminal.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include <termios.h>

namespace cotty {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::run;
using test::run_until;
using test::same_modes;

test::launch with_terminal_name(std::vector<std::string> argv)
{
    test::launch how{.argv = std::move(argv), .relation = test::session::member};
    how.environment["TERM"] = "xterm"; // one without a name is not asked
    return how;
}

// --- programs that leave -----------------------------------------------------------------------

struct way_out {
    std::string way; // of programs/mode_user.cpp
    int signal = 0;

    friend void PrintTo(const way_out& w, std::ostream* out) { *out << w.way << w.signal; }
};

class WayOut : public testing::TestWithParam<way_out> {};

TEST_P(WayOut, F97_ReportsUnderWayAreNeitherLeftNorEchoed)
{
    test::pty tty;
    const termios before = tty.modes();
    test::process program(
        tty, with_terminal_name({COTTY_TEST_PROGRAMS "/mode_user", "features", GetParam().way}));
    ASSERT_TRUE(program.wait_for("ready "));
    if (GetParam().signal != 0)
        program.signal(GetParam().signal);
    ASSERT_TRUE(program.wait_for("\x1b[?1002l")); // which the terminal has not seen yet
    ASSERT_TRUE(program.wait_for("\x1b[c"));
    program.type("\x1b[<35;10;20M\x1b[<35;11;20M\x1b[?64;1;2;22c");
    program.wait_exit();
    EXPECT_EQ(tty.unread_bytes(), 0);
    EXPECT_EQ(program.output().find("[<35"), std::string::npos) << "echoed";
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

INSTANTIATE_TEST_SUITE_P(
    By, WayOut,
    testing::Values(way_out{"return"}, way_out{"exit"}, way_out{"quick_exit"}, way_out{"terminate"},
                    way_out{"throw"}, way_out{"throw_uncaught"}, way_out{"throw_in_coroutine"},
                    way_out{"abort"}, way_out{"wait", SIGTERM}, way_out{"wait", SIGHUP},
                    way_out{"read", SIGINT}, way_out{"read", SIGQUIT}),
    [](const auto& row) {
        return row.param.way + (row.param.signal != 0 ? ::sigabbrev_np(row.param.signal) : "");
    });

/// Before the answer come a report and a key; the key is for the program, later.
TEST(WayOutByStop, F97_NothingIsLeftAndNothingIsLost)
{
    test::pty tty;
    const termios before = tty.modes();
    test::process program(tty, with_terminal_name({COTTY_TEST_PROGRAMS "/phases", "prints_keys"}));
    ASSERT_TRUE(program.wait_for("ready "));
    program.signal(SIGTSTP);
    ASSERT_TRUE(program.wait_for("\x1b[c"));
    program.type("k\x1b[<35;10;20M\x1b[?64;1;2;22c");
    EXPECT_TRUE(test::is_stopped(program.wait_stopped()));
    EXPECT_EQ(tty.unread_bytes(), 0);
    EXPECT_TRUE(same_modes(before, tty.modes()));
    program.signal(SIGCONT);
    EXPECT_TRUE(program.wait_for("key k\r\n"));
    program.type("l");
    EXPECT_TRUE(program.wait_for("key l\r\n"));
    EXPECT_EQ(program.output().find("[<35"), std::string::npos) << "echoed";
    EXPECT_EQ(program.output().find("64;1"), std::string::npos) << "echoed";
}

TEST(WayOutByStop, F97_TheAnswerThatWasToDecideEscapeStillDoes)
{
    test::pty tty;
    test::process program(
        tty, with_terminal_name({COTTY_TEST_PROGRAMS "/phases", "prints_keys_in_cbreak"}));
    ASSERT_TRUE(program.wait_for("ready "));
    program.type("\x1b");
    ASSERT_TRUE(program.wait_for("\x1b[c"));
    program.signal(SIGTSTP); // before the terminal has answered
    program.type("\x1b[?64;1;2;22c");
    EXPECT_TRUE(test::is_stopped(program.wait_stopped()));
    EXPECT_EQ(tty.unread_bytes(), 0);
    program.signal(SIGCONT);
    EXPECT_TRUE(program.wait_for("key escape\r\n"));
    EXPECT_EQ(program.output().find("64;1"), std::string::npos) << "echoed";
}

TEST(WayOutByKill, F97_TheGuardianReadsWhatIsUnderWay)
{
    test::pty tty;
    const termios before = tty.modes();
    test::process program(
        tty, with_terminal_name({COTTY_TEST_PROGRAMS "/phases", "prints_keys", "guardian"}));
    ASSERT_TRUE(program.wait_for("ready "));
    program.signal(SIGKILL);
    ASSERT_TRUE(
        program.wait_until([&] { return program.output().find("\x1b[c") != std::string::npos; }));
    tty.type("\x1b[<35;10;20M\x1b[?64;1;2;22c");
    EXPECT_TRUE(program.wait_until([&] { return test::differences(before, tty.modes()).empty(); }));
    EXPECT_EQ(tty.unread_bytes(), 0);
}

// --- objects that leave --------------------------------------------------------------------------

class Leaving : public testing::Test {
protected:
    /// How long it takes.
    template <class Function>
    static std::chrono::milliseconds time_of(Function f)
    {
        const auto begin = std::chrono::steady_clock::now();
        f();
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - begin);
    }

    const test::terminal_name name;
    test::pty pty;
    const termios before = pty.modes();
    asio::io_context context;
};

const features mouse{.mouse = mouse_tracking::drags};

TEST_F(Leaving, F98_ATerminalOfWhichNothingIsKnownIsWaitedForAQuarterOfASecond)
{
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    auto raw = tty.raw_mode();
    tty.enable(mouse).release();
    const auto first = time_of([&] { raw.release(); });
    EXPECT_GE(first, 200ms);
    EXPECT_LT(first, 900ms); // a second is too long, on any machine
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Leaving, F98_ATerminalThatIsKnownNotToAnswerIsNotWaitedFor)
{
    terminal tty(context, {.input = pty.slave(), .output = pty.slave(), .answer_timeout = 20ms});
    auto raw = tty.raw_mode();
    tty.enable(mouse).release();
    std::optional<error_code> answered;
    tty.async_query(query::primary_attributes(),
                    [&](error_code ec, const auto&) { answered = ec; });
    run_until(context, [&] { return answered.has_value(); });
    ASSERT_EQ(*answered, asio::error::timed_out);
    // The best of some, as others use the machine as well.
    auto least = 10'000ms;
    for (int i = 0; i < 5; ++i) {
        least = std::min(least, time_of([&] { raw.release(); }));
        raw = tty.raw_mode();
        tty.enable(mouse).release();
    }
    EXPECT_LT(least, 100ms);
}

TEST_F(Leaving, F98_ATerminalThatHasAnsweredAndStallsIsWaitedForAQuarterOfASecond)
{
    test::answering_terminal screen(context, pty);
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    auto raw = tty.raw_mode();
    tty.enable(mouse).release();
    bool answered = false;
    tty.async_query(query::primary_attributes(), [&](error_code, const auto&) { answered = true; });
    run_until(context, [&] { return answered; });
    screen.set_silent(true);
    EXPECT_LT(time_of([&] { raw.release(); }), 900ms);
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Leaving, F98_ATerminalThatTakesNoOutputDoesNotHoldUpForLong)
{
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    auto raw = tty.raw_mode();
    auto on = tty.enable(mouse);
    ::tcflow(pty.slave(), TCOOFF);
    EXPECT_LT(time_of([&] { on.release(); }), 900ms);
    EXPECT_LT(time_of([&] { raw.release(); }), 900ms);
    ::tcflow(pty.slave(), TCOON);
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Leaving, F101_AGuardThatOutlivesItsTerminalReadsTheAnswers)
{
    std::optional<terminal> tty(std::in_place, context,
                                terminal_options{.input = pty.slave(), .output = pty.slave()});
    auto raw = tty->raw_mode();
    tty->async_query(query::color{11}, [](error_code, query::rgb) {});
    ASSERT_TRUE(test::wait_until([&] {
        pty.screen().drain();
        return pty.screen().text().ends_with("\x1b[c");
    }));
    tty.reset();
    std::thread late([&] {
        std::this_thread::sleep_for(20ms);
        pty.type("x\x1b]11;rgb:0/0/0\x1b\\\x1b[?64;1;2;22c");
    });
    raw.release();
    late.join();
    EXPECT_EQ(pty.unread_bytes(), 0);
    EXPECT_TRUE(same_modes(before, pty.modes()));
    // What was typed is for who reads next.
    terminal next(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw_again = next.raw_mode();
    EXPECT_EQ(run(context,
                  [](terminal& t) -> asio::awaitable<std::string> {
                      co_return to_string(co_await t.async_read_key());
                  }(next)),
              "x");
}

TEST_F(Leaving, F101_TheModeMayBeLeftBeforeTheMouse)
{
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    auto raw = tty.raw_mode();
    auto on = tty.enable(mouse);
    std::thread late([&] {
        EXPECT_TRUE(test::wait_until([&] {
            pty.screen().drain();
            return pty.screen().text().ends_with("\x1b[?1002l\x1b[?1006l\x1b[c");
        }));
        pty.type("\x1b[<35;10;20M\x1b[?64;1;2;22c");
    });
    raw.release();
    late.join();
    EXPECT_EQ(pty.unread_bytes(), 0);
    on.release();
}

// --- a terminal that others have set -------------------------------------------------------------

TEST_F(Leaving, F99_WhereKeysAreNotWaitedForNothingIsNoEnd)
{
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = tty.raw_mode();
    termios theirs = pty.modes();
    theirs.c_cc[VMIN] = 0;
    pty.set_modes(theirs);
    std::string got;
    const auto read = [&](auto& self) -> void {
        tty.async_read_key([&](error_code ec, const key& k) {
            got += ec ? ec.message() : to_string(k);
            if (!ec && got.size() < 3)
                self(self);
        });
    };
    read(read);
    context.run_for(10ms);
    EXPECT_EQ(got, "");
    EXPECT_LT(context.run_for(50ms), 20U) << "it does not sleep";
    for (const char* key : {"a", "b", "c"}) {
        pty.type(key);
        run_until(context, [&] { return got.ends_with(key); });
    }
    EXPECT_EQ(got, "abc");
}

TEST_F(Leaving, F99_AHangUpStillIsTheEnd)
{
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = tty.raw_mode();
    termios theirs = pty.modes();
    theirs.c_cc[VMIN] = 0;
    pty.set_modes(theirs);
    std::optional<error_code> end;
    tty.async_read_key([&](error_code ec, const key&) { end = ec; });
    context.run_for(10ms);
    pty.close_master();
    run_until(context, [&] { return end.has_value(); });
    EXPECT_EQ(*end, asio::error::eof);
}

// --- signals that were blocked
// --------------------------------------------------------------------

TEST(Blocked, F100_AWindowThatChangesIsToldToAProgramThatFoundTheSignalBlocked)
{
    test::pty tty(80, 24);
    test::process program(tty, {.argv = {COTTY_TEST_PROGRAMS "/phases", "prints_keys"},
                                .relation = test::session::member,
                                .blocked_signals = {SIGWINCH, SIGCONT, SIGTERM}});
    ASSERT_TRUE(program.wait_for("ready "));
    tty.resize(100, 30);
    EXPECT_TRUE(program.wait_for("size 100x30\r\n"));
    // Once it has been stopped by what cannot be caught, it takes the terminal again.
    program.signal(SIGSTOP);
    EXPECT_TRUE(test::is_stopped(program.wait_stopped()));
    termios cooked = tty.modes();
    cooked.c_lflag |= ICANON | ECHO;
    tty.set_modes(cooked);
    program.signal(SIGCONT);
    EXPECT_TRUE(program.wait_until([&] { return tty.is_raw(); }));
    // What was to be ended by nobody is not.
    program.signal(SIGTERM);
    program.type("k");
    EXPECT_TRUE(program.wait_for("key k\r\n"));
}

// --- the controlling terminal
// ----------------------------------------------------------------------

/// A program in the middle of a pipeline. Ends of it are pipes, the keys come from the terminal,
/// and so does what the program runs.
TEST(Controlling, F103_KeysAndChildrenHaveTheTerminalWhereStandardInputIsAPipe)
{
    test::pty tty;
    const termios before = tty.modes();
    test::process program(tty, {.argv = {COTTY_TEST_PROGRAMS "/phases", "runs", "controlling"},
                                .in = test::stream::pipe(),
                                .out = test::stream::pipe(),
                                .relation = test::session::member});
    ASSERT_TRUE(program.wait_for("ready "));
    EXPECT_TRUE(tty.is_raw());
    program.type("k");
    ASSERT_TRUE(program.wait_until([&] { return !tty.is_raw(); }));
    program.type("line\n");
    EXPECT_TRUE(program.wait_for("status 0 "));
    EXPECT_EQ(program.wait_exit(), test::exited(0));
    tty.screen().drain();
    EXPECT_NE(tty.screen().text().find("read line"), std::string::npos);
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

TEST(Controlling, F103_WhereThereIsNoneTheErrorSaysWhatToDo)
{
    test::process program({.argv = {COTTY_TEST_PROGRAMS "/phases", "runs", "controlling"},
                           .in = test::stream::null(),
                           .out = test::stream::pipe(),
                           .err = test::stream::pipe(),
                           .relation = test::session::none});
    EXPECT_EQ(program.wait_exit(), test::exited(1));
    EXPECT_NE(program.errors().find("start the program from"), std::string::npos)
        << program.errors();
}

} // namespace
} // namespace cotty
