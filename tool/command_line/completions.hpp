// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"

#include <string>
#include <vector>

namespace cotty::tool {

/// What makes a shell complete commands, options, and the words and files that these take.
[[nodiscard]] std::string bash_completion(const command& main, const std::vector<command>& others);
[[nodiscard]] std::string zsh_completion(const command& main, const std::vector<command>& others);
[[nodiscard]] std::string fish_completion(const command& main, const std::vector<command>& others);

} // namespace cotty::tool
