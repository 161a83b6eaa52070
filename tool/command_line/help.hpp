// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "shared/style.hpp"

#include <string>
#include <vector>

namespace cotty::tool {

/// What `--help` prints: no line is longer than 80 columns.
/// \param others the commands to list, for the one that has them
[[nodiscard]] std::string help_text(const command& c, const std::vector<command>& others,
                                    const style& s);

/// How it is called: `cotty keys [OPTIONS]`.
[[nodiscard]] std::string usage_of(const command& c);

} // namespace cotty::tool
