// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>
#include <cotty/mode.hpp>

#include <termios.h>

/// The process-wide record of terminals that are in a mode of ours, and the handlers that give
/// them back however the program ends, and while it is stopped.
///
/// What is here may run in a signal handler at any moment: everything is in place before a
/// terminal's settings are changed, and restoring twice does nothing the second time.
namespace cotty::posix {

class guardian;
struct terminal_record;

/// Enters a terminal into the record, in no mode yet.
/// \param fd a terminal; must stay open until `forget`.
/// \param g its guardian, which must live as long, or null.
/// \returns null, and sets `ec`, if the record is full or the terminal does not answer.
/// \param patient see switch_to
terminal_record* remember(int fd, guardian* g, bool patient, error_code& ec) noexcept;

/// Puts the terminal into `mode`. It need not have been in none. In the background the program is
/// stopped until it can; or, if it is patient, this is put off.
error_code switch_to(terminal_record& r, line_mode mode) noexcept;

/// Puts the terminal back as it was found, and does not touch it from then on, whatever happens,
/// until it is taken back.
void lend(terminal_record& r) noexcept;

/// Puts the terminal, if it is the program's, back as it was lent; it is in no mode until the next
/// `switch_to`.
void take_back(terminal_record& r) noexcept;

/// While a terminal is lent, SIGINT and SIGQUIT do not end the program, unless it handles them
/// itself: they are typed for another. (system(3) ignores them, which a program that is started
/// meanwhile would inherit.) To be undone once by each who asked for it.
void leave_typed_signals_to_others() noexcept;
void end_loan_of_typed_signals() noexcept;

/// Gives all terminals back and stops the process group, as Ctrl-Z does; returns when it goes on.
void stop_process_group() noexcept;

/// Takes the terminals again that the program was given, without a signal that told so.
void take_again_in_foreground() noexcept;

/// Gives the terminal back and takes it out of the record.
void forget(terminal_record& r) noexcept;

/// How many answers of the terminal are still to come: they are read before it is given back at the
/// program's end, so that the shell does not find them.
void note_questions(terminal_record& r, int unanswered) noexcept;

/// From now on whatever ends, stops or continues the program is noticed, for the record here and
/// for that of features that are switched on. To be undone once by each who asked for it.
void watch_ends() noexcept;
void unwatch_ends() noexcept;

} // namespace cotty::posix
