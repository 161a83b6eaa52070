// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Reads events for as long as it is let, each against a timer that mostly wins, and does with
// modes, features, writes and terminal objects what the keys say. For the soak.
#include <cotty/terminal.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace cotty::literals;

class life {
public:
    explicit life(asio::io_context& context) : tty_(context), timer_(context) {}

    asio::awaitable<void> live()
    {
        const auto raw = tty_.raw_mode();
        while (alive_) {
            cotty::event e;
            if (!co_await read_or_timer(e))
                continue;
            do {
                if (const auto* k = e.get_if<cotty::key>())
                    co_await act(*k);
            } while (tty_.try_read_event(e));
        }
    }

private:
    /// The timer is set anew for each read, and cancels it.
    asio::awaitable<bool> read_or_timer(cotty::event& e)
    {
        asio::cancellation_signal stop;
        bool fired = false;
        timer_.expires_after(std::chrono::microseconds(turn_++ % 5 * 500));
        timer_.async_wait([&](cotty::error_code) {
            fired = true;
            stop.emit(asio::cancellation_type::total);
        });
        const auto [ec, read] = co_await tty_.async_read_event(
            asio::bind_cancellation_slot(stop.slot(), asio::as_tuple(asio::use_awaitable)));
        timer_.cancel();
        while (!fired)
            co_await asio::post(asio::deferred);
        if (ec && ec != asio::error::operation_aborted)
            throw boost::system::system_error(ec);
        e = read;
        co_return !ec;
    }

    asio::awaitable<void> act(const cotty::key& k)
    {
        if (k.matches("f"_key) && features_.size() < 8) {
            features_.push_back(tty_.enable({.mouse = cotty::mouse_tracking::drags,
                                             .paste = features_.size() % 2 == 0,
                                             .focus = true,
                                             .kitty = cotty::kitty_flags::disambiguate}));
        } else if (k.matches("g"_key) && !features_.empty()) {
            features_.erase(features_.begin());
        } else if (k.matches("m"_key) && modes_.size() < 8) {
            modes_.push_back(modes_.size() % 2 == 0 ? tty_.cbreak_mode() : tty_.raw_mode());
        } else if (k.matches("n"_key) && !modes_.empty()) {
            modes_.erase(modes_.begin());
        } else if (k.matches("t"_key)) {
            cotty::terminal other(tty_.get_executor());
            const auto guard = other.cbreak_mode();
            other.async_read_key([](cotty::error_code, const cotty::key&) {}); // aborted
        } else if (k.matches("w"_key)) {
            co_await write_and_cancel();
        } else if (k.matches("z"_key)) {
            tty_.suspend();
        } else if (k.matches("s"_key)) { // as at the beginning, for who looks at it
            features_.clear();
            modes_.clear();
            const std::string text = "settled " + std::to_string(++settled_) + "\n";
            co_await tty_.async_write(asio::buffer(text));
        } else if (k.matches("q"_key)) {
            alive_ = false;
        }
    }

    asio::awaitable<void> write_and_cancel()
    {
        static const std::string text(500, 'w');
        asio::cancellation_signal stop;
        tty_.async_write(
            asio::buffer(text),
            asio::bind_cancellation_slot(stop.slot(), [](cotty::error_code, std::size_t) {}));
        stop.emit(asio::cancellation_type::terminal);
        co_await tty_.async_write(asio::buffer("\r\n", 2));
    }

    cotty::terminal tty_;
    asio::steady_timer timer_;
    std::vector<cotty::feature_guard> features_;
    std::vector<cotty::mode_guard> modes_;
    unsigned turn_ = 0;
    int settled_ = 0;
    bool alive_ = true;
};

} // namespace

int main()
{
    try {
        asio::io_context context;
        life l(context);
        asio::co_spawn(context, l.live(), [](const std::exception_ptr& e) {
            if (e)
                std::rethrow_exception(e);
        });
        context.run();
        return 0;
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
