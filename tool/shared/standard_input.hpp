// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

namespace cotty::tool {

/// False if the program was started without a standard input: it is closed, or is the null device.
bool has_standard_input();

/// Only a character device is asked: to others the request may mean something else.
bool is_terminal(int fd);

/// Puts the null device where the standard input is closed.
void open_missing_standard_input();

} // namespace cotty::tool
