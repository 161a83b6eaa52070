// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/clock.hpp>
#include <cotty/detail/boost_requirements.hpp>

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <limits>
#include <memory>

namespace cotty {

namespace asio = boost::asio;

namespace detail {
class simulated_time;
} // namespace detail

/// Simulated time: while it lives, `cotty::clock` in this thread says what it says, and
/// `cotty::timer`s and the terminals of recordings (replay.hpp) that are made here go by it.
///
///     cotty::simulation time;
///     asio::io_context context;
///     cotty::terminal tty = cotty::replay(context, recorded);
///     asio::co_spawn(context, program(tty), asio::detached);
///     time.run(context);
///
/// Time stands still while there is anything to do. When no handler is ready it goes on to the next
/// moment for which somebody waits, and only then: an hour takes no time, and the same things
/// happen in the same order on every machine. Of two moments that are the same, what a terminal
/// sends comes before what a timer says, else what was waited for first.
///
/// What is not `cotty::clock`'s is real: sockets, child processes, `asio::steady_timer`. Simulated
/// time does not wait for them; only when nobody waits for it any more `run` waits for those. What
/// they tell comes at the moment that simulated time has reached.
///
/// Make it before the objects that shall go by it, and destroy it after them: a wait that is left
/// behind never ends (it can be cancelled). Of several in a thread, the last that was made counts;
/// they end in reverse order.
///
/// Thread safety: it belongs to the thread that made it; use it, and what goes by it, there only.
class simulation {
public:
    /// The pace of one that waits for nothing.
    static constexpr double at_once = std::numeric_limits<double>::infinity();

    /// \param speed how many times faster than real time it is, for demonstrations: timers and
    ///     terminals keep step at any. More than 0. The default waits for nothing.
    /// \throws std::invalid_argument if the speed is none
    explicit simulation(double speed = at_once);
    simulation(const simulation&) = delete;
    simulation& operator=(const simulation&) = delete;
    ~simulation();

    /// Runs the event loop as `context.run()` does, until it has no work or is stopped, and lets
    /// time pass. Exceptions of handlers come out of it; it can be called again then.
    ///
    /// A program that always has something to do (it posts itself again and again until it is
    /// later) makes time stand still, and never ends.
    /// \returns how many handlers ran
    /// \throws std::logic_error if this is not the simulation of the calling thread
    std::size_t run(asio::io_context& context);

    /// How much time has passed since it was made.
    [[nodiscard]] clock::duration elapsed() const noexcept;

private:
    std::shared_ptr<detail::simulated_time> time_;
    std::shared_ptr<detail::simulated_time> outer_;
};

} // namespace cotty
