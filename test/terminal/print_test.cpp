// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/terminal.hpp>

#include "support/answering_terminal.hpp"
#include "support/file_descriptor.hpp"
#include "support/paths.hpp"
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
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using test::run_until;

class Print : public testing::Test {
protected:
    /// What has come out at the terminal, but for what it was stuffed with.
    const std::string& screen()
    {
        pty.screen().drain();
        screen_ = pty.screen().text();
        std::erase(screen_, stuffing);
        return screen_;
    }
    /// Prints until nothing more is taken; returns how many lines there were.
    int fill(terminal& t, const std::string& line)
    {
        const int lines = fill_for_now(t, line);
        stuff();
        return lines;
    }
    /// Fills what room is left: the kernel makes some when it has time, and does not always say so.
    void stuff()
    {
        EXPECT_TRUE(test::wait_until([&] {
            int passed_on = 0;
            return ::ioctl(pty.master(), FIONREAD, &passed_on) == 0 && passed_on >= 4095;
        }));
        const test::file_descriptor aside(
            ::open(pty.slave_name().c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK));
        while (::write(aside.get(), &stuffing, 1) == 1)
            ;
    }
    int fill(const std::string& line) { return fill(tty, line); }

    int fill_for_now(terminal& t, const std::string& line)
    {
        int lines = 0;
        const auto work = [this] {
            context.restart();
            context.poll();
        };
        for (work(); t.try_print(line); work())
            ++lines;
        return lines;
    }

    static constexpr char stuffing = '\1';
    test::pty pty;
    asio::io_context context;
    terminal tty{context, {.input = pty.slave(), .output = pty.slave(), .output_limit = 64 * 1024}};

private:
    std::string screen_;
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

TEST_F(Print, F109_AStyledTextIsPrintedAsTheOutputCanShowIt)
{
    const struct {
        const char* term;
        const char* no_color;
        styling how;
        std::string_view shown;
    } rows[] = {
        {"xterm", nullptr, styling::automatic, "\x1b[1;31mred\x1b[m\r\n"},
        {"xterm", "", styling::automatic, "\x1b[1;31mred\x1b[m\r\n"},
        {"xterm", "1", styling::automatic, "\x1b[1mred\x1b[m\r\n"},
        {"dumb", nullptr, styling::automatic, "red\r\n"},
        {"dumb", "1", styling::full, "\x1b[1;31mred\x1b[m\r\n"},
        {"xterm", nullptr, styling::none, "red\r\n"},
    };
    for (const auto& row : rows) {
        const test::terminal_name name(row.term);
        if (row.no_color != nullptr)
            ::setenv("NO_COLOR", row.no_color, 1);
        else
            ::unsetenv("NO_COLOR");
        test::pty other;
        terminal t(context, {.input = other.slave(), .output = other.slave(), .styling = row.how});
        t.async_print(styled("red", {.foreground = palette::red, .bold = true}) + "\n",
                      asio::detached);
        run_until(context, [&] {
            other.screen().drain();
            return other.screen().text().ends_with("\n");
        });
        EXPECT_EQ(other.screen().text(), row.shown);
    }
    ::unsetenv("NO_COLOR");
}

// --- the way out ----------------------------------------------------------------------------

constexpr int many = 3000;

std::string line(int number)
{
    return "line " + std::to_string(number) + " of what was printed before the end\n";
}

/// What arrives when `number` lines are printed, on a terminal that makes CR LF of LF.
std::string lines_on_screen(int number)
{
    std::string all;
    for (int i = 0; i < number; ++i)
        all.append(line(i)).insert(all.size() - 1, "\r");
    return all;
}

/// Owns the terminal, prints and returns.
asio::awaitable<void> print_and_go(int fd)
{
    terminal tty(co_await asio::this_coro::executor, {.input = fd, .output = fd});
    for (int i = 0; i < many; ++i)
        co_await tty.async_print(line(i));
}

/// The same without the end.
asio::awaitable<void> print_and_stay(int fd)
{
    terminal tty(co_await asio::this_coro::executor, {.input = fd, .output = fd});
    for (int i = 0; i < many; ++i)
        co_await tty.async_print(line(i));
    asio::steady_timer for_ever(co_await asio::this_coro::executor, 24h);
    co_await for_ever.async_wait(asio::deferred);
}

TEST_F(Print, F105_WhatWasPrintedIsWrittenBeforeTheTerminalObjectGoes)
{
    std::thread reader([&] {
        EXPECT_TRUE(
            test::wait_until([&] { return screen().size() >= lines_on_screen(many).size(); }));
    });
    asio::co_spawn(context, print_and_go(pty.slave()), asio::detached);
    context.run();
    reader.join();
    EXPECT_EQ(screen(), lines_on_screen(many));
}

TEST_F(Print, F105_SoIsWhatWaitsForItsPlaceAndWhatWasHandedOver)
{
    terminal narrow(context, {.input = pty.slave(), .output = pty.slave(), .output_limit = 100});
    narrow.async_write(std::string("handed over\n"), asio::detached);
    for (int i = 0; i < many; ++i)
        narrow.async_print(line(i), asio::detached);
    const std::string expected = "handed over\r\n" + lines_on_screen(many);
    std::thread reader(
        [&] { EXPECT_TRUE(test::wait_until([&] { return screen().size() >= expected.size(); })); });
    {
        const terminal gone = std::move(narrow);
    }
    reader.join();
    EXPECT_EQ(screen(), expected);
}

TEST_F(Print, F105_AContextThatIsDestroyedWritesItFirst)
{
    std::thread reader([&] {
        EXPECT_TRUE(
            test::wait_until([&] { return screen().size() >= lines_on_screen(many).size(); }));
    });
    {
        asio::io_context short_lived;
        asio::co_spawn(short_lived, print_and_stay(pty.slave()), asio::detached);
        short_lived.poll();
    }
    reader.join();
    EXPECT_EQ(screen(), lines_on_screen(many));
}

TEST_F(Print, F105_AProgramThatEndsWritesItFirst)
{
    for (const char* way : {"return", "exit", "throw"}) {
        test::pty other;
        test::process program(
            other, {.argv = {COTTY_TEST_PROGRAMS "/printing", std::to_string(many), way}});
        EXPECT_EQ(program.wait_exit(), test::exited(std::string_view(way) == "throw" ? 1 : 0))
            << way;
        std::string expected;
        for (int i = 0; i < many; ++i)
            expected += "line " + std::to_string(i) + "\r\n";
        EXPECT_EQ(program.output(), expected) << way;
    }
}

TEST_F(Print, F106_ATerminalThatTakesNothingHoldsNobodyUp)
{
    using clock = std::chrono::steady_clock;
    for (const auto leave_timeout : {0ms, 100ms}) {
        screen(); // empties what the one before has filled
        terminal stuck(context, {.input = pty.slave(),
                                 .output = pty.slave(),
                                 .leave_timeout = leave_timeout,
                                 .output_limit = 64 * 1024});
        fill(stuck, std::string(999, 'x') + '\n');
        const auto before = clock::now();
        {
            const terminal gone = std::move(stuck);
        }
        EXPECT_LT(clock::now() - before, leave_timeout + 900ms);
        EXPECT_GE(clock::now() - before, leave_timeout / 2) << "it might have gone on";
    }
}

// With a long timeout: nothing of it is spent on a terminal that has stood still for as long
// already.
TEST_F(Print, F106_ATimeThatHasPassedCounts)
{
    terminal stuck(context, {.input = pty.slave(),
                             .output = pty.slave(),
                             .leave_timeout = 300ms,
                             .output_limit = 64 * 1024});
    fill(stuck, std::string(999, 'x') + '\n');
    asio::steady_timer timer(context, 350ms);
    bool passed = false;
    timer.async_wait([&](error_code) { passed = true; });
    run_until(context, [&] { return passed; });
    const auto before = std::chrono::steady_clock::now();
    {
        const terminal gone = std::move(stuck);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - before, 200ms);
}

TEST_F(Print, F105_CancellingEverythingDoesNotTakeBackWhatWasPrinted)
{
    fill(std::string(999, 'l') + '\n');
    std::optional<error_code> waiting;
    tty.async_print("has no place\n", [&](error_code ec) { waiting = ec; });
    tty.cancel();
    bool printed = false;
    tty.async_print("end\n", [&](error_code) { printed = true; });
    run_until(context, [&] { return screen().ends_with("end\r\n"); });
    EXPECT_TRUE(printed);
    EXPECT_EQ(waiting, asio::error::operation_aborted);
    EXPECT_EQ(screen().find("has no place"), std::string::npos);
    EXPECT_EQ(screen().size() % 1001, 5) << "whole lines and the last";
    EXPECT_GE(screen().size(), 64U * 1001);
}

TEST_F(Print, AFlushCompletesWhenAllIsWritten)
{
    std::string order;
    const int lines = fill(std::string(999, 'l') + '\n');
    tty.async_print("waits for its place\n", [&](error_code) { order += 'p'; });
    tty.async_flush([&](error_code ec) {
        EXPECT_FALSE(ec) << ec.message();
        order += 'f';
    });
    context.restart();
    context.poll();
    EXPECT_EQ(order, "") << "before the terminal reads";
    run_until(context, [&] {
        screen();
        return order.size() == 2;
    });
    EXPECT_EQ(order, "pf");
    // All is with the terminal now: what is there can be read without the event loop.
    EXPECT_TRUE(test::wait_until(
        [&] { return screen().size() == static_cast<std::size_t>(lines) * 1001 + 21; }));
}

TEST_F(Print, AFlushOfNothingCompletes)
{
    std::optional<error_code> result;
    tty.async_flush([&](error_code ec) { result = ec; });
    EXPECT_FALSE(result) << "not from within";
    run_until(context, [&] { return result.has_value(); });
    EXPECT_FALSE(*result);
}

TEST_F(Print, AFlushIsCancelledAndWhatItWaitedForIsNot)
{
    fill(std::string(999, 'l') + '\n');
    asio::cancellation_signal stop;
    std::optional<error_code> result;
    tty.async_flush(asio::bind_cancellation_slot(stop.slot(), [&](error_code ec) { result = ec; }));
    stop.emit(asio::cancellation_type::total);
    bool printed = false;
    tty.async_print("end\n", [&](error_code) { printed = true; });
    run_until(context, [&] { return screen().ends_with("end\r\n"); });
    EXPECT_EQ(result, asio::error::operation_aborted);
}

TEST_F(Print, F54_AFlushTellsThatSomethingWasNotWritten)
{
    EXPECT_TRUE(tty.try_print("lost\n"));
    pty.close_master();
    std::optional<error_code> result;
    while (!result || !*result) {
        result.reset();
        tty.try_print("x\n");
        tty.async_flush([&](error_code ec) { result = ec; });
        run_until(context, [&] { return result.has_value(); });
    }
    EXPECT_TRUE(*result);
}

TEST_F(Print, ATextThatIsHandedOverNeedsNoOwner)
{
    std::size_t written = 0;
    {
        const std::string text = "a text longer than what fits into the string object itself\n";
        tty.async_write(text, [&](error_code, std::size_t n) { written += n; });
        tty.async_write("a literal\n", [&](error_code, std::size_t n) { written += n; });
        tty.async_write(std::string_view("a view\n"),
                        [&](error_code, std::size_t n) { written += n; });
    }
    run_until(context, [&] { return written == 59 + 10 + 7; });
    EXPECT_EQ(screen(), "a text longer than what fits into the string object itself\r\n"
                        "a literal\r\na view\r\n");
}

// --- a sequence in several writes ---------------------------------------------------------------

TEST_F(Print, F107_WhatIsWholeWaitsForTheEndOfASequence)
{
    const struct {
        const char* begins;
        const char* ends;
    } rows[] = {
        {"\x1bPq#0;2;0;0;0", "#0~~@@\x1b\\"}, // sixel
        {"\x1bPq#0~~\x1b", "\\"},
        {"\x1b_Gf=24,s=10;AAAA", "AAAA\x1b\\"}, // kitty's images
        {"\x1b]1337;File=inline=1:AAAA", "AAAA\a"},
        {"\x1b]0;title", "\x1b\\"},
        {"\x1bPtmux;\x1b\x1b]52;c;AAAA\x1b\x1b\\", "\x1b\\"}, // tmux, passed on
        {"\x1b[38;5", ";1m"},
        {"\x1b", "[1m"},
        {"\x1b(", "B"},
        {"\xe2\x82", "\xac"}, // a character
    };
    for (const auto& row : rows) {
        test::pty other;
        terminal t(context, {.input = other.slave(), .output = other.slave()});
        int done = 0;
        t.async_write(row.begins, [&](error_code, std::size_t) { ++done; });
        run_until(context, [&] { return done == 1; });
        EXPECT_TRUE(t.try_print("text\n"));
        t.async_write(row.ends, [&](error_code, std::size_t) { ++done; });
        const std::string expected = std::string(row.begins) + row.ends + "text\r\n";
        run_until(context, [&] {
            other.screen().drain();
            return done == 2 && other.screen().text().size() >= expected.size();
        });
        EXPECT_EQ(other.screen().text(), expected);
    }
}

TEST_F(Print, F107_NothingWaitsForASequenceThatIsWhole)
{
    for (const std::string_view whole :
         {"\x1b[31m", "\x1b]0;t\a", "\x1b]0;t\x1b\\", "\x1bPq\x1b\\",
          "\x1b"
          "7",
          "\x1b(B", "\x1b#8", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\x1b[31\x18", "\x1bPq\x18",
          "\x1b]P0123456", "\x1b]R", "\x1bPq\x1b[m", "\x1bPtmux;\x1b\x1b]52;c;A\x1b\x1b\\\x1b\\",
          "\x90q\x9c",
          "\x9b"
          "1m"}) {
        test::pty other;
        terminal t(context, {.input = other.slave(), .output = other.slave()});
        t.async_write(whole, asio::detached);
        EXPECT_TRUE(t.try_print("text\n"));
        bool flushed = false;
        const auto before = std::chrono::steady_clock::now();
        t.async_flush([&](error_code) { flushed = true; });
        context.restart();
        context.poll(); // without the second after which a sequence is ended
        EXPECT_TRUE(flushed || std::chrono::steady_clock::now() - before > 900ms) << whole;
        run_until(context, [&] {
            other.screen().drain();
            return other.screen().text().ends_with("text\r\n");
        });
        EXPECT_EQ(other.screen().text(), std::string(whole) + "text\r\n");
    }
}

TEST_F(Print, F107_ASequenceThatDoesNotGoOnIsEndedAndItsRestIsNotShown)
{
    tty.async_write("\x1bPq#0", asio::detached);
    EXPECT_TRUE(tty.try_print("text\n"));
    run_until(context, [&] { return screen().ends_with("text\r\n"); });
    EXPECT_EQ(screen(), "\x1bPq#0\x1b\\text\r\n");
    std::size_t written = 0;
    const auto count = [&](error_code, std::size_t n) { written += n; };
    tty.async_write("~~~~", count); // of the image
    tty.async_write("@@\x1b\\shown", count);
    run_until(context, [&] { return screen().ends_with("shown") && written == 13; });
    EXPECT_EQ(screen(), "\x1bPq#0\x1b\\text\r\nshown");
}

TEST_F(Print, F107_WhatFollowsAForgottenEndIsShown)
{
    tty.async_write("\x1b]0;title", asio::detached);
    EXPECT_TRUE(tty.try_print("text\n"));
    run_until(context, [&] { return screen().ends_with("text\r\n"); });
    tty.async_write("\x1b[1mbold", asio::detached);
    run_until(context, [&] { return screen().ends_with("bold"); });
    EXPECT_EQ(screen(), "\x1b]0;title\x1b\\text\r\n\x1b[1mbold");
}

TEST_F(Print, F107_AFeatureIsNotSwitchedWithinASequence)
{
    bool begun = false;
    tty.async_write("\x1bPq#0", [&](error_code, std::size_t) { begun = true; });
    run_until(context, [&] { return begun; });
    {
        const auto on = tty.enable({.paste = true});
        EXPECT_TRUE(test::wait_until([&] { return screen().ends_with("h"); }));
    }
    EXPECT_EQ(screen(), "\x1bPq#0\x1b\\\x1b[?2004h\x1b[?2004l");
}

// A text that was printed belongs where it was printed.
TEST_F(Print, F107_AFeatureIsSwitchedBehindWhatWasPrinted)
{
    const int lines = fill("on the main screen\n");
    std::thread reader(
        [&] { EXPECT_TRUE(test::wait_until([&] { return screen().ends_with("\x1b[?1049h"); })); });
    const auto on = tty.enable({.alternate_screen = true});
    reader.join();
    EXPECT_EQ(screen().size(), static_cast<std::size_t>(lines) * 20 + 8);
}

TEST_F(Print, F107_EscapeBetweenTwoWritesOfAnImageIsNotAskedAbout)
{
    const test::terminal_name name;
    terminal asking(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = asking.raw_mode();
    test::answering_terminal other_end(context, pty);
    int written = 0;
    const auto count = [&](error_code, std::size_t) { ++written; };
    asking.async_write("\x1bPq#0;2;0;0;0", count);
    run_until(context, [&] { return written == 1; });
    std::string key_name;
    asking.async_read_key([&](error_code, const key& k) { key_name = to_string(k); });
    pty.type("\x1b");
    run_until(context, [&] { return !key_name.empty(); });
    EXPECT_EQ(key_name, "escape");
    // Nor does a question of the user's get in between.
    std::optional<error_code> answered;
    asking.async_query(query::primary_attributes(),
                       [&](error_code ec, const auto&) { answered = ec; });
    context.restart();
    context.poll();
    asking.async_write("#0~~@@\x1b\\", count);
    run_until(context, [&] { return answered.has_value(); });
    EXPECT_FALSE(*answered) << answered->message();
    EXPECT_EQ(other_end.written(), "\x1bPq#0;2;0;0;0#0~~@@\x1b\\\x1b[c");
}

// What goes to a pipe is no terminal's, and may be anything.
TEST_F(Print, F107_InAPipeNothingIsASequence)
{
    int fds[2];
    ASSERT_EQ(::pipe(fds), 0);
    const test::file_descriptor out(fds[1]);
    const test::file_descriptor in(fds[0]);
    {
        terminal t(context, {.input = pty.slave(), .output = out.get()});
        t.async_write("\x1bPq\xe2", asio::detached);
        EXPECT_TRUE(t.try_print("text\n"));
    }
    char got[64];
    EXPECT_EQ(std::string_view(got, static_cast<std::size_t>(::read(in.get(), got, sizeof got))),
              "\x1bPq\xe2text\n");
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
