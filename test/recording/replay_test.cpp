// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// A recording in a terminal's place: the same events, whatever the pace.
#include <cotty/query.hpp>
#include <cotty/replay.hpp>
#include <cotty/simulation.hpp>
#include <cotty/terminal.hpp>
#include <cotty/timer.hpp>

#include "support/decoding.hpp"
#include "support/rows.hpp"
#include "support/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using namespace cotty::literals;
using what = recorded_chunk::what;

using chunks = std::vector<recorded_chunk>;

recorded_chunk input(std::chrono::microseconds time, std::string bytes)
{
    return {.time = time, .kind = what::input, .bytes = std::move(bytes)};
}

recorded_chunk output(std::chrono::microseconds time, std::string bytes = "x")
{
    return {.time = time, .kind = what::output, .bytes = std::move(bytes)};
}

recorded_chunk resize_to(std::chrono::microseconds time, int columns, int rows)
{
    return {.time = time, .kind = what::resize, .columns = columns, .rows = rows};
}

recording session(chunks all)
{
    return {.header = {.columns = 80, .rows = 24}, .chunks = std::move(all)};
}

constexpr double at_once = simulation::at_once;

/// Reads to the end: the events in words, with a space between them, and how it ended.
asio::awaitable<std::string> read_all(terminal& tty)
{
    std::string all;
    for (;;) {
        const auto [ec, e] = co_await tty.async_read_event(asio::as_tuple(asio::deferred));
        if (ec)
            co_return all + (ec == asio::error::eof ? "eof" : ec.message());
        all += test::describe(e) + ' ';
    }
}

/// Runs a program in simulated time to its end and returns its result.
template <class T>
T run(simulation& time, asio::io_context& context, asio::awaitable<T> task)
{
    std::optional<T> result;
    asio::co_spawn(context, std::move(task), [&](const std::exception_ptr& e, T value) {
        if (e)
            std::rethrow_exception(e);
        result = std::move(value);
    });
    context.restart();
    time.run(context);
    if (!result)
        throw std::runtime_error("the program has not come to its end");
    return std::move(*result);
}

std::string played(const recording& r, double speed = at_once, const replay_options& how = {})
{
    simulation time(speed);
    asio::io_context context;
    terminal tty = replay(context, r, how);
    return run(time, context, read_all(tty));
}

std::string listed(const recording& r)
{
    std::string all;
    recorded_events events(r);
    for (event e; events.next(e);)
        all += test::describe(e) + ' ';
    return all + "eof";
}

// ---- What the input means ----

struct sent {
    const char* name;
    chunks what_was;
    std::string events;
};

void PrintTo(const sent& s, std::ostream* out)
{
    *out << s.events;
}

/// Each byte apart.
chunks byte_by_byte(std::string_view bytes, std::chrono::microseconds gap)
{
    chunks all;
    for (const char byte : bytes)
        all.push_back(input(gap * all.size(), std::string(1, byte)));
    return all;
}

class Replay : public testing::TestWithParam<sent> {};

TEST_P(Replay, MeansTheSameInSimulatedTime)
{
    EXPECT_EQ(played(session(GetParam().what_was), at_once), GetParam().events);
}

TEST_P(Replay, MeansTheSameInRealTimeHoweverFast)
{
    for (const double speed : {50.0, 1e9, std::numeric_limits<double>::infinity()})
        EXPECT_EQ(played(session(GetParam().what_was), speed), GetParam().events);
}

TEST_P(Replay, MeansTheSameWithoutAnEventLoop)
{
    EXPECT_EQ(listed(session(GetParam().what_was)), GetParam().events);
}

INSTANTIATE_TEST_SUITE_P(
    All, Replay,
    testing::Values(
        sent{"nothing", {}, "eof"}, //
        sent{"keys", {input(0ms, "a\xc3\xa9"), input(1ms, "\x1b[A\x01")}, "a é up ctrl+a eof"},
        sent{"escape_by_one_moment", {input(0ms, "\x1b"), input(50001us, "[A")}, "escape [ A eof"},
        sent{"sequence_just_in_time", {input(0ms, "\x1b"), input(50ms, "[A")}, "up eof"},
        sent{"output_ends_no_escape",
             {input(0ms, "\x1b"), output(20ms), input(40ms, "[A")},
             "up eof"},
        sent{"escape_while_output_goes_on",
             {input(0ms, "\x1b"), output(20ms), output(60ms), input(70ms, "[A")},
             "escape [ A eof"},
        sent{"escape_last", {input(0ms, "\x1b")}, "escape eof"},
        sent{"escape_last_and_output", {input(0ms, "\x1b"), output(10s)}, "escape eof"},
        sent{"cut_everywhere", byte_by_byte("\x1b[1;5D\xe6\x97\xa5\x1bOP", 50ms),
             "ctrl+left 日 f1 eof"},
        sent{"cut_and_late", {input(0ms, "\x1b[1;"), input(500001us, "5D")}, "unknown 5 D eof"},
        sent{"cut_and_not_too_late", {input(0ms, "\x1b[1;"), input(500ms, "5D")}, "ctrl+left eof"},
        sent{"line_feed", {input(0ms, "\n\r")}, "ctrl+j enter eof"},
        sent{"two_at_one_moment", {input(5ms, "\x1b"), input(5ms, "[A")}, "up eof"},
        sent{"empty", {input(0ms, "\x1b"), input(1ms, ""), input(2ms, "[A")}, "up eof"},
        sent{"resize",
             {input(0ms, "a"), resize_to(1ms, 100, 50), input(2ms, "b")},
             "a resize 100x50 0x0 b eof"},
        sent{"resize_within_a_sequence",
             {input(0ms, "\x1b"), resize_to(10ms, 100, 50), input(20ms, "[A")},
             "resize 100x50 0x0 up eof"},
        sent{"resize_after_an_escape",
             {input(0ms, "\x1b"), resize_to(60ms, 100, 50)},
             "escape resize 100x50 0x0 eof"},
        sent{"resizes",
             {resize_to(0ms, 100, 50), resize_to(0ms, 90, 40)},
             "resize 100x50 0x0 resize 90x40 0x0 eof"},
        sent{"made_by_hand_without_sense",
             {input(5ms, "a"), input(1ms, "b"), resize_to(-1ms, 0, -7)},
             "a b resize 1x1 0x0 eof"}),
    test::name_of_row());

TEST(ReplayEvents, AChunkMayBeLong)
{
    std::string bytes;
    std::string names;
    for (int i = 0; i < 5000; ++i) {
        bytes += "\x1b[1;5D";
        names += "ctrl+left ";
    }
    EXPECT_EQ(played(session({input(0ms, bytes)}), at_once), names + "eof");
    EXPECT_EQ(played(session({input(0ms, bytes)}), 100), names + "eof");
}

TEST(ReplayEvents, OptionsOfReadingHold)
{
    replay_options how;
    how.reading.escape_timeout = 100ms;
    how.reading.decoding.backspace_sends_bs = true;
    how.reading.collecting.graphemes = true;
    const auto r = session({input(0ms, "\x1b"), input(90ms, "[A\be\xcc\x81")});
    EXPECT_EQ(played(r, at_once), "escape [ A ctrl+h e \u0301 eof");
    EXPECT_EQ(played(r, at_once, how), "up backspace e eof");
}

TEST(ReplayEvents, TellTheirTime)
{
    recorded_events events(session({input(1s, "ab"), input(2s, "\x1b"), input(3s, "\x1b"),
                                    input(3010ms, "[A"), resize_to(4s, 9, 9), input(5s, "\x1b")}));
    std::vector<std::pair<std::string, std::chrono::microseconds>> all;
    for (event e; events.next(e);)
        all.emplace_back(test::describe(e), events.time());
    using pair = std::pair<std::string, std::chrono::microseconds>;
    EXPECT_THAT(all, testing::ElementsAre(pair("a", 1s), pair("b", 1s), pair("escape", 2050ms),
                                          pair("up", 3010ms), pair("resize 9x9 0x0", 4s),
                                          pair("escape", 5s)));
    event e;
    EXPECT_FALSE(events.next(e));
}

/// The session was detached from one terminal and attached to another: midway through a report of
/// the mouse, other keys' dialects, and the mouse in X10's bytes.
TEST(ReplayEvents, F12_ATerminalSwappedUnderneathBreaksNothing)
{
    const auto r = session({
        input(0s, "a\x1b[A\x1b[<0;5;3M\x1b[<0;5;3m"), // xterm
        output(1s, "[detached]"),
        input(1s, "\x1b[<0;5"), // and it is gone
        resize_to(5s, 132, 43),
        input(6s, "\x1b[M %#\x1b[M#%#"), // rxvt
        input(7s, "\x1b[7~\x1b[a\x1b[33~"),
        input(8s, "\x1b[M %"), // torn
        resize_to(20s, 80, 25),
        input(21s, "\x1b[[A\x1b[1~"), // the console
        input(22s, "\x1b[97;5u\x1b[57358u"),
        input(23s, "q"),
    });
    const std::string events = "a up mouse press left 5,3 mouse release left 5,3 unknown "
                               "resize 132x43 0x0 mouse press left 5,3 mouse release none 5,3 "
                               "home shift+up f19 unknown resize 80x25 0x0 f1 home "
                               "ctrl+a caps_lock q eof";
    EXPECT_EQ(played(r, at_once), events);
    EXPECT_EQ(played(r, 1000), events);
}

// ---- A program of the user ----

/// As README.md has it.
asio::awaitable<void> listen(terminal& tty, std::deque<key>& pressed)
{
    for (;;) {
        key k = co_await tty.async_read_key();
        if (k.matches("ctrl+c"_key))
            co_return;
        pressed.push_back(k);
    }
}

std::string pressed_in(const recording& r, double speed)
{
    simulation time(speed);
    asio::io_context context;
    terminal tty = replay(context, r);
    const auto raw = tty.raw_mode();
    std::deque<key> pressed;
    asio::co_spawn(context, listen(tty, pressed), [](const std::exception_ptr& e) {
        if (e)
            std::rethrow_exception(e);
    });
    time.run(context);
    std::string names;
    for (const key& k : pressed)
        names += display(k) + ' ';
    return names;
}

TEST(ReplayProgram, SeesTheSameKeysInAnyTime)
{
    const auto r = session({output(0ms), input(20ms, "h"), input(40ms, "\x1b["), input(45ms, "A"),
                            input(60ms, "\xc3"), resize_to(61ms, 90, 30), input(62ms, "\xa9"),
                            input(80ms, "\x1b"), input(180ms, "\x03"), input(190ms, "not read")});
    EXPECT_EQ(pressed_in(r, 1), "h up é escape ");
    EXPECT_EQ(pressed_in(r, 10), "h up é escape ");
    EXPECT_EQ(pressed_in(r, at_once), "h up é escape ");
}

TEST(ReplayProgram, IsAtATerminal)
{
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session({}));
    EXPECT_TRUE(tty.is_terminal());
    EXPECT_EQ(tty.get_executor(), context.get_executor());
    EXPECT_FALSE(tty.raw_mode()) << "there is nothing to switch";
    EXPECT_FALSE(tty.enable({.paste = true}));
}

volatile std::sig_atomic_t told_to_stop = 0;

TEST(ReplayProgram, SuspendDoesNotStopTheTest)
{
    const auto before = std::signal(SIGTSTP, [](int) { told_to_stop = 1; });
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session({input(0s, "\x1a")}));
    tty.suspend();
    std::signal(SIGTSTP, before);
    EXPECT_EQ(told_to_stop, 0);
    EXPECT_EQ(run(time, context, read_all(tty)), "ctrl+z eof");
}

TEST(ReplayProgram, SeesTheSizeOfTheMoment)
{
    simulation time;
    asio::io_context context;
    terminal tty =
        replay(context, session({input(0s, "a"), resize_to(1s, 100, 50), input(2s, "b")}));
    const auto look = [](terminal& t) -> asio::awaitable<std::vector<window_size>> {
        std::vector<window_size> sizes{t.size()};
        for (int i = 0; i < 3; ++i) {
            co_await t.async_read_event();
            sizes.push_back(t.size());
        }
        co_return sizes;
    };
    EXPECT_THAT(run(time, context, look(tty)),
                testing::ElementsAre(window_size{80, 24}, window_size{80, 24}, window_size{100, 50},
                                     window_size{100, 50}));
}

TEST(ReplayProgram, WhatItWritesCanBeLookedAt)
{
    std::string screen;
    replay_options how;
    how.output = [&](std::string_view bytes) { screen += bytes; };
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session({input(0s, "ab")}), how);
    const auto echo = [](terminal& t) -> asio::awaitable<std::size_t> {
        std::size_t written = 0;
        for (int i = 0; i < 2; ++i) {
            const key k = co_await t.async_read_key();
            const std::string line = "got " + to_string(k) + "\n";
            written += co_await t.async_write(asio::buffer(line));
        }
        co_return written;
    };
    EXPECT_EQ(run(time, context, echo(tty)), 12U);
    EXPECT_EQ(screen, "got a\ngot b\n");
}

TEST(ReplayProgram, MayWriteWithNobodyLooking)
{
    asio::io_context context;
    terminal tty = replay(context, session({}));
    std::size_t written = 0;
    tty.async_write(asio::buffer("hello", 5), [&](error_code ec, std::size_t n) {
        EXPECT_FALSE(ec);
        written = n;
    });
    EXPECT_EQ(written, 0U) << "never from within the call";
    context.run();
    EXPECT_EQ(written, 5U);
}

// ---- Time ----

TEST(ReplayTime, AnHourIsSimulatedAtOnce)
{
    EXPECT_EQ(played(session({input(0s, "\x1b"), input(1h, "[A"), output(2h)}), at_once),
              "escape [ A eof");
}

/// What a program has, and when: keys and timeouts, up to the end of the recording.
asio::awaitable<std::string> keys_or_timeouts(terminal& tty, clock::duration limit)
{
    using namespace asio::experimental::awaitable_operators;
    std::string all;
    for (;;) {
        timer timeout(tty.get_executor(), limit);
        const auto won = co_await (tty.async_read_key(asio::as_tuple(asio::use_awaitable)) ||
                                   timeout.async_wait(asio::use_awaitable));
        if (won.index() == 1) {
            all += "timeout ";
            continue;
        }
        const auto& [ec, k] = std::get<0>(won);
        if (ec)
            co_return all + (ec == asio::error::eof ? "eof" : ec.message());
        all += to_string(k) + ' ';
    }
}

/// The timeout is 5 seconds.
struct timed {
    const char* name;
    chunks what_was;
    std::string what_is;
};

void PrintTo(const timed& t, std::ostream* out)
{
    *out << t.what_is;
}

class ReplayTimers : public testing::TestWithParam<timed> {};

std::string timed_out(const chunks& all, double speed)
{
    simulation time(speed);
    asio::io_context context;
    terminal tty = replay(context, session(all));
    return run(time, context, keys_or_timeouts(tty, 5s));
}

TEST_P(ReplayTimers, F120_KeysAndTimeoutsComeInTheirOrderAtOnce)
{
    EXPECT_EQ(timed_out(GetParam().what_was, at_once), GetParam().what_is);
}

TEST_P(ReplayTimers, F120_KeysAndTimeoutsComeInTheirOrderAtAnySpeed)
{
    for (const double speed : {500.0, 1e12})
        EXPECT_EQ(timed_out(GetParam().what_was, speed), GetParam().what_is);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReplayTimers,
    testing::Values(timed{"key_before", {input(3s, "a"), output(4s)}, "a eof"},
                    timed{"key_after", {input(7s, "a"), output(8s)}, "timeout a eof"},
                    timed{"key_at_that_moment", {input(5s, "a"), output(6s)}, "a eof"},
                    timed{"many_timeouts",
                          {input(1s, "a"), input(17s, "b"), output(24s)},
                          "a timeout timeout timeout b timeout eof"},
                    timed{"escape_is_late_by_its_timeout",
                          {input(4960ms, "\x1b"), output(7s)},
                          "timeout escape eof"},
                    timed{"escape_in_time", {input(4950ms, "\x1b"), output(7s)}, "escape eof"},
                    timed{"resize_is_no_key",
                          {resize_to(4s, 9, 9), input(6s, "a"), output(7s)},
                          "timeout a eof"}),
    test::name_of_row());

/// As the one above, with the terminal's own timeout.
TEST(ReplayTime, F120_AReadsDeadlineIsOfTheSameTime)
{
    for (const double speed : {at_once, 1000.0}) {
        simulation time(speed);
        asio::io_context context;
        terminal tty = replay(context, session({input(7s, "a"), input(11s, "b"), output(12s)}));
        const auto read = [](terminal& t) -> asio::awaitable<std::string> {
            std::string all;
            for (int i = 0; i < 3; ++i) {
                const auto k = co_await t.async_read_key_for(5s);
                all += k ? to_string(*k) + ' ' : "timeout ";
            }
            co_return all;
        };
        EXPECT_EQ(run(time, context, read(tty)), "timeout a b ");
    }
}

TEST(ReplayTime, RealTimeIsWaitedFor)
{
    const auto start = test::steady_clock::now();
    asio::io_context context;
    terminal tty = replay(context, session({input(100ms, "a"), output(300ms)}));
    EXPECT_EQ(test::run(context, read_all(tty)), "a eof");
    EXPECT_GE(test::steady_clock::now() - start, 300ms);
}

TEST(ReplayTime, TimeGoesAsFastAsWanted)
{
    const auto start = test::steady_clock::now();
    EXPECT_EQ(played(session({input(0s, "a"), input(1h, "b")}), 36000), "a b eof");
    EXPECT_GE(test::steady_clock::now() - start, 100ms);
}

TEST(ReplayTime, ALoneEscapeDoesNotWaitForTheNextKeyInRealTime)
{
    asio::io_context context;
    terminal tty = replay(context, session({input(0s, "\x1b"), input(1h, "a")}));
    const auto read = [](terminal& t) -> asio::awaitable<std::string> {
        co_return to_string(co_await t.async_read_key());
    };
    EXPECT_EQ(test::run(context, read(tty)), "escape");
}

// ---- Questions ----

/// What a program knows after its questions, in words, and which keys it gets meanwhile and then.
asio::awaitable<std::string> cursor(terminal& tty)
{
    const auto [ec, at] =
        co_await tty.async_query(query::cursor_position(), asio::as_tuple(asio::use_awaitable));
    co_return ec ? ec == errc::not_answered ? "none " : ec.message() + ' '
                 : std::to_string(at.row) + ',' + std::to_string(at.column) + ' ';
}

asio::awaitable<std::string> version(terminal& tty)
{
    const auto [ec, name] =
        co_await tty.async_query(query::terminal_version(), asio::as_tuple(asio::use_awaitable));
    co_return ec ? ec == errc::not_answered ? "none " : ec.message() + ' ' : name + ' ';
}

/// `p`: asks for the cursor's position, `v`: for the version; a digit: waits so many seconds;
/// `k`: reads an event.
asio::awaitable<std::string> ask(terminal& tty, std::string_view script)
{
    std::string all;
    for (const char c : script) {
        if (c == 'p') {
            all += co_await cursor(tty);
        } else if (c == 'v') {
            all += co_await version(tty);
        } else if (c == 'k') {
            const event e = co_await tty.async_read_event();
            all += test::describe(e) + ' ';
        } else {
            timer wait(tty.get_executor(), std::chrono::seconds(c - '0'));
            co_await wait.async_wait();
        }
    }
    co_return all + co_await read_all(tty);
}

struct asked {
    const char* name;
    std::string script;
    chunks what_was;
    std::string what_is;
};

void PrintTo(const asked& a, std::ostream* out)
{
    *out << a.what_is;
}

class ReplayQuestions : public testing::TestWithParam<asked> {};

TEST_P(ReplayQuestions, F121_AreAnsweredFromTheRecording)
{
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session(GetParam().what_was));
    EXPECT_EQ(run(time, context, ask(tty, GetParam().script)), GetParam().what_is);
}

const std::string da1 = "\x1b[?62;22c";

INSTANTIATE_TEST_SUITE_P(
    All, ReplayQuestions,
    testing::Values(
        asked{"as_recorded",
              "p",
              {output(0ms, "\x1b[6n\x1b[c"), input(3ms, "\x1b[5;10R" + da1)},
              "5,10 eof"},
        asked{"without_its_output", "p", {input(3ms, "\x1b[5;10R" + da1)}, "5,10 eof"},
        asked{"of_a_program_without_fence",
              "p",
              {input(3ms, "\x1b[5;10R"), input(1s, "a")},
              "5,10 a eof"},
        asked{"that_could_be_a_key", "p", {input(3ms, "\x1b[1;5R" + da1)}, "1,5 eof"},
        asked{"between_keys",
              "p",
              {input(1ms, "a"), input(3ms, "b\x1b[5;10Rc" + da1), input(4ms, "d")},
              "5,10 a b c d eof"},
        asked{"cut",
              "p",
              {input(1ms, "\x1b[5;"), input(3ms, "10R\x1b[?6"), input(9ms, "2c")},
              "5,10 eof"},
        asked{"late", "1p", {input(3ms, "\x1b[5;10R" + da1), input(2s, "a")}, "5,10 a eof"},
        asked{"after_a_key", "kp", {input(3ms, "a"), input(5ms, "\x1b[5;10R" + da1)}, "a 5,10 eof"},
        asked{"twice",
              "p2p",
              {input(3ms, "\x1b[5;10R" + da1), input(2003ms, "\x1b[7;1R" + da1)},
              "5,10 7,1 eof"},
        asked{"not_recorded", "p", {input(3s, "a")}, "none a eof"},
        asked{"not_answered_then",
              "pv",
              {input(3ms, da1), input(5ms, "\x1bP>|x(1)\x1b\\" + da1)},
              "none x(1) eof"},
        asked{"in_another_order",
              "vp",
              {input(3ms, "\x1b[5;10R" + da1), input(5ms, "\x1bP>|x(1)\x1b\\" + da1)},
              "x(1) 5,10 reply cursor_position 5 10 eof"},
        asked{"too_early",
              "pk",
              {input(3s, "a\x1b[5;10R" + da1)},
              error_code(asio::error::timed_out).message() + " a eof"},
        asked{"fences_of_escapes_are_nobodys",
              "",
              {input(0ms, "\x1b"), output(1ms, "\x1b[c"), input(9ms, da1 + "a")},
              "escape a eof"}),
    test::name_of_row());

TEST(ReplayQuestions, SeveralAtOnceAreAnsweredInTheirOrder)
{
    using namespace asio::experimental::awaitable_operators;
    simulation time;
    asio::io_context context;
    terminal tty =
        replay(context, session({input(3ms, "\x1b[5;10R" + da1),
                                 input(5ms, "\x1bP>|x(1)\x1b\\" + da1), input(9ms, "a")}));
    const auto both = [](terminal& t) -> asio::awaitable<std::string> {
        const auto [v, p] = co_await (version(t) && cursor(t));
        co_return v + p + co_await read_all(t);
    };
    EXPECT_EQ(run(time, context, both(tty)), "x(1) 5,10 a eof");
}

TEST(ReplayQuestions, CapabilitiesAreThoseOfTheRecordedTerminal)
{
    const auto probe = [](const chunks& all) {
        simulation time;
        asio::io_context context;
        terminal tty = replay(context, session(all));
        const auto p = [](terminal& t) -> asio::awaitable<capabilities> {
            co_return co_await t.async_capabilities();
        };
        return run(time, context, p(tty));
    };
    const auto found = probe({input(3ms, "\x1bP>|x(1)\x1b\\" + da1)});
    EXPECT_TRUE(found.answered());
    EXPECT_EQ(found.version(), "x(1)");
    EXPECT_FALSE(probe({input(3ms, "a")}).answered());
}

/// As the program decided then, which asked its terminal: at 300 ms a slow line.
TEST(ReplayQuestions, F122_EscapeIsWhatItWasThen)
{
    EXPECT_EQ(listed(session({input(0ms, "\x1b"), output(1ms, "\x1b[c"), input(300ms, "[A")})),
              "up eof");
    EXPECT_EQ(listed(session({input(0ms, "\x1b"), output(60ms, "\x1b[c"), input(300ms, "[A")})),
              "escape [ A eof")
        << "what is asked when time has decided decides nothing";
    EXPECT_EQ(listed(session({input(0ms, "\x1b"), output(1ms, "\x1b[c"), input(1200ms, "[A")})),
              "escape [ A eof")
        << "a terminal that does not answer";
}

// ---- What else a terminal has ----

TEST(ReplayProgram, F123_NoProgramRunsAtARecording)
{
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session({}));
    const auto start = [](terminal& t) -> asio::awaitable<error_code> {
        try {
            co_await t.async_run("exit 3");
        } catch (const boost::system::system_error& e) {
            co_return e.code();
        }
        co_return error_code();
    };
    EXPECT_EQ(run(time, context, start(tty)), boost::system::errc::operation_not_supported);
}

TEST(ReplayProgram, ReadsNothingWhileItIsLent)
{
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session({input(1s, "a"), input(9s, "b")}));
    const auto lend = [](terminal& t) -> asio::awaitable<std::string> {
        co_await t.async_lend([&t]() -> asio::awaitable<void> {
            timer wait(t.get_executor(), 5s);
            co_await wait.async_wait(asio::use_awaitable);
        });
        co_return co_await keys_or_timeouts(t, 3s);
    };
    EXPECT_EQ(run(time, context, lend(tty)), "a timeout b eof");
}

// ---- Reads as on any terminal ----

TEST(ReplayReads, TheEndIsForEver)
{
    simulation time;
    asio::io_context context;
    terminal tty = replay(context, session({input(0s, "a")}));
    EXPECT_EQ(run(time, context, read_all(tty)), "a eof");
    EXPECT_EQ(run(time, context, read_all(tty)), "eof");
}

TEST(ReplayReads, NothingArrivesUnlessSomebodyReads)
{
    for (const double speed : {at_once, 1.0}) {
        simulation time(speed);
        asio::io_context context;
        terminal tty = replay(context, session({input(0s, "abc"), input(0s, "d")}));
        key k;
        EXPECT_FALSE(tty.try_read_key(k));
        EXPECT_EQ(context.run(), 0U) << "there is work without a read";
        context.restart();
        bool done = false;
        tty.async_read_key([&](error_code, const key& first) {
            done = true;
            k = first;
        });
        EXPECT_FALSE(done);
        time.run(context);
        EXPECT_TRUE(identical(k, "a"_key)) << k;
        EXPECT_TRUE(tty.try_read_key(k));
        EXPECT_TRUE(identical(k, "b"_key)) << k;
        EXPECT_TRUE(tty.try_read_key(k));
        EXPECT_FALSE(tty.try_read_key(k)) << "the next chunk has not been read yet";
    }
}

TEST(ReplayReads, ACancelledReadLeavesNoWork)
{
    asio::io_context context;
    terminal tty = replay(context, session({input(1h, "a")}));
    asio::cancellation_signal stop;
    std::vector<error_code> results;
    tty.async_read_key(asio::bind_cancellation_slot(
        stop.slot(), [&](error_code ec, const key&) { results.push_back(ec); }));
    tty.async_read_key([&](error_code ec, const key&) { results.push_back(ec); });
    context.poll();
    EXPECT_THAT(results, testing::ElementsAre(error_code(errc::read_in_progress)));
    stop.emit(asio::cancellation_type::total);
    context.run(); // an hour, or not
    EXPECT_THAT(results, testing::ElementsAre(error_code(errc::read_in_progress),
                                              error_code(asio::error::operation_aborted)));
}

TEST(ReplayReads, EndWithTheTerminal)
{
    asio::io_context context;
    std::optional<terminal> tty;
    tty.emplace(replay(context, session({input(1h, "a")})));
    error_code result;
    tty->async_read_key([&](error_code ec, const key&) { result = ec; });
    context.poll();
    tty.reset();
    context.run();
    EXPECT_EQ(result, asio::error::operation_aborted);
}

TEST(ReplayReads, AProgramThatIsLeftWaitingIsDestroyed)
{
    for (const double speed : {at_once, 1.0}) {
        simulation time(speed);
        const auto alive = std::make_shared<int>();
        {
            asio::io_context context;
            const auto wait = [](asio::io_context& c,
                                 std::shared_ptr<int>) -> asio::awaitable<void> {
                terminal tty = replay(c, session({input(1h, "a")}));
                co_await tty.async_read_key();
            };
            asio::co_spawn(context, wait(context, alive), asio::detached);
            context.run_one();
            EXPECT_EQ(alive.use_count(), 2);
        }
        EXPECT_EQ(alive.use_count(), 1);
    }
}

/// `read || timer`, as users write it.
asio::awaitable<std::optional<key>> read_or_timer(terminal& tty, std::chrono::microseconds wait)
{
    using namespace asio::experimental::awaitable_operators;
    timer timeout(co_await asio::this_coro::executor, wait);
    const auto won = co_await (tty.async_read_key(asio::use_awaitable) ||
                               timeout.async_wait(asio::use_awaitable));
    const auto* k = std::get_if<key>(&won);
    co_return k != nullptr ? std::optional(*k) : std::nullopt;
}

void emit_after(const asio::any_io_executor& ex, int turns,
                std::shared_ptr<asio::cancellation_signal> stop)
{
    if (turns == 0)
        stop->emit(asio::cancellation_type::total);
    else
        asio::post(ex, [=] { emit_after(ex, turns - 1, stop); });
}

/// Cancelled so many turns of the event loop after its start that it may have been completing.
asio::awaitable<std::optional<key>> read_and_cancel(terminal& tty, int turns)
{
    const auto stop = std::make_shared<asio::cancellation_signal>();
    emit_after(tty.get_executor(), turns, stop);
    const auto [ec, k] = co_await tty.async_read_key(
        asio::bind_cancellation_slot(stop->slot(), asio::as_tuple(asio::use_awaitable)));
    co_return ec ? std::nullopt : std::optional(k);
}

/// Reads until the key `.`; each read may be cancelled.
asio::awaitable<std::string> race(terminal& tty, std::size_t& cancelled)
{
    std::string typed;
    for (int turn = 0;; ++turn) {
        const auto k = turn % 2 == 0
                           ? co_await read_or_timer(tty, std::chrono::microseconds(turn % 5 * 3))
                           : co_await read_and_cancel(tty, turn / 2 % 4);
        if (!k) {
            ++cancelled;
            continue;
        }
        const std::string name = to_string(*k);
        if (name == ".")
            co_return typed;
        typed += name + ' ';
    }
}

TEST(ReplayReads, F50_ReadAgainstTimerLosesNothing)
{
    constexpr std::string_view bytes = "a\x1b[A\xc3\xa9"
                                       "b\x1b[1;5D";
    chunks all;
    std::string wanted;
    for (int i = 0; i < 1000; ++i) {
        for (std::size_t at = 0; at < bytes.size(); at += 3)
            all.push_back(input(std::chrono::microseconds(50 * all.size()),
                                std::string(bytes.substr(at, 3))));
        wanted += "a up é b ctrl+left ";
    }
    all.push_back(input(all.back().time, "."));
    for (const double speed : {at_once, 1.0}) {
        simulation time(speed);
        asio::io_context context;
        terminal tty = replay(context, session(all));
        std::size_t cancelled = 0;
        EXPECT_EQ(run(time, context, race(tty, cancelled)), wanted);
        EXPECT_GE(cancelled, 100U) << "hardly a read was cancelled: this proves little";
    }
}

} // namespace
} // namespace cotty
