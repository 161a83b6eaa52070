// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/pty_child.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace cotty::tool {
namespace {

constexpr auto no_throw = asio::as_tuple(asio::deferred);

int checked(int result, const std::string& what)
{
    if (result < 0)
        throw std::system_error(errno, std::system_category(), what);
    return result;
}

void set_size(int fd, int columns, int rows)
{
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    ::ioctl(fd, TIOCSWINSZ, &size);
}

/// In the child process: never returns. What cannot be done is told through `report`.
[[noreturn]] void become(const pty_child::launch& how, int slave, int report)
{
    std::vector<char*> arguments;
    for (const std::string& word : how.command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    for (const auto& [name, value] : how.environment)
        ::setenv(name.c_str(), value.c_str(), 1);
    std::signal(SIGPIPE, SIG_DFL);
    if (::setsid() >= 0 && ::ioctl(slave, TIOCSCTTY, 0) == 0 &&
        ::dup2(slave, STDIN_FILENO) == STDIN_FILENO &&
        ::dup2(slave, STDOUT_FILENO) == STDOUT_FILENO &&
        ::dup2(slave, STDERR_FILENO) == STDERR_FILENO)
        ::execvp(arguments[0], arguments.data());
    const int error = errno;
    [[maybe_unused]] const ssize_t told = ::write(report, &error, sizeof error);
    ::_exit(127);
}

} // namespace

pty_child::pty_child(const asio::any_io_executor& executor, const launch& how)
    : master_(executor), ends_(executor, SIGCHLD), ended_(executor)
{
    master_.assign(checked(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt"));
    const int master = master_.native_handle();
    checked(::grantpt(master), "grantpt");
    checked(::unlockpt(master), "unlockpt");
    slave_ = checked(::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC), "the terminal");
    if (how.modes)
        ::tcsetattr(slave_, TCSANOW, &*how.modes);
    set_size(master, how.columns, how.rows);
    try {
        start(how);
    } catch (...) {
        ::close(slave_);
        throw;
    }
    master_.native_non_blocking(true);
    watch();
}

pty_child::~pty_child()
{
    ::close(slave_);
}

void pty_child::start(const launch& how)
{
    std::array<int, 2> report{};
    checked(::pipe2(report.data(), O_CLOEXEC), "pipe2");
    id_ = ::fork();
    if (id_ == 0)
        become(how, slave_, report[1]);
    const int failure = id_ < 0 ? errno : 0;
    ::close(report[1]);
    int error = 0;
    ssize_t size = 0;
    do
        size = ::read(report[0], &error, sizeof error); // ends with exec
    while (size < 0 && errno == EINTR);
    ::close(report[0]);
    if (id_ > 0 && size == sizeof error) {
        ::waitpid(id_, nullptr, 0);
        throw std::system_error(error, std::system_category(), how.command.front());
    }
    if (id_ < 0)
        throw std::system_error(failure, std::system_category(), "fork");
}

/// Until the program has ended; stopped and continued children send the signal, too.
void pty_child::watch()
{
    int how = 0;
    if (::waitpid(id_, &how, WNOHANG) == id_) {
        status_ = WIFSIGNALED(how) ? 128 + WTERMSIG(how) : WEXITSTATUS(how);
        ended_.cancel();
        boost::system::error_code ignored;
        master_.cancel(ignored);
        return;
    }
    ends_.async_wait([this](const auto& ec, int) {
        if (!ec)
            watch();
    });
}

asio::awaitable<std::size_t> pty_child::read_some(std::span<char> buffer)
{
    while (master_.is_open()) {
        const ssize_t n = ::read(master_.native_handle(), buffer.data(), buffer.size());
        if (n > 0)
            co_return static_cast<std::size_t>(n);
        if (n < 0 && errno == EINTR)
            continue;
        // What others may still write, whom the program has left behind, nobody waits for.
        if (status_ || n == 0 || errno != EAGAIN)
            co_return 0;
        co_await master_.async_wait(asio::posix::stream_descriptor::wait_read, no_throw);
    }
    co_return 0;
}

asio::awaitable<void> pty_child::write(std::string_view bytes)
{
    if (!status_ && master_.is_open())
        co_await asio::async_write(master_, asio::buffer(bytes.data(), bytes.size()), no_throw);
}

asio::awaitable<void> pty_child::wait_end(std::chrono::milliseconds limit)
{
    if (status_)
        co_return;
    ended_.expires_after(limit);
    co_await ended_.async_wait(no_throw);
}

void pty_child::resize(int columns, int rows)
{
    if (master_.is_open())
        set_size(master_.native_handle(), columns, rows);
}

termios pty_child::modes() const
{
    termios t{};
    ::tcgetattr(slave_, &t);
    return t;
}

bool pty_child::edits_lines() const
{
    return (modes().c_lflag & ICANON) != 0;
}

char pty_child::end_of_file() const
{
    return static_cast<char>(modes().c_cc[VEOF]);
}

bool pty_child::has_unread() const
{
    // The kernel takes its time to pass on what was typed. poll waits for that (n_tty_poll in
    // drivers/tty/n_tty.c), FIONREAD does not.
    pollfd p{slave_, POLLIN, 0};
    ::poll(&p, 1, 0);
    int bytes = 0;
    return ::ioctl(slave_, FIONREAD, &bytes) == 0 && bytes > 0;
}

void pty_child::hang_up()
{
    boost::system::error_code ignored;
    master_.close(ignored);
}

void pty_child::kill()
{
    if (!status_)
        ::kill(id_, SIGKILL);
}

} // namespace cotty::tool
