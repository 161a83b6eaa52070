// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string>
#include <string_view>

namespace cotty::tool {

/// Reads bytes as people write them down: hexadecimal digits (`1b5b41`, `1B 5B 41`,
/// `0x1b,0x5b,0x41`), the escapes of C, shells and JSON (`\x1b[A`, `\e[A`, `\033[A`, `\u001b[A`),
/// carets (`^[[A`), or the names of control characters, as `cotty keys` shows them (`ESC [ A`).
/// Quotes, brackets or braces around the whole are left out. \throws std::invalid_argument that
/// says what is wrong with `text`.
std::string parse_written_bytes(std::string_view text);

} // namespace cotty::tool
