// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "decode/decoder_flags.hpp"

#include <optional>
#include <string>

namespace cotty::tool {

struct decode_options {
    decoding how;
    /// To be read instead of the standard input, which `-` is, too.
    std::string file;
    /// To be decoded instead.
    std::optional<std::string> bytes;
};

/// `cotty decode`: prints what the bytes mean, an event a line, as JSON. Returns the program's exit
/// status.
int run_decode(const decode_options& options);

} // namespace cotty::tool
