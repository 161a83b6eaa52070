// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Reading actions: keys from a terminal through a keymap.
#include <cotty/keymap.hpp>
#include <cotty/terminal.hpp>

#include "support/file_descriptor.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/run.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using test::run;
using names = keymap<std::string>;

constexpr std::string_view ctrl_x = "\x18";
constexpr std::string_view ctrl_s = "\x13";

names save_and_quit()
{
    return {{"ctrl+x ctrl+s"_chord, "save"}, {"ctrl+x k k"_chord, "kill"}, {"q"_key, "quit"}};
}

/// What was read, in short: `save`, or `!ctrl+x k` for keys that are bound to nothing.
std::string spelled(const bound_keys<std::string>& got)
{
    EXPECT_EQ(static_cast<bool>(got), got.action != nullptr);
    return got ? *got.action : '!' + to_string(got.keys);
}

asio::awaitable<std::string> actions(terminal& tty, names& map, int count)
{
    std::string list;
    for (int i = 0; i < count; ++i)
        list += (list.empty() ? "" : " | ") + spelled(co_await tty.async_read_action(map));
    co_return list;
}

asio::awaitable<std::string> action_for(terminal& tty, names& map,
                                        std::chrono::steady_clock::duration timeout)
{
    co_return spelled(co_await tty.async_read_action(map, timeout));
}

class Action : public testing::Test {
protected:
    void type(std::string_view bytes)
    {
        ASSERT_EQ(::write(pipe.write.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    }

    /// Starts to read an action, until a chord is in progress.
    void start(terminal& t)
    {
        asio::co_spawn(context, actions(t, map, 1),
                       asio::bind_cancellation_slot(
                           stop.slot(), [&](const std::exception_ptr& e, const std::string& read) {
                               result = read;
                               try {
                                   if (e)
                                       std::rethrow_exception(e);
                               } catch (const boost::system::system_error& error) {
                                   result = error.code().message();
                               }
                           }));
        test::run_until(context, [&] { return !map.pending().empty(); });
    }
    void finish()
    {
        test::run_until(context, [&] { return result.has_value(); });
    }

    test::pipe_ends pipe = test::make_pipe();
    asio::io_context context;
    terminal tty{context, {.input = pipe.read.get()}};
    names map = save_and_quit();
    asio::cancellation_signal stop;
    std::optional<std::string> result;
};

TEST_F(Action, IsWhatKeysAreBoundToAndTheOthersAreHandedBack)
{
    type("\x18\x13"
         "a"
         "q\x18kk\x18kq");
    EXPECT_EQ(run(context, actions(tty, map, 5)), "save | !a | quit | kill | !ctrl+x k q");
}

TEST_F(Action, TellsItsKeys)
{
    type("\x18\x13");
    const auto read = [](terminal& t, names& m) -> asio::awaitable<std::string> {
        const auto got = co_await t.async_read_action(m);
        co_return to_string(got.keys) + ' ' + *got.action;
    };
    EXPECT_EQ(run(context, read(tty, map)), "ctrl+x ctrl+s save");
}

TEST(ActionOfATerminal, IsReadAsKeysAre)
{
    test::pty pty;
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = tty.raw_mode();
    names map = save_and_quit();
    ASSERT_EQ(::write(pty.master(), "\x1b[A\x18\x13", 5), 5);
    EXPECT_EQ(run(context, actions(tty, map, 2)), "!up | save");
}

// --- pastes and releases ------------------------------------------------------------------------

TEST_F(Action, APasteIsTextAndStartsNoChord)
{
    type("\x1b[200~q\x18\x1b[201~q");
    EXPECT_EQ(run(context, actions(tty, map, 2)).substr(0, 2), "!q");
    EXPECT_TRUE(map.pending().empty());
    while (run(context, actions(tty, map, 1)) != "quit")
        EXPECT_TRUE(map.pending().empty());
}

TEST_F(Action, APasteBreaksAChord)
{
    type("\x18\x1b[200~k\x1b[201~q");
    EXPECT_EQ(run(context, actions(tty, map, 2)), "!ctrl+x k | quit");
}

TEST_F(Action, ReleasesAndModifierKeysAreNeitherActionsNorLost)
{
    terminal all(context, {.input = pipe.read.get(), .releases = true});
    // Left Ctrl, Ctrl-X and back; then Ctrl-S: as the kitty protocol has them.
    type("\x1b[57442;5u\x1b[120;5u\x1b[120;5:3u\x1b[57442;1:3u\x1b[57442;5u\x1b[115;5u");
    EXPECT_EQ(run(context, actions(all, map, 1)), "save");
}

// --- time ---------------------------------------------------------------------------------------

TEST_F(Action, AChordThatIsNotFinishedInTimeIsHandedBack)
{
    type(ctrl_x);
    EXPECT_EQ(run(context, action_for(tty, map, 1ms)), "!ctrl+x");
    EXPECT_TRUE(map.pending().empty());
    type("\x18k");
    EXPECT_EQ(run(context, action_for(tty, map, 1ms)), "!ctrl+x k");
    type("q");
    EXPECT_EQ(run(context, action_for(tty, map, 1ms)), "quit");
}

TEST_F(Action, TheTimeoutIsForChordsOnly)
{
    using namespace asio::experimental::awaitable_operators;
    const auto race = [](terminal& t, names& m) -> asio::awaitable<bool> {
        asio::steady_timer timer(co_await asio::this_coro::executor, 50ms);
        const auto won = co_await (action_for(t, m, 1ms) || timer.async_wait(asio::use_awaitable));
        co_return won.index() == 1;
    };
    EXPECT_TRUE(run(context, race(tty, map))) << "without a key there is nothing to give up";
}

TEST_F(Action, KeysThatHaveArrivedBelongToTheChordHoweverLittleTimeThereIs)
{
    type("\x18\x13");
    EXPECT_EQ(run(context, action_for(tty, map, 0ms)), "save");
}

// --- cancellation, errors, lifetime -------------------------------------------------------------

TEST_F(Action, F90_CancelledInsideAChordItGoesOnWithTheNextRead)
{
    for (const auto how : {asio::cancellation_type::terminal, asio::cancellation_type::all}) {
        type(ctrl_x);
        start(tty);
        stop.emit(how);
        finish();
        EXPECT_EQ(std::exchange(result, {}), error_code(asio::error::operation_aborted).message());
        EXPECT_EQ(to_string(map.pending()), "ctrl+x");
        type(ctrl_s);
        EXPECT_EQ(run(context, actions(tty, map, 1)), "save");
    }
}

TEST_F(Action, F90_TheEndInsideAChordLeavesItsKeys)
{
    type("\x18k");
    pipe.write = {};
    start(tty);
    finish();
    EXPECT_EQ(result, error_code(asio::error::eof).message());
    EXPECT_EQ(to_string(map.reset()), "ctrl+x k");
}

TEST_F(Action, ATerminalMayMoveMeanwhile)
{
    auto first = std::make_unique<terminal>(std::move(tty));
    type(ctrl_x);
    start(*first);
    const terminal second = std::move(*first);
    first.reset();
    type(ctrl_s);
    finish();
    EXPECT_EQ(result, "save");
}

TEST_F(Action, OfATerminalThatWasMovedFromIsAnError)
{
    const terminal other = std::move(tty);
    try {
        run(context, actions(tty, map, 1)); // NOLINT: that is the test
        ADD_FAILURE() << "no error";
    } catch (const boost::system::system_error& e) {
        EXPECT_EQ(e.code(), asio::error::bad_descriptor);
    }
}

TEST_F(Action, BindingsMayChangeInsideAChord)
{
    type(ctrl_x);
    start(tty);
    EXPECT_TRUE(map.bind("ctrl+x x"_chord, "new"));
    type("x");
    finish();
    EXPECT_EQ(result, "new");
}

} // namespace
} // namespace cotty
