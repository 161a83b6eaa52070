// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Every signal that ends a program and can be caught, in every phase of using a terminal.
// COTTY_KILL_REPEATS says how often; phases that switch all the time are met elsewhere each time.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/screen.hpp"
#include "support/tool.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <termios.h>

namespace cotty::test {
namespace {

struct deadly_signal {
    int number;
    bool is_crash; // which a sanitizer may report in its own way
};

const std::vector<deadly_signal> deadly_signals{
    {SIGHUP, false},  {SIGINT, false},    {SIGQUIT, false}, {SIGILL, true},     {SIGTRAP, true},
    {SIGABRT, true},  {SIGBUS, true},     {SIGFPE, true},   {SIGUSR1, false},   {SIGSEGV, true},
    {SIGUSR2, false}, {SIGPIPE, false},   {SIGALRM, false}, {SIGTERM, false},   {SIGXCPU, false},
    {SIGXFSZ, false}, {SIGPROF, false},   {SIGPWR, false},  {SIGVTALRM, false}, {SIGSYS, true},
    {SIGPOLL, false}, {SIGSTKFLT, false},
};

/// A program of programs/phases.cpp on its terminal.
struct victim {
    explicit victim(const std::string& phase) : program(tty, how_to_launch(phase)) {}

    static launch how_to_launch(const std::string& phase)
    {
        launch how{.argv = {COTTY_TEST_PROGRAMS "/phases", phase}, .relation = session::member};
        if (phase == "asking")
            how.environment["TERM"] = "xterm"; // one without a name is not asked
        return how;
    }

    /// Waits for nothing: the program is to be met anywhere.
    void pass_some_time() { std::this_thread::sleep_for(std::chrono::microseconds(some(1500))); }

    static unsigned some(unsigned below) { return static_cast<unsigned>(random() % below); }

    void stop(int number)
    {
        program.signal(number);
        EXPECT_TRUE(is_stopped(program.wait_stopped()));
    }

    pty tty;
    const termios before = tty.modes();
    process program;
    static inline std::mt19937 random{2}; // the same always; what the machine does with it is not
};

void just_kill(victim& v, int number)
{
    v.program.signal(number);
}

void kill_some_time_later(victim& v, int number)
{
    v.pass_some_time();
    v.program.signal(number);
}

/// The answers come when the program has been told to end: the shell must not find them.
void kill_in_a_query(victim& v, int number)
{
    EXPECT_TRUE(v.program.wait_for("\x1b[c"));
    v.program.signal(number);
    v.program.type("\x1b]11;rgb:0/0/0\x1b\\\x1b[?64;22c");
    EXPECT_TRUE(v.program.wait_until([&] { return v.program.has_ended(); }));
    EXPECT_EQ(v.tty.unread_bytes(), 0) << number;
}

void kill_in_a_query_without_an_answer(victim& v, int number)
{
    EXPECT_TRUE(v.program.wait_for("\x1b[c"));
    v.program.signal(number);
}

void kill_group(victim& v, int number)
{
    v.pass_some_time();
    ::kill(-v.program.id(), number);
}

void kill_while_keys_arrive(victim& v, int number)
{
    v.program.type("some keys \x1b[A\x1b[<0;1;1M");
    v.pass_some_time();
    v.program.type("and more\x1b[B");
    v.program.signal(number);
}

void kill_while_output_is_stuck(victim& v, int number)
{
    ::tcflow(v.tty.slave(), TCOOFF);
    v.pass_some_time();
    v.program.signal(number);
    v.pass_some_time();
    ::tcflow(v.tty.slave(), TCOON); // sooner than the program gives up
}

void kill_what_ctrl_z_stopped(victim& v, int number)
{
    v.program.type("\x1a");
    EXPECT_TRUE(is_stopped(v.program.wait_stopped()));
    EXPECT_TRUE(same_modes(v.before, v.tty.modes()));
    v.program.signal(number);
    v.program.signal(SIGCONT);
}

void kill_what_sigstop_stopped(victim& v, int number)
{
    v.stop(SIGSTOP);
    v.program.signal(number);
    v.program.signal(SIGCONT);
}

void kill_while_it_stops(victim& v, int number)
{
    v.program.signal(SIGTSTP);
    v.pass_some_time();
    v.program.signal(number);
    // The kernel forgets a SIGCONT that comes before the stop.
    EXPECT_TRUE(v.program.wait_until([&] {
        v.program.signal(SIGCONT);
        return v.program.has_ended();
    }));
}

void kill_while_it_continues(victim& v, int number)
{
    v.stop(v.some(2) == 0 ? SIGTSTP : SIGSTOP);
    v.program.signal(SIGCONT);
    v.pass_some_time();
    v.program.signal(number);
}

void kill_again(victim& v, int number)
{
    v.program.signal(number);
    v.program.signal(SIGTERM);
    v.program.signal(SIGHUP);
}

void kill_while_it_leaves(victim& v, int number)
{
    v.program.type("k");
    v.pass_some_time();
    v.program.signal(number);
}

void kill_twice(victim& v, int number)
{
    v.pass_some_time();
    v.program.signal(number);
    if (number == SIGINT || number == SIGQUIT) // which may be for the borrower of the terminal
        v.program.signal(SIGTERM);
}

struct phase_row {
    std::string name;
    std::string phase;
    void (*kill)(victim&, int number);
    bool also_ends_otherwise = false;

    friend void PrintTo(const phase_row& row, std::ostream* out) { *out << row.name; }
};

class KillMatrix : public testing::TestWithParam<phase_row> {
protected:
    static testing::AssertionResult ended_by(const outcome& end, const deadly_signal& s)
    {
        const bool by_signal = end == killed_by(s.number);
        const bool reported = s.is_crash && end.what == outcome::kind::exited && end.value != 0;
        const bool ended = end.what == outcome::kind::exited || end.what == outcome::kind::killed;
        if (by_signal || (built_with_sanitizer && reported) ||
            (GetParam().also_ends_otherwise && ended))
            return testing::AssertionSuccess();
        return testing::AssertionFailure() << end;
    }

    static int repeats()
    {
        const char* const wanted = std::getenv("COTTY_KILL_REPEATS");
        return wanted != nullptr ? std::atoi(wanted) : 1;
    }
};

TEST_P(KillMatrix, F2_F10_F19_F55_F57_LeavesTheTerminalAsItWas)
{
    if (built_with_thread_sanitizer)
        GTEST_SKIP() << "the thread sanitizer puts off signals that come while a program sleeps";
    for (int i = 0; i < repeats(); ++i) {
        for (const deadly_signal& s : deadly_signals) {
            // A sanitizer that looks for leaks at the end hangs when it is to report a crash.
            if (built_with_sanitizer && s.is_crash && GetParam().also_ends_otherwise)
                continue;
            victim v(GetParam().phase);
            ASSERT_TRUE(v.program.wait_for("ready "));
            GetParam().kill(v, s.number);
            EXPECT_TRUE(ended_by(v.program.wait_exit(), s)) << ::sigabbrev_np(s.number);
            EXPECT_TRUE(same_modes(v.before, v.tty.modes())) << ::sigabbrev_np(s.number);
            EXPECT_TRUE(v.program.wait_until([&] {
                return modes_after(v.program.output()) == screen_modes();
            })) << ::sigabbrev_np(s.number)
                << ' ' << modes_after(v.program.output());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Phases, KillMatrix,
    testing::Values(
        phase_row{"before", "before", just_kill}, phase_row{"raw", "raw", just_kill},
        phase_row{"cbreak", "cbreak", just_kill}, phase_row{"features", "features", just_kill},
        phase_row{"features_alone", "features_alone", just_kill},
        phase_row{"nested", "nested", just_kill}, phase_row{"released", "released", just_kill},
        phase_row{"switching_mode", "switching_mode", kill_some_time_later},
        phase_row{"switching_features", "switching_features", kill_some_time_later},
        phase_row{"switching_all", "switching_all", kill_some_time_later},
        phase_row{"new_terminals", "new_terminals", kill_some_time_later},
        phase_row{"reading", "reading", just_kill},
        phase_row{"keys_arriving", "reading", kill_while_keys_arrive},
        phase_row{"in_a_query", "asking", kill_in_a_query},
        phase_row{"in_a_query_without_an_answer", "asking", kill_in_a_query_without_an_answer},
        phase_row{"writing", "writing", kill_some_time_later},
        phase_row{"output_stuck", "writing", kill_while_output_is_stuck},
        phase_row{"stopped_by_ctrl_z", "cbreak_features", kill_what_ctrl_z_stopped},
        phase_row{"stopped_by_sigstop", "features", kill_what_sigstop_stopped},
        phase_row{"stopping", "features", kill_while_it_stops},
        phase_row{"continuing", "features", kill_while_it_continues},
        phase_row{"stopping_while_switching", "switching_all", kill_while_it_stops},
        phase_row{"continuing_while_reading", "reading", kill_while_it_continues},
        phase_row{"lent", "lent", kill_twice, true},
        phase_row{"taken_back", "taken_back", kill_twice, true},
        phase_row{"leaving", "returns_at_a_key", kill_while_it_leaves, true},
        phase_row{"exiting", "exits_at_a_key", kill_while_it_leaves, true},
        phase_row{"exit_handlers", "exit_handlers", just_kill},
        phase_row{"early_exit_handlers", "early_exit_handlers", just_kill},
        phase_row{"unwinding", "unwinding", just_kill},
        phase_row{"second_thread", "second_thread", just_kill},
        phase_row{"thread_switches", "thread_switches", kill_some_time_later},
        phase_row{"thread_switches_and_stops", "thread_switches", kill_while_it_stops},
        phase_row{"child_alive", "child_alive", just_kill},
        phase_row{"child_ended", "child_ended", just_kill},
        phase_row{"child_unwinds", "child_unwinds", just_kill},
        phase_row{"whole_group", "child_waits", kill_group},
        phase_row{"signals_ended", "signals_ended", just_kill},
        phase_row{"signals_ended_before", "signals_ended_before", just_kill},
        phase_row{"signals_end_in_a_guard", "signals_end_in_a_guard", just_kill},
        phase_row{"signals_end_after_a_guard", "signals_end_after_a_guard", just_kill},
        phase_row{"signals_end_between_guards", "signals_end_between_guards", just_kill},
        phase_row{"several_signals", "features", kill_again, true}),
    name_of_row());

} // namespace
} // namespace cotty::test
