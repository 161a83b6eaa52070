// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "backend.hpp"
#include "shutdown.hpp"

#include <cotty/error.hpp>
#include <cotty/event.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>

namespace cotty::detail {

/// The one outstanding read of a terminal, on any backend.
///
/// An event is taken at the moment the handler runs, on the handler's own executor. So a read
/// that is cancelled before, even with its completion under way, has taken nothing.
class reader final : public std::enable_shared_from_this<reader>,
                     private backend::listener,
                     private shutdown_member {
public:
    using handler_type = asio::any_completion_handler<void(error_code, event)>;

    reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source);

    void start(handler_type handler, bool keys_only);
    bool try_read(event& e, bool keys_only) noexcept;
    void cancel();

private:
    struct operation {
        handler_type handler;
        asio::any_completion_executor executor; // the handler's, which it keeps at work
        bool keys_only;
        bool completing = false;
        bool cancelled = false;
    };

    void ready() override;
    void shutdown() noexcept override;
    bool look_ahead(bool keys_only, bool receiving);
    void complete_by_post();
    void complete();

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    std::optional<operation> operation_;
    std::optional<event> ahead_; // decoded, but taken by nobody yet
    error_code end_;             // once set, for ever
};

} // namespace cotty::detail
