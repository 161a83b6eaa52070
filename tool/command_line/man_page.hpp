// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"

#include <string>
#include <vector>

namespace cotty::tool {

/// The name of the command's manual page: `cotty-keys`.
[[nodiscard]] std::string page_name(const command& c);

/// The command's manual page, in the macros of man(7).
/// \param others the commands to list, for the one that has them
[[nodiscard]] std::string man_page(const command& c, const std::vector<command>& others);

} // namespace cotty::tool
