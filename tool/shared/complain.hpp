// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string_view>

namespace cotty::tool {

/// Says what is wrong on the standard error, and returns `status`, the program's.
int complain(std::string_view message, int status);

} // namespace cotty::tool
