// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
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
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using test::run_until;

class Print : public testing::Test {
protected:
    /// What has come out at the terminal.
    const std::string& screen()
    {
        pty.screen().drain();
        return pty.screen().text();
    }
    /// Prints until nothing more is taken; returns how many lines there were.
    int fill(const std::string& line)
    {
        int lines = 0;
        while (tty.try_print(line)) {
            ++lines;
            context.restart();
            context.poll();
        }
        return lines;
    }

    test::pty pty;
    asio::io_context context;
    terminal tty{context, {.input = pty.slave(), .output = pty.slave(), .output_limit = 64 * 1024}};
};

TEST_F(Print, F77_UntrustedTextIsInert)
{
    EXPECT_TRUE(tty.try_print("\x1b]0;owned\a\xc2\x9b\x37m\x9b\n"));
    run_until(context, [&] { return screen().ends_with("\n"); });
    EXPECT_EQ(screen(), "<u+1b>]0;owned<u+7><u+9b>7m\\x9b\r\n");
}

TEST_F(Print, F49_LinesOfSeveralTasksNeverMix)
{
    constexpr int tasks = 8;
    constexpr int lines = 200;
    const auto print = [](terminal& t, int task) -> asio::awaitable<void> {
        for (int i = 0; i < lines; ++i)
            co_await t.async_print(std::to_string(task) + ":" + std::string(100, 'x') + ":" +
                                   std::to_string(i) + "\n");
    };
    for (int task = 0; task < tasks; ++task)
        asio::co_spawn(context, print(tty, task), asio::detached);
    constexpr std::size_t whole = std::size_t{tasks} * lines;
    run_until(context, [&] {
        return static_cast<std::size_t>(std::count(screen().begin(), screen().end(), '\n')) ==
               whole;
    });
    std::istringstream in(screen());
    std::map<int, int> next;
    for (std::string line; std::getline(in, line);) {
        const int task = line.front() - '0';
        ASSERT_EQ(line, std::to_string(task) + ":" + std::string(100, 'x') + ":" +
                            std::to_string(next[task]++) + "\r");
    }
    EXPECT_EQ(next.size(), std::size_t{tasks});
}

TEST_F(Print, F46_ATerminalThatTakesNothingStopsThePrintingAndNothingElse)
{
    const std::string line(999, 'l');
    const int lines = fill(line + '\n');
    EXPECT_GE(lines, 64) << "the limit is 64 KiB";
    EXPECT_LE(lines, 64 + 64) << "and what the kernel takes";
    // Keys and timers go on.
    const auto raw = tty.raw_mode();
    std::string seen;
    tty.async_read_key([&](error_code, const key& k) { seen += to_string(k); });
    asio::steady_timer timer(context, 1ms);
    timer.async_wait([&](error_code) { seen += '!'; });
    pty.type("k");
    run_until(context, [&] { return seen.size() == 2; });
    // A text that waits for its place gets it as soon as the terminal reads on, and all is whole.
    bool printed = false;
    tty.async_print("last\n", [&](error_code ec) { printed = !ec; });
    context.restart();
    context.poll();
    EXPECT_FALSE(printed);
    run_until(context, [&] { return screen().ends_with("last\r\n"); });
    EXPECT_TRUE(printed);
    EXPECT_EQ(screen().size(), static_cast<std::size_t>(lines) * 1001 + 6);
}

TEST_F(Print, F74_WhatWaitsForASlowReaderHasABound)
{
    fill("line\n");
    for (int i = 0; i < 1000; ++i)
        EXPECT_FALSE(tty.try_print("xxxxxxxxxxxxxxxx"));
    bool printed = false;
    tty.async_print("end\n", [&](error_code) { printed = true; });
    run_until(context, [&] { return screen().ends_with("end\r\n"); });
    EXPECT_TRUE(printed);
    EXPECT_EQ(screen().find('x'), std::string::npos);
}

TEST_F(Print, F46_WhatWaitsForItsPlaceCanBeCancelledAndIsNotPrinted)
{
    fill(std::string(999, 'l') + '\n');
    asio::cancellation_signal stop;
    std::optional<error_code> result;
    tty.async_print("never\n",
                    asio::bind_cancellation_slot(stop.slot(), [&](error_code ec) { result = ec; }));
    stop.emit(asio::cancellation_type::total);
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(result, asio::error::operation_aborted);
    bool printed = false;
    tty.async_print("end\n", [&](error_code) { printed = true; });
    run_until(context, [&] { return screen().ends_with("end\r\n"); });
    EXPECT_TRUE(printed);
    EXPECT_EQ(screen().find("never"), std::string::npos);
}

// The bytes of a sequence that was begun would swallow what comes behind it.
TEST_F(Print, F47_AWriteThatIsGivenUpMidwayIsEndedBeforeTheNext)
{
    const std::string title = "\x1b]0;" + std::string(1 << 20, 't');
    asio::cancellation_signal stop;
    std::optional<std::size_t> written;
    tty.async_write(
        asio::buffer(title),
        asio::bind_cancellation_slot(stop.slot(), [&](error_code, std::size_t n) { written = n; }));
    context.restart();
    context.poll();
    stop.emit(asio::cancellation_type::partial);
    EXPECT_TRUE(tty.try_print("visible\n"));
    run_until(context, [&] { return screen().ends_with("visible\r\n"); });
    ASSERT_TRUE(written);
    ASSERT_LT(*written, title.size());
    EXPECT_EQ(screen(), title.substr(0, *written) + "\x1b\\visible\r\n");
}

TEST_F(Print, F47_AFeatureIsSwitchedBetweenWritesNotWithinOne)
{
    const std::string text = std::string(20'000, 'w') + "\x1b[0m";
    std::optional<error_code> result;
    tty.async_write(asio::buffer(text), [&](error_code ec, std::size_t) { result = ec; });
    context.restart();
    context.poll();
    ASSERT_FALSE(result) << "more than a terminal takes at once";
    std::thread reader(
        [&] { EXPECT_TRUE(test::wait_until([&] { return screen().ends_with("\x1b[?2004h"); })); });
    const auto on = tty.enable({.paste = true});
    reader.join();
    EXPECT_EQ(screen(), text + "\x1b[?2004h");
    run_until(context, [&] { return result.has_value(); });
    EXPECT_FALSE(*result) << result->message();
}

TEST_F(Print, F54_AnErrorOfTheOutputIsTold)
{
    pty.close_master();
    std::optional<error_code> result;
    int prints = 0;
    while (!result && prints++ < 1000) {
        bool done = false;
        tty.async_print("x\n", [&](error_code ec) {
            done = true;
            if (ec)
                result = ec;
        });
        run_until(context, [&] { return done; });
    }
    ASSERT_TRUE(result);
    EXPECT_FALSE(tty.try_print("x\n"));
}

} // namespace
} // namespace cotty
