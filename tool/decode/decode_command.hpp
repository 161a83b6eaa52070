// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "decode/decode.hpp"

namespace cotty::tool {

/// Adds the subcommand `decode`, which fills `options`. Both must outlive the command.
command add_decode(CLI::App& app, decode_options& options);

} // namespace cotty::tool
