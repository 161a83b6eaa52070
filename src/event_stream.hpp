// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace cotty::detail {

/// A decoder with a buffer in front and a sense of time, but without I/O and without a clock: the
/// caller reads into `free_space`, and says what time it is. Platforms whose input is bytes use it.
class event_stream {
public:
    using time_point = std::chrono::steady_clock::time_point;

    struct timeouts {
        std::chrono::milliseconds escape;
        std::chrono::milliseconds sequence;
        std::chrono::milliseconds paste;
    };

    event_stream(decoder_options options, timeouts wait) noexcept
        : decoder_(options), timeouts_(wait)
    {
    }

    /// Takes the next event that is complete.
    bool next(event& e) noexcept;

    /// Where the next bytes belong. To be asked for only after `next` has returned false.
    std::span<char> free_space() noexcept { return buffer_; }

    /// `size` bytes have been read into `free_space` at the time `now`.
    void received(std::size_t size, time_point now) noexcept;

    /// When to call `decide` unless more bytes come before. Never while `next` has events.
    [[nodiscard]] std::optional<time_point> deadline() const noexcept;

    /// No more bytes have come until the deadline, or none will come at all: what is undecided
    /// becomes events.
    void decide() noexcept { deciding_ = true; }

private:
    decoder decoder_;
    timeouts timeouts_;
    time_point last_received_;
    bool deciding_ = false;
    std::string_view input_; // what `next` has not seen yet of the buffer
    std::array<char, 8192> buffer_{};
};

} // namespace cotty::detail
