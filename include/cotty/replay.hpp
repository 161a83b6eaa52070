// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>
#include <cotty/recording.hpp>
#include <cotty/terminal.hpp>
#include <cotty/terminal_options.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace cotty {

/// How `replay` plays a recording. What the input means does not depend on the pace: all timeouts,
/// such as that of a lone Escape, are decided by the times in the recording, so that the same
/// events come every time and on every machine.
struct replay_options {
    /// How the input is decoded, and its timeouts. `input` and `output` say nothing here, nor does
    /// `decoding.line_feed_is_enter`: what was recorded is a terminal. `ask_about_escape` does not,
    /// either: where the recording shows that Escape was decided by an answer, it is.
    terminal_options reading{};

    /// Gets what the program writes; may be empty. Called from within `async_write`, with bytes
    /// that are valid until it returns. It must not throw, nor destroy the terminal.
    std::function<void(std::string_view)> output{};
};

/// A terminal that plays a recording: a stand-in for the one at which it was made, for tests and
/// demonstrations.
///
///     cotty::simulation time;   // without it: in real time
///     asio::io_context context;
///     cotty::terminal tty = cotty::replay(context, cotty::read_recording(file));
///     asio::co_spawn(context, program(tty), asio::detached);
///     time.run(context);
///
/// The input comes when it came, counted from this call by `cotty::clock`, and not before the
/// program reads; it ends with `asio::error::eof` when the recording does. A program whose timers
/// are `cotty::timer`s sees its keys and its timeouts in the order in which they happened, at any
/// speed of the simulation.
///
/// To the program it is a terminal, and this is what it does there:
///
/// * `size`, resize events: as recorded, from the moment at which the resize has been read.
/// * `async_query`, `async_capabilities`: the recording's answers. That to a question is the first
///   one recorded that was not given yet and that the question takes for one, with all that follows
///   up to the next answer to DA1. It comes where it came between the keys; at once if the program
///   asks later than that. `errc::not_answered`, at once, if there is none. Answers come in the
///   order in which questions are asked. One that comes unasked is an event, as on any terminal
///   (and the answer to a question that is asked later), except to DA1: that question is asked,
///   unseen, behind every other.
/// * `raw_mode`, `cbreak_mode`, `pass_through_mode`, `enable`: the guards are empty, nothing is
///   switched and nothing written: how the terminal was switched then is in what it sent.
/// * `escape_decided_by` says `timeout`.
/// * Writing and printing: never waits and never fails; the bytes go to `replay_options::output`.
/// * `lend`, `async_lend`: nothing is read while the terminal is lent. The borrower is real, and
///   does not get the recorded input.
/// * `async_run` fails with `boost::system::errc::operation_not_supported`: no program is run.
/// * `suspend` does nothing.
///
/// It fails as a terminal does, see there; making it throws only what its parts do
/// (std::bad_alloc).
[[nodiscard]] terminal replay(const terminal::executor_type& executor, recording r,
                              const replay_options& options = {});

/// As above for an execution context such as `asio::io_context`.
template <class Context>
    requires(requires(Context& c) { terminal::executor_type(c.get_executor()); })
[[nodiscard]] terminal replay(Context& context, recording r, const replay_options& options = {})
{
    return replay(terminal::executor_type(context.get_executor()), std::move(r), options);
}

/// The events of a recording, one after the other, for programs and tests that have no event loop:
///
///     cotty::recorded_events events(cotty::read_recording(file));
///     for (cotty::event e; events.next(e);)
///         use(e, events.time());
///
/// They are those of a `terminal` that plays it: keys and whatever else the input means, and a
/// `resize` for each new size; answers to questions are events here, all of them. What was output,
/// and markers, are passed over.
///
/// Any recording has events: what makes no sense is an `unknown` one, and a time that goes back is
/// taken for that before. Functions throw std::bad_alloc and nothing else. A moved-from object can
/// be destroyed and assigned to, and no more.
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
