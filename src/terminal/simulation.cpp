// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/simulation.hpp>

#include "terminal/simulated_time.hpp"

#include <chrono>
#include <stdexcept>

namespace cotty {

simulation::simulation(double speed)
{
    if (!(speed > 0))
        throw std::invalid_argument("cotty::simulation: time passes at a speed above 0");
    time_ = std::make_shared<detail::simulated_time>(speed);
    outer_ = detail::simulated_time::current();
    detail::simulated_time::make_current(time_);
}

simulation::~simulation()
{
    detail::simulated_time::make_current(outer_);
}

std::size_t simulation::run(asio::io_context& context)
{
    if (detail::simulated_time::current() != time_)
        throw std::logic_error("cotty::simulation: another time holds in this thread");
    std::size_t handlers = 0;
    for (;;) {
        handlers += context.poll();
        if (context.stopped())
            return handlers;
        const auto due = time_->due();
        if (due && *due <= std::chrono::steady_clock::now()) {
            time_->go_on();
            continue;
        }
        handlers += due ? context.run_one_until(*due) : context.run_one();
        time_->catch_up();
    }
}

clock::duration simulation::elapsed() const noexcept
{
    return time_->now() - time_->start();
}

} // namespace cotty
