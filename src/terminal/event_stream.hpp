// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/collector.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace cotty::detail {

/// A collector with a buffer in front and a sense of time, but without I/O and without a clock: the
/// caller reads into `free_space`, and says what time it is. Platforms whose input is bytes use it.
class event_stream {
public:
    using time_point = std::chrono::steady_clock::time_point;

    struct timeouts {
        std::chrono::milliseconds escape;
        std::chrono::milliseconds sequence;
        std::chrono::milliseconds paste; // and for what is too long for a key
        std::chrono::milliseconds grapheme;
    };

    event_stream(const decoder_options& decoding, const collector_options& collecting,
                 const timeouts& wait) noexcept
        : decoder_(decoding, collecting), timeouts_(wait)
    {
    }

    /// Takes the next event that is complete. False if there is none; `e` may hold anything then.
    bool next(event& e)
    {
        // Asked for often between one key and the next: the answer stays no until more comes.
        if (exhausted_)
            return false;
        return decoder_.next(input_, e) || decide_next(e);
    }

    /// Whether there are bytes that `next` has not seen.
    [[nodiscard]] bool may_have_more() const noexcept { return !input_.empty(); }

    /// Where the next bytes belong. To be asked for only after `next` has returned false.
    std::span<char> free_space() noexcept { return buffer_; }

    /// `size` bytes have been read into `free_space` at the time `now`.
    void received(std::size_t size, time_point now) noexcept;

    /// Whether bytes wait for what may belong to them, and could be a key. (A long sequence is
    /// none: the answer to a question about it would only tear it.) As `deadline`, to be asked for
    /// only after `next` has returned false.
    [[nodiscard]] bool is_undecided() const noexcept
    {
        return pending_ == collector::undecided::key || pending_ == collector::undecided::sequence;
    }

    /// The terminal has been asked something: its answer will tell whether anything belongs to
    /// them. They wait for it until `until`, or until something has been received; a sequence at
    /// least as long as it would wait without.
    void expect_answer(time_point until) noexcept { answer_expected_ = until; }

    void expect_cursor_position(bool expected) noexcept
    {
        decoder_.expect_cursor_position(expected);
    }
    void expect_focus_reports(bool expected) noexcept { decoder_.expect_focus_reports(expected); }
    void expect_answers(bool expected) noexcept { decoder_.expect_answers(expected); }

    /// When to call `decide` unless more bytes come before. Never while `next` has events.
    [[nodiscard]] std::optional<time_point> deadline() const noexcept
    {
        switch (pending_) {
        case collector::undecided::text:
            return last_received_ + timeouts_.grapheme;
        case collector::undecided::key:
            return answer_expected_.value_or(last_received_ + timeouts_.escape);
        case collector::undecided::sequence:
            return std::max(answer_expected_.value_or(last_received_),
                            last_received_ + timeouts_.sequence);
        case collector::undecided::long_sequence:
        case collector::undecided::paste:
            return last_received_ + timeouts_.paste;
        default:
            return {};
        }
    }

    /// No more bytes have come until the deadline, or none will come at all: what is undecided
    /// becomes events.
    void decide() noexcept
    {
        deciding_ = true;
        exhausted_ = false;
    }

private:
    bool decide_next(event& e);

    collector decoder_;
    timeouts timeouts_;
    time_point last_received_;
    std::optional<time_point> answer_expected_;
    bool deciding_ = false;
    collector::undecided pending_ = collector::undecided::nothing; // since it is exhausted
    bool exhausted_ = true;  // `next` has returned false and nothing has come since
    std::string_view input_; // what `next` has not seen yet of the buffer
    std::array<char, 8192> buffer_{};
};

} // namespace cotty::detail
