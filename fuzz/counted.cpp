// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "steps.hpp"

#include <cotty/decoder.hpp>

#include <algorithm>

void cotty::fuzz::decode_counted(std::string_view bytes, std::size_t piece,
                                 const decoder_options& options)
{
    decoder d(options);
    event e;
    while (!bytes.empty()) {
        std::string_view input = bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (d.next(input, e)) {
        }
    }
    while (d.flush(e)) {
    }
}
