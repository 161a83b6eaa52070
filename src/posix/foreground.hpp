// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

/// Whose a terminal is: of the job in the foreground. All is async-signal-safe.
namespace cotty::posix {

/// False if the terminal has been handed to another job.
bool in_foreground(int fd) noexcept;

/// What becomes of a program that changes a terminal in the background.
enum class background {
    is_not_allowed, // it is stopped
    is_allowed,     // SIGTTOU is ignored, or blocked
    is_refused,     // nobody could continue it: errno says EIO, as of a terminal that is gone
};

/// In the background the program is stopped here, as by changing the terminal's settings, until it
/// is in the foreground; if that is what becomes of it.
background wait_for_foreground(int fd) noexcept;

} // namespace cotty::posix
