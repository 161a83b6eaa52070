// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/descriptor.hpp"
#include "terminal/backend.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>

extern "C" char** environ; // NOLINT: POSIX says that programs declare it

namespace cotty::posix {
namespace {

/// Of systems that cannot announce the end of a process, and while one is about to be ended.
constexpr std::chrono::milliseconds interval{20};

/// For a program that has been asked to end.
constexpr std::chrono::seconds grace{2};

/// With no signal blocked, whatever this thread has blocked: a program that starts does not expect
/// it. (What is handled here is at its default there, which exec(2) sees to.)
class spawn_attributes {
public:
    spawn_attributes()
    {
        sigset_t none;
        ::sigemptyset(&none);
        ::posix_spawnattr_init(&value_);
        ::posix_spawnattr_setsigmask(&value_, &none);
        ::posix_spawnattr_setflags(&value_, POSIX_SPAWN_SETSIGMASK);
    }
    ~spawn_attributes() { ::posix_spawnattr_destroy(&value_); }
    spawn_attributes(const spawn_attributes&) = delete;
    spawn_attributes& operator=(const spawn_attributes&) = delete;

    [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &value_; }

private:
    posix_spawnattr_t value_{};
};

/// The terminal where standard input or output is none.
class spawn_files {
public:
    explicit spawn_files(const std::string& terminal)
    {
        ::posix_spawn_file_actions_init(&value_);
        for (const int fd : {STDIN_FILENO, STDOUT_FILENO})
            if (!terminal.empty() && ::isatty(fd) != 1)
                ::posix_spawn_file_actions_addopen(&value_, fd, terminal.c_str(), O_RDWR | O_NOCTTY,
                                                   0);
    }
    ~spawn_files() { ::posix_spawn_file_actions_destroy(&value_); }
    spawn_files(const spawn_files&) = delete;
    spawn_files& operator=(const spawn_files&) = delete;

    [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &value_; }

private:
    posix_spawn_file_actions_t value_{};
};

pid_t start(std::vector<std::string>& argv, const std::string& terminal)
{
    if (argv.empty())
        argv.emplace_back();
    std::vector<char*> pointers;
    for (std::string& word : argv)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const spawn_attributes attributes;
    const spawn_files files(terminal);
    pid_t id = -1;
    const int error = ::posix_spawnp(&id, pointers.front(), files.get(), attributes.get(),
                                     pointers.data(), environ);
    if (error != 0)
        throw boost::system::system_error({error, boost::system::system_category()}, argv.front());
    return id;
}

/// A descriptor that is readable once the process has ended; none where the system has no such
/// thing.
int open_end(pid_t id) noexcept
{
#ifdef SYS_pidfd_open
    return static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
#else
    static_cast<void>(id);
    return -1;
#endif
}

/// The exit status as shells say it; nothing while the process runs.
std::optional<int> status_of(pid_t id)
{
    int status = 0;
    const pid_t ended = ::waitpid(id, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR))
        return {};
    if (ended < 0)
        throw boost::system::system_error(last_error(), "waitpid"); // somebody else has waited
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace
} // namespace cotty::posix

namespace cotty::detail {

asio::awaitable<int> run_child(std::vector<std::string> argv, std::string terminal)
{
    auto no_throw = asio::as_tuple(asio::use_awaitable);
    co_await asio::this_coro::throw_if_cancelled(false); // a child is to be waited for all the same
    const auto executor = co_await asio::this_coro::executor;
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    const auto is_cancelled = [&cancellation] {
        return cancellation.cancelled() != asio::cancellation_type::none;
    };
    const pid_t id = posix::start(argv, terminal);
    if (const int fd = posix::open_end(id); fd >= 0) {
        asio::posix::stream_descriptor end(executor, fd);
        if (!is_cancelled())
            co_await end.async_wait(asio::posix::stream_descriptor::wait_read, no_throw);
    }
    asio::steady_timer timer(executor);
    std::optional<std::chrono::steady_clock::time_point> patience;
    for (;;) {
        if (const auto status = posix::status_of(id)) {
            if (patience)
                throw boost::system::system_error(asio::error::operation_aborted);
            co_return *status;
        }
        const auto now = std::chrono::steady_clock::now();
        if (is_cancelled() && !patience) {
            patience = now + posix::grace;
            ::kill(id, SIGTERM);
            ::kill(id, SIGCONT); // one that is stopped does not hear of it
        } else if (patience && now >= *patience) {
            ::kill(id, SIGKILL);
        }
        timer.expires_after(posix::interval);
        co_await timer.async_wait(no_throw);
    }
}

} // namespace cotty::detail
