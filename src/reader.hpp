// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "backend.hpp"
#include "shutdown.hpp"

#include <cotty/detail/read_operation.hpp>
#include <cotty/error.hpp>
#include <cotty/event.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace cotty::detail {

/// The one outstanding read of a terminal, on any backend.
///
/// An event is taken at the moment the handler runs, on the handler's own executor. So a read
/// that is cancelled before, even with its completion under way, has taken nothing.
class reader final : public std::enable_shared_from_this<reader>,
                     private backend::listener,
                     private shutdown_member {
public:
    reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source);

    void start(read_operation::pointer operation, bool keys_only);
    void cancel();

    /// Takes an event that has arrived already. Inline, because people call it once a key.
    bool try_read(event& e, bool keys_only) noexcept
    {
        if (read_.operation || end_)
            return false;
        if (has_ahead_) {
            has_ahead_ = false;
            if (is_wanted(ahead_, keys_only)) {
                e = ahead_;
                return true;
            }
        }
        while (backend_->take(e))
            if (is_wanted(e, keys_only))
                return true;
        return false;
    }

private:
    struct outstanding {
        read_operation::pointer operation; // null if no read is outstanding
        bool keys_only = false;
        bool completing = false;
        bool cancelled = false;
    };

    static bool is_wanted(const event& e, bool keys_only) noexcept
    {
        return !keys_only || e.get_if<key>() != nullptr;
    }

    void ready() override;
    void shutdown() noexcept override;
    void wait();
    bool look_ahead(bool keys_only);
    bool receive(bool keys_only);
    bool take_ahead(bool keys_only) noexcept;
    template <class Function>
    void post(const read_operation& operation, Function function);
    void complete_by_post();
    void complete();

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    outstanding read_;
    event ahead_; // decoded, but taken by nobody yet, if has_ahead_
    bool has_ahead_ = false;
    error_code end_; // once set, for ever
};

} // namespace cotty::detail
