// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

namespace cotty::posix {

/// Gives this thread a stack for signal handlers, until it ends, if it has none. Costs next to
/// nothing from the second time on.
void give_thread_alternate_stack() noexcept;

} // namespace cotty::posix
