// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/foreground.hpp"

#include <pthread.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace cotty::posix {
namespace {

bool stops_in_background() noexcept
{
    struct sigaction a {};
    sigset_t blocked;
    ::sigaction(SIGTTOU, nullptr, &a);
    ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    const bool ignored = (a.sa_flags & SA_SIGINFO) == 0 && a.sa_handler == SIG_IGN;
    return !ignored && ::sigismember(&blocked, SIGTTOU) != 1;
}

} // namespace

bool in_foreground(int fd) noexcept
{
    const pid_t foreground = ::tcgetpgrp(fd);
    return foreground <= 0 || foreground == ::getpgrp();
}

background wait_for_foreground(int fd) noexcept
{
    if (!stops_in_background())
        return background::is_allowed;
    // The kernel stops the program before it looks what there is to be flushed: nothing that
    // exists.
    constexpr int nothing = -1;
    while (::tcflush(fd, nothing) != 0 && errno == EINTR) {
    }
    return errno == EIO ? background::is_refused : background::is_not_allowed;
}

} // namespace cotty::posix
