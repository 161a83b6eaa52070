// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/clock.hpp>
#include <cotty/detail/boost_requirements.hpp>
#include <cotty/error.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace cotty {

namespace asio = boost::asio;

namespace detail {
class alarm;
} // namespace detail

/// A timer on `cotty::clock`: an `asio::steady_timer` where time is real, and one that takes no
/// time where it is simulated (simulation.hpp), without templates and without a word in the
/// program:
///
///     cotty::timer timeout(co_await asio::this_coro::executor, 5s);
///     auto won = co_await (tty.async_read_key(asio::use_awaitable) ||
///                          timeout.async_wait(asio::use_awaitable));
///
/// Functions are those of asio::basic_waitable_timer, and mean the same. Which time a wait goes by
/// is settled when it starts.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class timer {
public:
    using executor_type = asio::any_io_executor;
    using clock_type = clock;
    using duration = clock::duration;
    using time_point = clock::time_point;

    /// It has expired long ago.
    explicit timer(const executor_type& executor);
    timer(const executor_type& executor, time_point expiry) : timer(executor)
    {
        expires_at(expiry);
    }
    timer(const executor_type& executor, duration wait) : timer(executor) { expires_after(wait); }

    /// As above for an execution context such as `asio::io_context`.
    template <class Context, class... When>
        requires(requires(Context& c) { executor_type(c.get_executor()); })
    explicit timer(Context& context, When... when)
        : timer(executor_type(context.get_executor()), when...)
    {
    }

    timer(timer&&) noexcept;
    timer& operator=(timer&&) noexcept;

    /// Outstanding waits end with `asio::error::operation_aborted`.
    ~timer();

    [[nodiscard]] executor_type get_executor() const noexcept;
    [[nodiscard]] time_point expiry() const noexcept;

    /// Cancels outstanding waits. \returns how many those were
    std::size_t expires_at(time_point expiry);
    std::size_t expires_after(duration wait) { return expires_at(clock::now() + wait); }
    std::size_t cancel();

    /// Waits until the timer expires; completes never from within this call.
    ///
    /// Handler signature: `void(error_code)`.
    ///
    /// Errors: `asio::error::operation_aborted` if cancelled, by a new expiry or by the end of the
    /// timer.
    ///
    /// Lifetime: the timer may be moved meanwhile.
    ///
    /// Per-operation cancellation: terminal, partial and total.
    template <asio::completion_token_for<void(error_code)> Token = asio::deferred_t>
    auto async_wait(Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code)>(
            [this](auto handler) { start_wait(std::move(handler)); }, token);
    }

private:
    void start_wait(asio::any_completion_handler<void(error_code)> handler);

    std::unique_ptr<detail::alarm> alarm_;
};

} // namespace cotty
