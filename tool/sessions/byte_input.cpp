// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/byte_input.hpp"

#include "shared/tasks.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace cotty::tool {
namespace {

int checked(int result, const char* what)
{
    if (result < 0)
        throw std::system_error(errno, std::system_category(), what);
    return result;
}

/// The terminal on the standard input by its name: a description of our own, which may be
/// non-blocking. -1 if it is none, or that is refused.
int reopened()
{
    const char* const name = ::ttyname(STDIN_FILENO);
    const int fd =
        name != nullptr ? ::open(name, O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK) : -1;
    struct stat before {};
    struct stat after {};
    if (fd < 0 || (::fstat(STDIN_FILENO, &before) == 0 && ::fstat(fd, &after) == 0 &&
                   before.st_rdev == after.st_rdev))
        return fd;
    ::close(fd);
    return -1;
}

/// An epoll instance that is readable when the descriptor is, as Asio makes what it waits for
/// non-blocking; -1 for a file, which always is.
int watcher_of(int fd)
{
    const int epoll = checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    epoll_event event{};
    event.events = EPOLLIN;
    if (::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0)
        return epoll;
    ::close(epoll);
    return -1;
}

bool is_ready(int fd)
{
    pollfd p{fd, POLLIN, 0};
    return ::poll(&p, 1, 0) == 1;
}

} // namespace

byte_input::byte_input(const asio::any_io_executor& executor) : fd_(reopened()), executor_(executor)
{
    if (fd_ >= 0) {
        watched_ = fd_;
    } else {
        fd_ = checked(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), "the input cannot be read");
        watched_ = watcher_of(fd_);
    }
    if (watched_ >= 0)
        waiter_.emplace(executor, watched_);
}

byte_input::~byte_input()
{
    waiter_.reset(); // which closes what it watches
    if (watched_ != fd_)
        ::close(fd_);
}

asio::awaitable<std::size_t> byte_input::read_some(std::span<char> buffer)
{
    for (;;) {
        if (waiter_)
            co_await waiter_->async_wait(asio::posix::stream_descriptor::wait_read, no_throw);
        else
            co_await asio::post(executor_, asio::deferred);
        if (waiter_ && !is_ready(fd_))
            continue; // somebody else has read it
        const ssize_t n = ::read(fd_, buffer.data(), buffer.size());
        if (n >= 0)
            co_return static_cast<std::size_t>(n);
        if (errno != EAGAIN && errno != EINTR)
            co_return 0;
    }
}

} // namespace cotty::tool
