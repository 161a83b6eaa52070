// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "pressed_keys.hpp"

#include "duration.hpp"
#include "standard_input.hpp"

#include <cotty/terminal.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>

namespace cotty::tool {
namespace {

namespace asio = boost::asio;
using namespace cotty::literals;

/// The two tasks and what they share. They run on one thread, so nothing needs a lock: what a
/// task does between two `co_await` the other never sees half done.
class pressed_keys {
public:
    pressed_keys(asio::io_context& context, terminal& tty, const pressed_keys_options& options)
        : tty_(tty), options_(options), tick_(context), patience_(context),
          heading_(fmt::format("In the last {} you pressed:", in_words(options.interval)))
    {
    }

    /// Fills the queue until Ctrl-C or the end of the input.
    asio::awaitable<void> listen();

    /// Prints the queue once an interval, and what is left in it when the other task has ended.
    asio::awaitable<void> print();

    /// What went wrong, if anything did.
    [[nodiscard]] error_code error() const { return error_; }

private:
    /// Text of the queue that a pipe may fill within one interval; after that a line is printed
    /// early and nothing more is read until it is out, so that memory stays bounded.
    static constexpr std::size_t queue_limit = 64 * 1024;

    bool accept(const key& k);
    asio::awaitable<void> print_line();

    terminal& tty_;
    pressed_keys_options options_;
    asio::steady_timer tick_;
    asio::steady_timer patience_;
    std::string heading_;
    std::string queue_; // as it will be printed: a space before each key
    std::uint64_t lines_ = 0;
    bool interrupted_ = false;
    bool listening_ = true;
    error_code error_;
};

/// False if the key asks to end.
bool pressed_keys::accept(const key& k)
{
    // Keys only on a terminal: in a file these are characters like any others.
    if (tty_.is_terminal() && k.matches("ctrl+c"_key)) {
        interrupted_ = true;
        return false;
    }
    if (tty_.is_terminal() && k.matches("ctrl+z"_key)) {
        tty_.suspend();
        return true;
    }
    queue_ += ' ';
    queue_ += display(k);
    return true;
}

asio::awaitable<void> pressed_keys::listen()
{
    bool more = true;
    while (more) {
        auto [ec, k] = co_await tty_.async_read_key(asio::as_tuple(asio::deferred));
        if (ec) {
            if (ec != asio::error::eof && ec != asio::error::operation_aborted)
                error_ = ec;
            break;
        }
        do
            more = accept(k);
        while (more && queue_.size() < queue_limit && tty_.try_read_key(k));
        if (queue_.size() >= queue_limit && !tty_.is_terminal())
            co_await print_line();
    }
    listening_ = false;
    tick_.cancel();
    if (interrupted_) {
        // An output that takes nothing must not keep Ctrl-C from ending the program.
        patience_.expires_after(std::chrono::seconds(1));
        const auto [ec] = co_await patience_.async_wait(asio::as_tuple(asio::deferred));
        if (!ec)
            tty_.cancel();
    }
}

asio::awaitable<void> pressed_keys::print()
{
    auto due = asio::steady_timer::clock_type::now();
    while (listening_ && lines_ < options_.count && !error_) {
        // No drift; but after having been stopped for a while one line, not all that were due.
        due = std::max(due + options_.interval, asio::steady_timer::clock_type::now());
        tick_.expires_at(due);
        co_await tick_.async_wait(asio::as_tuple(asio::deferred));
        if (listening_ || !queue_.empty())
            co_await print_line();
    }
    tty_.cancel();
    patience_.cancel();
}

asio::awaitable<void> pressed_keys::print_line()
{
    if (lines_ >= options_.count || error_)
        co_return;
    ++lines_;
    const std::string line = heading_ + std::exchange(queue_, {}) + '\n';
    const auto [ec, size] =
        co_await tty_.async_write(asio::buffer(line), asio::as_tuple(asio::deferred));
    if (ec && ec != asio::error::operation_aborted) {
        error_ = ec;
        tty_.cancel();
    }
}

int fail(const std::string& message, int status)
{
    fmt::print(stderr, "cotty: {}\n", message);
    return status;
}

} // namespace

int run_pressed_keys(const pressed_keys_options& options)
{
    if (!has_standard_input())
        return fail("no terminal and no input; run it in a terminal, or give it keys: "
                    "printf hello | cotty",
                    2);
    asio::io_context context(1);
    terminal tty(context);
    const auto raw = tty.raw_mode();
    pressed_keys job(context, tty, options);
    const auto rethrow = [](const std::exception_ptr& e) {
        if (e)
            std::rethrow_exception(e);
    };
    asio::co_spawn(context, job.listen(), rethrow);
    asio::co_spawn(context, job.print(), rethrow);
    context.run();
    // Whoever read the output has seen enough, or the terminal is gone: no mistake of ours.
    const bool closed =
        job.error() == asio::error::broken_pipe || job.error() == boost::system::errc::io_error;
    return job.error() && !closed ? fail(job.error().message(), 1) : 0;
}

} // namespace cotty::tool
