// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/held_terminal.hpp"

#include "posix/descriptor.hpp"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cotty::posix {

error_code held_terminal::hold(int terminal) noexcept
{
    struct stat s {};
    if (::fstat(terminal, &s) != 0)
        return last_error();
    fd = terminal;
    device = s.st_rdev;
    owner = ::getpid();
    return {};
}

bool held_terminal::is_ours() const noexcept
{
    struct stat s {};
    return owner == ::getpid() && ::fstat(fd, &s) == 0 && S_ISCHR(s.st_mode) && s.st_rdev == device;
}

bool held_terminal::in_foreground() const noexcept
{
    return posix::in_foreground(fd);
}

bool in_foreground(int fd) noexcept
{
    const pid_t foreground = ::tcgetpgrp(fd);
    return foreground <= 0 || foreground == ::getpgrp();
}

void giving_back::wait_for_end_of_stop() noexcept
{
    while (until_continued && !for_ever)
        ::poll(nullptr, 0, 1);
}

signals_blocked::signals_blocked() noexcept
{
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
}

signals_blocked::~signals_blocked()
{
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace cotty::posix
