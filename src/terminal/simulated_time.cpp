// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/simulated_time.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace cotty {
namespace detail {
namespace {

using std::chrono::duration_cast;

/// Always the same, so that what happens is; and not 0, which programs take for never.
constexpr std::chrono::hours first_moment{24};

/// More than anybody waits, and little enough for the clock.
constexpr std::chrono::duration<double> longest{1e9};

thread_local std::shared_ptr<simulated_time> current_time;

} // namespace

simulated_time::simulated_time(double speed)
    : start_(first_moment), now_(start_), real_now_(real_clock::now()), speed_(speed)
{
}

const std::shared_ptr<simulated_time>& simulated_time::current() noexcept
{
    return current_time;
}

void simulated_time::make_current(std::shared_ptr<simulated_time> time) noexcept
{
    current_time = std::move(time);
}

bool simulated_time::waits_for_nothing() const noexcept
{
    return std::isinf(speed_);
}

void simulated_time::catch_up() noexcept
{
    if (waits_for_nothing())
        return;
    const auto real_now = real_clock::now();
    const auto passed = std::chrono::duration<double>(real_now - real_now_) * speed_;
    auto now = now_ + duration_cast<clock::duration>(std::min(passed, longest));
    if (!waits_.empty()) // nobody may be told too late
        now = std::min(now, waits_.begin()->first.first);
    set(now);
}

void simulated_time::set(time_point now) noexcept
{
    if (now <= now_)
        return;
    // From where it should be, not from where the machine is: time that is lost is caught up on.
    real_now_ = real(now);
    now_ = now;
}

simulated_time::ticket simulated_time::wait(time_point when, rank r, std::function<void()> ring)
{
    return waits_.emplace(std::pair(when, r), std::move(ring));
}

simulated_time::real_clock::time_point simulated_time::real(time_point when) const noexcept
{
    if (waits_for_nothing())
        return real_now_;
    const std::chrono::duration<double> wait = std::chrono::duration<double>(when - now_) / speed_;
    return real_now_ + duration_cast<real_clock::duration>(std::clamp(wait, -longest, longest));
}

std::optional<simulated_time::real_clock::time_point> simulated_time::due() const noexcept
{
    return waits_.empty() ? std::nullopt : std::optional(real(waits_.begin()->first.first));
}

void simulated_time::go_on()
{
    auto node = waits_.extract(waits_.begin());
    set(node.key().first);
    node.mapped()();
}

} // namespace detail

clock::time_point clock::now() noexcept
{
    const auto& simulated = detail::simulated_time::current();
    return simulated ? simulated->now() : std::chrono::steady_clock::now();
}

} // namespace cotty
