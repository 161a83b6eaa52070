// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/shutdown.hpp"
#include "terminal/writer.hpp"

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

namespace cotty::detail {

/// Texts that are printed: a queue of limited size, and those who wait for their place in it.
class printer final : public std::enable_shared_from_this<printer>, private shutdown_member {
public:
    using handler_type = asio::any_completion_handler<void(error_code)>;

    printer(const asio::any_io_executor& executor, std::shared_ptr<writer> sink, std::size_t limit);

    /// Completes when the text has its place.
    void start(std::string text, handler_type handler);

    /// False, and nothing is done, if there is no place.
    bool try_print(std::string text);

    /// Completes when all that was started before is written, or with what that failed with.
    void flush(handler_type handler);

    void cancel();

    /// To be called last: what waits for its place gets it, however much there is.
    void close();

private:
    struct operation {
        std::uint64_t id = 0;
        bool is_flush = false;
        std::string text;
        handler_type handler;
        asio::any_completion_executor executor; // the handler's, which it keeps at work
    };
    using operations = std::list<operation>;

    void shutdown() noexcept override;
    void add(bool is_flush, std::string text, handler_type handler);
    void cancel(std::uint64_t id);
    void go_on();
    void place_first();
    void put(std::string text);
    void put_flush();
    static operations::iterator find(operations& all, std::uint64_t id);
    void finish(operations& all, operations::iterator done, error_code ec);

    asio::any_io_executor executor_;
    std::shared_ptr<writer> writer_;
    std::size_t limit_;
    std::size_t queued_ = 0; // bytes that the writer has got from here and not written
    operations waiting_;     // for their place
    operations flushing_;    // in their place, behind what they wait for
    std::uint64_t last_id_ = 0;
    error_code error_; // of a text that has been put
};

} // namespace cotty::detail
