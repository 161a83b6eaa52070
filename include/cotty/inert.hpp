// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <string>
#include <string_view>

namespace cotty {

/// Text from anywhere, made harmless for a terminal: all that it would obey or that would hide or
/// reorder what stands around it is shown by its number instead, `<u+1b>`, `<u+202e>`. That is the
/// controls of Unicode (C0, DEL, C1), format and bidirectional controls, invisible characters and
/// noncharacters; bytes that are no UTF-8 are shown as `\x9b`. (C0 and C1: ECMA-48; bidirectional
/// controls: Unicode technical report 36, "Trojan Source", CVE-2021-42574.)
///
/// Line ends and tabs stay; CR LF becomes LF. So do spaces of all widths, and what joins emoji
/// (U+200D, U+FE0E, U+FE0F) behind a character that is not ASCII.
[[nodiscard]] std::string inert(std::string_view text);

/// The same for a text that has to stay on its line: line ends and tabs are shown by number, too.
[[nodiscard]] std::string inert_line(std::string_view text);

} // namespace cotty
