// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <chrono>

namespace cotty {

/// The time by which a program should live: std::chrono::steady_clock's, unless time is simulated
/// in this thread (simulation.hpp). Write `cotty::clock` where you would write `steady_clock`, and
/// `cotty::timer` (timer.hpp) where you would write `asio::steady_timer`, and the program can be
/// tested without waiting.
///
/// A clock as the standard describes it. Its time points are of steady_clock's type, so that they
/// go wherever those go; but what one clock says means nothing to the other while time is
/// simulated.
///
/// Thread safety: safe; each thread has its own simulation, or none. It never fails.
struct clock {
    using duration = std::chrono::steady_clock::duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::steady_clock::time_point;
    static constexpr bool is_steady = true;

    [[nodiscard]] static time_point now() noexcept;
};

} // namespace cotty
