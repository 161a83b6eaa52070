// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cotty::tool {

/// Reads `250ms`, `1s`, `1.5s`, `2m`, `1h`: from 1 millisecond to 24 hours. Nothing if it is
/// anything else.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// As one says it behind "the last": `second`, `2 minutes`, `250 milliseconds`.
std::string in_words(std::chrono::milliseconds d);

} // namespace cotty::tool
