// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Goes to the phase of using a terminal that its first argument names, writes "ready", and stays
// there until a signal ends it.
#include <cotty/alternate_stack.hpp>
#include <cotty/terminal.hpp>

#include "terminal/backend.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
using cotty::features;

const features all_features{.mouse = cotty::mouse_tracking::all_movement,
                            .paste = true,
                            .focus = true,
                            .resize = true,
                            .color_scheme = true,
                            .application_cursor = true,
                            .application_keypad = true,
                            .modify_other_keys = cotty::other_keys::level_2,
                            .kitty = cotty::kitty_flags::disambiguate,
                            .win32_input = true};
const features some_features{.mouse = cotty::mouse_tracking::buttons,
                             .focus = true,
                             .kitty = cotty::kitty_flags::disambiguate |
                                      cotty::kitty_flags::event_types};

struct user {
    explicit user(const cotty::terminal_options& o) : options(o) {}

    cotty::terminal_options options;
    asio::io_context context;
    cotty::terminal tty{context, options};
};

void say(const char* text)
{
    if (::write(STDOUT_FILENO, text, std::strlen(text)) < 0)
        std::abort();
}

[[noreturn]] void stay()
{
    say("ready ");
    for (;;)
        ::pause();
}

[[noreturn]] void stay_at_exit()
{
    stay();
}

struct stays_when_destroyed {
    stays_when_destroyed() = default;
    stays_when_destroyed(const stays_when_destroyed&) = delete;
    stays_when_destroyed& operator=(const stays_when_destroyed&) = delete;
    ~stays_when_destroyed() { stay(); }
};

asio::awaitable<void> read_keys(cotty::terminal& tty)
{
    for (;;)
        co_await tty.async_read_key();
}

asio::awaitable<void> print_keys(cotty::terminal& tty)
{
    for (;;)
        say(("key " + to_string(co_await tty.async_read_key()) + "\n").c_str());
}

asio::awaitable<void> print_events(cotty::terminal& tty)
{
    for (;;) {
        const cotty::event e = co_await tty.async_read_event();
        if (const auto* k = e.get_if<cotty::key>())
            say(("key " + to_string(*k) + "\n").c_str());
        if (const auto* r = e.get_if<cotty::resize>())
            say(("size " + std::to_string(r->size.columns) + 'x' + std::to_string(r->size.rows) +
                 '\n')
                    .c_str());
    }
}

asio::awaitable<void> tick()
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        timer.expires_after(std::chrono::milliseconds(20));
        co_await timer.async_wait(asio::deferred);
        say("tick ");
    }
}

asio::awaitable<void> ask(cotty::terminal& tty)
{
    co_await tty.async_query(cotty::query::color{11});
    stay();
}

asio::awaitable<void> write_for_ever(cotty::terminal& tty)
{
    const std::string line(400, 'x');
    for (;;)
        co_await tty.async_write(asio::buffer(line));
}

asio::awaitable<void> throw_with_guards(cotty::terminal& tty)
{
    const auto raw = tty.raw_mode();
    const stays_when_destroyed middle;
    const auto on = tty.enable(all_features);
    throw std::runtime_error("thrown in a coroutine");
    co_return;
}

/// Takes stack without end.
[[gnu::noinline]] int overflow(int depth)
{
    static volatile bool without_end = true;
    volatile char taken[1024];
    taken[0] = static_cast<char>(depth);
    return without_end ? overflow(depth + 1) + taken[0] : depth;
}

asio::awaitable<void> overflow_at_a_key(cotty::terminal& tty)
{
    co_await tty.async_read_key();
    overflow(0);
}

void run(user& u, asio::awaitable<void> task)
{
    asio::co_spawn(u.context, std::move(task), asio::detached);
    say("ready ");
    u.context.run();
}

/// All that can be asked for.
void add_all(asio::signal_set& set)
{
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU,
                             SIGPROF, SIGPIPE, SIGABRT, SIGTSTP, SIGCONT})
        set.add(number);
}

/// To all signals, for a moment.
void listen(user& u)
{
    asio::signal_set set(u.context);
    add_all(set);
}

/// Tells the first of them, and returns.
void hear(user& u, asio::signal_set& set)
{
    set.async_wait([](cotty::error_code, int number) {
        say(("heard " + std::to_string(number) + " ").c_str());
    });
    say("ready ");
    u.context.run();
}

void hear(user& u)
{
    asio::signal_set set(u.context);
    add_all(set);
    hear(u, set);
}

using phase = std::function<void(user&)>;

void wait_for_a_key(user& u)
{
    u.tty.async_read_key([](cotty::error_code, const cotty::key&) {});
    say("ready ");
    u.context.run();
}

phase with_all_on(const phase& p)
{
    return [p](user& u) {
        const auto raw = u.tty.raw_mode();
        const auto on = u.tty.enable(all_features);
        p(u);
    };
}

const std::map<std::string, phase> phases{
    {"before", [](user&) { stay(); }},
    {"raw",
     [](user& u) {
         const auto raw = u.tty.raw_mode();
         stay();
     }},
    {"cbreak",
     [](user& u) {
         const auto cbreak = u.tty.cbreak_mode();
         stay();
     }},
    {"features", with_all_on([](user&) { stay(); })},
    {"features_alone",
     [](user& u) {
         const auto on = u.tty.enable(all_features);
         stay();
     }},
    {"nested",
     [](user& u) {
         auto cbreak = u.tty.cbreak_mode();
         const auto raw = u.tty.raw_mode();
         const auto some = u.tty.enable(some_features);
         const auto all = u.tty.enable(all_features);
         cbreak.release();
         stay();
     }},
    {"switching_mode",
     [](user& u) {
         for (say("ready ");;) {
             const auto cbreak = u.tty.cbreak_mode();
             const auto raw = u.tty.raw_mode();
         }
     }},
    {"switching_features",
     [](user& u) {
         const auto raw = u.tty.raw_mode();
         for (say("ready ");;) {
             const auto some = u.tty.enable(some_features);
             const auto all = u.tty.enable(all_features);
         }
     }},
    {"switching_all",
     [](user& u) {
         for (say("ready ");;)
             with_all_on([](user&) {})(u);
     }},
    {"new_terminals",
     [](user& u) {
         for (say("ready ");;) {
             cotty::terminal other(u.context, u.options);
             const auto raw = other.raw_mode();
         }
     }},
    {"reading", with_all_on([](user& u) { run(u, read_keys(u.tty)); })},
    {"asking", with_all_on([](user& u) { run(u, ask(u.tty)); })},
    {"writing", with_all_on([](user& u) { run(u, write_for_ever(u.tty)); })},
    {"released",
     [](user& u) {
         with_all_on([](user&) {})(u);
         stay();
     }},
    {"lent",
     [](user& u) {
         const auto b = cotty::detail::open_backend(u.context.get_executor(), u.options);
         static_cast<void>(b->mode()->enter(cotty::line_mode::raw));
         static_cast<void>(b->switchable_features()->enable(all_features));
         b->switchable_features()->lend();
         b->mode()->lend();
         stay();
     }},
    {"taken_back",
     [](user& u) {
         const auto b = cotty::detail::open_backend(u.context.get_executor(), u.options);
         static_cast<void>(b->mode()->enter(cotty::line_mode::raw));
         static_cast<void>(b->switchable_features()->enable(all_features));
         for (say("ready ");;) {
             b->switchable_features()->lend();
             b->mode()->lend();
             static_cast<void>(b->mode()->take_back());
             static_cast<void>(b->switchable_features()->take_back());
         }
     }},
    {"exit_handlers",
     [](user& u) {
         std::atexit(stay_at_exit); // after those of the library, which come later
         const auto raw = u.tty.raw_mode();
         const auto on = u.tty.enable(all_features);
         std::exit(0);
     }},
    {"early_exit_handlers",
     [](user& u) {
         const auto raw = u.tty.raw_mode();
         const auto on = u.tty.enable(all_features);
         std::atexit(stay_at_exit);
         std::exit(0);
     }},
    {"unwinding",
     [](user& u) {
         asio::co_spawn(u.context, throw_with_guards(u.tty), asio::detached);
         u.context.run();
     }},
    {"second_thread", with_all_on([](user& u) {
         std::thread second([&u] { run(u, read_keys(u.tty)); });
         for (;;)
             ::pause();
     })},
    {"thread_switches", with_all_on([](user& u) {
         std::thread second([&u] {
             for (say("ready ");;) {
                 const auto some = u.tty.enable(some_features);
                 const auto cbreak = u.tty.cbreak_mode();
             }
         });
         for (;;)
             ::pause();
     })},
    {"child_alive", with_all_on([](user&) {
         if (::fork() == 0) {
             std::signal(SIGHUP, SIG_IGN); // as the session may end
             for (;;)
                 ::pause();
         }
         stay();
     })},
    {"child_unwinds", with_all_on([](user& u) {
         auto cbreak = u.tty.cbreak_mode();
         auto raw = u.tty.raw_mode();
         auto some = u.tty.enable(some_features);
         const pid_t child = ::fork();
         if (child == 0) {
             raw.release(); // where another guard still wants a mode
             throw std::runtime_error("thrown in a child");
         }
         ::waitpid(child, nullptr, 0);
         stay();
     })},
    {"overflow", with_all_on([](user&) {
         say("ready ");
         overflow(0);
     })},
    {"overflow_in_loop", with_all_on([](user& u) {
         std::thread second([&u] {
             asio::co_spawn(u.context, overflow_at_a_key(u.tty), asio::detached);
             say("ready ");
             u.context.run();
         });
         second.join();
     })},
    {"overflow_elsewhere", with_all_on([](user&) {
         std::thread second([] {
             const cotty::alternate_stack stack;
             say("ready ");
             overflow(0);
         });
         second.join();
     })},
    {"overflow_unprepared", with_all_on([](user&) {
         std::thread second([] {
             say("ready ");
             overflow(0);
         });
         second.join();
     })},
    {"background", with_all_on([](user& u) {
         asio::co_spawn(u.context, tick(), asio::detached);
         run(u, print_keys(u.tty));
     })},
    {"cbreak_features",
     [](user& u) {
         const auto cbreak = u.tty.cbreak_mode();
         const auto on = u.tty.enable(all_features);
         stay();
     }},
    {"returns_at_a_key", with_all_on([](user& u) { wait_for_a_key(u); })},
    {"exits_at_a_key", with_all_on([](user& u) {
         wait_for_a_key(u);
         std::exit(3);
     })},
    {"child_waits", with_all_on([](user&) {
         if (::fork() == 0)
             for (;;)
                 ::pause();
         stay();
     })},
    {"return", with_all_on([](user&) { say("ready "); })},
    {"exit_at_once", with_all_on([](user&) {
         say("ready ");
         std::_Exit(7);
     })},
    {"exec", with_all_on([](user&) {
         ::execlp("sh", "sh", "-c", "printf 'ready '; exec sleep 1000", nullptr);
     })},
    {"runs",
     [](user& u) {
         const auto raw = u.tty.raw_mode();
         run(u, [](cotty::terminal& tty) -> asio::awaitable<void> {
             co_await tty.async_read_key();
             const int status = co_await tty.async_run(
                 "test -t 0 && test -t 1 && read -r line && echo \"read $line\"");
             say(("status " + std::to_string(status) + ' ').c_str());
         }(u.tty));
     }},
    {"prints_keys", with_all_on([](user& u) { run(u, print_events(u.tty)); })},
    {"prints_keys_in_cbreak",
     [](user& u) {
         const auto cbreak = u.tty.cbreak_mode();
         run(u, print_events(u.tty));
     }},
    {"once",
     [](user& u) {
         u.tty.enable(some_features).release();
         const auto cbreak = u.tty.cbreak_mode();
         with_all_on([](user& v) { v.tty.enable(some_features).release(); })(u);
     }},
    {"lends",
     [](user& u) {
         const auto raw = u.tty.raw_mode();
         const auto on = u.tty.enable(all_features);
         u.tty.lend().release();
     }},
    {"signals_ended", with_all_on([](user& u) {
         listen(u);
         stay();
     })},
    {"signals_ended_before",
     [](user& u) {
         listen(u);
         with_all_on([](user&) { stay(); })(u);
     }},
    {"signals_end_in_a_guard",
     [](user& u) {
         auto set = std::make_unique<asio::signal_set>(u.context);
         add_all(*set);
         with_all_on([&](user&) {
             set.reset();
             stay();
         })(u);
     }},
    {"signals_end_after_a_guard",
     [](user& u) {
         auto set = std::make_unique<asio::signal_set>(u.context);
         with_all_on([&](user&) { add_all(*set); })(u);
         set.reset();
         with_all_on([](user&) { stay(); })(u);
     }},
    {"signals_end_between_guards",
     [](user& u) {
         auto raw = u.tty.raw_mode();
         auto on = u.tty.enable(all_features);
         listen(u);
         const auto second = u.tty.raw_mode();
         raw.release();
         listen(u);
         stay();
     }},
    {"signals_heard", with_all_on([](user& u) { hear(u); })},
    {"signals_heard_after",
     [](user& u) {
         asio::signal_set set(u.context);
         with_all_on([&](user&) { add_all(set); })(u);
         hear(u, set);
     }},
    {"child_ended", with_all_on([](user&) {
         const pid_t child = ::fork();
         if (child == 0)
             std::exit(0);
         ::waitpid(child, nullptr, 0);
         stay();
     })},
};

} // namespace

int main(int argc, char** argv)
{
    const std::string option = argc == 3 ? argv[2] : "";
    if (argc < 2 || argc > 3 || phases.count(argv[1]) == 0) {
        std::cerr << "usage: phases PHASE [guardian|controlling]\n";
        return 2;
    }
    try {
        const std::string name = argv[1];
        user u({.controlling_terminal = option == "controlling",
                .guardian = option == "guardian",
                .in_background = name == "background" ? cotty::in_background::wait
                                                      : cotty::in_background::stop});
        phases.at(name)(u);
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
