// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

namespace cotty::posix {

/// Reads from a terminal until it has answered for its primary attributes (DA1) as often as it has
/// been asked, so that the answers are not typed at the shell when the program ends. What else
/// comes meanwhile is lost: there is nobody any more to take it. Not for longer than half a second.
/// Async-signal-safe.
void swallow_answers(int terminal, int questions) noexcept;

} // namespace cotty::posix
