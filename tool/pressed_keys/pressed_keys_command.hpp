// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "pressed_keys/pressed_keys.hpp"

namespace cotty::tool {

/// Adds the options of the main job, which fill `options`. Both must outlive the command.
command add_pressed_keys(CLI::App& app, pressed_keys_options& options);

} // namespace cotty::tool
