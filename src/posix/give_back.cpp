// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/give_back.hpp"

#include "posix/descriptor.hpp"
#include "posix/guardian.hpp"
#include "posix/held_terminal.hpp"
#include "posix/last_answers.hpp"
#include "posix/line_settings.hpp"
#include "posix/patience.hpp"
#include "posix/switched_on.hpp"

#include <boost/asio/error.hpp>

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <mutex>

namespace cotty::posix {

/// Written by the thread that switches modes, with signals blocked, and by the handler that
/// continues the program; read by signal handlers on any thread once `state` says so. There are
/// two places for settings, so that nobody reads one that is being written.
struct terminal_record {
    enum class state_type : int { free, taken, in_mode };

    struct settings {
        termios found;
        termios ours;
        termios before; // `ours` of the mode before, as long as `ours` may not have been set yet
        line_mode mode;
    };

    std::atomic<state_type> state = state_type::free;
    std::atomic<unsigned> current = 0;
    std::atomic<bool> writing = false;
    std::atomic<bool> given_back = false; // while the program is stopped, or in the background
    std::atomic<bool> lent = false;       // it is not ours to give back, nor to take again
    std::array<settings, 2> place{};
    held_terminal terminal;
    guardian* observer = nullptr;
    std::atomic<int> questions = 0; // that the terminal has not answered yet
    bool patient = false;
};

namespace {

using state_type = terminal_record::state_type;

std::array<terminal_record, 16> records;
std::mutex switching; // never taken by a handler
int watchers = 0;
int loans = 0;
std::atomic<pid_t> lender = 0; // this process, while there are loans

/// Who is about to set a mode: the thread that has `switching`, which may be below a handler of its
/// own.
std::atomic<pthread_t> switcher = 0;
std::atomic<bool> changing = false;

bool get(int fd, termios& t) noexcept
{
    int result = 0;
    do
        result = ::tcgetattr(fd, &t);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

/// Changes settings without waiting for output and without discarding what was typed ahead
/// (TCSANOW).
bool set(int fd, const termios& t) noexcept
{
    int result = 0;
    do
        result = ::tcsetattr(fd, TCSANOW, &t);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

bool is_ours(const terminal_record& r) noexcept
{
    return r.state.load() == state_type::in_mode && !r.lent && r.terminal.is_ours();
}

void record_settings(terminal_record& r, const termios& found, line_mode mode) noexcept
{
    if (r.writing.exchange(true))
        return; // a handler, on another thread than the one that switches: that one wins
    const unsigned next = 1 - r.current.load();
    r.place[next] = {found, with_mode(found, mode), r.place[1 - next].ours, mode};
    r.current = next;
    r.writing = false;
}

const terminal_record::settings& settings_of(const terminal_record& r) noexcept
{
    return r.place[r.current.load()];
}

/// What was recorded is what the terminal has.
void record_done(terminal_record& r) noexcept
{
    record_settings(r, settings_of(r).found, settings_of(r).mode);
}

void note_mode(const terminal_record& r) noexcept
{
    const auto& s = settings_of(r);
    if (r.observer != nullptr)
        r.observer->note_mode(s.found, s.ours);
}

void note_no_mode(const terminal_record& r, const termios& now) noexcept
{
    if (r.observer != nullptr)
        r.observer->note_no_mode(now);
}

/// \param given what the terminal was given back to.
bool give_back(const terminal_record& r, termios& given) noexcept
{
    const signals_blocked blocked; // the background may not be stopped by SIGTTOU here
    if (!is_ours(r) || r.given_back)
        return false;
    const auto& s = settings_of(r);
    termios now{};
    const bool known = get(r.terminal.fd, now);
    if (!known)
        now = s.ours; // as we left it, for all we know
    // A terminal in other hands has other settings, if those care: a shell that edits lines. One
    // that does not, and got it before we were told to stop, found it as we left it.
    if (!r.terminal.in_foreground() && !(known && same_settings(now, s.ours))) {
        note_no_mode(r, s.found);
        return false;
    }
    // Between two modes there may be something of both.
    given = without_mode(without_mode(now, s.ours, s.found), s.before, s.found);
    const bool done = set(r.terminal.fd, given);
    note_no_mode(r, given);
    return done;
}

bool give_back(const terminal_record& r) noexcept
{
    termios given{};
    return give_back(r, given);
}

/// What another thread has begun to set is set before it is given back.
void wait_for_switcher() noexcept
{
    const auto other = [] {
        const pthread_t who = switcher;
        return who != 0 && ::pthread_equal(who, ::pthread_self()) == 0;
    };
    for (const deadline end; other() && end.left() > 0;)
        ::poll(nullptr, 0, 1);
}

/// Whoever changes the record does so alone, with signals blocked; but nobody waits for ever.
class record_lock {
public:
    record_lock() noexcept
    {
        for (const deadline end; !(owned_ = !changing.exchange(true)) && end.left() > 0;)
            ::poll(nullptr, 0, 1);
    }
    ~record_lock()
    {
        if (owned_)
            changing = false;
    }
    record_lock(const record_lock&) = delete;
    record_lock& operator=(const record_lock&) = delete;

private:
    signals_blocked blocked_;
    bool owned_ = false;
};

/// This thread, with `switching`.
struct is_switcher {
    is_switcher() noexcept { switcher = ::pthread_self(); }
    ~is_switcher() { switcher = 0; }
    is_switcher(const is_switcher&) = delete;
    is_switcher& operator=(const is_switcher&) = delete;
};

void give_back_until_continued() noexcept
{
    giving_back::until_continued = true;
    wait_for_switcher();
    const record_lock lock;
    if (!giving_back::until_continued)
        return;       // it goes on already
    switch_all_off(); // first: what the terminal sends must not be echoed
    for (terminal_record& r : records)
        if (give_back(r))
            r.given_back = true;
}

/// The program ends: from here on nobody takes a terminal again.
void give_all_back() noexcept
{
    giving_back::for_ever = true;
    wait_for_switcher();
    const record_lock lock;
    switch_all_off();
    for (terminal_record& r : records) {
        if (const int n = r.questions.exchange(0); n > 0 && is_ours(r))
            swallow_answers(r.terminal.fd, n);
        give_back(r);
    }
}

/// The program goes on. What the terminal was set to meanwhile is what it is given back to.
void take_all_again(going_on how) noexcept
{
    const record_lock lock;
    if (giving_back::for_ever)
        return; // SIGCONT reached another thread than the signal that ends the program
    for (terminal_record& r : records) {
        termios now{};
        if (!is_ours(r) || !r.terminal.in_foreground() || !get(r.terminal.fd, now))
            continue;
        if (r.given_back.exchange(false))
            record_settings(r, now, settings_of(r).mode);
        note_mode(r);
        set(r.terminal.fd, settings_of(r).ours);
        record_done(r);
        if (is_ours(r))
            continue;
        // Another thread has given it up, or lent it, in between.
        set(r.terminal.fd, settings_of(r).found);
        note_no_mode(r, settings_of(r).found);
    }
    switch_all_on_again(how);
    giving_back::until_continued = false;
}

// --- signals ---------------------------------------------------------------------------------

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

struct installed_handler {
    std::atomic<bool> installed = false;
    struct sigaction before {};
};

std::array<installed_handler, handled_signals.size()> handlers;

std::atomic<unsigned> continuations = 0;
std::atomic<bool> continues_anyway = false; // for a stop that was handled, SIGCONT is still to come

bool is_default(const struct sigaction& a)
{
    return (a.sa_flags & SA_SIGINFO) == 0 && a.sa_handler == SIG_DFL;
}

bool is_ignored(const struct sigaction& a)
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

/// Typed for the program that the terminal is lent to, which a child of ours may be about to
/// become.
bool is_typed_for_another(int number) noexcept
{
    return (number == SIGINT || number == SIGQUIT) && lender.load() == ::getpid();
}

void on_end(int number, siginfo_t* info, void* context)
{
    if (is_typed_for_another(number))
        return;
    give_all_back();
    for (std::size_t i = 0; i < handlers.size(); ++i) {
        const auto& before = handlers[i].before;
        if (handled_signals[i].number != number || is_default(before))
            continue;
        // A crash reporter: it decides, with all that it would have been told without us.
        ::sigaction(number, &before, nullptr);
        if ((before.sa_flags & SA_SIGINFO) != 0)
            before.sa_sigaction(number, info, context);
        else
            before.sa_handler(number);
        return;
    }
    let_default_happen(number);
}

void go_on(going_on how) noexcept
{
    take_all_again(how);
    ::raise(SIGWINCH); // the window may be another by now, and must be drawn anew
}

void on_continue(int /*number*/, siginfo_t* /*info*/, void* /*context*/)
{
    const int error = errno;
    ++continuations;
    go_on(continues_anyway.exchange(false) ? going_on::after_our_stop : going_on::after_any_stop);
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
    const unsigned count = continuations.load();
    give_back_until_continued();
    // To raise a stop would discard a SIGCONT that has come meanwhile.
    if (!was_told_to_continue(count))
        stop_by(number, count);
    continues_anyway = is_pending(SIGCONT);
    go_on(going_on::after_our_stop); // SIGCONT itself may be handled by somebody else
    errno = error;
}

void install_handlers() noexcept
{
    for (std::size_t i = 0; i < handlers.size(); ++i) {
        const auto [number, what] = handled_signals[i];
        struct sigaction& before = handlers[i].before;
        ::sigaction(number, nullptr, &before);
        // Who handles a signal that asks the program to end or to stop goes on, or ends it in
        // their own way; crashes are reported to us first.
        if (is_ignored(before) || (!is_default(before) && what != effect::crashes))
            continue;
        struct sigaction ours {};
        ours.sa_sigaction = what == effect::stops       ? on_stop
                            : what == effect::continues ? on_continue
                                                        : on_end;
        ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
        ::sigfillset(&ours.sa_mask);
        handlers[i].installed = true;
        ::sigaction(number, &ours, nullptr);
    }
}

void remove_handlers() noexcept
{
    for (std::size_t i = 0; i < handlers.size(); ++i) {
        if (!handlers[i].installed.exchange(false))
            continue;
        // Whoever has installed a handler over ours keeps it.
        struct sigaction now {};
        const int number = handled_signals[i].number;
        ::sigaction(number, nullptr, &now);
        if ((now.sa_flags & SA_SIGINFO) != 0 &&
            (now.sa_sigaction == on_end || now.sa_sigaction == on_stop ||
             now.sa_sigaction == on_continue))
            ::sigaction(number, &handlers[i].before, nullptr);
    }
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

} // namespace

terminal_record* remember(int fd, guardian* g, bool patient, error_code& ec) noexcept
{
    const std::lock_guard lock(switching);
    held_terminal terminal;
    termios found{};
    ec = terminal.hold(fd);
    if (!ec && !get(fd, found))
        ec = last_error();
    if (ec)
        return nullptr;
    for (terminal_record& r : records) {
        if (r.state.load() != state_type::free)
            continue;
        r.terminal = terminal;
        r.observer = g;
        r.patient = patient;
        r.given_back = false;
        r.questions = 0;
        r.lent = false;
        r.place[r.current.load()] = {found, found, found, line_mode::cbreak};
        r.state = state_type::taken;
        return &r;
    }
    ec = errc::too_many_terminals;
    return nullptr;
}

namespace {

/// With `switching`, and while nobody stops the program.
error_code switch_now(terminal_record& r, line_mode mode) noexcept
{
    if (giving_back::for_ever)
        return {}; // what is on is given back by another thread
    if (!r.terminal.is_ours())
        return boost::asio::error::bad_descriptor; // or a guard goes in a child of the program
    {
        // On record before it is done: whatever happens from here on is undone.
        const record_lock alone;
        const bool waits = r.patient && !r.terminal.in_foreground();
        termios found = settings_of(r).found;
        if (!waits && r.given_back.exchange(false))
            ::tcgetattr(r.terminal.fd, &found);
        record_settings(r, found, mode);
        r.given_back = waits;
        if (!waits)
            note_mode(r);
        r.state = state_type::in_mode;
        if (waits)
            return {};
    }
    if (!set(r.terminal.fd, settings_of(r).ours))
        return last_error();
    // A handler may have given it back just before, and not have taken it again.
    const record_lock alone;
    r.given_back = false;
    record_done(r);
    note_mode(r);
    return {};
}

} // namespace

error_code switch_to(terminal_record& r, line_mode mode) noexcept
{
    if (r.state.load() == state_type::taken)
        watch_ends();
    for (;;) {
        giving_back::wait_for_end_of_stop();
        const std::lock_guard lock(switching);
        const is_switcher here; // who stops the program waits for that from here on
        if (!giving_back::until_continued)
            return switch_now(r, mode);
    }
}

void lend(terminal_record& r) noexcept
{
    const std::lock_guard lock(switching);
    const signals_blocked blocked;
    termios given{};
    if (give_back(r, given))
        record_settings(r, given, settings_of(r).mode); // with what others have changed
    r.lent = true;
}

void take_back(terminal_record& r) noexcept
{
    const std::lock_guard lock(switching);
    const signals_blocked blocked;
    r.lent = false;
    if (r.terminal.is_ours() && r.terminal.in_foreground())
        set(r.terminal.fd, settings_of(r).found);
}

void leave_typed_signals_to_others() noexcept
{
    watch_ends();
    const std::lock_guard lock(switching);
    if (loans++ == 0)
        lender = ::getpid();
}

void end_loan_of_typed_signals() noexcept
{
    {
        const std::lock_guard lock(switching);
        if (--loans == 0)
            lender = 0;
    }
    unwatch_ends();
}

void stop_process_group() noexcept
{
    // Before the others are stopped: a shell takes the terminal as soon as it sees that.
    give_back_until_continued();
    ::kill(0, SIGTSTP);
    take_all_again(
        going_on::after_our_stop); // if nothing was stopped, because the signal is ignored
}

void take_again_in_foreground() noexcept
{
    take_all_again(going_on::in_foreground);
}

void forget(terminal_record& r) noexcept
{
    const bool watching = r.state.load() == state_type::in_mode;
    {
        const std::lock_guard lock(switching);
        give_back(r);
        r.state = state_type::free;
    }
    if (watching)
        unwatch_ends();
}

void note_questions(terminal_record& r, int unanswered) noexcept
{
    r.questions = unanswered;
}

void watch_ends() noexcept
{
    const std::lock_guard lock(switching);
    watch_exits();
    if (watchers++ == 0)
        install_handlers();
}

void unwatch_ends() noexcept
{
    const std::lock_guard lock(switching);
    if (--watchers == 0)
        remove_handlers();
}

} // namespace cotty::posix
