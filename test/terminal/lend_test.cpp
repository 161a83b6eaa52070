// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The terminal in other hands for a while, and what is left behind when it is given up.
#include <cotty/query.hpp>
#include <cotty/terminal.hpp>

#include "support/answering_terminal.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using test::answering_terminal;
using test::run;
using test::run_until;
using test::same_modes;

class Lend : public testing::Test {
protected:
    [[nodiscard]] int waiting_bytes() const
    {
        int n = 0;
        test::check(::ioctl(pty.slave(), FIONREAD, &n), "FIONREAD");
        return n;
    }
    /// What the program that has the terminal reads; one that edits lines gets whole lines.
    std::string read_as_borrower(std::size_t size)
    {
        EXPECT_TRUE(test::wait_until([&] { return waiting_bytes() >= static_cast<int>(size); }));
        std::string bytes(size, '\0');
        EXPECT_EQ(::read(pty.slave(), bytes.data(), size), static_cast<ssize_t>(size));
        return bytes;
    }
    std::string keys(int count)
    {
        return run(context, [](terminal& t, int n) -> asio::awaitable<std::string> {
            std::string names;
            for (int i = 0; i < n; ++i)
                names += (i == 0 ? "" : " ") + to_string(co_await t.async_read_key());
            co_return names;
        }(tty, count));
    }

    test::terminal_name name;
    test::pty pty;
    const termios before = pty.modes();
    asio::io_context context;
    terminal tty{context, {.input = pty.slave(), .output = pty.slave()}};
};

TEST_F(Lend, TheBorrowerHasTheTerminalAsItWasFoundAndEveryKeyTypedForIt)
{
    const auto raw = tty.raw_mode();
    std::string seen;
    tty.async_read_key([&](error_code ec, const key& k) { seen += ec ? "?" : to_string(k); });
    context.poll();
    {
        const loan lent = tty.lend();
        EXPECT_TRUE(lent);
        EXPECT_TRUE(same_modes(before, pty.modes()));
        pty.type("for the editor\n");
        EXPECT_EQ(read_as_borrower(15), "for the editor\n");
        context.restart();
        context.poll();
        EXPECT_EQ(seen, "");
    }
    EXPECT_TRUE(pty.is_raw());
    pty.type("k");
    run_until(context, [&] { return !seen.empty(); });
    EXPECT_EQ(seen, "k") << "the read is the one that was outstanding";
}

TEST_F(Lend, AReadThatIsStartedMeanwhileWaitsForTheEnd)
{
    const auto raw = tty.raw_mode();
    std::string seen;
    {
        const loan lent = tty.lend();
        tty.async_read_key([&](error_code ec, const key& k) { seen += ec ? "?" : to_string(k); });
        pty.type("for the editor\n");
        ASSERT_TRUE(test::wait_until([&] { return waiting_bytes() == 15; }));
        context.poll();
        EXPECT_EQ(read_as_borrower(15), "for the editor\n");
        EXPECT_EQ(seen, "");
    }
    pty.type("k");
    run_until(context, [&] { return !seen.empty(); });
    EXPECT_EQ(seen, "k");
}

TEST_F(Lend, F11_ModesAreAssertedAgainWhateverTheBorrowerLeft)
{
    auto raw = tty.raw_mode();
    {
        const loan lent = tty.lend();
        termios odd = pty.modes();
        odd.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
        odd.c_iflag |= ISTRIP;
        pty.set_modes(odd);
    }
    EXPECT_FALSE(pty.modes().c_iflag & ISTRIP);
    EXPECT_TRUE(pty.is_raw());
    raw.release();
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Lend, F11_FeaturesAreOffMeanwhileAndOnAgain)
{
    answering_terminal screen(context, pty);
    const auto raw = tty.raw_mode();
    const auto on = tty.enable(
        {.paste = true, .kitty = kitty_flags::disambiguate | kitty_flags::alternate_keys});
    const std::string switched_on = "\x1b[>5u\x1b[?2004h";
    run_until(context, [&] { return screen.written() == switched_on; });
    std::string lent_at;
    run(context, [](terminal& t, answering_terminal& s, std::string& at) -> asio::awaitable<int> {
        co_await t.async_lend([&] { at = s.written(); });
        co_return 0;
    }(tty, screen, lent_at));
    EXPECT_EQ(lent_at, switched_on + "\x1b[?2004l\x1b[<u\x1b[c") << "off, and nothing in between";
    run_until(context, [&] { return screen.written().ends_with(switched_on); });
}

TEST_F(Lend, WhatWasReadBeforeStaysAndWhatIsUnreadFlowsOn)
{
    const auto raw = tty.raw_mode();
    pty.type("abc");
    ASSERT_TRUE(test::wait_until([&] { return waiting_bytes() == 3; }));
    EXPECT_EQ(keys(1), "a");
    {
        const loan lent = tty.lend();
        pty.type("line\n");
        EXPECT_EQ(read_as_borrower(5), "line\n");
        pty.type("d\n");
        ASSERT_TRUE(test::wait_until([&] { return waiting_bytes() == 2; }));
    }
    EXPECT_EQ(keys(4), "b c d ctrl+j");
}

TEST_F(Lend, WritesWaitUntilItIsOver)
{
    answering_terminal screen(context, pty);
    const auto raw = tty.raw_mode();
    std::string during;
    run(context, [](terminal& t, answering_terminal& s, std::string& d) -> asio::awaitable<int> {
        co_await t.async_print("before\n");
        co_await t.async_lend([&]() -> asio::awaitable<void> {
            co_await t.async_print("after\n"); // it only has its place in the queue
            while (s.written().empty())        // what the other side of the pty reads
                co_await asio::post(asio::deferred);
            d = s.written();
        });
        co_return 0;
    }(tty, screen, during));
    EXPECT_EQ(during, "before\r\n");
    run_until(context, [&] { return screen.written() == "before\r\nafter\r\n"; });
}

TEST_F(Lend, ABorrowerCanReturnAValueAndThrow)
{
    const auto raw = tty.raw_mode();
    EXPECT_EQ(run(context,
                  [](terminal& t) -> asio::awaitable<int> {
                      co_return co_await t.async_lend(
                          []() -> asio::awaitable<int> { co_return 42; });
                  }(tty)),
              42);
    EXPECT_THROW(run(context,
                     [](terminal& t) -> asio::awaitable<int> {
                         co_await t.async_lend([] { throw std::runtime_error("no editor"); });
                         co_return 0;
                     }(tty)),
                 std::runtime_error);
    EXPECT_TRUE(pty.is_raw());
}

TEST_F(Lend, RunsAProgramAndTellsHowItEnded)
{
    const auto raw = tty.raw_mode();
    const auto status_of = [&](std::vector<std::string> argv) {
        return run(context, [](terminal& t, std::vector<std::string> a) -> asio::awaitable<int> {
            co_return co_await t.async_run(std::move(a));
        }(tty, std::move(argv)));
    };
    EXPECT_EQ(status_of({"true"}), 0);
    EXPECT_EQ(status_of({"sh", "-c", "exit 7"}), 7);
    EXPECT_EQ(status_of({"sh", "-c", "kill -TERM $$"}), 128 + SIGTERM);
    EXPECT_EQ(run(context,
                  [](terminal& t) -> asio::awaitable<int> {
                      co_return co_await t.async_run("exit 3");
                  }(tty)),
              3);
    EXPECT_THROW(status_of({"no such program"}), boost::system::system_error);
    EXPECT_THROW(status_of({}), boost::system::system_error);
    EXPECT_EQ(status_of({"sh", "-c", "stty -F " + pty.slave_name() + " -a | grep -q ' icanon'"}), 0)
        << "it has the terminal in its own mode";
    EXPECT_TRUE(pty.is_raw());
}

TEST_F(Lend, TheEventLoopGoesOnWhileAProgramRuns)
{
    const auto raw = tty.raw_mode();
    int ticks = 0;
    bool over = false;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            while (!over) {
                timer.expires_after(1ms);
                co_await timer.async_wait(asio::deferred);
                ++ticks;
            }
        },
        asio::detached);
    // The program waits until the loop has turned.
    const std::string file = testing::TempDir() + "/cotty_lend_" + std::to_string(::getpid());
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            co_await tty.async_run("until test -e " + file + "; do sleep 0.01; done");
            over = true;
        },
        asio::detached);
    run_until(context, [&] { return ticks > 5; });
    EXPECT_FALSE(over);
    {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> made(std::fopen(file.c_str(), "w"),
                                                                   std::fclose);
    }
    run_until(context, [&] { return over; });
    ::unlink(file.c_str());
}

/// Runs a command of the shell, which says that it has started, and cancels it.
class RunCancelled : public Lend, public testing::WithParamInterface<const char*> {};

TEST_P(RunCancelled, TheProgramIsEndedAndTheTerminalTakenBack)
{
    const auto raw = tty.raw_mode();
    asio::cancellation_signal cancel;
    std::exception_ptr error;
    bool over = false;
    tty.async_run(
        "TTY=" + pty.slave_name() + "; " + GetParam(),
        asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr& e, int) {
            error = e;
            over = true;
        }));
    run_until(context, [&] {
        pty.screen().drain();
        return pty.screen().text().find("started") != std::string::npos;
    });
    EXPECT_FALSE(pty.is_raw());
    cancel.emit(asio::cancellation_type::terminal);
    run_until(context, [&] { return over; });
    EXPECT_TRUE(pty.is_raw());
    ASSERT_TRUE(error);
    try {
        std::rethrow_exception(error);
    } catch (const boost::system::system_error& e) {
        EXPECT_EQ(e.code(), asio::error::operation_aborted);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, RunCancelled,
                         testing::Values("echo started > $TTY; exec sleep 1000",
                                         "trap '' TERM; echo started > $TTY; while :; do sleep "
                                         "0.05; done",
                                         "echo started > $TTY; kill -STOP $$"));

TEST_F(Lend, OfSeveralLoansTheLastEndsIt)
{
    const auto raw = tty.raw_mode();
    loan first = tty.lend();
    loan second = tty.lend();
    first.release();
    EXPECT_FALSE(pty.is_raw());
    second = loan();
    EXPECT_TRUE(pty.is_raw());
}

// --- leaving ----------------------------------------------------------------------------------

class Leave : public Lend, public testing::WithParamInterface<int> {};

/// Answers that come this many milliseconds after the question. The program has lost patience, and
/// leaves; the shell behind it must not find the answer as something that was typed.
TEST_P(Leave, F10_NoAnswerIsLeftForWhoeverComesNext)
{
    const std::chrono::milliseconds delay(GetParam());
    terminal patient(context, {.input = pty.slave(), .output = pty.slave()});
    auto raw = patient.raw_mode();
    answering_terminal screen(context, pty);
    // A first answer: the terminal is known to answer.
    run(context, [](terminal& t) -> asio::awaitable<int> {
        co_await t.async_query(query::primary_attributes());
        co_return 0;
    }(patient));
    screen.set_silent(true);
    patient.async_query(query::color{11}, [](error_code, query::rgb) {});
    run_until(context, [&] { return screen.asked("\x1b[c") == 2; });
    std::thread late([&] {
        std::this_thread::sleep_for(delay);
        pty.type("x\x1b]11;rgb:0/0/0\x1b\\\x1b[?64;1;2;22c");
    });
    raw.release(); // waits
    EXPECT_TRUE(same_modes(before, pty.modes()));
    EXPECT_EQ(pty.unread_bytes(), 0);
    late.join();
    // What was typed is not lost for this program.
    EXPECT_EQ(run(context,
                  [](terminal& t) -> asio::awaitable<std::string> {
                      co_return to_string(co_await t.async_read_key());
                  }(patient)),
              "x");
}

INSTANTIATE_TEST_SUITE_P(AfterMilliseconds, Leave, testing::Values(0, 20, 120));

TEST_F(Lend, F10_ReportsOnTheirWayAreReadBeforeTheTerminalIsLeft)
{
    auto raw = tty.raw_mode();
    auto on = tty.enable({.mouse = mouse_tracking::all_movement});
    on.release();
    // The terminal has sent reports until it saw the sequences that switch them off.
    std::thread terminal([&] {
        EXPECT_TRUE(test::wait_until([&] {
            pty.screen().drain();
            return pty.screen().text().ends_with("\x1b[c");
        }));
        pty.type("\x1b[<35;10;20M\x1b[<35;11;20M\x1b[?64;1;2;22c");
    });
    raw.release();
    terminal.join();
    EXPECT_EQ(pty.unread_bytes(), 0);
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Lend, F10_AProgramThatOnlyReadKeysAsksNothingWhenItLeaves)
{
    auto raw = tty.raw_mode();
    pty.type("a");
    EXPECT_EQ(keys(1), "a");
    raw.release();
    pty.screen().drain();
    EXPECT_EQ(pty.screen().text(), "");
}

} // namespace
} // namespace cotty
