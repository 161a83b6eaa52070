// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>

#include <string>

namespace cotty::tool {

/// Adds the event as a JSON object on one line, without the line's end. docs/decode.md says what
/// the fields mean. Always valid JSON in valid UTF-8, and nothing in it that a terminal would obey.
void append_json(std::string& out, const event& e);

} // namespace cotty::tool
