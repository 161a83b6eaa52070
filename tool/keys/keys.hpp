// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "decode/decoder_flags.hpp"
#include "keys/feature_choice.hpp"

#include <string>
#include <vector>

namespace cotty::tool {

struct keys_options {
    decoding how;
    /// The flags that made `how`, for the report.
    std::vector<std::string> decoding_flags;
    feature_choice choice;
    bool json = false;
    std::string save; // a file's name, or nothing
};

/// `cotty keys`, the inspector: shows for each event what the terminal sent and what that means.
/// Returns the program's exit status.
int run_keys(const keys_options& options);

} // namespace cotty::tool
