// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/record_lock.hpp"

#include "posix/patience.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>

namespace cotty::posix {
namespace {

/// Longer than a holder takes that waits for a terminal.
constexpr long longest_wait = 3000; // ms

std::atomic<pid_t> holder = 0; // the process, or 0

bool try_to_hold() noexcept
{
    const pid_t self = ::getpid();
    pid_t before = 0;
    if (holder.compare_exchange_strong(before, self))
        return true;
    return before != self && holder.compare_exchange_strong(before, self);
}

} // namespace

record_lock::record_lock() noexcept
{
    for (const deadline end(longest_wait); !(owned_ = try_to_hold()) && end.left() > 0;)
        ::poll(nullptr, 0, 1);
}

record_lock::~record_lock()
{
    if (owned_)
        holder = 0;
}

} // namespace cotty::posix
