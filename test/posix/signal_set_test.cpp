// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Asio's signal sets that come and go while a terminal is in a mode.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/screen.hpp"

#include <cotty/terminal.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <optional>
#include <ostream>
#include <string>

#include <termios.h>

namespace cotty {
namespace {

namespace asio = boost::asio;
using test::same_modes;

struct use {
    std::string phase; // of programs/phases.cpp
    bool heard;        // by the program, which ends in its own way

    friend void PrintTo(const use& u, std::ostream* out) { *out << u.phase; }
};

class SignalSet : public testing::TestWithParam<use> {};

TEST_P(SignalSet, F95_OneThatHasEndedLeavesTheWayBackAlone)
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) {
        test::pty tty;
        const termios before = tty.modes();
        test::process program(tty, {.argv = {COTTY_TEST_PROGRAMS "/phases", GetParam().phase},
                                    .relation = test::session::member});
        ASSERT_TRUE(program.wait_for("ready "));
        program.signal(number);
        if (GetParam().heard) {
            EXPECT_TRUE(program.wait_for("heard " + std::to_string(number)));
            EXPECT_EQ(program.wait_exit(), test::exited(0));
        } else {
            EXPECT_EQ(program.wait_exit(), test::killed_by(number));
        }
        EXPECT_TRUE(same_modes(before, tty.modes())) << ::sigabbrev_np(number);
        EXPECT_TRUE(program.wait_until([&] {
            return test::modes_after(program.output()) == test::screen_modes();
        })) << test::modes_after(program.output());
    }
}

INSTANTIATE_TEST_SUITE_P(
    In, SignalSet,
    testing::Values(use{"signals_ended", false}, use{"signals_ended_before", false},
                    use{"signals_end_in_a_guard", false}, use{"signals_end_after_a_guard", false},
                    use{"signals_end_between_guards", false}, use{"signals_heard", true},
                    use{"signals_heard_after", true}),
    [](const auto& row) { return row.param.phase; });

const void* handler_of(int number)
{
    struct sigaction a {};
    ::sigaction(number, nullptr, &a);
    return (a.sa_flags & SA_SIGINFO) != 0 ? reinterpret_cast<const void*>(a.sa_sigaction)
                                          : reinterpret_cast<const void*>(a.sa_handler);
}

/// Guard and set end in any order, and what is there afterwards is what would be without cotty.
TEST(SignalSets, F95_HandlersAreLeftAsTheSetsWantThem)
{
    test::pty pty;
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const void* const nobody = handler_of(SIGUSR1);
    std::optional<asio::signal_set> set(std::in_place, context, SIGUSR1);
    const void* const somebody = handler_of(SIGUSR1);
    ASSERT_NE(nobody, somebody);

    auto raw = tty.raw_mode(); // within the set
    raw.release();
    EXPECT_EQ(handler_of(SIGUSR1), somebody);

    raw = tty.raw_mode(); // the set ends first
    set.reset();
    raw.release();
    EXPECT_EQ(handler_of(SIGUSR1), nobody);

    raw = tty.raw_mode(); // the set begins last, and ends last
    set.emplace(context, SIGUSR1);
    raw.release();
    EXPECT_EQ(handler_of(SIGUSR1), somebody);
    set.reset();
    EXPECT_EQ(handler_of(SIGUSR1), nobody);

    raw = tty.raw_mode(); // within the guard
    set.emplace(context, SIGUSR1);
    set.reset();
    raw.release();
    EXPECT_EQ(handler_of(SIGUSR1), nobody);
}

TEST(SignalSets, F95_OneThatListensIsTold)
{
    test::pty pty;
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    asio::signal_set before(context, SIGUSR1);
    const auto raw = tty.raw_mode();
    asio::signal_set after(context, SIGUSR1, SIGCONT);
    int heard = 0;
    const auto hear = [&](error_code ec, int) { heard += ec ? 0 : 1; };
    before.async_wait(hear);
    after.async_wait(hear);
    ::raise(SIGUSR1);
    context.run();
    EXPECT_EQ(heard, 2);
    after.async_wait(hear);
    ::raise(SIGCONT); // by which the terminal is taken again, too
    context.restart();
    context.run();
    EXPECT_EQ(heard, 3);
    EXPECT_TRUE(pty.is_raw());
}

} // namespace
} // namespace cotty
