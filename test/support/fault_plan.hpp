// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <string_view>

namespace cotty::test {

/// The calls of the system that can be made to fail (programs/fault_injector.cpp).
enum class fallible : unsigned {
    read,
    write,
    open,
    dup, // fcntl with F_DUPFD_CLOEXEC
    ioctl,
    tcgetattr,
    tcsetattr,
    tcflush,
    tcgetpgrp,
    ttyname_r,
    poll,
    epoll_create1,
    epoll_add, // epoll_ctl with EPOLL_CTL_ADD; the others need no memory
    epoll_wait,
    eventfd,
    timerfd_create,
    pipe,
    sigaction,
};
inline constexpr std::array<std::string_view, 18> fallible_names{
    "read",           "write",         "open",      "dup",        "ioctl",
    "tcgetattr",      "tcsetattr",     "tcflush",   "tcgetpgrp",  "ttyname_r",
    "poll",           "epoll_create1", "epoll_add", "epoll_wait", "eventfd",
    "timerfd_create", "pipe",          "sigaction"};

/// In place of an error: one byte is read or written.
inline constexpr int short_count = -1;

/// In a file that the test and the program under test have in their memory, named by the
/// variable of the environment.
struct fault_plan {
    static constexpr const char* variable = "COTTY_FAULT_PLAN";

    /// How often the program has made each call.
    std::array<std::atomic<int>, fallible_names.size()> count;

    /// This one fails when it is made for the `number`th time, counted from 1; never if that is 0.
    fallible failing;
    int number;
    int error;

    /// Whether it has.
    std::atomic<bool> failed;

    /// How many calls have been made at all, those that cannot fail included.
    std::atomic<int> calls;

    /// This signal is raised before each of the calls from the first to the last, counted from 1;
    /// none if it is 0.
    int signal;
    int first;
    int last;
};

} // namespace cotty::test
