// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "pressed_keys/pressed_keys.hpp"

#include "pressed_keys/duration.hpp"
#include "shared/quiet_end.hpp"
#include "shared/standard_input.hpp"

#include <cotty/terminal.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

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
        : tty_(tty), options_(options), tick_(context), printed_(context), patience_(context),
          heading_(fmt::format("In the last {} you pressed:", in_words(options.interval)))
    {
    }

    /// Fills the queue until Ctrl-C or the end of the input.
    asio::awaitable<void> listen();

    /// Prints the queue once an interval, and what is left in it when the other task has ended.
    asio::awaitable<void> print();

    /// What went wrong, if anything did, and with what.
    [[nodiscard]] error_code error() const { return error_; }
    [[nodiscard]] const char* failed() const { return failed_; }

private:
    /// In bytes, and more than anyone types within an interval. When a file or a pipe has filled
    /// the queue, it is printed early and nothing more is read until then.
    static constexpr std::size_t queue_limit = 65536;

    [[nodiscard]] bool is_full() const { return queue_.size() >= queue_limit; }
    [[nodiscard]] bool is_over() const
    {
        return error_ || lines_ == options_.count || (!listening_ && queue_.empty());
    }

    void fail(error_code ec, const char* what)
    {
        error_ = ec;
        failed_ = what;
    }

    bool accept(const key& k);
    asio::awaitable<void> print_line();

    terminal& tty_;
    pressed_keys_options options_;
    asio::steady_timer tick_;     // cancelled to wake the printing task early
    asio::steady_timer printed_;  // never due, cancelled when the queue has been printed
    asio::steady_timer patience_; // with an output that takes nothing
    std::string heading_;
    std::string queue_; // as it will be printed: a space before each key
    std::uint64_t lines_ = 0;
    bool interrupted_ = false;
    bool listening_ = true;
    bool printing_ = true;
    error_code error_;
    const char* failed_ = "";
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
    while (!interrupted_) {
        auto [ec, k] = co_await tty_.async_read_key(asio::as_tuple(asio::deferred));
        if (ec) {
            if (ec != asio::error::eof && ec != asio::error::operation_aborted)
                fail(ec, "the keys cannot be read");
            break;
        }
        while (accept(k) && !is_full() && tty_.try_read_key(k)) {
        }
        // A person at a terminal is never kept waiting: Ctrl-C must come through.
        while (is_full() && !is_over() && !tty_.is_terminal()) {
            tick_.cancel();
            printed_.expires_at(asio::steady_timer::time_point::max());
            co_await printed_.async_wait(asio::as_tuple(asio::deferred));
        }
    }
    listening_ = false;
    tick_.cancel();
    if (interrupted_ && printing_) {
        patience_.expires_after(std::chrono::seconds(1));
        const auto [ec] = co_await patience_.async_wait(asio::as_tuple(asio::deferred));
        if (!ec) {
            fail(asio::error::operation_aborted, "the output takes nothing");
            tty_.cancel();
        }
    }
}

asio::awaitable<void> pressed_keys::print()
{
    using clock = asio::steady_timer::clock_type;
    auto due = clock::now() + options_.interval;
    while (!is_over()) {
        tick_.expires_at(due);
        if (listening_ && !is_full())
            co_await tick_.async_wait(asio::as_tuple(asio::deferred));
        // No drift; but after having been stopped for a while one line, not all that were due.
        if (clock::now() >= due)
            due = std::max(due + options_.interval, clock::now());
        if (listening_ || !queue_.empty())
            co_await print_line();
        printed_.cancel();
    }
    printing_ = false;
    tty_.cancel();
    patience_.cancel();
}

asio::awaitable<void> pressed_keys::print_line()
{
    ++lines_;
    const std::string line = heading_ + std::exchange(queue_, {}) + '\n';
    const auto [ec, size] =
        co_await tty_.async_write(asio::buffer(line), asio::as_tuple(asio::deferred));
    if (ec && !error_)
        fail(ec, "the line cannot be printed");
}

int complain(const std::string& message, int status)
{
    fmt::print(stderr, "cotty: {}\n", message);
    return status;
}

} // namespace

int run_pressed_keys(const pressed_keys_options& options)
{
    if (!has_standard_input())
        return complain("no terminal and no input; run it in a terminal, or give it keys: "
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
    if (is_quiet_end(job.error()))
        return 0;
    return complain(fmt::format("{}: {}", job.failed(), job.error().message()), 1);
}

} // namespace cotty::tool
