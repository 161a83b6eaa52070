// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "decode/decoder_flags.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cotty::tool {

struct replay_command_options {
    std::string file;
    std::optional<double> speed; // how many times faster than it was
    bool fast = false;           // no long delays
    decoding how;
    std::vector<std::string> command; // prints the events if empty
};

/// `cotty replay`: types what was recorded to a program on a terminal of its own, and returns that
/// program's exit status; or prints what it means, an event a line, as JSON.
int run_replay(const replay_command_options& options);

} // namespace cotty::tool
