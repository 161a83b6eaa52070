// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>

#include <sys/types.h>

#include <atomic>
#include <csignal>

namespace cotty::posix {

/// A terminal of which something has been changed that will be undone, perhaps by a signal
/// handler: all members but `hold` are async-signal-safe.
struct held_terminal {
    int fd = -1;
    dev_t device = 0;
    pid_t owner = 0;

    /// \param terminal must stay open.
    error_code hold(int terminal) noexcept;

    /// Whether this is the process that took it, and no child of it, and the terminal is still
    /// behind its descriptor.
    [[nodiscard]] bool is_ours() const noexcept;

    /// False if the terminal has been handed to another job.
    [[nodiscard]] bool in_foreground() const noexcept;
};

/// False if the terminal has been handed to another job.
bool in_foreground(int fd) noexcept;

/// While the program stops, or ends, nothing is switched on in any terminal: the thread that gives
/// them back need not be the one that switches.
namespace giving_back {
inline std::atomic<bool> until_continued = false;
inline std::atomic<bool> for_ever = false;
/// Returns once the program goes on after a stop that another thread handles, or ends.
void wait_for_end_of_stop() noexcept;
} // namespace giving_back

/// Blocks all signals on this thread.
class signals_blocked {
public:
    signals_blocked() noexcept;
    ~signals_blocked();
    signals_blocked(const signals_blocked&) = delete;
    signals_blocked& operator=(const signals_blocked&) = delete;

private:
    sigset_t before_;
};

} // namespace cotty::posix
