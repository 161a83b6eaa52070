// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/ends.hpp"

#include "posix/asio_signals.hpp"
#include "posix/signals_blocked.hpp"
#include "posix/way_back.hpp"

#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <mutex>

namespace cotty::posix {
namespace {

/// What a signal does to a program that does not handle it, and what we do then.
enum class effect { ends, crashes, stops, continues };

struct handled_signal {
    int number;
    effect what;
};

constexpr auto handled_signals = std::to_array<handled_signal>({
    {SIGHUP, effect::ends},     {SIGINT, effect::ends},     {SIGQUIT, effect::ends},
    {SIGILL, effect::crashes},  {SIGTRAP, effect::crashes}, {SIGABRT, effect::crashes},
    {SIGBUS, effect::crashes},  {SIGFPE, effect::crashes},  {SIGUSR1, effect::ends},
    {SIGSEGV, effect::crashes}, {SIGUSR2, effect::ends},    {SIGPIPE, effect::ends},
    {SIGALRM, effect::ends},    {SIGTERM, effect::ends},    {SIGXCPU, effect::ends},
    {SIGXFSZ, effect::ends},    {SIGVTALRM, effect::ends},  {SIGPROF, effect::ends},
    {SIGSYS, effect::crashes},  {SIGTSTP, effect::stops},   {SIGCONT, effect::continues},
#ifdef SIGSTKFLT
    {SIGSTKFLT, effect::ends},
#endif
#ifdef SIGPOLL
    {SIGPOLL, effect::ends},
#endif
#ifdef SIGPWR
    {SIGPWR, effect::ends},
#endif
});

/// Of each handled signal; changed with `watching`, and all signals blocked.
struct installed_handler {
    std::atomic<bool> installed = false;
    std::atomic<bool> joined = false; // see asio_signals
    struct sigaction before {};       // the default, Asio's, or that of who reports a crash
};

std::array<installed_handler, handled_signals.size()> handlers;
std::mutex watching; // never taken by a handler
int watchers = 0;
int loans = 0;
std::atomic<pid_t> lender = 0; // this process, while there are loans

std::atomic<unsigned> continuations = 0;
std::atomic<bool> continues_anyway = false; // for a stop that was handled, SIGCONT is still to come

installed_handler& handler_of(int number) noexcept
{
    std::size_t i = 0;
    while (handled_signals[i].number != number)
        ++i;
    return handlers[i];
}

bool is_default(const struct sigaction& a) noexcept
{
    return (a.sa_flags & SA_SIGINFO) == 0 && a.sa_handler == SIG_DFL;
}

bool is_ignored(const struct sigaction& a) noexcept
{
    return (a.sa_flags & SA_SIGINFO) == 0 && a.sa_handler == SIG_IGN;
}

/// Lets the signal do what it does by default; it is delivered at the latest when the handler
/// that calls this returns.
void let_default_happen(int number) noexcept
{
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    ::sigaction(number, &standard, nullptr);
    ::raise(number);
}

/// Whoever listens through Asio gets it. False if there is nobody.
bool was_listened_to(int number) noexcept
{
    if (!asio_signals::has_listeners(number, handler_of(number).joined))
        return false;
    asio_signals::deliver(number);
    return true;
}

/// Typed for the program that the terminal is lent to, which a child of ours may be about to
/// become.
bool is_typed_for_another(int number) noexcept
{
    return (number == SIGINT || number == SIGQUIT) && lender.load() == ::getpid();
}

void on_end(int number, siginfo_t* /*info*/, void* /*context*/)
{
    if (was_listened_to(number) || is_typed_for_another(number))
        return;
    give_all_back();
    let_default_happen(number);
}

void on_crash(int number, siginfo_t* info, void* context)
{
    give_all_back();
    if (was_listened_to(number))
        return;
    const struct sigaction before = handler_of(number).before;
    if (is_default(before) || asio_signals::is_handled_by_asio(before)) {
        let_default_happen(number);
        return;
    }
    // A crash reporter: it decides, with all that it would have been told without us.
    ::sigaction(number, &before, nullptr);
    if ((before.sa_flags & SA_SIGINFO) != 0)
        before.sa_sigaction(number, info, context);
    else
        before.sa_handler(number);
}

void go_on(going_on how) noexcept
{
    take_all_again(how);
    ::raise(SIGWINCH); // the window may be another by now, and must be drawn anew
}

void on_continue(int number, siginfo_t* /*info*/, void* /*context*/)
{
    const int error = errno;
    ++continuations;
    go_on(continues_anyway.exchange(false) ? going_on::after_our_stop : going_on::after_any_stop);
    was_listened_to(number);
    errno = error;
}

/// False if a parent of ours controls our process group as a job: then it can be stopped.
bool may_be_orphaned() noexcept
{
    const pid_t parent = ::getppid();
    return ::getsid(parent) != ::getsid(0) || ::getpgid(parent) == ::getpgrp();
}

bool is_pending(int number) noexcept
{
    sigset_t pending;
    ::sigpending(&pending);
    return ::sigismember(&pending, number) == 1;
}

/// Whether the program has been continued since there were `count` continuations, with SIGCONT
/// blocked on this thread: it is pending, or another thread has handled it.
bool was_told_to_continue(unsigned count) noexcept
{
    return is_pending(SIGCONT) || continuations.load() != count;
}

/// As above, after a stop.
bool was_continued(unsigned count) noexcept
{
    struct sigaction a {};
    ::sigaction(SIGCONT, nullptr, &a);
    return was_told_to_continue(count) || is_ignored(a); // then it does not show
}

void stop_by(int number, unsigned count) noexcept
{
    struct sigaction ours {};
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    ::sigaction(number, &standard, &ours);
    ::raise(number);
    sigset_t stop;
    sigset_t before;
    ::sigemptyset(&stop);
    ::sigaddset(&stop, number);
    ::pthread_sigmask(SIG_UNBLOCK, &stop, &before); // stops here
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    // The kernel discards SIGTSTP for an orphaned process group, such as that of a program which
    // was started without a shell. Who asked to stop it is taken at their word.
    if (may_be_orphaned() && !was_continued(count))
        ::raise(SIGSTOP);
    ::sigaction(number, &ours, nullptr);
}

void on_stop(int number, siginfo_t* /*info*/, void* /*context*/)
{
    const int error = errno;
    if (!was_listened_to(number)) {
        const unsigned count = continuations.load();
        give_all_back_until_continued();
        // To raise a stop would discard a SIGCONT that has come meanwhile.
        if (!was_told_to_continue(count))
            stop_by(number, count);
        continues_anyway = is_pending(SIGCONT);
        go_on(going_on::after_our_stop); // SIGCONT itself may be handled by somebody else
    }
    errno = error;
}

// --- handlers --------------------------------------------------------------------------------

using handler_type = void(int, siginfo_t*, void*);

handler_type* handler_for(effect what) noexcept
{
    switch (what) {
    case effect::stops:
        return on_stop;
    case effect::continues:
        return on_continue;
    case effect::crashes:
        return on_crash;
    case effect::ends:
        break;
    }
    return on_end;
}

bool is_ours(const struct sigaction& a, effect what) noexcept
{
    return (a.sa_flags & SA_SIGINFO) != 0 && a.sa_sigaction == handler_for(what);
}

/// Whether the handler that is there now makes way for ours.
bool makes_way(const struct sigaction& now, effect what, bool joined) noexcept
{
    if (is_ignored(now))
        return false;
    // Who handles a signal that asks the program to end or to stop goes on, or ends it in their
    // own way; crashes are reported to us first. What Asio gets we pass on, if we know whether
    // somebody listens.
    return is_default(now) || what == effect::crashes ||
           (joined && asio_signals::is_handled_by_asio(now));
}

void install(const handled_signal& s, installed_handler& h) noexcept
{
    struct sigaction now {};
    ::sigaction(s.number, nullptr, &now);
    const bool by_asio = asio_signals::is_handled_by_asio(now);
    // Who came later than we, and is no default, has chosen to.
    if (is_ours(now, s.what) || (h.installed && !by_asio && !is_default(now)))
        return;
    if (!h.joined && (by_asio || makes_way(now, s.what, false)))
        h.joined = asio_signals::join(s.number);
    if (!makes_way(now, s.what, h.joined))
        return;
    if (!h.installed)
        h.before = now;
    struct sigaction ours {};
    ours.sa_sigaction = handler_for(s.what);
    // Who listens through Asio finds slow system calls interrupted as they would be without us.
    ours.sa_flags = SA_SIGINFO | SA_ONSTACK | (by_asio ? now.sa_flags & SA_RESTART : SA_RESTART);
    ::sigfillset(&ours.sa_mask);
    h.installed = true;
    ::sigaction(s.number, &ours, nullptr);
}

void install_handlers() noexcept
{
    const signals_blocked blocked;
    for (std::size_t i = 0; i < handlers.size(); ++i)
        install(handled_signals[i], handlers[i]);
}

void remove(const handled_signal& s, installed_handler& h) noexcept
{
    struct sigaction now {};
    ::sigaction(s.number, nullptr, &now);
    // Whoever has installed a handler over ours keeps it.
    if (h.installed.exchange(false) && is_ours(now, s.what))
        now = h.before;
    if (h.joined.exchange(false)) {
        asio_signals::leave(s.number); // the signal may be at its default now
        const bool listened_to = asio_signals::has_listeners(s.number, false);
        if (listened_to && is_default(now))
            now = asio_signals::asio_action(); // who began to listen while our handler was there
        else if (!listened_to && asio_signals::is_handled_by_asio(now))
            now.sa_handler = SIG_DFL; // who listened before has ended meanwhile
    }
    ::sigaction(s.number, &now, nullptr);
}

void remove_handlers() noexcept
{
    const signals_blocked blocked;
    for (std::size_t i = 0; i < handlers.size(); ++i)
        if (handlers[i].installed || handlers[i].joined)
            remove(handled_signals[i], handlers[i]);
}

// --- other ends ------------------------------------------------------------------------------

std::terminate_handler terminate_before = nullptr;

[[noreturn]] void on_terminate()
{
    give_all_back(); // before the message is printed
    if (terminate_before != nullptr)
        terminate_before();
    std::abort();
}

void watch_exits() noexcept
{
    [[maybe_unused]] static const bool once = [] {
        std::atexit(give_all_back);
        std::at_quick_exit(give_all_back);
        terminate_before = std::set_terminate(on_terminate);
        return true;
    }();
}

// --- what was blocked at the start -----------------------------------------------------------

/// Of the thread that runs before main.
const sigset_t inherited_mask = [] {
    sigset_t mask;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    return mask;
}();

} // namespace

void unblock_news() noexcept
{
    sigset_t news;
    ::sigemptyset(&news);
    for (const int number : {SIGWINCH, SIGCONT})
        if (::sigismember(&inherited_mask, number) == 1)
            ::sigaddset(&news, number);
    ::pthread_sigmask(SIG_UNBLOCK, &news, nullptr);
}

void watch_ends() noexcept
{
    const std::lock_guard lock(watching);
    watch_exits();
    if (watchers++ == 0)
        install_handlers();
}

void unwatch_ends() noexcept
{
    const std::lock_guard lock(watching);
    if (--watchers == 0)
        remove_handlers();
}

void look_at_handlers() noexcept
{
    const std::lock_guard lock(watching);
    if (watchers > 0)
        install_handlers();
}

void leave_typed_signals_to_others() noexcept
{
    watch_ends();
    const std::lock_guard lock(watching);
    if (loans++ == 0)
        lender = ::getpid();
}

void end_loan_of_typed_signals() noexcept
{
    {
        const std::lock_guard lock(watching);
        if (--loans == 0)
            lender = 0;
    }
    unwatch_ends();
}

void stop_process_group() noexcept
{
    // Before the others are stopped: a shell takes the terminal as soon as it sees that.
    give_all_back_until_continued();
    ::kill(0, SIGTSTP);
    // If nothing was stopped, because the signal is ignored.
    take_all_again(going_on::after_our_stop);
}

} // namespace cotty::posix
