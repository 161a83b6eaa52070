// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "sessions/record.hpp"
#include "sessions/replay.hpp"

namespace CLI {
class App;
}

namespace cotty::tool {

/// Adds the subcommands `record` and `replay`, which fill `options`. Both must outlive the parsing.
CLI::App* add_record(CLI::App& app, record_options& options);
CLI::App* add_replay(CLI::App& app, replay_command_options& options);

} // namespace cotty::tool
