// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// What cotty asks the system for, and what it never does.
#include <cotty/terminal.hpp>

#include "support/paths.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/run.hpp"
#include "support/system_calls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using test::run_until;

constexpr int cannot_forbid = 77;

/// Does something in a child process in which calls are forbidden.
/// \returns how it ended, as from wait.
int with_forbidden(std::initializer_list<test::system_call> calls, const std::function<void()>& act)
{
    const pid_t child = test::check(::fork(), "fork");
    if (child == 0) {
        if (!test::forbid(calls))
            ::_exit(cannot_forbid);
        act();
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    test::check(::waitpid(child, &status, 0), "waitpid");
    return status;
}

#define SKIP_IF_NOTHING_CAN_BE_FORBIDDEN(status)                                                   \
    if (WIFEXITED(status) && WEXITSTATUS(status) == cannot_forbid)                                 \
    GTEST_SKIP() << "this system lets no process give up system calls (seccomp)"

/// Everything there is to do with a terminal object; its input must have a key or an end.
void use(int in, int out)
{
    asio::io_context context;
    terminal tty(context, {.input = in, .output = out});
    EXPECT_GT(tty.size().columns, 0);
    const auto raw = tty.raw_mode();
    const auto on = tty.enable({.mouse = mouse_tracking::drags, .paste = true});
    std::size_t done = 0;
    tty.async_read_key([&](error_code, const key&) { ++done; });
    tty.async_write(asio::buffer("text", 4), [&](error_code, std::size_t) { ++done; });
    run_until(context, [&] { return done == 2; });
    tty.suspend(); // nothing, for what is no terminal
}

/// What programs ask terminals: the numbers mean something else to other things.
int without_terminal_requests(const std::function<void()>& act)
{
    return with_forbidden({{SYS_ioctl, TCGETS},
                           {SYS_ioctl, TCSETS},
                           {SYS_ioctl, TCSETSW},
                           {SYS_ioctl, TCSETSF},
                           {SYS_ioctl, TIOCGWINSZ},
                           {SYS_ioctl, TIOCGPGRP},
                           {SYS_ioctl, TIOCGPTN},
                           {SYS_ioctl, TCFLSH}},
                          act);
}

struct no_terminal {
    const char* name;
    std::function<std::pair<test::file_descriptor, test::file_descriptor>()> make; // in, out

    friend std::ostream& operator<<(std::ostream& o, const no_terminal& t) { return o << t.name; }
};

using NoTerminal = testing::TestWithParam<no_terminal>;

TEST_P(NoTerminal, F29_IsNotAskedWhatOnlyATerminalUnderstands)
{
    const auto [in, out] = GetParam().make();
    const int status = without_terminal_requests([&, i = in.get(), o = out.get()] { use(i, o); });
    SKIP_IF_NOTHING_CAN_BE_FORBIDDEN(status);
    EXPECT_EQ(status, 0) << "killed by signal " << WTERMSIG(status);
}

std::pair<test::file_descriptor, test::file_descriptor> socket_pair(int type)
{
    int ends[2];
    test::check(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends), "socketpair");
    test::check(static_cast<int>(::write(ends[1], "k", 1)), "write");
    return {test::file_descriptor(ends[0]), test::file_descriptor(ends[1])};
}

INSTANTIATE_TEST_SUITE_P(
    Of, NoTerminal,
    testing::Values(no_terminal{"pipe",
                                [] {
                                    auto ends = test::make_pipe();
                                    test::check(static_cast<int>(::write(ends.write.get(), "k", 1)),
                                                "write");
                                    return std::pair(std::move(ends.read), std::move(ends.write));
                                }},
                    no_terminal{"socket", [] { return socket_pair(SOCK_STREAM); }},
                    no_terminal{"datagram_socket", [] { return socket_pair(SOCK_DGRAM); }},
                    no_terminal{"file",
                                [] {
                                    std::string path =
                                        testing::TempDir() + "cotty_system_calls_XXXXXX";
                                    test::file_descriptor out(
                                        test::check(::mkstemp(path.data()), "mkstemp"));
                                    test::file_descriptor in(::open(path.c_str(), O_RDONLY));
                                    ::unlink(path.c_str());
                                    return std::pair(std::move(in), std::move(out));
                                }},
                    no_terminal{"directory",
                                [] {
                                    return std::pair(test::file_descriptor(::open("/", O_RDONLY)),
                                                     test::file_descriptor(::open("/", O_RDONLY)));
                                }}),
    test::name_of_row());

TEST(SystemCalls, F29_TheToolAsksASocketNothingEither)
{
    for (const char* command : {"--count=1", "decode", "keys"}) {
        const auto [in, out] = socket_pair(SOCK_STREAM);
        ::shutdown(out.get(), SHUT_WR); // its end
        const int status = without_terminal_requests([command, &in = in] {
            const int both = ::fcntl(in.get(), F_DUPFD, 10); // not 0, 1 or 2 itself
            for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
                ::dup2(both, fd);
            ::execl(COTTY_TOOL, COTTY_TOOL, command, nullptr);
        });
        SKIP_IF_NOTHING_CAN_BE_FORBIDDEN(status);
        EXPECT_TRUE(WIFEXITED(status)) << command << ": killed by signal " << WTERMSIG(status);
        EXPECT_EQ(WEXITSTATUS(status), 0) << command;
    }
}

TEST(SystemCalls, ATerminalIsAskedAndTheTestsWouldNotice)
{
    test::pty pty;
    pty.type("k");
    const int status = without_terminal_requests([&] { use(pty.slave(), pty.slave()); });
    SKIP_IF_NOTHING_CAN_BE_FORBIDDEN(status);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) << status;
}

// --- processes --------------------------------------------------------------------------------

int without_new_processes(const std::function<void()>& act)
{
    return with_forbidden({{SYS_execve},
                           {SYS_execveat},
#ifdef SYS_fork // not on every machine
                           {SYS_fork},
                           {SYS_vfork},
#endif
                           {SYS_clone},
                           {SYS_clone3}},
                          act);
}

TEST(SystemCalls, F60_TheSizeIsFoundOutWithoutAnotherProcess)
{
    test::pty pty(132, 43);
    auto pipe = test::make_pipe();
    ::unsetenv("COLUMNS");
    ::unsetenv("LINES");
    const int status = without_new_processes([&] {
        asio::io_context context;
        const terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
        EXPECT_EQ(tty.size(), (window_size{132, 43, 0, 0}));
        const terminal of_output(context, {.input = pipe.read.get(), .output = pty.slave()});
        EXPECT_EQ(of_output.size(), (window_size{132, 43, 0, 0}));
        const terminal none(context, {.input = pipe.read.get(), .output = pipe.write.get()});
        EXPECT_EQ(none.size(), (window_size{80, 24, 0, 0}));
    });
    SKIP_IF_NOTHING_CAN_BE_FORBIDDEN(status);
    EXPECT_EQ(status, 0) << "killed by signal " << WTERMSIG(status);
}

TEST(SystemCalls, AProcessThatIsStartedWouldBeNoticed)
{
    const int status = without_new_processes([] {
        if (std::FILE* p = ::popen("tput cols", "r"))
            ::pclose(p);
    });
    SKIP_IF_NOTHING_CAN_BE_FORBIDDEN(status);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) << status;
}

// --- descriptors that others inherit ----------------------------------------------------------

std::set<int> open_descriptors()
{
    std::set<int> fds;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        fds.insert(std::stoi(entry.path().filename().string()));
    // Among them is the one that was read from, which is closed by now.
    std::erase_if(fds, [](int fd) { return ::fcntl(fd, F_GETFD) == -1; });
    return fds;
}

/// What a program finds open that this process starts.
std::set<int> inherited_descriptors()
{
    auto pipe = test::make_pipe();
    const pid_t child = test::check(::fork(), "fork");
    if (child == 0) {
        ::dup2(pipe.write.get(), STDOUT_FILENO);
        ::execl("/bin/sh", "sh", "-c", "for f in /proc/$$/fd/*; do echo ${f##*/}; done", nullptr);
        ::_exit(127);
    }
    pipe.write.reset();
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n; (n = ::read(pipe.read.get(), buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(n));
    int status = 0;
    test::check(::waitpid(child, &status, 0), "waitpid");
    EXPECT_EQ(status, 0);
    std::istringstream numbers(text);
    std::set<int> fds;
    for (int fd = 0; numbers >> fd;)
        fds.insert(fd);
    return fds;
}

TEST(SystemCalls, F56_AProgramThatIsStartedInheritsNothingOfOurs)
{
    test::pty pty;
    auto in = test::make_pipe();
    auto out = test::make_pipe();
    const auto before = open_descriptors();
    const auto inherited_before = inherited_descriptors();
    asio::io_context context;
    // A terminal of its own description, and other things that are watched by another epoll.
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    terminal pipes(context, {.input = in.read.get(), .output = out.write.get()});
    const auto raw = tty.raw_mode();
    const auto on = tty.enable({.paste = true});
    const std::string much(1 << 20, 'x'); // more than fits: the writes wait as well
    for (terminal* t : {&tty, &pipes}) {
        t->async_read_key([](error_code, const key&) {});
        t->async_write(asio::buffer(much), [](error_code, std::size_t) {});
    }
    context.poll();
    EXPECT_GT(open_descriptors().size(), before.size() + 5);
    EXPECT_EQ(inherited_descriptors(), inherited_before);
}

/// Reads a key, with a read that was outstanding when the process forked.
struct waiting_read {
    bool done = false;
    key k;

    void start(terminal& tty)
    {
        tty.async_read_key([this](error_code ec, const key& pressed) {
            done = !ec;
            k = pressed;
        });
    }
};

/// With `notify_fork` both processes go on; the child first, as there is one keyboard.
void expect_both_read_on(asio::io_context& context, terminal& tty,
                         const std::function<void(const char*)>& type)
{
    using namespace cotty::literals;
    waiting_read read;
    read.start(tty);
    context.poll();
    context.notify_fork(asio::io_context::fork_prepare);
    const pid_t child = test::check(::fork(), "fork");
    if (child == 0) {
        context.notify_fork(asio::io_context::fork_child);
        type("c");
        run_until(context, [&] { return read.done; });
        ::_exit(read.k == "c"_key ? 0 : 1);
    }
    context.notify_fork(asio::io_context::fork_parent);
    int status = 0;
    test::check(::waitpid(child, &status, 0), "waitpid");
    EXPECT_EQ(status, 0);
    EXPECT_FALSE(read.done);
    type("p");
    run_until(context, [&] { return read.done; });
    EXPECT_TRUE(identical(read.k, "p"_key)) << read.k;
}

TEST(SystemCalls, F56_AfterAForkBothEventLoopsGoOnWithATerminal)
{
    test::pty pty;
    asio::io_context context;
    terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = tty.raw_mode();
    expect_both_read_on(context, tty, [&](const char* bytes) { pty.type(bytes); });
    EXPECT_TRUE(pty.is_raw());
}

TEST(SystemCalls, F56_AfterAForkBothEventLoopsGoOnWithAPipe)
{
    auto pipe = test::make_pipe();
    asio::io_context context;
    terminal tty(context, {.input = pipe.read.get()});
    expect_both_read_on(context, tty, [&](const char* bytes) {
        test::check(static_cast<int>(::write(pipe.write.get(), bytes, 1)), "write");
    });
}

// --- waiting ----------------------------------------------------------------------------------

struct use_of_time {
    long sleeps;
    std::chrono::microseconds cpu;

    static use_of_time so_far()
    {
        rusage used{};
        test::check(::getrusage(RUSAGE_THREAD, &used), "getrusage");
        const auto in = [](const timeval& t) {
            return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
        };
        return {used.ru_nvcsw, in(used.ru_utime) + in(used.ru_stime)};
    }
};

struct undecided_input {
    const char* name;
    const char* bytes;
    const char* event; // its bytes, in the end

    friend std::ostream& operator<<(std::ostream& o, const undecided_input& u)
    {
        return o << u.name;
    }
};

using Undecided = testing::TestWithParam<undecided_input>;

TEST_P(Undecided, F44_WaitingForTheRestIsOneWait)
{
    test::pty pty;
    asio::io_context context;
    const terminal_options options{.input = pty.slave(),
                                   .output = pty.slave(),
                                   .escape_timeout = 400ms,
                                   .sequence_timeout = 400ms,
                                   .paste_timeout = 400ms,
                                   .collecting = {.graphemes = true},
                                   .grapheme_timeout = 400ms};
    terminal tty(context, options);
    const auto raw = tty.raw_mode();
    pty.type(GetParam().bytes);
    std::optional<std::string> seen;
    const auto begun = test::steady_clock::now();
    const auto before = use_of_time::so_far();
    tty.async_read_event([&](error_code, const event& e) { seen = e.raw; });
    std::size_t handlers = 0;
    while (!seen && handlers < 1000)
        handlers += context.run_one();
    const auto after = use_of_time::so_far();
    EXPECT_EQ(seen, GetParam().event);
    EXPECT_GE(test::steady_clock::now() - begun, 400ms);
    // The input is there, the time is up, and what either may leave behind.
    EXPECT_LE(handlers, 4U);
    EXPECT_LE(after.sleeps - before.sleeps, 10);
    EXPECT_LE(after.cpu - before.cpu, 100ms) << "a spinning loop takes all of the 400 ms";
}

INSTANTIATE_TEST_SUITE_P(Input, Undecided,
                         testing::Values(undecided_input{"escape", "\x1b", "\x1b"},
                                         undecided_input{"sequence", "\x1b[1;5", "\x1b[1;5"},
                                         undecided_input{"paste", "\x1b[200~text", "\x1b[200~text"},
                                         undecided_input{"character", "\xc3", "\xc3"},
                                         undecided_input{"grapheme", "e", "e"}),
                         test::name_of_row());

} // namespace
} // namespace cotty
