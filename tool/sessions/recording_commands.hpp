// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "sessions/record.hpp"
#include "sessions/replay.hpp"

namespace cotty::tool {

/// Adds the subcommands `record` and `replay`, which fill `options`. Both must outlive the command.
command add_record(CLI::App& app, record_options& options);
command add_replay(CLI::App& app, replay_command_options& options);

} // namespace cotty::tool
