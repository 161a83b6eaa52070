// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/terminal_record.hpp"

/// The way back: what is undone of a terminal, in this order, on whatever way the program leaves
/// it, when the last guard goes, when it ends, when it is stopped, when it lends the terminal:
///
/// 1. Features are switched off. First, because what the terminal sends must not be echoed.
/// 2. What it may still send is read: answers to questions, and reports (the mouse, focus, sizes,
///    the color scheme, keys in kitty's protocol) that were under way. They end with the answer to
///    a last question, as a terminal sends everything in order. At most `answer_patience` is waited
///    for it, or, where the program ends, as long as the line takes; not at all for a terminal that
///    is known not to answer.
/// 3. The settings are those that were found.
///
/// The answers are left where the program leaves the terminal in a mode in which they would be
/// echoed (features without a mode), where another job has the terminal already, and where the
/// terminal answers later than that.
///
/// All is async-signal-safe.
namespace cotty::posix {

/// Always answered, and after all that came before (DA1).
inline constexpr std::string_view last_question = "\x1b[c";

/// For one that takes no output, where something is switched on.
inline constexpr long output_patience = 1000; // ms

/// While the program stops, or ends, nothing is switched on in any terminal: the thread that gives
/// them back need not be the one that switches.
namespace giving_back {
inline std::atomic<bool> until_continued = false;
inline std::atomic<bool> for_ever = false;
} // namespace giving_back

// One terminal, with the record_lock. What puts something on may fail.

error_code put_in_mode(terminal_record& r, line_mode mode) noexcept;
error_code put_on(terminal_record& r, const features& wanted) noexcept;
void leave_mode(terminal_record& r) noexcept;
void give_back(terminal_record& r) noexcept;
/// From here on it is left alone, whatever happens.
void lend(terminal_record& r) noexcept;
/// It is as it was lent, whatever the borrower has made of it; in no mode, with nothing on.
void take_back(terminal_record& r) noexcept;

// All terminals, without the lock.

/// The program ends: from here on nobody takes a terminal again.
void give_all_back() noexcept;
/// It is about to be stopped.
void give_all_back_until_continued() noexcept;

/// What goes on now.
enum class going_on { after_our_stop, after_any_stop, in_foreground };

/// The program goes on. What the terminals were set to meanwhile is what they are given back to.
/// Where the program was stopped by a signal that cannot be caught (`after_any_stop`), all features
/// are switched off and on: somebody else has used the terminal meanwhile.
///
/// A stop of ours ends twice, with SIGCONT and where it began, in any order: only one of both may
/// say `after_any_stop`, and only if it comes first.
void take_all_again(going_on how) noexcept;

} // namespace cotty::posix
