// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/clock.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace cotty::detail {

/// Time that passes when it is told to, and who waits for which moment of it. No event loop.
class simulated_time {
public:
    using time_point = clock::time_point;
    using real_clock = std::chrono::steady_clock;

    /// Of two at one moment the lesser comes first: input that has arrived is read before a timer
    /// may say that nothing has.
    enum class rank : unsigned char { input, timer };

    using waits = std::multimap<std::pair<time_point, rank>, std::function<void()>>;
    using ticket = waits::iterator;

    explicit simulated_time(double speed);

    /// This thread's; null where time is real.
    static const std::shared_ptr<simulated_time>& current() noexcept;
    static void make_current(std::shared_ptr<simulated_time> time) noexcept;

    /// That of the last step: it stands still while a program works, however slow the machine.
    [[nodiscard]] time_point now() const noexcept { return now_; }
    [[nodiscard]] time_point start() const noexcept { return start_; }

    /// Calls `ring` once, from within `go_on`, when it is `when`.
    ticket wait(time_point when, rank r, std::function<void()> ring);
    void give_up(ticket t) { waits_.erase(t); }

    /// When, on the real clock, `go_on` may be called; nothing if nobody waits.
    [[nodiscard]] std::optional<real_clock::time_point> due() const noexcept;

    /// Goes on to the next moment that somebody waits for, and tells who waited first.
    void go_on();

    /// Something real has happened in between: it is as late as the real clock says, at this speed.
    void catch_up() noexcept;

private:
    void set(time_point now) noexcept;
    [[nodiscard]] bool waits_for_nothing() const noexcept;
    [[nodiscard]] real_clock::time_point real(time_point when) const noexcept;

    time_point start_;
    time_point now_; // of the last step
    real_clock::time_point real_now_;
    double speed_;
    waits waits_;
};

} // namespace cotty::detail
