// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What holds for any bytes at all that a decoder is fed, as a plain function: the fuzzer calls it
/// with what it makes up, the tests with the files in corpus/.
namespace cotty::fuzz {

/// A file of the corpus, read. README.md describes the format.
struct decoder_case {
    decoder_options options;

    /// The lengths of the pieces, in turn.
    std::array<std::size_t, 2> pieces{1, 1};

    /// Also decide, after every other piece, what is undecided there.
    bool flush_between = false;

    /// What a terminal sent.
    std::string bytes;

    /// Where in it one byte is repeated, and how often, to make it longer than a decoder keeps.
    std::size_t stretched_at = 0;
    std::size_t stretched = 0;
};

decoder_case read_case(std::string_view file);

/// A promise that was not kept.
struct finding {
    /// How the decoder was fed.
    const char* way;
    const char* what;
};

/// Feeds the decoder in several ways and looks for a promise that it does not keep.
[[nodiscard]] std::optional<finding> broken_promise(const decoder_case& c);

} // namespace cotty::fuzz
