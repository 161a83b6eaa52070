// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

/// How much work the decoder does, told without a clock: as the number of basic blocks that run.
/// The compiler puts a call into each of them (-fsanitize-coverage=trace-pc).
namespace cotty::fuzz {

/// Those that ran so far.
std::uint64_t steps_so_far() noexcept;

/// Decodes `bytes` in pieces of a size, with what is undecided at the end. This, too, is counted.
void decode_counted(std::string_view bytes, std::size_t piece, const decoder_options& options);

/// The same by all that a terminal reads through: an event_stream, which is asked after each piece
/// what it waits for.
void stream_counted(std::string_view bytes, std::size_t piece);

} // namespace cotty::fuzz
