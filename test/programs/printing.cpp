// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Prints as many lines as its first argument says, more than a terminal takes at once, in raw mode,
// and ends in the way that the second names.
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

namespace asio = boost::asio;

asio::awaitable<void> print(int lines, std::string_view way)
{
    cotty::terminal tty(co_await asio::this_coro::executor);
    const auto raw = tty.raw_mode();
    for (int i = 0; i < lines; ++i)
        co_await tty.async_print("line " + std::to_string(i) + "\n");
    if (way == "exit")
        std::exit(0);
    if (way == "throw")
        throw std::runtime_error("thrown in a coroutine");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    asio::io_context context;
    std::exception_ptr error;
    asio::co_spawn(context, print(std::atoi(argv[1]), argv[2]),
                   [&](const std::exception_ptr& e) { error = e; });
    context.run();
    return error ? 1 : 0;
}
