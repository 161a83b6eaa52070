// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "keys/keys.hpp"

namespace cotty::tool {

/// Adds the subcommand `keys`, which fills `options`. Both must outlive the command.
command add_keys(CLI::App& app, keys_options& options);

} // namespace cotty::tool
