// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Loaded into a program (LD_PRELOAD) it counts the calls that cotty and Asio make of the system,
// and lets one of them fail, or lets a signal come before it, as its fault_plan says.
#include "support/fault_plan.hpp"

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <termios.h>
#include <unistd.h>

// Functions of the C library are defined here once more, with the arguments it calls them by.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name, cert-dcl50-cpp)

namespace {

using cotty::test::fallible;
using cotty::test::fault_plan;

fault_plan* plan = nullptr;

template <class Function>
Function* next(Function*& real, const char* name)
{
    if (real == nullptr)
        real = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
    return real;
}

// Looked up before any signal handler may need it.
#define REAL(name)                                                                                 \
    decltype(::name)* real_##name = nullptr;                                                       \
    [[gnu::constructor]] void find_##name()                                                        \
    {                                                                                              \
        next(real_##name, #name);                                                                  \
    }

REAL(read)
REAL(write)
REAL(open)
REAL(fcntl)
REAL(ioctl)
REAL(tcgetattr)
REAL(tcsetattr)
REAL(tcflush)
REAL(tcgetpgrp)
REAL(ttyname_r)
REAL(poll)
REAL(epoll_create1)
REAL(epoll_ctl)
REAL(epoll_wait)
REAL(eventfd)
REAL(timerfd_create)
REAL(pipe)
REAL(sigaction)
REAL(pthread_sigmask)
REAL(fstat)
REAL(sendfile)
REAL(getpid)

[[gnu::constructor]] void find_plan()
{
    const char* path = std::getenv(fault_plan::variable);
    const int fd = path != nullptr ? next(real_open, "open")(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void* const memory =
        ::mmap(nullptr, sizeof(fault_plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    if (memory != MAP_FAILED)
        plan = static_cast<fault_plan*>(memory);
}

/// A call begins.
void count_call()
{
    if (plan == nullptr)
        return;
    const int n = ++plan->calls;
    if (plan->signal == 0 || n < plan->first || n > plan->last)
        return;
    const int error = errno;
    ::raise(plan->signal);
    errno = error;
}

/// The error with which this call is to fail, or 0.
int error_of(fallible call)
{
    count_call();
    if (plan == nullptr)
        return 0;
    const int n = ++plan->count[static_cast<unsigned>(call)];
    if (plan->failing != call || plan->number != n)
        return 0;
    plan->failed = true;
    return plan->error;
}

/// Sets errno if the call is to fail.
bool fails(fallible call)
{
    const int error = error_of(call);
    if (error != 0)
        errno = error;
    return error != 0;
}

} // namespace

extern "C" {

ssize_t read(int fd, void* buffer, size_t size)
{
    const int error = error_of(fallible::read);
    if (error > 0)
        return errno = error, -1;
    return next(real_read, "read")(fd, buffer, error != 0 && size > 0 ? 1 : size);
}

ssize_t write(int fd, const void* buffer, size_t size)
{
    const int error = error_of(fallible::write);
    if (error > 0)
        return errno = error, -1;
    return next(real_write, "write")(fd, buffer, error != 0 && size > 0 ? 1 : size);
}

int open(const char* path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails(fallible::open) ? -1 : next(real_open, "open")(path, flags, mode);
}

int fcntl(int fd, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void* const argument = va_arg(rest, void*);
    va_end(rest);
    if (command == F_DUPFD_CLOEXEC && fails(fallible::dup))
        return -1;
    return next(real_fcntl, "fcntl")(fd, command, argument);
}

int ioctl(int fd, unsigned long request, ...) noexcept
{
    va_list rest;
    va_start(rest, request);
    void* const argument = va_arg(rest, void*);
    va_end(rest);
    return fails(fallible::ioctl) ? -1 : next(real_ioctl, "ioctl")(fd, request, argument);
}

int tcgetattr(int fd, termios* t) noexcept
{
    return fails(fallible::tcgetattr) ? -1 : next(real_tcgetattr, "tcgetattr")(fd, t);
}

int tcsetattr(int fd, int when, const termios* t) noexcept
{
    return fails(fallible::tcsetattr) ? -1 : next(real_tcsetattr, "tcsetattr")(fd, when, t);
}

int tcflush(int fd, int queue) noexcept
{
    return fails(fallible::tcflush) ? -1 : next(real_tcflush, "tcflush")(fd, queue);
}

pid_t tcgetpgrp(int fd) noexcept
{
    return fails(fallible::tcgetpgrp) ? -1 : next(real_tcgetpgrp, "tcgetpgrp")(fd);
}

int ttyname_r(int fd, char* name, size_t size) noexcept
{
    const int error = error_of(fallible::ttyname_r); // which it returns, see ttyname_r(3)
    return error != 0 ? error : next(real_ttyname_r, "ttyname_r")(fd, name, size);
}

int poll(pollfd* fds, nfds_t count, int timeout)
{
    return fails(fallible::poll) ? -1 : next(real_poll, "poll")(fds, count, timeout);
}

int epoll_create1(int flags) noexcept
{
    return fails(fallible::epoll_create1) ? -1 : next(real_epoll_create1, "epoll_create1")(flags);
}

int epoll_ctl(int epoll, int operation, int fd, epoll_event* event) noexcept
{
    if (operation == EPOLL_CTL_ADD && fails(fallible::epoll_add))
        return -1;
    return next(real_epoll_ctl, "epoll_ctl")(epoll, operation, fd, event);
}

int epoll_wait(int epoll, epoll_event* events, int size, int timeout)
{
    return fails(fallible::epoll_wait)
               ? -1
               : next(real_epoll_wait, "epoll_wait")(epoll, events, size, timeout);
}

int eventfd(unsigned value, int flags) noexcept
{
    return fails(fallible::eventfd) ? -1 : next(real_eventfd, "eventfd")(value, flags);
}

int timerfd_create(clockid_t clock, int flags) noexcept
{
    return fails(fallible::timerfd_create)
               ? -1
               : next(real_timerfd_create, "timerfd_create")(clock, flags);
}

int pipe(int* ends) noexcept
{
    return fails(fallible::pipe) ? -1 : next(real_pipe, "pipe")(ends);
}

int sigaction(int number, const struct sigaction* now, struct sigaction* before) noexcept
{
    return fails(fallible::sigaction) ? -1 : next(real_sigaction, "sigaction")(number, now, before);
}

// Those that do not fail.

int pthread_sigmask(int how, const sigset_t* now, sigset_t* before) noexcept
{
    count_call();
    return next(real_pthread_sigmask, "pthread_sigmask")(how, now, before);
}

int fstat(int fd, struct stat* s) noexcept
{
    count_call();
    return next(real_fstat, "fstat")(fd, s);
}

ssize_t sendfile(int out, int in, off_t* offset, size_t size) noexcept
{
    count_call();
    return next(real_sendfile, "sendfile")(out, in, offset, size);
}

pid_t getpid() noexcept
{
    count_call();
    return next(real_getpid, "getpid")();
}

} // extern "C"

// NOLINTEND(readability-inconsistent-declaration-parameter-name, cert-dcl50-cpp)
