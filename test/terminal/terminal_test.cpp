// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/terminal.hpp>

#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace cotty::literals;
using test::run;
using test::run_until;

int waiting_bytes(int fd)
{
    int n = 0;
    test::check(::ioctl(fd, FIONREAD, &n), "FIONREAD");
    return n;
}

void write_all(int fd, std::string_view bytes)
{
    ASSERT_EQ(::write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

/// Reads to the end: the names of the keys, and how it ended.
asio::awaitable<std::pair<std::string, error_code>> read_all(terminal& tty)
{
    std::string names;
    for (;;) {
        const auto [ec, k] = co_await tty.async_read_key(asio::as_tuple(asio::deferred));
        if (ec)
            co_return std::pair(names, ec);
        names += (names.empty() ? "" : " ") + to_string(k);
    }
}

asio::awaitable<std::string> read_keys(terminal& tty, int count)
{
    std::string names;
    for (int i = 0; i < count; ++i)
        names += (i == 0 ? "" : " ") + to_string(co_await tty.async_read_key());
    co_return names;
}

/// What a read came to, once it has.
struct read_result {
    bool done = false;
    error_code ec;
    key k;

    auto token()
    {
        return [this](error_code e, const key& pressed) {
            done = true;
            ec = e;
            k = pressed;
        };
    }
};

/// A terminal object on a pty, in raw mode.
class Terminal : public testing::Test {
protected:
    test::pty pty;
    asio::io_context context;
    terminal tty{context, {.input = pty.slave(), .output = pty.slave()}};
    mode_guard raw = tty.raw_mode();
};

TEST_F(Terminal, ReadsKeysOneByOne)
{
    pty.type("h\x1b[A\xc3\xa9\x01 ");
    EXPECT_EQ(run(context, read_keys(tty, 5)), "h up é ctrl+a space");
}

TEST_F(Terminal, ReadsEventsWithTheirBytes)
{
    pty.type("\x1b[1;5D");
    const auto read = [](terminal& t) -> asio::awaitable<std::string> {
        const event e = co_await t.async_read_event();
        co_return to_string(*e.get_if<key>()) + " " + std::string(e.raw);
    };
    EXPECT_EQ(run(context, read(tty)), "ctrl+left \x1b[1;5D");
}

TEST_F(Terminal, ALoneEscapeIsAKeyAfterAWhile)
{
    pty.type("\x1b");
    EXPECT_EQ(run(context, read_keys(tty, 1)), "escape");
}

TEST_F(Terminal, F42_ASequenceCutByTheLineIsStillOne)
{
    read_result result;
    tty.async_read_key(result.token());
    for (const std::string_view piece : {"\x1b", "[", "1", ";", "5", "D"}) {
        EXPECT_FALSE(result.done);
        pty.type(piece);
        run_until(context, [&] { return waiting_bytes(pty.slave()) == 0; });
    }
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "ctrl+left"_key)) << result.k;
}

TEST(TerminalTime, F45_DataThatIsWaitingIsReadBeforeATimerMayFire)
{
    test::pty pty;
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave(), .escape_timeout = 1ms});
    const auto raw = tty.raw_mode();
    pty.type("\x1b");
    read_result result;
    tty.async_read_key(result.token());
    // In one turn of the loop the ESC is read, and its timer begins.
    context.run_one();
    ASSERT_EQ(waiting_bytes(pty.slave()), 0);
    pty.type("[A");
    // The loop is late: the timer is due by now, and so is the rest of the sequence.
    const auto late = test::steady_clock::now() + 10ms;
    while (test::steady_clock::now() < late) {
    }
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "up"_key)) << result.k;
}

TEST_F(Terminal, NeverCompletesInsideTheCallThatStartsIt)
{
    pty.type("ab");
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    read_result result; // `b` is here already
    tty.async_read_key(result.token());
    EXPECT_FALSE(result.done);
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "b"_key)) << result.k;
}

TEST_F(Terminal, F27_ASecondReadFailsAndTheFirstGoesOn)
{
    read_result first;
    read_result second;
    tty.async_read_key(first.token());
    tty.async_read_key(second.token());
    EXPECT_FALSE(second.done);
    run_until(context, [&] { return second.done; });
    EXPECT_EQ(second.ec, errc::read_in_progress);
    EXPECT_FALSE(first.done);
    pty.type("x");
    run_until(context, [&] { return first.done; });
    EXPECT_TRUE(identical(first.k, "x"_key)) << first.k;
}

TEST_F(Terminal, WaitingKeysAreTakenWithoutTheEventLoop)
{
    pty.type("abc");
    key k;
    EXPECT_FALSE(tty.try_read_key(k)); // nobody has read yet
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    ASSERT_TRUE(tty.try_read_key(k));
    EXPECT_TRUE(identical(k, "b"_key)) << k;
    event e;
    ASSERT_TRUE(tty.try_read_event(e));
    EXPECT_EQ(e.raw, "c");
    EXPECT_FALSE(tty.try_read_key(k));
    EXPECT_FALSE(tty.try_read_event(e));
}

TEST_F(Terminal, WaitingKeysBelongToTheReadThatIsOutstanding)
{
    pty.type("ab");
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    read_result result;
    tty.async_read_key(result.token());
    key k;
    EXPECT_FALSE(tty.try_read_key(k));
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "b"_key)) << result.k;
}

TEST_F(Terminal, F27_NothingIsReadUnlessAReadIsOutstanding)
{
    pty.type("a");
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    pty.type("for the next");
    context.restart();
    context.poll();
    EXPECT_EQ(waiting_bytes(pty.slave()), 12);

    read_result result; // started, given up: reads nothing either
    asio::cancellation_signal stop;
    tty.async_read_key(asio::bind_cancellation_slot(stop.slot(), result.token()));
    stop.emit(asio::cancellation_type::total);
    context.restart();
    context.run();
    EXPECT_EQ(result.ec, asio::error::operation_aborted);
    EXPECT_EQ(waiting_bytes(pty.slave()), 12);
}

TEST_F(Terminal, KeepsNoWorkInTheLoopWhileNothingIsOutstanding)
{
    pty.type("\x1b[Aa");
    ASSERT_EQ(run(context, read_keys(tty, 2)), "up a");
    context.restart();
    context.run_for(test::patience);
    EXPECT_TRUE(context.stopped()); // for lack of work, not because time was up
}

// --- cancellation -----------------------------------------------------------------------------

class TerminalCancellation : public Terminal,
                             public testing::WithParamInterface<asio::cancellation_type> {};

TEST_P(TerminalCancellation, F51_EndsAWaitingRead)
{
    read_result result;
    asio::cancellation_signal stop;
    tty.async_read_key(asio::bind_cancellation_slot(stop.slot(), result.token()));
    context.poll();
    stop.emit(GetParam());
    EXPECT_FALSE(result.done);
    run_until(context, [&] { return result.done; });
    EXPECT_EQ(result.ec, asio::error::operation_aborted);
    pty.type("a");
    EXPECT_EQ(run(context, read_keys(tty, 1)), "a");
}

TEST_P(TerminalCancellation, F50_PutsBackWhatWasOnItsWay)
{
    pty.type("ab\x1b[A");
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    read_result result;
    asio::cancellation_signal stop;
    tty.async_read_key(asio::bind_cancellation_slot(stop.slot(), result.token()));
    stop.emit(GetParam()); // its completion, with `b`, is queued already
    run_until(context, [&] { return result.done; });
    EXPECT_EQ(result.ec, asio::error::operation_aborted);
    EXPECT_EQ(run(context, read_keys(tty, 2)), "b up");
}

INSTANTIATE_TEST_SUITE_P(AllTypes, TerminalCancellation,
                         testing::Values(asio::cancellation_type::terminal,
                                         asio::cancellation_type::partial,
                                         asio::cancellation_type::total));

TEST_F(Terminal, F50_ACancelledReadKeepsAnUnfinishedSequence)
{
    pty.type("\x1b");
    read_result result;
    tty.async_read_key(result.token());
    run_until(context, [&] { return waiting_bytes(pty.slave()) == 0; });
    tty.cancel();
    run_until(context, [&] { return result.done; });
    EXPECT_EQ(result.ec, asio::error::operation_aborted);
    pty.type("[B");
    EXPECT_EQ(run(context, read_keys(tty, 1)), "down");
}

TEST_F(Terminal, CancellingAnOldSlotDoesNotHitANewRead)
{
    asio::cancellation_signal old;
    pty.type("a");
    read_result first;
    tty.async_read_key(asio::bind_cancellation_slot(old.slot(), first.token()));
    run_until(context, [&] { return first.done; });
    read_result second;
    tty.async_read_key(second.token());
    old.emit(asio::cancellation_type::all);
    pty.type("b");
    run_until(context, [&] { return second.done; });
    EXPECT_TRUE(identical(second.k, "b"_key)) << second.k;
}

TEST_F(Terminal, DestroyingItEndsWhatIsOutstanding)
{
    read_result result;
    {
        terminal other(context, {.input = pty.slave(), .output = pty.slave()});
        other.async_read_key(result.token());
    }
    EXPECT_FALSE(result.done);
    run_until(context, [&] { return result.done; });
    EXPECT_EQ(result.ec, asio::error::operation_aborted);
}

TEST_F(Terminal, MovingItDoesNotDisturbWhatIsOutstanding)
{
    terminal other(context, {.input = pty.slave(), .output = pty.slave()});
    read_result result;
    other.async_read_key(result.token());
    const terminal moved = std::move(other);
    pty.type("m");
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "m"_key)) << result.k;
}

TEST(TerminalLifetime, ACoroutineThatOwnsItsTerminalIsDestroyedWithTheLoop)
{
    test::pty pty;
    const termios before = pty.modes();
    const auto alive = std::make_shared<bool>(true);
    {
        asio::io_context context;
        const auto wait = [&pty](std::shared_ptr<bool>) -> asio::awaitable<void> {
            terminal tty(co_await asio::this_coro::executor,
                         {.input = pty.slave(), .output = pty.slave()});
            const auto raw = tty.raw_mode();
            co_await tty.async_read_key();
        };
        asio::co_spawn(context, wait(alive), asio::detached);
        context.poll();
        ASSERT_TRUE(pty.is_raw());
        ASSERT_EQ(alive.use_count(), 2);
    }
    EXPECT_EQ(alive.use_count(), 1);
    EXPECT_TRUE(test::same_modes(before, pty.modes()));
}

TEST(TerminalLifetime, AWriteThatIsStuckIsDestroyedWithTheLoop)
{
    test::pty pty;
    const auto alive = std::make_shared<bool>(true);
    {
        asio::io_context context;
        const auto fill = [&pty](std::shared_ptr<bool>) -> asio::awaitable<void> {
            terminal tty(co_await asio::this_coro::executor,
                         {.input = pty.slave(), .output = pty.slave()});
            const std::string much(1 << 20, 'x');
            co_await tty.async_write(asio::buffer(much));
        };
        asio::co_spawn(context, fill(alive), asio::detached);
        context.poll();
        ASSERT_EQ(alive.use_count(), 2);
    }
    EXPECT_EQ(alive.use_count(), 1);
}

// --- the window -------------------------------------------------------------------------------

TEST_F(Terminal, AResizeIsAnEvent)
{
    std::optional<event> seen;
    tty.async_read_event([&](error_code, const event& e) { seen = e; });
    context.poll();
    pty.resize(100, 30);
    std::raise(SIGWINCH); // the pty is not this process's controlling terminal
    run_until(context, [&] { return seen.has_value(); });
    const auto* r = seen->get_if<resize>();
    ASSERT_NE(r, nullptr);
    EXPECT_EQ(r->size.columns, 100);
    EXPECT_EQ(r->size.rows, 30);
    EXPECT_TRUE(seen->raw.empty());
    EXPECT_EQ(tty.size().columns, 100);
}

TEST_F(Terminal, AResizeBetweenTwoReadsIsNotLost)
{
    pty.type("a");
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    pty.resize(33, 11);
    std::raise(SIGWINCH);
    pty.type("b");
    const auto read = [](terminal& t) -> asio::awaitable<std::string> {
        std::string seen;
        for (int i = 0; i < 2; ++i) {
            const event e = co_await t.async_read_event();
            if (const auto* r = e.get_if<resize>())
                seen += std::to_string(r->size.columns);
            else
                seen += e.raw;
        }
        co_return seen;
    };
    const std::string seen = run(context, read(tty));
    EXPECT_TRUE(seen == "33b" || seen == "b33") << seen;
}

TEST_F(Terminal, AReadForKeysDropsOtherEvents)
{
    read_result result;
    tty.async_read_key(result.token());
    context.poll();
    std::raise(SIGWINCH);
    pty.type("\x1b[?1;2c\x1b[I"
             "k");
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "k"_key)) << result.k;
}

TEST_F(Terminal, F59_ASizeOfZeroIsNeverReported)
{
    pty.resize(0, 0);
    ::unsetenv("COLUMNS");
    ::setenv("LINES", "7", 1);
    EXPECT_EQ(tty.size(), (window_size{80, 7, 0, 0}));
    ::setenv("LINES", "-7", 1);
    EXPECT_EQ(tty.size(), (window_size{80, 24, 0, 0}));
    ::setenv("LINES", "12x", 1);
    EXPECT_EQ(tty.size(), (window_size{80, 24, 0, 0}));
    ::unsetenv("LINES");
    pty.resize(132, 43);
    EXPECT_EQ(tty.size(), (window_size{132, 43, 0, 0}));
}

TEST(TerminalKeys, TheTerminalsEraseCharacterTellsWhichByteIsBackspace)
{
    test::pty pty;
    termios modes = pty.modes();
    modes.c_cc[VERASE] = 0x08;
    pty.set_modes(modes);
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = tty.raw_mode();
    pty.type("\x08\x7f");
    EXPECT_EQ(run(context, read_keys(tty, 2)), "backspace ctrl+backspace");
}

TEST(TerminalKeys, F53_WhatWasTypedAheadIsKept)
{
    test::pty pty;
    pty.type("ab");
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = tty.raw_mode();
    pty.type("c");
    EXPECT_EQ(run(context, read_keys(tty, 3)), "a b c");
}

// --- the end ----------------------------------------------------------------------------------

TEST_F(Terminal, F20_AHangUpIsTheEndAndStaysIt)
{
    read_result result;
    tty.async_read_key(result.token());
    context.poll();
    pty.close_master();
    run_until(context, [&] { return result.done; });
    EXPECT_EQ(result.ec, asio::error::eof);
    EXPECT_EQ(run(context, read_all(tty)), std::pair(""s, error_code(asio::error::eof)));
    context.restart();
    context.run_for(test::patience);
    EXPECT_TRUE(context.stopped()); // nothing goes on in the background
}

TEST_F(Terminal, F21_WhatWasReadBeforeTheHangUpComesFirst)
{
    pty.type("abc\x1b");
    ASSERT_EQ(run(context, read_keys(tty, 1)), "a");
    pty.close_master();
    EXPECT_EQ(run(context, read_all(tty)), std::pair("b c escape"s, error_code(asio::error::eof)));
}

// --- other inputs and outputs -----------------------------------------------------------------

/// Flags that other holders of the descriptor see.
int flags_of(int fd)
{
    return test::check(::fcntl(fd, F_GETFL), "F_GETFL");
}

TEST(TerminalInput, F22_APipeIsReadToItsEnd)
{
    auto pipe = test::make_pipe();
    asio::io_context context;
    terminal tty(context, {.input = pipe.read.get()});
    EXPECT_FALSE(tty.is_terminal());
    EXPECT_FALSE(tty.raw_mode());
    write_all(pipe.write.get(), "a\n\x1b[A\xc3");
    pipe.write.reset();
    EXPECT_EQ(run(context, read_all(tty)),
              std::pair("a enter up \uFFFD"s, error_code(asio::error::eof)));
}

TEST(TerminalInput, F22_APipeIsWaitedFor)
{
    auto pipe = test::make_pipe();
    asio::io_context context;
    terminal tty(context, {.input = pipe.read.get()});
    read_result result;
    tty.async_read_key(result.token());
    context.poll();
    EXPECT_FALSE(result.done);
    write_all(pipe.write.get(), "a");
    run_until(context, [&] { return result.done; });
    EXPECT_TRUE(identical(result.k, "a"_key)) << result.k;
}

TEST(TerminalInput, F22_AFileIsReadToItsEnd)
{
    const std::string path = testing::TempDir() + "cotty_terminal_test_input";
    const std::string content(20000, 'k');
    std::ofstream(path) << content;
    const test::file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::filesystem::remove(path);
    asio::io_context context;
    terminal tty(context, {.input = file.get()});
    const auto [names, end] = run(context, read_all(tty));
    EXPECT_EQ(std::count(names.begin(), names.end(), 'k'), 20000);
    EXPECT_EQ(end, asio::error::eof);
}

TEST(TerminalInput, F22_TheNullDeviceIsAtItsEnd)
{
    const test::file_descriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    asio::io_context context;
    terminal tty(context, {.input = null.get()});
    EXPECT_EQ(run(context, read_all(tty)), std::pair(""s, error_code(asio::error::eof)));
}

TEST(TerminalInput, F22_ASocketAndAPtysOtherSideWorkToo)
{
    int pair[2];
    test::check(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), "socketpair");
    const test::file_descriptor near(pair[0]);
    const test::file_descriptor far(pair[1]);
    asio::io_context context;
    terminal tty(context, {.input = near.get(), .output = near.get()});
    write_all(far.get(), "s");
    EXPECT_EQ(run(context, read_keys(tty, 1)), "s");

    test::pty pty;
    const test::file_descriptor master(::dup(pty.master()));
    const test::file_descriptor slave(::open(pty.slave_name().c_str(), O_RDWR | O_NOCTTY));
    terminal controlling(context, {.input = master.get(), .output = master.get()});
    write_all(slave.get(), "m");
    EXPECT_EQ(run(context, read_keys(controlling, 1)), "m");
}

TEST(TerminalInput, F20_APtysOtherSideEndsWhenItsTerminalIsClosed)
{
    const test::file_descriptor master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    test::check(::grantpt(master.get()), "grantpt");
    test::check(::unlockpt(master.get()), "unlockpt");
    test::file_descriptor slave(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    write_all(slave.get(), "last");
    slave.reset(); // reading says EIO from now on
    asio::io_context context;
    terminal tty(context, {.input = master.get(), .output = master.get()});
    EXPECT_EQ(run(context, read_all(tty)), std::pair("l a s t"s, error_code(asio::error::eof)));
}

TEST(TerminalInput, F54_AnErrorIsReportedAndStays)
{
    const test::file_descriptor directory(::open("/", O_RDONLY | O_CLOEXEC));
    asio::io_context context;
    terminal tty(context, {.input = directory.get()});
    const error_code expected(EISDIR, boost::system::system_category());
    EXPECT_EQ(run(context, read_all(tty)).second, expected);
    EXPECT_EQ(run(context, read_all(tty)).second, expected);
}

TEST(TerminalInput, F28_ADescriptorThatCannotBeReadIsRefusedAtOnce)
{
    asio::io_context context;
    auto pipe = test::make_pipe();
    try {
        const terminal tty(context, {.input = pipe.write.get()});
        ADD_FAILURE() << "opened a pipe's writing end for reading";
    } catch (const boost::system::system_error& e) {
        EXPECT_EQ(e.code(), asio::error::bad_descriptor);
    }
    const int closed = pipe.read.get();
    pipe.read.reset();
    try {
        const terminal tty(context, {.input = closed});
        ADD_FAILURE() << "opened a closed descriptor";
    } catch (const boost::system::system_error& e) {
        EXPECT_EQ(e.code(), asio::error::bad_descriptor);
    }
}

/// Uses every way of waiting there is on the two descriptors, and looks at the flags of their
/// descriptions meanwhile and afterwards.
void expect_flags_unchanged(int in, int out, const std::function<void()>& send)
{
    const int in_flags = flags_of(in);
    const int out_flags = flags_of(out);
    ASSERT_EQ(in_flags & O_NONBLOCK, 0);
    {
        asio::io_context context;
        terminal tty(context, {.input = in, .output = out});
        const auto raw = tty.raw_mode();
        read_result result;
        const std::string much(1 << 20, 'x'); // more than fits: the write has to wait
        tty.async_write(asio::buffer(much), [](error_code, std::size_t) {});
        tty.async_read_key(result.token());
        context.poll();
        EXPECT_EQ(flags_of(in), in_flags);
        EXPECT_EQ(flags_of(out), out_flags);
        send();
        run_until(context, [&] { return result.done; });
        EXPECT_FALSE(result.ec);
        EXPECT_EQ(flags_of(in), in_flags);
        EXPECT_EQ(flags_of(out), out_flags);
    }
    EXPECT_EQ(flags_of(in), in_flags);
    EXPECT_EQ(flags_of(out), out_flags);
}

TEST(TerminalFlags, F23_ATerminalsSharedDescriptionIsLeftAlone)
{
    test::pty pty;
    expect_flags_unchanged(pty.slave(), pty.slave(), [&] { pty.type("a"); });
}

TEST(TerminalFlags, F23_APipesSharedDescriptionIsLeftAlone)
{
    auto in = test::make_pipe();
    auto out = test::make_pipe();
    expect_flags_unchanged(in.read.get(), out.write.get(), [&] { write_all(in.write.get(), "a"); });
}

TEST(TerminalFlags, F24_WhereTheTerminalCannotBeOpenedAnewItIsUsedAsItIs)
{
    test::pty pty;
    const pid_t child = test::check(::fork(), "fork");
    if (child == 0) {
        // No file system, no names of terminals.
        const std::string empty = "/proc/self/fdinfo";
        if (::chroot(empty.c_str()) != 0 || ::chdir("/") != 0)
            ::_exit(77);
        if (::ttyname(pty.slave()) != nullptr)
            ::_exit(78);
        expect_flags_unchanged(pty.slave(), pty.slave(), [&] { pty.type("a"); });
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    test::check(::waitpid(child, &status, 0), "waitpid");
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        GTEST_SKIP() << "only root may hide the names of terminals from a process";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

// --- writing ----------------------------------------------------------------------------------

/// Letters and digits without a pattern that repeats soon.
std::string long_text(std::size_t size)
{
    std::string text(size, ' ');
    unsigned value = 1;
    for (char& c : text) {
        value = value * 1103515245U + 12345U;
        c = static_cast<char>('!' + (value >> 16U) % 90U);
    }
    return text;
}

class TerminalWrite : public Terminal {
protected:
    /// Takes what is on the screen a little at a time, until it is `size` bytes.
    void read_slowly(std::size_t size)
    {
        const auto deadline = test::steady_clock::now() + test::patience;
        while (screen.size() < size && test::steady_clock::now() < deadline) {
            char piece[700];
            const ssize_t n = ::read(pty.master(), piece, sizeof piece);
            if (n > 0)
                screen.append(piece, static_cast<std::size_t>(n));
            context.restart();
            context.poll();
        }
        EXPECT_EQ(screen.size(), size);
    }

    std::string screen;
};

TEST_F(TerminalWrite, F47_AMebibyteArrivesWholeOnASlowTerminal)
{
    const std::string text = long_text(1 << 20);
    std::optional<std::pair<error_code, std::size_t>> result;
    tty.async_write(asio::buffer(text),
                    [&](error_code ec, std::size_t n) { result.emplace(ec, n); });
    EXPECT_FALSE(result);
    read_slowly(text.size());
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(*result, std::pair(error_code(), text.size()));
    EXPECT_TRUE(screen == text); // not EXPECT_EQ: it would print both
}

TEST_F(TerminalWrite, F46_ATerminalThatTakesNothingDoesNotBlockKeysOrTimers)
{
    const std::string text = long_text(1 << 20);
    bool written = false;
    tty.async_write(asio::buffer(text), [&](error_code, std::size_t) { written = true; });
    asio::steady_timer timer(context, 1ms);
    bool fired = false;
    timer.async_wait([&](error_code) { fired = true; });
    pty.type("k");
    EXPECT_EQ(run(context, read_keys(tty, 1)), "k");
    run_until(context, [&] { return fired; });
    EXPECT_FALSE(written);
}

TEST_F(TerminalWrite, F49_WritesNeverMix)
{
    const std::string a(100'000, 'a');
    const std::string b(100'000, 'b');
    const std::string c = "c";
    std::string order;
    for (const std::string* text : {&a, &b, &c})
        tty.async_write(asio::buffer(*text), [&order, text](error_code ec, std::size_t n) {
            if (!ec && n == text->size())
                order += text->front();
        });
    read_slowly(a.size() + b.size() + c.size());
    run_until(context, [&] { return order.size() == 3; });
    EXPECT_EQ(order, "abc");
    EXPECT_TRUE(screen == a + b + c);
}

TEST_F(TerminalWrite, CancellingOneMidwayTellsHowMuchWasWritten)
{
    const std::string text = long_text(1 << 20);
    std::optional<std::pair<error_code, std::size_t>> result;
    asio::cancellation_signal stop;
    tty.async_write(asio::buffer(text),
                    asio::bind_cancellation_slot(
                        stop.slot(), [&](error_code ec, std::size_t n) { result.emplace(ec, n); }));
    context.poll();
    stop.emit(asio::cancellation_type::total); // it is too late for "nothing has happened"
    context.poll();
    EXPECT_FALSE(result);
    stop.emit(asio::cancellation_type::partial);
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(result->first, asio::error::operation_aborted);
    ASSERT_GT(result->second, 0U);
    ASSERT_LT(result->second, text.size());
    // No sequence was torn, so that none has to be ended.
    tty.async_write("end", [](error_code, std::size_t) {});
    read_slowly(result->second + 3);
    EXPECT_TRUE(screen == text.substr(0, result->second) + "end");
}

TEST_F(TerminalWrite, CancellingOneThatWaitsForItsTurnWritesNothing)
{
    const std::string first = long_text(1 << 20);
    const std::string second = "second";
    std::optional<std::pair<error_code, std::size_t>> result;
    asio::cancellation_signal stop;
    tty.async_write(asio::buffer(first), [](error_code, std::size_t) {});
    tty.async_write(asio::buffer(second),
                    asio::bind_cancellation_slot(
                        stop.slot(), [&](error_code ec, std::size_t n) { result.emplace(ec, n); }));
    stop.emit(asio::cancellation_type::total);
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(*result, std::pair(error_code(asio::error::operation_aborted), std::size_t{0}));
    read_slowly(first.size());
    EXPECT_TRUE(screen == first);
}

TEST_F(TerminalWrite, NothingAtAllIsWrittenToo)
{
    std::optional<std::pair<error_code, std::size_t>> result;
    tty.async_write(asio::const_buffer(),
                    [&](error_code ec, std::size_t n) { result.emplace(ec, n); });
    EXPECT_FALSE(result);
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(*result, std::pair(error_code(), std::size_t{0}));
}

asio::awaitable<error_code> write_one(terminal& tty, const std::string& text)
{
    const auto [ec, n] =
        co_await tty.async_write(asio::buffer(text), asio::as_tuple(asio::deferred));
    co_return ec;
}

TEST(TerminalOutput, AClosedPipeIsAnError)
{
    std::signal(SIGPIPE, SIG_IGN);
    auto in = test::make_pipe();
    auto out = test::make_pipe();
    asio::io_context context;
    terminal tty(context, {.input = in.read.get(), .output = out.write.get()});
    out.read.reset();
    EXPECT_EQ(run(context, write_one(tty, "text")), asio::error::broken_pipe);
    std::signal(SIGPIPE, SIG_DFL);
}

TEST(TerminalOutput, OneThatIsClosedFailsWhenItIsWritten)
{
    auto in = test::make_pipe();
    int closed = -1;
    {
        const auto pipe = test::make_pipe();
        closed = pipe.write.get();
    }
    asio::io_context context;
    terminal tty(context, {.input = in.read.get(), .output = closed});
    EXPECT_EQ(run(context, write_one(tty, "text")), asio::error::bad_descriptor);
    write_all(in.write.get(), "a");
    EXPECT_EQ(run(context, read_keys(tty, 1)), "a"); // reading still works
}

TEST(TerminalOutput, AFileGetsItAll)
{
    const std::string path = testing::TempDir() + "cotty_terminal_test_output";
    const test::file_descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    auto in = test::make_pipe();
    asio::io_context context;
    terminal tty(context, {.input = in.read.get(), .output = file.get()});
    const std::string text = long_text(100'000);
    EXPECT_EQ(run(context, write_one(tty, text)), error_code());
    std::ifstream written(path);
    EXPECT_TRUE(std::string(std::istreambuf_iterator(written), {}) == text);
    std::filesystem::remove(path);
}

TEST(TerminalObjects, F52_WhatOneHasReadAndNobodyTakenTheNextOneGets)
{
    test::pty pty;
    asio::io_context context;
    const terminal_options options{.input = pty.slave(), .output = pty.slave()};
    std::optional<terminal> tty(std::in_place, context, options);
    const auto raw = tty->raw_mode();
    pty.type("abc\x1b[Ad\x1b");
    ASSERT_TRUE(test::wait_until([&] { return waiting_bytes(pty.slave()) == 8; }));
    EXPECT_EQ(run(context, read_keys(*tty, 1)), "a");
    ASSERT_EQ(waiting_bytes(pty.slave()), 0);
    // A read that has found its key, and is given up before it could take it.
    tty->async_read_key([](error_code, const key&) {});
    tty.emplace(context, options);
    pty.type("[Be");
    EXPECT_EQ(run(context, read_keys(*tty, 6)), "b c up d down e");
    // Nothing is left for another terminal, nor comes again.
    test::pty other;
    terminal stranger(context, {.input = other.slave(), .output = other.slave()});
    const auto raw_too = stranger.raw_mode();
    other.type("x");
    EXPECT_EQ(run(context, read_keys(stranger, 1)), "x");
    tty.emplace(context, options);
    pty.type("y");
    EXPECT_EQ(run(context, read_keys(*tty, 1)), "y");
}

} // namespace
} // namespace cotty
