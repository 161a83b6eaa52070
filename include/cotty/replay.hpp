// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>
#include <cotty/recording.hpp>
#include <cotty/terminal_options.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace cotty {

/// When what was recorded arrives.
enum class replay_time : std::uint8_t {
    /// When it did, counted from the construction of the terminal.
    real,
    /// Without any waiting: as soon as the program reads. Nothing else in the program becomes
    /// faster: its own timers take their time.
    simulated,
};

/// How a `terminal` plays a recording. What the input means does not depend on the pace: all
/// timeouts, such as that of a lone Escape, are decided by the times in the recording, so that the
/// same events come every time and on every machine.
struct replay_options {
    replay_time time = replay_time::real;

    /// In real time: how many times faster than it was recorded; more than 0.
    double speed = 1;

    /// How the input is decoded, and its timeouts. `input` and `output` say nothing here, nor does
    /// `decoding.line_feed_is_enter`: what was recorded is a terminal.
    terminal_options reading{};

    /// Gets what the program writes; may be empty. Called from within `async_write`, with bytes
    /// that are valid until it returns. It must not throw, nor destroy the terminal.
    std::function<void(std::string_view)> output{};
};

/// The events of a recording, one after the other, for programs and tests that have no event loop:
///
///     cotty::recorded_events events(cotty::read_recording(file));
///     for (cotty::event e; events.next(e);)
///         use(e, events.time());
///
/// They are those of a `terminal` that plays it: keys and whatever else the input means, and a
/// `resize` for each new size. What was output, and markers, are passed over.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class recorded_events {
public:
    /// \param how as `replay_options::reading`.
    explicit recorded_events(recording r, const terminal_options& how = {});
    recorded_events(recorded_events&&) noexcept;
    recorded_events& operator=(recorded_events&&) noexcept;
    ~recorded_events();

    /// Takes the next event; false at the end of the recording. What `e` refers to is valid until
    /// the next call.
    bool next(event& e);

    /// When the last event that was taken was complete, or was decided by time; since the
    /// recording began.
    [[nodiscard]] std::chrono::microseconds time() const noexcept;

private:
    struct implementation;
    std::unique_ptr<implementation> impl_;
};

} // namespace cotty
