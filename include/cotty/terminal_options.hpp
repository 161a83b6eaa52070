// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/collector.hpp>
#include <cotty/decoder_options.hpp>

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

    /// How long a paste may stand still before it is taken for one that never ends: it is cut off
    /// (`paste::aborted`), and what comes next is keys again. Long, as what comes late would be
    /// taken for typed.
    std::chrono::milliseconds paste_timeout{5000};

    /// Which of several meanings some bytes have. `backspace_sends_bs` and `line_feed_is_enter` are
    /// found out from the input itself, whatever they say here.
    decoder_options decoding{};

    /// How large a paste may be to come as one event, and whether grapheme clusters are one key.
    collector_options collecting{};

    /// How long, with `collecting.graphemes`, a character waits for what may belong to it. A
    /// terminal sends a cluster in one go, so what is typed by hand is not joined; but every
    /// character that is typed comes this much later.
    std::chrono::milliseconds grapheme_timeout{5};
};

} // namespace cotty
