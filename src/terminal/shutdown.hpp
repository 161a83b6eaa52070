// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <mutex>

namespace cotty::detail {

namespace asio = boost::asio;

/// Somebody who keeps handlers of users and drops them, uncalled, when the execution context is
/// destroyed. Without that a coroutine that waits for a key and owns the terminal would own
/// itself, and never be destroyed.
class shutdown_member {
public:
    shutdown_member(const shutdown_member&) = delete;
    shutdown_member& operator=(const shutdown_member&) = delete;

    /// Must destroy the handlers, and may destroy any other member.
    virtual void shutdown() noexcept = 0;

protected:
    explicit shutdown_member(const asio::any_io_executor& executor);
    ~shutdown_member();

private:
    friend class shutdown_service;

    class shutdown_service* service_;
    shutdown_member* next_ = nullptr;
    shutdown_member** link_ = nullptr; // what points here; null once shut down
};

} // namespace cotty::detail
