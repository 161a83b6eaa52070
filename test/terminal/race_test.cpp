// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// `read || timer` and reads that are cancelled, over and over: what plain Asio reads lose input in.
#include <cotty/terminal.hpp>

#include "support/effort.hpp"
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

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COTTY_SANITIZER true
#elif defined(__has_feature)
#define COTTY_SANITIZER (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define COTTY_SANITIZER false
#endif

/// Sanitizers make a race several times as long; they look for other mistakes than lost keys, and
/// find those in fewer.
constexpr std::size_t scale = COTTY_SANITIZER ? 20 : 1;

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
    const auto won = co_await (tty.async_read_key() || timer.async_wait(asio::use_awaitable));
    const auto* k = std::get_if<key>(&won);
    co_return k != nullptr ? std::optional(*k) : std::nullopt;
}

/// A loop that takes all it can, the keys that have arrived together without the executor, until
/// the time is up.
asio::awaitable<void> collect(terminal& tty, std::vector<key>& keys)
{
    for (;;)
        keys.push_back(co_await tty.async_read_key());
}

asio::awaitable<std::vector<key>> collect_or_timer(terminal& tty, asio::steady_timer& timer)
{
    using namespace asio::experimental::awaitable_operators;
    std::vector<key> keys;
    co_await (collect(tty, keys) || timer.async_wait(asio::use_awaitable));
    co_return keys;
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

/// Cancels a read some turns of the event loop after it was started: cheap, so there are many.
struct late_cancellation {
    asio::any_io_executor executor;
    asio::cancellation_signal signal = {};
    std::uint32_t turns = 0;
    bool done = false;

    void start(std::uint32_t in_turns)
    {
        turns = in_turns;
        done = false;
        turn();
    }
    void turn()
    {
        asio::post(executor, [this] {
            if (turns-- > 0)
                return turn();
            done = true;
            signal.emit(asio::cancellation_type::total);
        });
    }
};

asio::awaitable<std::optional<key>> read_or_cancel(terminal& tty, late_cancellation& late,
                                                   std::uint32_t turns)
{
    late.start(turns);
    const auto [ec, k] = co_await tty.async_read_key(
        asio::bind_cancellation_slot(late.signal.slot(), asio::as_tuple(asio::use_awaitable)));
    while (!late.done)
        co_await asio::post(asio::deferred);
    co_return ec ? std::nullopt : std::optional(k);
}

/// Reads until the key `.`; each read races a timer that is due almost at once, or
/// a cancellation. (Not until the
/// end of the input: `||` waits for a success, which the error of a read is not.)
asio::awaitable<void> race(terminal& tty, tally& t)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    late_cancellation late{co_await asio::this_coro::executor};
    const auto deadline = test::steady_clock::now() + 100s;
    for (std::uint32_t turn = 0; test::steady_clock::now() < deadline; ++turn) {
        const std::uint32_t kind = turn % 16;
        const std::chrono::microseconds soon(turn % 5 * 3);
        if (kind < 3)
            timer.expires_after(soon);
        std::optional<key> k; // (GCC 12 evaluates more than one branch of a nested ?: here)
        std::vector<key> keys;
        if (kind == 0)
            k = co_await read_or_timer(tty, timer);
        else if (kind == 1)
            k = co_await read_after_timer(tty, timer, turn % 3);
        else if (kind == 2)
            keys = co_await collect_or_timer(tty, timer);
        else if (kind == 3)
            k = co_await tty.async_read_key_for(soon);
        else
            k = co_await read_or_cancel(tty, late, turn % 7);
        if (k)
            keys.push_back(*k);
        if (keys.empty())
            ++t.timeouts;
        for (const key& each : keys) {
            const std::string name = to_string(each);
            if (name == ".")
                co_return;
            if (name != named[t.keys % named.size()] && t.first_mistake.empty())
                t.first_mistake = "key " + std::to_string(t.keys) + " is " + name;
            ++t.keys;
        }
    }
    t.first_mistake = "the last key did not come in time";
    t.gave_up = true;
}

/// Writes keys in pieces of one to seven bytes, cut without regard to where a key ends; and only
/// when the reader has none left, after a while that varies, so that a key comes at any moment of
/// a race. Goes on until there were enough races.
class keyboard {
public:
    keyboard(int fd, const tally& t, std::size_t races) : fd_(fd), tally_(t), races_(races) {}

    /// After enough races, some of which keys must have won.
    [[nodiscard]] bool is_done() const
    {
        return (tally_.races() >= races_ && tally_.keys >= races_ / 100) || tally_.gave_up;
    }
    [[nodiscard]] std::size_t keys() const { return keys_; }

    void prepare()
    {
        while (bytes_.size() < piece_)
            bytes_ += sent[keys_++ % sent.size()];
    }
    [[nodiscard]] bool has_to_wait() const { return tally_.keys < whole_ && !tally_.gave_up; }
    [[nodiscard]] std::size_t pause() const { return keys_ % 5; }
    void send()
    {
        write(piece_);
        piece_ = piece_ % 7 + 1;
    }
    void send_last()
    {
        bytes_ += '.';
        write(bytes_.size());
    }

private:
    void write(std::size_t size)
    {
        EXPECT_EQ(::write(fd_, bytes_.data(), size), static_cast<ssize_t>(size));
        bytes_.erase(0, size);
        for (begun_ += size; whole_ < keys_ && begun_ >= sent[whole_ % sent.size()].size();)
            begun_ -= sent[whole_++ % sent.size()].size();
    }

    int fd_;
    const tally& tally_;
    std::size_t races_;
    std::string bytes_;
    std::size_t piece_ = 1;
    std::size_t keys_ = 0;  // that there are in all
    std::size_t whole_ = 0; // that have been sent to their last byte
    std::size_t begun_ = 0; // bytes sent of the one after them
};

/// On a thread of its own, or between the reader's turns where there is only one.
void type(keyboard& k)
{
    while (!k.is_done()) {
        k.prepare();
        while (k.has_to_wait())
            std::this_thread::yield();
        for (std::size_t pause = k.pause(); pause > 0; --pause)
            std::this_thread::yield();
        k.send();
    }
    k.send_last();
}

asio::awaitable<void> type_between(keyboard& k)
{
    while (!k.is_done()) {
        k.prepare();
        while (k.has_to_wait())
            co_await asio::post(asio::deferred);
        for (std::size_t pause = k.pause(); pause > 0; --pause)
            co_await asio::post(asio::deferred);
        k.send();
    }
    k.send_last();
}

void expect_nothing_lost(unsigned threads, std::size_t races)
{
    races /= scale * test::effort<std::size_t>(1, 10);
    const auto rethrow = [](const std::exception_ptr& e) {
        if (e)
            std::rethrow_exception(e);
    };
    auto pipe = test::make_pipe();
    asio::io_context context(static_cast<int>(threads));
    const auto strand = asio::make_strand(context);
    // Between the pieces of a key there may be any time: no timeout may cut it.
    terminal tty(asio::any_io_executor(strand),
                 {.input = pipe.read.get(), .escape_timeout = 1h, .sequence_timeout = 1h});
    tally t;
    keyboard k(pipe.write.get(), t, races);
    asio::co_spawn(strand, race(tty, t), rethrow);
    std::vector<std::thread> pool;
    if (threads > 1)
        pool.emplace_back([&k] { type(k); });
    else
        asio::co_spawn(context, type_between(k), rethrow);
    for (unsigned i = 1; i < threads; ++i)
        pool.emplace_back([&context] { context.run(); });
    context.run();
    for (std::thread& thread : pool)
        thread.join();
    EXPECT_EQ(t.keys, k.keys());
    EXPECT_EQ(t.first_mistake, "");
    EXPECT_GE(t.races(), races);
    EXPECT_GE(t.timeouts, races / 100) << "hardly a read was cancelled: this proves little";
}

// A million in all.

TEST(Race, F50_ReadAgainstTimerLosesNothingOnOneThread)
{
    expect_nothing_lost(1, 700'000);
}

TEST(Race, F50_ReadAgainstTimerLosesNothingOnAStrandOfTwoThreads)
{
    expect_nothing_lost(2, 200'000);
}

TEST(Race, F50_ReadAgainstTimerLosesNothingOnAStrandOfEightThreads)
{
    expect_nothing_lost(8, 100'000);
}

} // namespace
} // namespace cotty
