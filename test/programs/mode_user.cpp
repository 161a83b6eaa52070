// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Puts the terminal on its standard input into a mode, or switches features on, writes "ready", and
// ends, or goes on, in the way that its arguments name.
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;

void say(const char* text)
{
    if (::write(STDOUT_FILENO, text, std::strlen(text)) < 0)
        std::abort();
}

void wait_for_ever()
{
    for (;;)
        ::pause();
}

[[noreturn]] void exit_at_once()
{
    std::_Exit(7);
}

void go_on(int /*number*/)
{
    say("handled ");
}

/// Reads until a signal ends the program.
asio::awaitable<void> read_keys(cotty::terminal& tty)
{
    for (;;)
        co_await tty.async_read_key();
}

asio::awaitable<void> throw_an_exception()
{
    throw std::runtime_error("thrown in a coroutine");
    co_return;
}

void run(asio::io_context& context, asio::awaitable<void> task)
{
    asio::co_spawn(context, std::move(task), [](const std::exception_ptr& e) {
        if (e)
            std::rethrow_exception(e);
    });
    context.run();
}

/// What a child does must not touch its parent's terminal.
void fork_a_child(const std::function<void()>& end)
{
    const pid_t child = ::fork();
    if (child == 0)
        end();
    int status = 0;
    ::waitpid(child, &status, 0);
    say("child ended ");
}

using way = std::function<void(asio::io_context&, cotty::terminal&)>;

const std::map<std::string, way> ways{
    {"return", [](auto&, auto&) {}},
    {"exit", [](auto&, auto&) { std::exit(3); }},
    {"quick_exit", [](auto&, auto&) { std::quick_exit(3); }},
    {"terminate", [](auto&, auto&) { std::terminate(); }},
    {"terminate_handler", [](auto&, auto&) { std::terminate(); }},
    {"abort", [](auto&, auto&) { std::abort(); }},
    {"throw", [](auto&, auto&) { throw std::runtime_error("thrown"); }},
    {"throw_uncaught", [](auto&, auto&) { throw std::runtime_error("thrown"); }},
    {"throw_in_coroutine", [](auto& context, auto&) { run(context, throw_an_exception()); }},
    {"crash",
     [](auto&, auto&) {
         volatile int* nowhere = nullptr;
         *nowhere = 1; // NOLINT: that is the point
     }},
    {"wait", [](auto&, auto&) { wait_for_ever(); }},
    {"read", [](auto& context, auto& tty) { run(context, read_keys(tty)); }},
    {"suspend",
     [](auto&, auto& tty) {
         tty.suspend();
         say("back ");
         wait_for_ever();
     }},
    {"foreign_handler", [](auto&, auto&) { wait_for_ever(); }},
    {"crash_reporter", [](auto&, auto&) { wait_for_ever(); }},
    {"fork_exit",
     [](auto&, auto&) {
         fork_a_child([] { std::exit(0); });
         wait_for_ever();
     }},
    {"fork_killed",
     [](auto&, auto&) {
         fork_a_child([] { std::raise(SIGTERM); });
         wait_for_ever();
     }},
};

int use_mode(const std::string& mode, const std::string& name)
{
    if (name == "foreign_handler")
        std::signal(SIGTERM, go_on);
    if (name == "crash_reporter")
        std::signal(SIGABRT, [](int) { std::_Exit(42); });
    if (name == "terminate_handler")
        std::set_terminate(exit_at_once);
    asio::io_context context;
    cotty::terminal tty(context);
    const bool has_features = mode.starts_with("features");
    const auto guard = mode == "features_alone" ? cotty::mode_guard()
                       : mode == "cbreak"       ? tty.cbreak_mode()
                       : mode == "pass_through" ? tty.pass_through_mode()
                                                : tty.raw_mode();
    const auto on =
        tty.enable(!has_features ? cotty::features()
                                 : cotty::features{.mouse = cotty::mouse_tracking::drags,
                                                   .paste = true,
                                                   .kitty = cotty::kitty_flags::disambiguate});
    say("ready ");
    ways.at(name)(context, tty);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: mode_user raw|cbreak|features|features_alone WAY\n";
        return 2;
    }
    if (argv[2] == std::string("throw_uncaught"))
        return use_mode(argv[1], argv[2]);
    try {
        return use_mode(argv[1], argv[2]);
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
