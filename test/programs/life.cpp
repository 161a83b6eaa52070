// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The whole life of a program with a terminal: its modes, features, reads and writes. Echoes each
// key as a dot; at the key `q` it leaves and tells which keys there were. If anything fails it says
// so and ends with status 1.
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace {

namespace asio = boost::asio;
using namespace cotty::literals;

asio::awaitable<void> live(cotty::terminal& tty)
{
    std::string keys;
    {
        const auto cbreak = tty.cbreak_mode();
        const auto raw = tty.raw_mode();
        const auto on =
            tty.enable({.paste = true, .focus = true, .kitty = cotty::kitty_flags::disambiguate});
        for (;;) {
            const cotty::key k = co_await tty.async_read_key();
            if (k.matches("q"_key))
                break;
            keys += ' ' + to_string(k);
            co_await tty.async_write(asio::buffer(".", 1));
        }
    }
    const std::string farewell = "keys:" + keys + '\n';
    co_await tty.async_write(asio::buffer(farewell));
}

} // namespace

int main()
{
    try {
        asio::io_context context;
        cotty::terminal tty(context);
        asio::co_spawn(context, live(tty), [](const std::exception_ptr& e) {
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
