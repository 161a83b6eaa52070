// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/backend.hpp"
#include "terminal/shutdown.hpp"

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

namespace cotty::detail {

/// The outstanding writes of a terminal, on any backend: one after the other, each whole. A write
/// that is given up midway is followed by what ends a sequence, so that it spoils nothing.
class writer final : public std::enable_shared_from_this<writer>,
                     private backend::listener,
                     private shutdown_member {
public:
    using handler_type = asio::any_completion_handler<void(error_code, std::size_t)>;

    writer(const asio::any_io_executor& executor, std::shared_ptr<backend> sink);

    void start(asio::const_buffer data, handler_type handler);

    /// The same for bytes that are handed over, perhaps without anybody who waits for it.
    void start(std::string bytes, handler_type handler = {});

    void cancel();

    /// Cancels all, and nothing will be written any more.
    void close();

    /// Until `resume` nothing is written, but for the rest of what has been written in part.
    void pause() noexcept { ++pauses_; }
    void resume();

    /// Finishes what has been written in part, waiting for the terminal, so that somebody else can
    /// write. Not for longer than `limit`.
    void settle(std::chrono::milliseconds limit);

    /// The same for all that is waiting.
    void flush(std::chrono::milliseconds limit);

private:
    struct operation {
        std::uint64_t id = 0;
        handler_type handler;
        asio::any_completion_executor executor; // the handler's, which it keeps at work
        std::string own;                        // the bytes, if they were handed over
        asio::const_buffer rest;
        std::size_t written = 0;
    };
    using operations = std::list<operation>;

    void ready() override;
    void shutdown() noexcept override;
    operation& add(handler_type handler);
    void begin(operation& o);
    void write();
    void write_first(error_code& ec);
    [[nodiscard]] bool is_midway() const noexcept;
    template <class Condition>
    void write_while(Condition condition, std::chrono::milliseconds limit);
    void cancel(std::uint64_t id, asio::cancellation_type type);
    void finish(operations::iterator done, error_code ec);
    void mend();

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    operations operations_;
    std::uint64_t last_id_ = 0;
    int pauses_ = 0;
};

} // namespace cotty::detail
