// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// `read || timer`, over and over: what plain Asio reads lose input in.
#include <cotty/terminal.hpp>

#include "support/file_descriptor.hpp"
#include "support/process.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include <unistd.h>

namespace cotty {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t races_wanted = 100'000;

/// The keys that are sent, again and again: of one byte, of several, and sequences.
constexpr std::array<std::string_view, 7> sent{"a", "\x1b[A", "é", "b", "\x1b[1;5D", "日", "c"};
constexpr std::array<std::string_view, 7> named{"a", "up", "é", "b", "ctrl+left", "日", "c"};

struct tally {
    std::atomic<std::size_t> keys = 0; // the writer looks at it
    std::atomic<std::size_t> timeouts = 0;
    std::string first_mistake;
    std::atomic<bool> gave_up = false; // a key is missing

    [[nodiscard]] std::size_t races() const { return keys + timeouts; }
};

/// `read || timer` as users write it. A timer that is due finds the read waiting, or too late.
asio::awaitable<std::optional<key>> read_or_timer(terminal& tty, asio::steady_timer& timer)
{
    using namespace asio::experimental::awaitable_operators;
    const auto won =
        co_await (tty.async_read_key(asio::use_awaitable) || timer.async_wait(asio::use_awaitable));
    const auto* k = std::get_if<key>(&won);
    co_return k != nullptr ? std::optional(*k) : std::nullopt;
}

/// The same by hand, with the timer running before the read starts: its handler, which cancels
/// the read, may stand in the queue just before the completion of a read that has found a key.
asio::awaitable<std::optional<key>> read_after_timer(terminal& tty, asio::steady_timer& timer,
                                                     std::uint32_t turns)
{
    asio::cancellation_signal stop;
    bool fired = false;
    timer.async_wait([&](error_code) {
        fired = true;
        stop.emit(asio::cancellation_type::total);
    });
    for (; turns > 0; --turns)
        co_await asio::post(asio::deferred);
    const auto [ec, k] = co_await tty.async_read_key(
        asio::bind_cancellation_slot(stop.slot(), asio::as_tuple(asio::use_awaitable)));
    timer.cancel();
    while (!fired)
        co_await asio::post(asio::deferred);
    co_return ec ? std::nullopt : std::optional(k);
}

/// Reads until the key `.`; each read races a timer that is due almost at once. (Not until the
/// end of the input: `||` waits for a success, which the error of a read is not.)
asio::awaitable<void> race(terminal& tty, tally& t)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    const auto deadline = test::steady_clock::now() + 100s;
    for (std::uint32_t turn = 0; test::steady_clock::now() < deadline; ++turn) {
        timer.expires_after(std::chrono::microseconds(turn % 5 * 3));
        const auto k = turn % 2 == 0 ? co_await read_or_timer(tty, timer)
                                     : co_await read_after_timer(tty, timer, turn % 3);
        if (!k) {
            ++t.timeouts;
            continue;
        }
        const std::string name = to_string(*k);
        if (name == ".")
            co_return;
        if (name != named[t.keys % named.size()] && t.first_mistake.empty())
            t.first_mistake = "key " + std::to_string(t.keys) + " is " + name;
        ++t.keys;
    }
    t.first_mistake = "the last key did not come in time";
    t.gave_up = true;
}

/// Writes keys in pieces of one to seven bytes, cut without regard to where a key ends; and only
/// when the reader has none left, after a while that varies, so that a key comes at any moment of
/// a race. Goes on until there were enough races; returns how many keys it sent.
std::size_t send_keys(int fd, const tally& t)
{
    std::string bytes;
    std::size_t piece = 1;
    std::size_t keys = 0;
    const auto send = [&](std::size_t size) {
        EXPECT_EQ(::write(fd, bytes.data(), size), static_cast<ssize_t>(size));
        bytes.erase(0, size);
    };
    while (t.races() < races_wanted && !t.gave_up) {
        bytes += sent[keys++ % sent.size()];
        if (bytes.size() < piece)
            continue;
        // What is left of `bytes` is less than seven, so at most seven keys are not sent yet.
        while (t.keys + 7 < keys && !t.gave_up)
            std::this_thread::yield();
        for (std::size_t pause = keys % 3; pause > 0; --pause)
            std::this_thread::yield();
        send(piece);
        piece = piece % 7 + 1;
    }
    bytes += '.';
    send(bytes.size());
    return keys;
}

void expect_nothing_lost(unsigned threads)
{
    auto pipe = test::make_pipe();
    asio::io_context context(static_cast<int>(threads));
    const auto strand = asio::make_strand(context);
    // Between the pieces of a key there may be any time: no timeout may cut it.
    terminal tty(asio::any_io_executor(strand),
                 {.input = pipe.read.get(), .escape_timeout = 1h, .sequence_timeout = 1h});
    tally t;
    asio::co_spawn(strand, race(tty, t), [](const std::exception_ptr& e) {
        if (e)
            std::rethrow_exception(e);
    });
    std::size_t keys_sent = 0;
    std::thread writer([&] { keys_sent = send_keys(pipe.write.get(), t); });
    std::vector<std::thread> pool;
    for (unsigned i = 1; i < threads; ++i)
        pool.emplace_back([&context] { context.run(); });
    context.run();
    for (std::thread& thread : pool)
        thread.join();
    writer.join();
    EXPECT_EQ(t.keys, keys_sent);
    EXPECT_EQ(t.first_mistake, "");
    EXPECT_GE(t.races(), races_wanted);
    EXPECT_GE(t.timeouts, races_wanted / 100) << "hardly a read was cancelled: this proves little";
}

TEST(Race, F50_ReadAgainstTimerLosesNothingOnOneThread)
{
    expect_nothing_lost(1);
}

TEST(Race, F50_ReadAgainstTimerLosesNothingOnAStrandOfFourThreads)
{
    expect_nothing_lost(4);
}

} // namespace
} // namespace cotty
