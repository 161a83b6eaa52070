// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/descriptor.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace cotty::posix {

namespace asio = boost::asio;

/// Waits until a channel can be read or written, without ever changing its file description.
///
/// Asio's own waits make the description non-blocking (FIONBIO in
/// asio/detail/impl/reactive_descriptor_service.ipp, `start_op`), for everybody who shares it. So
/// Asio waits on an epoll instance of ours, which is readable when the channel is ready; only a
/// description that is ours alone does it wait on directly.
class readiness {
public:
    enum class direction { input, output };

    /// `c` must outlive this.
    readiness(const asio::any_io_executor& executor, const channel& c, direction d);
    ~readiness();
    readiness(const readiness&) = delete;
    readiness& operator=(const readiness&) = delete;

    /// Calls `handler(error_code)` once the channel is ready, `operation_aborted` if cancelled.
    template <class Handler>
    void async_wait(Handler handler)
    {
        if (always_)
            asio::post(waiter_.get_executor(),
                       [h = std::move(handler)]() mutable { std::move(h)(error_code()); });
        else
            waiter_.async_wait(type_, std::move(handler));
    }

    void cancel() noexcept;

private:
    descriptor epoll_; // of a channel that is shared
    asio::posix::stream_descriptor waiter_;
    asio::posix::stream_descriptor::wait_type type_ = asio::posix::stream_descriptor::wait_read;
    bool always_ = false; // files and some devices are always ready
};

} // namespace cotty::posix
