// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string>

#include <sys/types.h>

/// What was read from a terminal and taken by nobody when its object was destroyed: it belongs to
/// the next object for the same terminal. Safe to be called by several threads.
namespace cotty::posix {

void leave_behind(dev_t terminal, std::string bytes);

/// Empty if there is nothing.
std::string take_over(dev_t terminal);

} // namespace cotty::posix
