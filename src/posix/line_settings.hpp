// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/mode.hpp>

#include <termios.h>

namespace cotty::posix {

/// `found` with what `mode` wants. Output processing is left as it was, so that '\n' still
/// begins a new line, unless everything is to pass through.
termios with_mode(termios found, line_mode mode) noexcept;

/// `now` with everything undone that `with_mode` made of `found` when it made `ours`, but for
/// what somebody else has changed since.
termios without_mode(termios now, const termios& ours, const termios& found) noexcept;

/// Of a terminal. Async-signal-safe.
bool get_settings(int fd, termios& t) noexcept;

/// Without waiting for output and without discarding what was typed ahead (TCSANOW).
/// Async-signal-safe.
bool set_settings(int fd, const termios& t) noexcept;

/// Whether two are the same in all that programs set.
bool same_settings(const termios& a, const termios& b) noexcept;

} // namespace cotty::posix
