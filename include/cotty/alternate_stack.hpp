// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

namespace cotty {

/// While it lives, the thread that made it has a stack of its own for signal handlers
/// (sigaltstack), so that the terminal is given back even when the thread overflows its stack: a
/// handler could not run there any more.
///
/// A thread that puts a terminal into a mode, switches features on, or runs the event loop when
/// input arrives, gets one by itself. Others need one only where they may overflow their stack and
/// `terminal_options::guardian` is not used:
///
///     std::thread worker([] {
///         const cotty::alternate_stack stack;
///         parse_deeply_nested(input);
///     });
///
/// A thread that has one already, of whoever made it, keeps that. Where the system has no memory
/// left there is none.
///
/// To be destroyed on the same thread, in the reverse order where there are several. Costs 64 KiB
/// of address space, of which nothing is used until a handler runs.
class alternate_stack {
public:
    alternate_stack() noexcept;
    ~alternate_stack();
    alternate_stack(const alternate_stack&) = delete;
    alternate_stack& operator=(const alternate_stack&) = delete;

private:
    void* memory_ = nullptr; // if it is this object that has set it
};

} // namespace cotty
