// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/question.hpp>
#include <cotty/error.hpp>
#include <cotty/reply.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cotty::detail {

/// What the terminal has been asked and has not answered yet. No I/O and no clock.
///
/// Behind every question goes a fence: a question that is always answered, the primary attributes
/// (DA1). Terminals answer in the order in which they were asked, and send keys and answers in
/// the order in which they happen. So the fence's answer ends its question, answered or not; and
/// any answer at all proves that what came before it is complete, a lone Escape for one.
///
/// All fences look alike, and one may be an answer to somebody else: to the program before, or to
/// one that had the terminal meanwhile. So until a question and its fence have been answered in
/// order, a fence without anything in front of it may be a stranger's, and its question is asked
/// once more. What is answered twice by that, or late, is swallowed.
class conversation {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// What has become of a question.
    struct outcome {
        std::shared_ptr<question> asked;
        error_code error;
    };
    using outcomes = std::vector<outcome>;

    /// \param patience how long a terminal that has not answered anything yet may take
    explicit conversation(std::chrono::milliseconds patience) noexcept : patience_(patience) {}

    /// Asks `q`, or, if that is null, for the fence alone. \returns the bytes to write.
    std::string ask(std::shared_ptr<question> q, time_point now);

    /// What to ask once more, after `hear`; empty if nothing. \returns the bytes to write.
    std::string ask_again(time_point now);

    /// Somebody else may have asked the terminal something.
    void meet_strangers() noexcept { sure_ = false; }

    /// Takes fences for one's own all the same, and asks nothing again.
    void be_sure() noexcept { sure_ = true; }

    /// Whether fences are one's own.
    [[nodiscard]] bool is_sure() const noexcept { return sure_; }

    /// Whether anything that comes could be an answer, at least a late one.
    [[nodiscard]] bool may_hear() const noexcept { return last_asked_.has_value(); }

    /// Whether any answer is expected, or may still come although nobody waits for it.
    [[nodiscard]] bool expects() const noexcept { return !asked_.empty(); }

    /// How many fences have not been answered.
    [[nodiscard]] int unanswered() const noexcept { return static_cast<int>(asked_.size()); }

    /// Whether an answer may be one that looks like F3.
    [[nodiscard]] bool expects_position() const noexcept;

    /// Takes an answer in. False if nobody has asked for it.
    bool hear(const reply& r, time_point now, outcomes& done);

    /// How long the last fence is waited for; nothing if none is expected in time.
    [[nodiscard]] std::optional<time_point> fence() const noexcept;

    /// When `expire` has something to say; nothing while no question is waited for.
    [[nodiscard]] std::optional<time_point> deadline() const noexcept;

    /// Questions whose time is up.
    void expire(time_point now, outcomes& done);

    /// Nobody waits for `q` any more. Its answer is swallowed when it comes.
    void abandon(const question& q) noexcept;

    /// The terminal does not answer, or not in time. It is believed again once it does.
    [[nodiscard]] bool is_silent() const noexcept { return silent_; }

    /// How long the terminal took to answer last; nothing if it never has.
    [[nodiscard]] std::optional<std::chrono::microseconds> round_trip() const noexcept
    {
        return round_trip_;
    }

    /// How long an answer is waited for.
    [[nodiscard]] std::chrono::milliseconds patience() const noexcept;

private:
    struct exchange {
        std::shared_ptr<question> asked; // null for the fence alone
        time_point when;
        time_point until;
        int times = 1;      // that it has been asked
        bool over = false;  // nobody waits for it any more
        bool heard = false; // something of its own answer
        bool owed = false;  // a fence that is behind a stranger's, which was taken for it
    };
    /// What was asked and is over; more of its answers may come.
    struct memory {
        std::shared_ptr<question> asked;
        time_point until;
    };

    void hear_fence(const reply& r, time_point now, outcomes& done);
    void count_fences(std::size_t heard, time_point now);
    bool remembers(const reply& r, time_point now);
    void remember(std::shared_ptr<question> q, time_point now);

    std::deque<exchange> asked_; // each with its fence
    std::deque<exchange> again_;
    std::deque<memory> memories_;
    std::optional<time_point> last_asked_;
    bool sure_ = false;
    std::chrono::milliseconds patience_;
    std::optional<std::chrono::microseconds> round_trip_;
    bool silent_ = false;
};

} // namespace cotty::detail
