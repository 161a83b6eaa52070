// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace cotty::test {

/// Owns a file descriptor.
class file_descriptor {
public:
    file_descriptor() noexcept = default;
    explicit file_descriptor(int fd) noexcept : fd_(fd) {}
    file_descriptor(file_descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    file_descriptor& operator=(file_descriptor&& other) noexcept
    {
        if (this != &other) {
            reset();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }
    ~file_descriptor() { reset(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }

    void reset() noexcept
    {
        if (fd_ >= 0)
            ::close(std::exchange(fd_, -1));
    }

private:
    int fd_ = -1;
};

/// Passes the result of a system call on; throws what errno says if that is -1.
inline int check(int result, const char* what)
{
    if (result == -1)
        throw std::system_error(errno, std::generic_category(), what);
    return result;
}

inline void close_on_exec(int fd)
{
    check(::fcntl(fd, F_SETFD, FD_CLOEXEC), "F_SETFD");
}

/// Only for descriptors whose open file description no program under test shares.
inline void do_not_block(int fd)
{
    check(::fcntl(fd, F_SETFL, check(::fcntl(fd, F_GETFL), "F_GETFL") | O_NONBLOCK), "F_SETFL");
}

struct pipe_ends {
    file_descriptor read;
    file_descriptor write;
};

inline pipe_ends make_pipe()
{
    int fds[2];
    check(::pipe(fds), "pipe");
    pipe_ends ends{file_descriptor(fds[0]), file_descriptor(fds[1])};
    close_on_exec(fds[0]);
    close_on_exec(fds[1]);
    return ends;
}

} // namespace cotty::test
