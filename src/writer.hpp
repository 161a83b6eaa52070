// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "backend.hpp"
#include "shutdown.hpp"

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>

namespace cotty::detail {

/// The outstanding writes of a terminal, on any backend: one after the other, each whole.
class writer final : public std::enable_shared_from_this<writer>,
                     private backend::listener,
                     private shutdown_member {
public:
    using handler_type = asio::any_completion_handler<void(error_code, std::size_t)>;

    writer(const asio::any_io_executor& executor, std::shared_ptr<backend> sink);

    void start(asio::const_buffer data, handler_type handler);
    void cancel();

private:
    struct operation {
        std::uint64_t id;
        handler_type handler;
        asio::any_completion_executor executor; // the handler's, which it keeps at work
        asio::const_buffer rest;
        std::size_t written = 0;
    };
    using operations = std::list<operation>;

    void ready() override;
    void shutdown() noexcept override;
    void write();
    void write_first(error_code& ec);
    void cancel(std::uint64_t id, asio::cancellation_type type);
    void finish(operations::iterator done, error_code ec);

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    operations operations_;
    std::uint64_t last_id_ = 0;
};

} // namespace cotty::detail
