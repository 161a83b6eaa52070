// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>
#include <vector>

namespace cotty::tool {

namespace asio = boost::asio;

/// For operations whose errors are looked at.
inline constexpr auto no_throw = asio::as_tuple(asio::deferred);

/// Runs the tasks side by side until one of them ends, in whatever way; then the others are
/// cancelled wherever they wait, and have ended when this completes. So nobody has to know what
/// another task waits for in order to end it. (`a || b` ends the others only if one succeeds.)
///
/// A cancelled task notices where it waits, or at its next `co_await`, which throws. One that never
/// waits never notices.
/// \throws what the task that ended first has thrown.
asio::awaitable<void> until_one_ends(std::vector<asio::awaitable<void>> tasks);

/// The same for tasks as they stand.
template <class... Tasks>
asio::awaitable<void> until_one_ends(asio::awaitable<void> first, Tasks... others)
{
    std::vector<asio::awaitable<void>> all;
    all.push_back(std::move(first));
    (all.push_back(std::move(others)), ...);
    return until_one_ends(std::move(all));
}

/// Runs the task, and waits until it is cancelled: so its end is not that of others.
asio::awaitable<void> and_stay(asio::awaitable<void> task);

/// Waits until the timer is due, or somebody cancels it to wake this task; false if the task was
/// cancelled itself.
asio::awaitable<bool> is_woken(asio::steady_timer& timer);

/// Runs the task to its end, and with it the event loop.
/// \throws what the task throws.
void run(asio::io_context& context, asio::awaitable<void> task);

} // namespace cotty::tool
