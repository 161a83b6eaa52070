// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <csignal>

/// A seat among those who listen to signals through Asio (`asio::signal_set`).
///
/// Asio installs its handler when the first set of the process begins to listen to a signal, and
/// makes the default happen again when the last one ends: over whatever handler is there, and
/// without a word. As long as cotty is among them, neither is the case: its own handler stays, and
/// passes on what others listen to.
namespace cotty::posix::asio_signals {

/// Takes the seat. False if it cannot be had, or if this Asio does not tell how many listen: then
/// there is nothing to leave either. Asio's handler may be installed afterwards.
bool join(int number) noexcept;

/// Gives the seat up; to be called as often as `join` has succeeded. The signal may be at its
/// default afterwards.
void leave(int number) noexcept;

/// Whether somebody listens, but for cotty. Async-signal-safe.
[[nodiscard]] bool has_listeners(int number, bool joined) noexcept;

/// Lets them know. Async-signal-safe.
void deliver(int number) noexcept;

[[nodiscard]] bool is_handled_by_asio(const struct sigaction& a) noexcept;

/// What Asio would install.
[[nodiscard]] struct sigaction asio_action() noexcept;

} // namespace cotty::posix::asio_signals
