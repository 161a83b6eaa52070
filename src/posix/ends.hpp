// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

/// Whatever ends, stops or continues the program is noticed, and terminals are given back then, or
/// taken again (way_back.hpp).
///
/// Signals are noticed by handlers of ours. Somebody else who listens to a signal gets it instead,
/// and decides: one who installed a handler before, or anybody who listens through Asio, as long as
/// they do (asio_signals.hpp). Crashes are noticed by us first in any case. A signal that is
/// ignored stays ignored. One that is blocked does not end the program, and is none of our
/// business; but SIGCONT and SIGWINCH, which end nothing and tell what we have to know, are let
/// through again if they were blocked already when the program started.
namespace cotty::posix {

/// From now on. To be undone once by each who asked for it.
void watch_ends() noexcept;
void unwatch_ends() noexcept;

/// Installs again what somebody has replaced by the default.
void look_at_handlers() noexcept;

/// While a terminal is lent, SIGINT and SIGQUIT do not end the program, unless it handles them
/// itself: they are typed for another. (system(3) ignores them, which a program that is started
/// meanwhile would inherit.) To be undone once by each who asked for it.
void leave_typed_signals_to_others() noexcept;
void end_loan_of_typed_signals() noexcept;

/// Gives all terminals back and stops the process group, as Ctrl-Z does; returns when it goes on.
void stop_process_group() noexcept;

/// Lets signals through, on this thread, that were blocked when the program was started and only
/// tell something: SIGWINCH and SIGCONT.
void unblock_news() noexcept;

} // namespace cotty::posix
