// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/simulated_time.hpp"

#include <cotty/clock.hpp>
#include <cotty/error.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <memory>
#include <optional>

namespace cotty::detail {

namespace asio = boost::asio;

/// One moment, of real or of simulated time, and who waits for it. A timer of Asio's holds the
/// handlers, keeps the event loop at work and cancels; where time is simulated that never expires,
/// and is cancelled at the moment.
class alarm {
public:
    using time_point = clock::time_point;
    using rank = simulated_time::rank;

    explicit alarm(const asio::any_io_executor& executor, rank r = rank::timer);
    alarm(const alarm&) = delete;
    alarm& operator=(const alarm&) = delete;
    ~alarm();

    [[nodiscard]] asio::any_io_executor get_executor() { return timer_.get_executor(); }
    [[nodiscard]] time_point expiry() const noexcept { return expiry_; }

    /// As timer's.
    std::size_t expires_at(time_point expiry);
    std::size_t cancel();
    void wait(asio::any_completion_handler<void(error_code)> handler);

private:
    void ring();
    void give_up() noexcept;

    asio::steady_timer timer_;
    rank rank_;
    time_point expiry_{};
    std::weak_ptr<simulated_time> time_;
    std::optional<simulated_time::ticket> ticket_; // while it waits there
    std::shared_ptr<bool> rung_;                   // shared by the waits for this moment
};

} // namespace cotty::detail
