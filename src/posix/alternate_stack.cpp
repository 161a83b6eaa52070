// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/alternate_stack.hpp"

#include <cotty/alternate_stack.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>

namespace cotty {
namespace {

std::size_t page_size() noexcept
{
    return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Our handlers need little, but those of crash reporters are called from them.
std::size_t stack_size() noexcept
{
#ifdef _SC_SIGSTKSZ
    const long wanted = ::sysconf(_SC_SIGSTKSZ); // more, where the processor has many registers
#else
    const long wanted = SIGSTKSZ;
#endif
    return static_cast<std::size_t>(std::max(wanted, 64L * 1024));
}

std::size_t with_guard_page() noexcept
{
    return page_size() + stack_size();
}

/// Above a page that cannot be written.
void* stack_in(void* memory) noexcept
{
    return static_cast<std::byte*>(memory) + page_size();
}

} // namespace

alternate_stack::alternate_stack() noexcept
{
    stack_t now{};
    if (::sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0)
        return;
    void* const memory = ::mmap(nullptr, with_guard_page(), PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    ::mprotect(memory, page_size(), PROT_NONE);
    stack_t ours{};
    ours.ss_sp = stack_in(memory);
    ours.ss_size = stack_size();
    if (::sigaltstack(&ours, nullptr) == 0)
        memory_ = memory;
    else
        ::munmap(memory, with_guard_page());
}

alternate_stack::~alternate_stack()
{
    if (memory_ == nullptr)
        return;
    // Whoever has set another one since keeps it.
    stack_t now{};
    if (::sigaltstack(nullptr, &now) == 0 && now.ss_sp == stack_in(memory_)) {
        stack_t none{};
        none.ss_flags = SS_DISABLE;
        if (::sigaltstack(&none, nullptr) != 0)
            return; // it is in use: the thread is ended by a handler that runs on it
    }
    ::munmap(memory_, with_guard_page());
}

namespace posix {

void give_thread_alternate_stack() noexcept
{
    static thread_local const alternate_stack until_the_thread_ends;
    static_cast<void>(until_the_thread_ends);
}

} // namespace posix
} // namespace cotty
