// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string>
#include <string_view>

namespace cotty::tool {

/// Adds two lower-case digits for each byte.
void append_hex(std::string& out, std::string_view bytes);

} // namespace cotty::tool
