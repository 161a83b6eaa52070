// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>

namespace cotty::tool {

/// Whether this is no mistake to tell of: whoever read the output has seen enough or takes no more,
/// or the terminal is gone.
[[nodiscard]] bool is_quiet_end(error_code ec);

} // namespace cotty::tool
