// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// A signal comes at any call of the system that a program makes while it takes a terminal and gives
// it back. COTTY_TORTURE=all: at each of them, else at a sample.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/screen.hpp"
#include "support/shared_plan.hpp"
#include "support/tool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <string>
#include <string_view>

#include <termios.h>

namespace cotty::test {
namespace {

struct interruption {
    std::string name;
    std::string phase; // of programs/phases.cpp
    int signal;
    int times; // at so many calls in a row

    friend void PrintTo(const interruption& i, std::ostream* out) { *out << i.name; }
};

class Interrupted : public testing::TestWithParam<interruption> {
protected:
    /// Runs the program, which is interrupted at its nth call.
    /// \returns how many calls it has made.
    static int run(int n)
    {
        SCOPED_TRACE(testing::Message() << "at call " << n);
        const interruption& how = GetParam();
        const shared_plan plan;
        plan->signal = n > 0 ? how.signal : 0;
        plan->first = n;
        plan->last = n + how.times - 1;
        pty tty;
        const termios before = tty.modes();
        launch l{.argv = {COTTY_TEST_PROGRAMS "/phases", how.phase}, .relation = session::member};
        if (how.signal == SIGKILL)
            l.argv.emplace_back("guardian");
        l.environment["LD_PRELOAD"] = COTTY_FAULT_INJECTOR;
        l.environment[fault_plan::variable] = plan.path();
        process program(tty, l);
        while (how.signal == SIGTSTP && n > 0 && !program.has_ended()) {
            if (program.wait_stopped().what != outcome::kind::stopped)
                break;
            expect_given_back(before, tty, program);
            program.signal(SIGCONT);
        }
        const outcome end = program.wait_exit();
        const bool deadly = how.signal == SIGTERM || how.signal == SIGKILL;
        EXPECT_TRUE(end == exited(0) || (deadly && end == killed_by(how.signal))) << end;
        expect_given_back(before, tty, program);
        return plan->calls;
    }

    static void expect_given_back(const termios& before, pty& tty, process& program)
    {
        // The guardian takes its time.
        EXPECT_TRUE(program.wait_until([&] { return differences(before, tty.modes()).empty(); }))
            << differences(before, tty.modes());
        // Somebody outside uses the keyboard protocol, too.
        const auto modes = [&] { return modes_after("\x1b[>5u" + program.output()); };
        EXPECT_TRUE(program.wait_until([&] { return modes() == screen_modes{.kitty = {5}}; }))
            << modes();
    }
};

TEST_P(Interrupted, F96_F102_AtAnyCallOfTheSystemTheTerminalIsGivenBack)
{
    if (built_with_sanitizer)
        GTEST_SKIP() << "sanitizers come between a program and the C library themselves";
    const int count = run(0);
    ASSERT_GT(count, 50) << "not loaded";
    const char* const asked = std::getenv("COTTY_TORTURE");
    const bool all = asked != nullptr && asked == std::string_view("all");
    for (int n = 1; n <= count; n += all ? 1 : std::max(1, count / 40))
        run(n);
}

INSTANTIATE_TEST_SUITE_P(By, Interrupted,
                         testing::Values(interruption{"SIGCONT", "once", SIGCONT, 1},
                                         interruption{"SIGTSTP", "once", SIGTSTP, 1},
                                         interruption{"SIGTERM", "once", SIGTERM, 1},
                                         interruption{"SIGKILL", "once", SIGKILL, 1},
                                         interruption{"many_SIGCONT", "once", SIGCONT, 20},
                                         interruption{"many_SIGTSTP", "once", SIGTSTP, 3},
                                         interruption{"SIGCONT_in_a_loan", "lends", SIGCONT, 1},
                                         interruption{"SIGTSTP_in_a_loan", "lends", SIGTSTP, 1},
                                         interruption{"SIGTERM_in_a_loan", "lends", SIGTERM, 1}),
                         name_of_row());

} // namespace
} // namespace cotty::test
