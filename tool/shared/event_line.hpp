// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>

#include <string>
#include <string_view>

namespace cotty::tool {

/// The event for people: its name, action, text and raw bytes, the latter as `ESC [ 1 ; 5 D` and,
/// if there is room, in hexadecimal. One line, with its end, where that fits into `columns`; what
/// does not fit is on further lines, indented. Nothing in it is obeyed by a terminal.
[[nodiscard]] std::string event_line(const event& e, int columns);

/// Text from outside, as far as it can be shown; the rest by its number. Of a long one the
/// beginning.
[[nodiscard]] std::string inert(std::string_view text);

/// Breaks `text` between words so that no line, indented from the second on, is longer than
/// `columns` unless a word is. Lines end with '\n'.
[[nodiscard]] std::string wrapped(std::string_view text, int columns);

} // namespace cotty::tool
