// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "pressed_keys/pressed_keys.hpp"

#include "pressed_keys/duration.hpp"
#include "shared/complain.hpp"
#include "shared/printer.hpp"
#include "shared/quiet_end.hpp"
#include "shared/standard_input.hpp"
#include "shared/tasks.hpp"

#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
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
        : tty_(tty), options_(options), tick_(context), printed_(context), out_(tty),
          heading_(fmt::format("In the last {} you pressed:", in_words(options.interval)))
    {
    }

    asio::awaitable<void> run();

    /// What went wrong, if anything did.
    [[nodiscard]] error_code error() const { return error_ ? error_ : out_.error(); }
    [[nodiscard]] std::string complaint() const;

private:
    /// In bytes, and more than anyone types within an interval. A queue that is full is printed
    /// early, and nothing more is read until then.
    static constexpr std::size_t queue_limit = 65536;

    /// When somebody has asked to leave, and the output takes nothing.
    static constexpr std::chrono::seconds patience{1};

    [[nodiscard]] bool is_full() const { return queue_.size() >= queue_limit; }

    asio::awaitable<void> listen();
    asio::awaitable<void> wait_for_room();
    asio::awaitable<void> print();
    bool accept(const key& k);
    void print_line();

    terminal& tty_;
    pressed_keys_options options_;
    asio::steady_timer tick_;    // cancelled to wake the printing task early
    asio::steady_timer printed_; // cancelled when the queue is empty
    printer out_;
    std::string heading_;
    std::string queue_; // as it will be printed: a space before each key
    std::uint64_t lines_ = 0;
    bool interrupted_ = false;
    error_code error_;
};

std::string pressed_keys::complaint() const
{
    if (error() == asio::error::timed_out)
        return "the output takes nothing";
    return fmt::format("{}: {}", error_ ? "the keys cannot be read" : "the line cannot be printed",
                       error().message());
}

/// Until Ctrl-C, the end of the input, the last line that is wanted, or nobody reads the lines.
asio::awaitable<void> pressed_keys::run()
{
    co_await until_one_ends(listen(), print(), out_.failure());
    if (!queue_.empty() && lines_ < options_.count)
        print_line();
    // A person has asked to leave; a pipe is done when all is printed.
    co_await out_.finish(interrupted_ ? patience : for_ever);
    tty_.cancel();
}

/// Fills the queue until Ctrl-C or the end of the input.
asio::awaitable<void> pressed_keys::listen()
{
    while (!interrupted_) {
        auto [ec, k] = co_await tty_.async_read_key(no_throw);
        if (ec) {
            if (ec != asio::error::eof && ec != asio::error::operation_aborted)
                error_ = ec;
            co_return;
        }
        while (accept(k) && !is_full() && tty_.try_read_key(k)) {
        }
        while (is_full() && !interrupted_)
            co_await wait_for_room();
    }
}

/// A person must be able to leave, and does it with a key: so an output that takes nothing for a
/// long time ends it. A pipe waits.
asio::awaitable<void> pressed_keys::wait_for_room()
{
    const auto before = out_.pieces();
    tick_.cancel();
    printed_.expires_after(tty_.is_terminal() ? std::chrono::seconds(10) : for_ever);
    const auto [ec] = co_await printed_.async_wait(no_throw);
    if (!ec && out_.pieces() == before)
        out_.give_up();
}

/// Prints the queue once an interval.
asio::awaitable<void> pressed_keys::print()
{
    using clock = asio::steady_timer::clock_type;
    auto due = clock::now() + options_.interval;
    while (lines_ < options_.count) {
        tick_.expires_at(due);
        if (!is_full() && !co_await is_woken(tick_))
            co_return;
        // No drift; but after having been stopped for a while one line, not all that were due.
        if (clock::now() >= due)
            due = std::max(due + options_.interval, clock::now());
        print_line();
        printed_.cancel();
        co_await out_.finish(for_ever);
    }
}

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

void pressed_keys::print_line()
{
    ++lines_;
    out_.print(heading_ + std::exchange(queue_, {}) + '\n');
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
    run(context, job.run());
    if (is_quiet_end(job.error()))
        return 0;
    return complain(job.complaint(), 1);
}

} // namespace cotty::tool
