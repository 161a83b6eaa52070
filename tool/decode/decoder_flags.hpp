// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/collector.hpp>
#include <cotty/decoder_options.hpp>

namespace CLI { // NOLINT(readability-identifier-naming): a name of others
class App;
}

namespace cotty::tool {

/// All that can be said about how bytes become events.
struct decoding {
    decoder_options decoder;
    collector_options collector;
};

/// Adds a flag for each member of `decoding` to the command line; they set `options`, which must
/// outlive `app`. The table they are in is that of `--help` and of docs/decode.md, too.
void add_decoder_flags(CLI::App& app, decoding& options);

} // namespace cotty::tool
