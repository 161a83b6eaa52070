// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "process.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

namespace cotty::test {

namespace asio = boost::asio;

/// Runs the event loop until `done`; throws if that takes longer than anyone's patience.
inline void run_until(asio::io_context& context, const std::function<bool()>& done)
{
    const auto deadline = steady_clock::now() + patience;
    context.restart();
    while (!done()) {
        if (steady_clock::now() > deadline)
            throw std::runtime_error("the event loop did not get there in time");
        if (context.stopped())
            throw std::runtime_error("the event loop has no work left");
        context.run_one_for(std::chrono::milliseconds(20));
    }
}

/// Runs a coroutine to its end and returns its result.
template <class T>
T run(asio::io_context& context, asio::awaitable<T> task)
{
    std::optional<T> result;
    std::exception_ptr error;
    asio::co_spawn(context, std::move(task), [&](const std::exception_ptr& e, T value) {
        error = e;
        result = std::move(value);
    });
    run_until(context, [&] { return result.has_value(); });
    if (error)
        std::rethrow_exception(error);
    return std::move(*result);
}

} // namespace cotty::test
