// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "keys/keys.hpp"

namespace CLI {
class App;
}

namespace cotty::tool {

/// Adds the subcommand `keys`, which fills `options`. Both must outlive the parsing.
CLI::App* add_keys(CLI::App& app, keys_options& options);

} // namespace cotty::tool
