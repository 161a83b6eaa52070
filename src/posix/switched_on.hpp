// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>
#include <cotty/features.hpp>

/// The process-wide record of terminals on which features are switched on, for `give_back`: the
/// bytes that switch them off and on are made beforehand, so that a signal handler need only write
/// them.
namespace cotty::posix {

struct channel;
class guardian;
struct feature_record;

/// Enters a terminal into the record, with nothing switched on.
/// \param c a terminal; must stay open until `forget`.
/// \param mouse_pixels how the decoder reads mouse reports
/// \param g the terminal's guardian, which must live until `forget`, or null.
/// \param patient see switch_features
/// \returns null, and sets `ec`, if the record is full or the terminal is gone.
feature_record* remember_features(const channel& c, bool mouse_pixels, guardian* g, bool patient,
                                  error_code& ec) noexcept;

/// Puts on record that `wanted` is what will be on from then on, and makes it so where `before` is
/// on, waiting for a terminal that takes no output at most a second. Writes nothing while the
/// terminal has been given back: then `wanted` will be switched on. In the background the program
/// is stopped, or, if it is patient, this counts as given back.
error_code switch_features(feature_record& r, const features& before,
                           const features& wanted) noexcept;

void forget(feature_record& r) noexcept;

/// Switches off what is on. Async-signal-safe.
void switch_all_off() noexcept;

/// What goes on now.
enum class going_on { after_our_stop, after_any_stop, in_foreground };

/// Switches on again what `switch_all_off` has switched off, in terminals that are the program's.
/// Where the program was stopped by a signal that cannot be caught (`after_any_stop`), everything
/// is switched off and on: somebody else has used the terminal meanwhile. Async-signal-safe.
///
/// A stop of ours ends twice, with SIGCONT and where it began, in any order: only one of both may
/// say `after_any_stop`, and only if it comes first.
void switch_all_on_again(going_on how) noexcept;

} // namespace cotty::posix
