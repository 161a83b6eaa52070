// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cstddef>
#include <span>

namespace cotty::posix {

/// What is read on the way to an answer.
struct kept_bytes {
    std::span<char> place;
    std::size_t size = 0;
    bool all = true; // else there is nobody any more who wants them: the place is used again
};

/// Reads from a terminal until it has answered for its primary attributes (DA1) as often as it has
/// been asked, so that the answers, and what came before them, are not typed at the shell.
/// Async-signal-safe.
/// \param last_is_ours the last answer is nobody else's, and not kept
/// \param patience in milliseconds
/// \returns false if it has not answered by then.
bool read_answers(int terminal, int answers, bool last_is_ours, kept_bytes& kept,
                  long patience) noexcept;

} // namespace cotty::posix
