// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/alarm.hpp"

#include <cotty/timer.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace cotty {
namespace detail {

alarm::alarm(const asio::any_io_executor& executor, rank r) : timer_(executor), rank_(r) {}

alarm::~alarm()
{
    give_up();
}

std::size_t alarm::expires_at(time_point expiry)
{
    const std::size_t cancelled = cancel();
    expiry_ = expiry;
    return cancelled;
}

std::size_t alarm::cancel()
{
    give_up();
    return timer_.cancel();
}

void alarm::wait(asio::any_completion_handler<void(error_code)> handler)
{
    const auto& simulated = simulated_time::current();
    const time_point until = simulated ? time_point::max() : expiry_;
    if (timer_.expiry() != until)
        timer_.expires_at(until); // nobody waits for what it was
    if (simulated && !ticket_) {
        rung_ = std::make_shared<bool>(false);
        ticket_ = simulated->wait(expiry_, rank_, [this] { ring(); });
        time_ = simulated;
    }
    const auto executor = asio::get_associated_executor(handler, timer_.get_executor());
    const auto slot = asio::get_associated_cancellation_slot(handler);
    const auto allocator = asio::get_associated_allocator(handler);
    auto tell = [rung = rung_, h = std::move(handler)](error_code ec) mutable {
        if (ec == asio::error::operation_aborted && rung && *rung)
            ec = {};
        std::move(h)(ec);
    };
    timer_.async_wait(asio::bind_cancellation_slot(
        slot, asio::bind_executor(executor, asio::bind_allocator(allocator, std::move(tell)))));
}

void alarm::ring()
{
    ticket_.reset();
    // Of those that were cancelled one by one each has been told so already.
    *std::exchange(rung_, nullptr) = true;
    timer_.cancel();
}

void alarm::give_up() noexcept
{
    if (const auto time = time_.lock(); time && ticket_)
        time->give_up(*ticket_);
    ticket_.reset();
    rung_.reset();
}

} // namespace detail

timer::timer(const executor_type& executor) : alarm_(std::make_unique<detail::alarm>(executor)) {}

timer::timer(timer&&) noexcept = default;
timer& timer::operator=(timer&&) noexcept = default;
timer::~timer() = default;

timer::executor_type timer::get_executor() const noexcept
{
    return alarm_->get_executor();
}

timer::time_point timer::expiry() const noexcept
{
    return alarm_->expiry();
}

std::size_t timer::expires_at(time_point expiry)
{
    return alarm_->expires_at(expiry);
}

std::size_t timer::cancel()
{
    return alarm_->cancel();
}

void timer::start_wait(asio::any_completion_handler<void(error_code)> handler)
{
    alarm_->wait(std::move(handler));
}

} // namespace cotty
