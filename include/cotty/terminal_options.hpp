// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <chrono>

namespace cotty {

struct terminal_options {
    /// The descriptors to read and to write. They stay the caller's: cotty neither closes them
    /// nor changes their flags (O_NONBLOCK), which are shared with other programs. A terminal is
    /// opened anew by its name instead; where that is refused, and for pipes, files and devices,
    /// the descriptor is duplicated.
    int input = 0;
    int output = 1;

    /// How long a lone Escape byte, or another that is a key by itself or begins a sequence
    /// (Alt-[), waits for what follows.
    std::chrono::milliseconds escape_timeout{50};

    /// How long an unfinished sequence waits for its rest before it becomes an `unknown` event.
    std::chrono::milliseconds sequence_timeout{500};
};

} // namespace cotty
