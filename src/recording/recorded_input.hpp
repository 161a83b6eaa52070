// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/event_stream.hpp"

#include <cotty/event.hpp>
#include <cotty/recording.hpp>
#include <cotty/terminal_options.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace cotty::detail {

/// What a recorded terminal sent, step by step, in the recording's own time: whoever uses it
/// decides how long a step takes.
class recorded_input {
public:
    recorded_input(std::shared_ptr<const recording> r, const terminal_options& how);

    /// Takes an event that has arrived.
    bool take(event& e) noexcept;

    /// When the next step is due: bytes arrive, the window changes, what is undecided is decided,
    /// or the recording ends. Nothing after that; never less than before.
    [[nodiscard]] std::optional<std::chrono::microseconds> next_time() const noexcept;

    /// Takes that step. Only after `take` has returned false.
    void advance() noexcept;

    /// While a cursor position is expected, what could be one or a key is one.
    void expect_cursor_position(bool expected) noexcept
    {
        stream_.expect_cursor_position(expected);
    }

    /// As of the last step.
    [[nodiscard]] std::chrono::microseconds time() const noexcept { return now_; }
    [[nodiscard]] window_size size() const noexcept { return size_; }

private:
    [[nodiscard]] bool has_chunk() const noexcept { return at_ < recording_->chunks.size(); }
    [[nodiscard]] std::chrono::microseconds chunk_time() const noexcept;
    [[nodiscard]] std::optional<std::chrono::microseconds> deadline() const noexcept;
    void pass_over() noexcept;
    void receive(const recorded_chunk& chunk) noexcept;
    void set_size(int columns, int rows) noexcept;

    std::shared_ptr<const recording> recording_;
    event_stream stream_;
    std::chrono::milliseconds answer_timeout_;
    /// When the program asked what an Escape is, since the last input.
    std::optional<std::chrono::microseconds> asked_;
    std::chrono::microseconds end_{};
    std::size_t at_ = 0;       // the chunk that comes next
    std::size_t received_ = 0; // bytes of it, if it is too long to come in one go
    std::chrono::microseconds now_{};
    window_size size_;
    bool resized_ = false; // and nobody has taken it yet
    bool ended_ = false;
};

} // namespace cotty::detail
