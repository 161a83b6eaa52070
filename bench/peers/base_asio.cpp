// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// Plain Boost.Asio, without decoding: a byte counts as an event, in echo mode of `read` and `cb` a
// read does. PEER_VARIANT says how they are delivered:
//   read (default)  one co_await async_read_some a read
//   cb              the same with callbacks instead of coroutines
//   byte            co_await next_byte(): a child coroutine a byte, which waits when the buffer is
//   empty post            as byte, but each byte is delivered by async_initiate and post chan a
//   reader coroutine and an experimental::channel, 1024 bytes long own             (in memory only)
//   an awaiter of our own, ready while the buffer holds bytes; no Asio
// In memory only what the delivery of a byte costs is measured.
#include "peer.hpp"

#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <algorithm>
#include <array>
#include <coroutine>
#include <cstring>
#include <exception>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using boost::system::error_code;
using stream = asio::posix::stream_descriptor;
using channel = asio::experimental::channel<void(error_code, int)>;

namespace {

constexpr int end_of_run = 4;
constexpr int end_of_data = -1;

std::array<char, 4096> buffer;
std::size_t position = 0;
std::size_t length = 0;

bool in_memory()
{
    return peer::now == peer::mode::memory;
}

int take_byte()
{
    return static_cast<unsigned char>(buffer[position++]);
}

bool is_last(int byte)
{
    return byte == end_of_data || (byte == end_of_run && !in_memory());
}

bool refill_from_memory()
{
    static std::size_t offset = 0;
    static long repetition = 0;
    if (offset >= peer::data.size()) {
        offset = 0;
        if (++repetition >= peer::repetitions)
            return false;
    }
    const std::size_t most = std::min(peer::chunk_size, buffer.size());
    length = peer::data.copy(buffer.data(), most, offset);
    offset += length;
    position = 0;
    return true;
}

awaitable<int> next_byte(stream& in)
{
    if (position == length) {
        if (in_memory()) {
            if (!refill_from_memory())
                co_return end_of_data;
        } else {
            length = co_await in.async_read_some(asio::buffer(buffer), use_awaitable);
            position = 0;
        }
    }
    co_return take_byte();
}

template <class Token>
auto post_byte(stream& in, Token&& token)
{
    return asio::async_initiate<Token, void(int)>(
        [&in](auto handler) {
            if (position == length && !in_memory()) {
                in.async_read_some(asio::buffer(buffer),
                                   [h = std::move(handler)](error_code ec, std::size_t n) mutable {
                                       length = n;
                                       position = 0;
                                       std::move(h)(ec ? end_of_run : take_byte());
                                   });
                return;
            }
            const bool more = position != length || refill_from_memory();
            const int byte = more ? take_byte() : end_of_data;
            asio::post(in.get_executor(),
                       [h = std::move(handler), byte]() mutable { std::move(h)(byte); });
        },
        token);
}

/// Counts what was read; true if the run goes on.
bool count_read(std::size_t size)
{
    const bool stop = std::memchr(buffer.data(), end_of_run, size) != nullptr;
    if (stop)
        --size;
    peer::events += static_cast<long>(size);
    if (peer::now == peer::mode::echo && size != 0)
        peer::write(".");
    return !stop;
}

void count_byte(int byte)
{
    peer::event();
    peer::show("byte %02x", static_cast<unsigned>(byte));
}

awaitable<void> run_read(stream& in)
{
    for (;;) { // not in the loop's condition: GCC 12 compiles a co_await wrongly there
        const std::size_t n = co_await in.async_read_some(asio::buffer(buffer), use_awaitable);
        if (!count_read(n))
            co_return;
    }
}

void run_callback(stream& in)
{
    in.async_read_some(asio::buffer(buffer), [&in](error_code ec, std::size_t n) {
        if (!ec && count_read(n))
            run_callback(in);
    });
}

awaitable<void> run_byte(stream& in)
{
    for (int byte = co_await next_byte(in); !is_last(byte); byte = co_await next_byte(in))
        count_byte(byte);
}

awaitable<void> run_post(stream& in)
{
    for (;;) {
        const int byte = co_await post_byte(in, use_awaitable);
        if (is_last(byte))
            co_return;
        count_byte(byte);
    }
}

awaitable<void> fill_channel(stream& in, channel& ch)
{
    for (;;) {
        const int byte = co_await next_byte(in);
        if (!ch.try_send(error_code(), byte))
            co_await ch.async_send(error_code(), byte, use_awaitable);
        // What the buffer holds goes at once, without a coroutine a byte.
        while (position < length && !is_last(buffer[position]) &&
               ch.try_send(error_code(), static_cast<unsigned char>(buffer[position])))
            ++position;
        if (is_last(byte))
            co_return;
    }
}

awaitable<void> run_channel(channel& ch)
{
    for (;;) {
        const int byte = co_await ch.async_receive(use_awaitable);
        if (is_last(byte))
            co_return;
        count_byte(byte);
    }
}

struct own_task {
    struct promise_type {
        own_task get_return_object()
        {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

struct own_byte {
    static inline std::coroutine_handle<> waiter;
    bool await_ready() const noexcept { return position < length; }
    void await_suspend(std::coroutine_handle<> h) noexcept { waiter = h; }
    int await_resume() noexcept { return position < length ? take_byte() : end_of_data; }
};

own_task run_own()
{
    for (;;) {
        const int byte = co_await own_byte{};
        if (byte == end_of_data)
            co_return;
        ++peer::events;
    }
}

void run_own_in_memory()
{
    const own_task task = run_own();
    while (refill_from_memory())
        own_byte::waiter.resume();
    own_byte::waiter.resume();
    task.handle.destroy();
}

void start(std::string_view variant, stream& in, channel& ch)
{
    const auto spawn = [&](auto task) {
        asio::co_spawn(in.get_executor(), std::move(task), asio::detached);
    };
    if (variant == "cb") {
        run_callback(in);
    } else if (variant == "byte") {
        spawn(run_byte(in));
    } else if (variant == "post") {
        spawn(run_post(in));
    } else if (variant == "chan") {
        spawn(fill_channel(in, ch));
        spawn(run_channel(ch));
    } else {
        spawn(run_read(in));
    }
}

} // namespace

int main(int argc, char** argv)
{
    peer::start(argc, argv);
    const char* chosen = std::getenv("PEER_VARIANT");
    const std::string_view variant = chosen != nullptr ? chosen : "read";
    asio::io_context context(1);
    stream in(context, ::dup(0));
    channel ch(context, 1024);
    if (in_memory()) {
        const double begin = peer::cpu_seconds();
        if (variant == "own")
            run_own_in_memory();
        else
            start(variant, in, ch);
        context.run();
        peer::report(begin);
        return 0;
    }
    {
        const peer::raw_mode raw;
        start(variant, in, ch);
        peer::ready();
        context.run();
        in.close(); // its non-blocking mode ends before anybody else reads
    }
    peer::done();
}
