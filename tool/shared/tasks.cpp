// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/tasks.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace cotty::tool {

asio::awaitable<void> until_one_ends(std::vector<asio::awaitable<void>> tasks)
{
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto operation = [&executor](asio::awaitable<void>& task) {
        return asio::co_spawn(executor, std::move(task), asio::deferred);
    };
    std::vector<decltype(operation(tasks.front()))> operations;
    for (asio::awaitable<void>& task : tasks)
        operations.push_back(operation(task));
    const auto [order, errors] =
        co_await asio::experimental::make_parallel_group(std::move(operations))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (const std::exception_ptr& error = errors[order.front()])
        std::rethrow_exception(error);
}

asio::awaitable<void> and_stay(asio::awaitable<void> task)
{
    co_await std::move(task);
    asio::steady_timer never(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await never.async_wait(no_throw);
}

asio::awaitable<bool> is_woken(asio::steady_timer& timer)
{
    co_await timer.async_wait(no_throw);
    const auto state = co_await asio::this_coro::cancellation_state;
    co_return state.cancelled() == asio::cancellation_type::none;
}

void run(asio::io_context& context, asio::awaitable<void> task)
{
    asio::co_spawn(context, std::move(task), [](const std::exception_ptr& error) {
        if (error)
            std::rethrow_exception(error);
    });
    context.run();
}

} // namespace cotty::tool
