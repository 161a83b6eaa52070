// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "process.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace cotty::test {

namespace {

using std::chrono::milliseconds;

/// How often a condition is looked at that nothing announces.
constexpr milliseconds look_again{2};

/// What the supervisor reports: first one about the start, then one a change.
struct report {
    pid_t id;      // of the program
    int error;     // why it could not be started
    int status;    // as wait gives it
    long cpu_time; // microseconds, once it has ended
};

/// All that the forked processes need, prepared before the fork: after it only functions that
/// are async-signal-safe may be called.
struct blueprint {
    const char* path;
    char* const* argv;
    char* const* envp;
    std::array<int, 3> streams; // -1 is closed
    int slave;                  // -1 is none
    session relation;
    const int* ignored_begin;
    const int* ignored_end;
    sigset_t blocked;
};

int highest_signal() noexcept
{
#ifdef SIGRTMAX
    return SIGRTMAX;
#else
    return NSIG - 1;
#endif
}

/// Moves a descriptor out of the way of 0, 1 and 2, which it may be where the test itself was
/// started without them.
int move_up(int fd) noexcept
{
    return fd < 0 ? fd : ::fcntl(fd, F_DUPFD_CLOEXEC, 10);
}

[[noreturn]] void run_program(const blueprint& b, int errors) noexcept
{
    const auto give_up = [errors] {
        const int error = errno;
        (void)!::write(errors, &error, sizeof error);
        ::_exit(127);
    };

    for (int s = 1; s <= highest_signal(); ++s)
        ::signal(s, SIG_DFL);
    for (const int* s = b.ignored_begin; s != b.ignored_end; ++s)
        ::signal(*s, SIG_IGN);

    // SIGTTOU is still blocked, with all others, which is what lets it take the foreground.
    if (b.relation == session::member) {
        if (::setpgid(0, 0) == -1 || ::tcsetpgrp(b.slave, ::getpid()) == -1)
            give_up();
    } else {
        if (::setsid() == -1)
            give_up();
        if (b.relation == session::leader && ::ioctl(b.slave, TIOCSCTTY, 0) == -1)
            give_up();
    }

    // One byte, not none: that also keeps a core_pattern which is a program from being run.
    const rlimit no_core{1, 1};
    ::setrlimit(RLIMIT_CORE, &no_core);

    int moved[3];
    for (std::size_t i = 0; i < 3; ++i)
        moved[i] = move_up(b.streams[i]);
    const int error_pipe = move_up(errors);
    for (int i = 0; i < 3; ++i) {
        if (moved[i] < 0)
            ::close(i);
        else if (::dup2(moved[i], i) == -1)
            give_up();
    }

    ::sigprocmask(SIG_SETMASK, &b.blocked, nullptr);
    ::execve(b.path, b.argv, b.envp);
    const int error = errno;
    (void)!::write(error_pipe, &error, sizeof error);
    ::_exit(127);
}

/// A master that is open anywhere else is never hung up, a pipe is never at its end.
void close_all_but(int a, int b) noexcept
{
    const int low = std::min(a, b);
    const int high = std::max(a, b);
    const auto close_range = [](int first, int last) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
        if (::close_range(static_cast<unsigned>(first), static_cast<unsigned>(last), 0) == 0)
            return;
#endif
        for (int fd = first; fd <= std::min(last, 4095); ++fd)
            ::close(fd);
    };
    if (low > 0)
        close_range(0, low - 1);
    if (low + 1 < high)
        close_range(low + 1, high - 1);
    close_range(high + 1, std::numeric_limits<int>::max());
}

extern "C" void note_child(int) {}

[[noreturn]] void supervise(const blueprint& b, int reports, int kill_switch) noexcept
{
    // All signals are blocked. This one is let through while waiting below.
    struct sigaction action = {};
    action.sa_handler = note_child;
    ::sigaction(SIGCHLD, &action, nullptr);
    sigset_t all_but_child;
    ::sigfillset(&all_but_child);
    ::sigdelset(&all_but_child, SIGCHLD);

    report start{};
    int errors[2];
    if (::pipe(errors) == -1 ||
        (b.relation == session::member &&
         (::setsid() == -1 || ::ioctl(b.slave, TIOCSCTTY, 0) == -1)) ||
        (start.id = ::fork()) == -1) {
        start.error = errno;
        (void)!::write(reports, &start, sizeof start);
        ::_exit(1);
    }
    if (start.id == 0) {
        ::close(errors[0]);
        ::fcntl(errors[1], F_SETFD, FD_CLOEXEC);
        run_program(b, errors[1]);
    }
    ::close(errors[1]);
    (void)!::read(errors[0], &start.error, sizeof start.error);
    close_all_but(reports, kill_switch);
    (void)!::write(reports, &start, sizeof start);

    for (bool watched = true;;) {
        report change{};
        rusage used{};
        change.id = ::wait4(start.id, &change.status, WNOHANG | WUNTRACED | WCONTINUED, &used);
        if (change.id == start.id) {
            const bool ended = WIFEXITED(change.status) || WIFSIGNALED(change.status);
            change.cpu_time = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000 +
                              used.ru_utime.tv_usec + used.ru_stime.tv_usec;
            (void)!::write(reports, &change, sizeof change);
            if (ended)
                ::_exit(0);
            continue;
        }
        fd_set readable;
        FD_ZERO(&readable);
        if (watched)
            FD_SET(kill_switch, &readable);
        if (::pselect(kill_switch + 1, &readable, nullptr, nullptr, nullptr, &all_but_child) > 0) {
            ::kill(-start.id, SIGKILL);
            ::kill(start.id, SIGKILL);
            watched = false;
        }
    }
}

std::string find_program(const std::string& name)
{
    if (name.find('/') != std::string::npos)
        return name;
    const char* path = std::getenv("PATH");
    std::istringstream directories(path != nullptr ? path : "/bin:/usr/bin");
    for (std::string directory; std::getline(directories, directory, ':');)
        if (const std::string full = directory + '/' + name; ::access(full.c_str(), X_OK) == 0)
            return full;
    return name;
}

std::vector<std::string>
environment_with(const std::map<std::string, std::optional<std::string>>& changes)
{
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        if (!changes.contains(std::string(text.substr(0, text.find('=')))))
            result.emplace_back(text);
    }
    for (const auto& [name, value] : changes)
        if (value)
            result.push_back(name + '=' + *value);
    return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings)
{
    std::vector<char*> result;
    for (std::string& s : strings)
        result.push_back(s.data());
    result.push_back(nullptr);
    return result;
}

outcome outcome_of(int status) noexcept
{
    if (WIFEXITED(status))
        return exited(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return killed_by(WTERMSIG(status));
    if (WIFSTOPPED(status))
        return {outcome::kind::stopped, WSTOPSIG(status)};
    return {outcome::kind::continued, 0};
}

/// The fields of a /proc/.../stat file, without the first two. Empty if there is none.
std::vector<std::string> stat_fields(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    // The second field is the program's name, in which anything may stand.
    const std::size_t name_end = line.rfind(')');
    if (name_end == std::string::npos)
        return {};
    std::istringstream rest(line.substr(name_end + 1));
    std::vector<std::string> fields;
    for (std::string field; rest >> field;)
        fields.push_back(field);
    return fields;
}

std::filesystem::path proc_directory(pid_t id)
{
    return "/proc/" + std::to_string(id);
}

template <class Function>
void for_each_thread(pid_t id, Function function)
{
    std::error_code gone;
    for (const auto& thread :
         std::filesystem::directory_iterator(proc_directory(id) / "task", gone))
        function(thread.path());
}

/// Kills whoever is left of a session; a shell's jobs are in process groups of their own, so that
/// killing one group would not be enough. Returns whether there was somebody. (Linux)
bool kill_session(pid_t session)
{
    bool found = false;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", none)) {
        const std::string name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const auto fields = stat_fields(entry.path() / "stat");
        if (fields.size() > 3 && fields[3] == std::to_string(session) && fields[0] != "Z" &&
            ::kill(static_cast<pid_t>(std::stol(name)), SIGKILL) == 0)
            found = true;
    }
    return found;
}

} // namespace

std::ostream& operator<<(std::ostream& out, const outcome& o)
{
    switch (o.what) {
    case outcome::kind::running:
        return out << "still running";
    case outcome::kind::exited:
        return out << "ended, with status " << o.value;
    case outcome::kind::killed:
        return out << "killed by signal " << o.value << " (" << ::strsignal(o.value) << ')';
    case outcome::kind::stopped:
        return out << "stopped by signal " << o.value << " (" << ::strsignal(o.value) << ')';
    case outcome::kind::continued:
        break;
    }
    return out << "continued";
}

testing::AssertionResult is_stopped(const outcome& o)
{
    auto result = o.what == outcome::kind::stopped ? testing::AssertionSuccess()
                                                   : testing::AssertionFailure();
    return result << "the program is " << o;
}

process::process(pty* terminal, const launch& how)
    : terminal_(terminal), out_kind_(how.out), err_kind_(how.err)
{
    // A program that ends early must not take the test with it.
    static const auto ignore_broken_pipes = ::signal(SIGPIPE, SIG_IGN);
    static_cast<void>(ignore_broken_pipes);

    std::vector<std::string> arguments = how.argv;
    const std::string path = find_program(arguments.at(0));
    std::vector<std::string> variables = environment_with(how.environment);
    const std::vector<char*> argv = pointers_to(arguments);
    const std::vector<char*> envp = pointers_to(variables);

    // Ends that only the program needs; they close when this function returns.
    std::vector<file_descriptor> theirs;
    const auto open_stream = [&](const stream& s, bool input) -> int {
        switch (s.kind_) {
        case stream::kind::closed:
            return -1;
        case stream::kind::descriptor:
            return s.fd_;
        case stream::kind::terminal:
            if (terminal == nullptr)
                throw std::logic_error("a stream leads to the terminal, but there is none");
            return terminal->slave();
        case stream::kind::file:
            theirs.emplace_back(check(
                ::open(s.path_.c_str(),
                       (input ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC) | O_CLOEXEC | O_NOCTTY,
                       0666),
                s.path_.c_str()));
            break;
        case stream::kind::pipe:
            auto ends = make_pipe();
            if (input) {
                input_ = std::move(ends.write);
                do_not_block(input_.get());
            } else {
                (&s == &how.out ? output_ : errors_) = transcript(std::move(ends.read));
            }
            theirs.push_back(std::move(input ? ends.read : ends.write));
            break;
        }
        return theirs.back().get();
    };

    blueprint b{};
    b.path = path.c_str();
    b.argv = argv.data();
    b.envp = envp.data();
    b.streams = {open_stream(how.in, true), open_stream(how.out, false),
                 open_stream(how.err, false)};
    b.slave = terminal != nullptr ? terminal->slave() : -1;
    b.relation = terminal != nullptr ? how.relation : session::none;
    b.ignored_begin = how.ignored_signals.data();
    b.ignored_end = b.ignored_begin + how.ignored_signals.size();
    ::sigemptyset(&b.blocked);
    for (const int s : how.blocked_signals)
        ::sigaddset(&b.blocked, s);

    pipe_ends report_pipe = make_pipe();
    pipe_ends kill_pipe = make_pipe();

    // Blocked until the children have set up what they do about signals.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    supervisor_ = ::fork();
    if (supervisor_ == 0)
        supervise(b, report_pipe.write.get(), kill_pipe.read.get());
    const int fork_error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (supervisor_ == -1)
        throw std::system_error(fork_error, std::generic_category(), "fork");

    report_pipe.write.reset();
    reports_ = std::move(report_pipe.read);
    kill_switch_ = std::move(kill_pipe.write);

    report start{};
    ssize_t n = 0;
    do
        n = ::read(reports_.get(), &start, sizeof start);
    while (n == -1 && errno == EINTR);
    if (n != sizeof start)
        start.error = ECHILD;
    if (start.error != 0) {
        kill_switch_.reset();
        ::waitpid(supervisor_, nullptr, 0);
        throw std::system_error(start.error, std::generic_category(), path);
    }
    id_ = start.id;
    session_ = b.relation == session::member ? supervisor_ : id_;
    do_not_block(reports_.get());
}

process::~process()
{
    kill_switch_.reset();
    while (::waitpid(supervisor_, nullptr, 0) == -1 && errno == EINTR) {
    }
    // Several rounds: somebody may have forked while he was looked for.
    for (int round = 0; round < 100 && kill_session(session_); ++round) {
    }
}

transcript& process::out() noexcept
{
    return out_kind_.kind_ == stream::kind::terminal ? terminal_->screen() : output_;
}

transcript& process::err() noexcept
{
    return err_kind_.kind_ == stream::kind::terminal ? terminal_->screen() : errors_;
}

void process::read_reports()
{
    report change{};
    while (::read(reports_.get(), &change, sizeof change) == sizeof change) {
        const outcome what = outcome_of(change.status);
        switch (what.what) {
        case outcome::kind::exited:
        case outcome::kind::killed:
            end_ = what;
            final_cpu_time_ = std::chrono::microseconds(change.cpu_time);
            break;
        case outcome::kind::stopped:
            stop_ = what;
            break;
        case outcome::kind::continued:
        case outcome::kind::running:
            break;
        }
    }
}

/// Waits for one of the descriptors, then reads all that is there.
void process::pump(int writable, milliseconds timeout)
{
    transcript* screen = terminal_ != nullptr ? &terminal_->screen() : nullptr;
    std::array<pollfd, 5> fds{{
        {has_ended() ? -1 : reports_.get(), POLLIN, 0},
        {output_.poll_descriptor(), POLLIN, 0},
        {errors_.poll_descriptor(), POLLIN, 0},
        {screen != nullptr ? screen->poll_descriptor() : -1, POLLIN, 0},
        {writable, POLLOUT, 0},
    }};
    const auto count = timeout.count();
    if (::poll(fds.data(), fds.size(), static_cast<int>(std::max<decltype(count)>(count, 0))) < 0)
        return;
    // First the reports: what is read after the program's end is all there is.
    read_reports();
    output_.drain();
    errors_.drain();
    if (screen != nullptr)
        screen->drain();
}

template <class Condition>
bool process::pump_until(Condition condition, milliseconds limit, milliseconds interval)
{
    const auto deadline = steady_clock::now() + limit;
    pump(-1, milliseconds(0));
    while (!condition()) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
        if (left <= milliseconds(0))
            return false;
        pump(-1, std::min(left, interval));
    }
    return true;
}

void process::send(int fd, std::string_view bytes)
{
    const auto deadline = steady_clock::now() + patience;
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(n));
        } else if (errno == EAGAIN || errno == EINTR) {
            if (has_ended())
                return;
            if (steady_clock::now() > deadline)
                throw std::runtime_error("the program does not take its input: " +
                                         std::to_string(bytes.size()) + " bytes are left");
            pump(fd, std::chrono::duration_cast<milliseconds>(patience));
        } else if (errno == EPIPE) {
            return;
        } else {
            throw std::system_error(errno, std::generic_category(), "write");
        }
    }
}

void process::type(std::string_view bytes)
{
    if (terminal_ == nullptr)
        throw std::logic_error("there is no terminal to type at");
    send(terminal_->master(), bytes);
}

void process::feed(std::string_view bytes)
{
    if (!input_)
        throw std::logic_error("the input is no pipe, or its end was reached");
    send(input_.get(), bytes);
}

testing::AssertionResult process::failure(const std::string& wanted)
{
    auto result = testing::AssertionFailure();
    result << wanted << " did not come; the program is " << end_.value_or(outcome{})
           << ". Unread output:\n"
           << visible(out().unread()) << "\nall output:\n"
           << visible(output());
    if (&err() != &out() && !errors().empty())
        result << "\nerrors:\n" << visible(errors());
    return result;
}

testing::AssertionResult process::wait_for(std::string_view wanted, milliseconds limit)
{
    bool found = false;
    pump_until([&] { return (found = out().advance_past(wanted)) || has_ended(); }, limit, limit);
    if (!found)
        return failure('"' + visible(wanted) + '"');
    return testing::AssertionSuccess() << '"' << visible(wanted) << "\" came";
}

testing::AssertionResult process::wait_for(const std::regex& wanted, milliseconds limit)
{
    bool found = false;
    pump_until([&] { return (found = out().advance_past(wanted)) || has_ended(); }, limit, limit);
    if (!found)
        return failure("what matches the regular expression");
    return testing::AssertionSuccess() << "what matches the regular expression came";
}

bool process::wait_until(const std::function<bool()>& condition, milliseconds limit)
{
    return pump_until(condition, limit, look_again);
}

outcome process::wait_exit(milliseconds limit)
{
    pump_until([&] { return has_ended(); }, limit, limit);
    return end_.value_or(outcome{});
}

outcome process::wait_stopped(milliseconds limit)
{
    pump_until([&] { return stop_ || has_ended(); }, limit, limit);
    return stop_ ? *std::exchange(stop_, {}) : end_.value_or(outcome{});
}

void process::signal(int number) const noexcept
{
    if (!has_ended())
        ::kill(id_, number);
}

std::chrono::microseconds process::cpu_time() const
{
    // Fields 14 and 15 are the time in user and in kernel mode, see proc(5).
    const auto fields = stat_fields(proc_directory(id_) / "stat");
    if (has_ended() || fields.size() < 13)
        return final_cpu_time_;
    const long ticks = std::stol(fields[11]) + std::stol(fields[12]);
    return std::chrono::microseconds(ticks * 1'000'000 / ::sysconf(_SC_CLK_TCK));
}

long process::voluntary_switches() const
{
    long sum = 0;
    for_each_thread(id_, [&sum](const std::filesystem::path& thread) {
        std::ifstream status(thread / "status");
        constexpr std::string_view label = "voluntary_ctxt_switches:";
        for (std::string line; std::getline(status, line);)
            if (line.starts_with(label))
                sum += std::stol(line.substr(label.size()));
    });
    return sum;
}

bool process::is_asleep() const
{
    bool asleep = true;
    for_each_thread(id_, [&asleep](const std::filesystem::path& thread) {
        const auto fields = stat_fields(thread / "stat");
        asleep = asleep && !fields.empty() && fields[0] == "S";
    });
    return asleep;
}

bool is_installed(const std::string& name)
{
    return find_program(name).find('/') != std::string::npos;
}

char state(pid_t id)
{
    const auto fields = stat_fields(proc_directory(id) / "stat");
    return fields.empty() ? 'X' : fields[0][0];
}

bool has_ended(pid_t id)
{
    return (::kill(id, 0) == -1 && errno == ESRCH) || state(id) == 'Z';
}

bool wait_until(const std::function<bool()>& condition, milliseconds limit)
{
    const auto deadline = steady_clock::now() + limit;
    while (!condition()) {
        if (steady_clock::now() >= deadline)
            return false;
        ::poll(nullptr, 0, static_cast<int>(look_again.count()));
    }
    return true;
}

} // namespace cotty::test
