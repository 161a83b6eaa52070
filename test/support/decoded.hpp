// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "corpus.hpp"

#include <cotty/decoder.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cotty::recordings {

/// An event that keeps what its views refer to.
struct seen {
    event e;          // its views are empty
    std::string raw;  // in their place
    std::string text; // of a paste or a reply

    friend bool operator==(const seen&, const seen&) = default;
};

using events = std::vector<seen>;

/// Everything that `bytes` are, and what is undecided at their end. The pieces of one paste count
/// as one, whichever way the bytes were cut.
[[nodiscard]] events decode(std::string_view bytes, const decoder_options& options);
[[nodiscard]] events decode(const std::vector<std::string_view>& pieces,
                            const decoder_options& options);

/// How a program would set the decoder up: by what its author knows of the terminal and of the
/// modes that were set, never by a key.
[[nodiscard]] decoder_options options_for(const recording& r);

/// For messages: ESC, and the other controls in hexadecimal.
[[nodiscard]] std::string readable(std::string_view bytes);

/// A key's name, or in a word what the event is. Bytes that are no UTF-8 are `unknown`.
[[nodiscard]] std::string name_of(const seen& s);

/// The names with a space between them; `nothing` for none, one `unknown` for several.
[[nodiscard]] std::string names_of(const events& all);

} // namespace cotty::recordings
