// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// A little of everything that cotty's libraries hold. The consumer tests build this program in
// each way in which a project may come by cotty.
#include <cotty/collector.hpp>
#include <cotty/decoder.hpp>
#include <cotty/key.hpp>
#include <cotty/terminal.hpp>
#include <cotty/version.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <unistd.h>

#include <array>
#include <iostream>
#include <stdexcept>
#include <string_view>

namespace asio = boost::asio;

namespace {

// A pipe that holds `bytes` and then ends; returns its reading end.
int pipe_with(std::string_view bytes)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0 ||
        ::write(ends[1], bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("cannot fill a pipe");
    ::close(ends[1]);
    return ends[0];
}

asio::awaitable<void> print_keys(cotty::terminal tty)
{
    try {
        for (;;) {
            const cotty::key key = co_await tty.async_read_key();
            std::cout << "read " << key << '\n';
        }
    } catch (const boost::system::system_error& e) {
        std::cout << (e.code() == asio::error::eof ? "end" : e.what()) << '\n';
    }
}

} // namespace

int main()
{
    std::cout << "version is " << (cotty::version == COTTY_VERSION ? "one" : "two") << '\n';

    std::cout << "parsed " << cotty::parse_key("ctrl+page_up").value() << '\n';

    cotty::decoder decoder;
    std::string_view input = "\x1b[A";
    cotty::event event;
    while (decoder.next(input, event))
        if (const auto* key = event.get_if<cotty::key>())
            std::cout << "decoded " << *key << '\n';

    cotty::collector collector({}, {.graphemes = true});
    input = "e\u0301";
    while (collector.next(input, event) || collector.flush(event))
        std::cout << "collected " << event.get_if<cotty::key>()->text.view() << '\n';

    asio::io_context context;
    cotty::terminal_options options;
    options.input = pipe_with("a\x1b[B\xc3\xa9");
    asio::co_spawn(context, print_keys(cotty::terminal(context, options)), asio::detached);
    context.run();
}
