// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>

#include <string>
#include <string_view>

namespace cotty::tool {

/// Adds the event as a JSON object on one line, without the line's end. docs/decode.md says what
/// the fields mean. Always valid JSON in valid UTF-8, and nothing in it that a terminal would obey.
void append_json(std::string& out, const event& e);

/// Adds the text as a JSON string, just as harmless.
void append_json(std::string& out, std::string_view text);

} // namespace cotty::tool
