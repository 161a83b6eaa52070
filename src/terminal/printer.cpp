// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/printer.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <algorithm>
#include <utility>

namespace cotty::detail {

printer::printer(const asio::any_io_executor& executor, std::shared_ptr<writer> sink,
                 std::size_t limit)
    : shutdown_member(executor), executor_(executor), writer_(std::move(sink)), limit_(limit)
{
}

void printer::start(std::string text, handler_type handler)
{
    const asio::any_completion_executor own = asio::get_associated_executor(handler, executor_);
    const std::uint64_t id = ++last_id_;
    if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
        slot.assign([weak = weak_from_this(), id](asio::cancellation_type type) {
            const auto self = weak.lock();
            if (self && type != asio::cancellation_type::none)
                self->cancel(id);
        });
    waiting_.push_back({id, std::move(text), std::move(handler),
                        asio::prefer(own, asio::execution::outstanding_work.tracked)});
    go_on();
}

bool printer::try_print(std::string text)
{
    if (error_ || !waiting_.empty() || queued_ >= limit_)
        return false;
    put(std::move(text));
    return true;
}

/// Whoever has a place now gets it.
void printer::go_on()
{
    while (!waiting_.empty() && (error_ || queued_ < limit_)) {
        if (!error_)
            put(std::move(waiting_.front().text));
        finish(waiting_.begin(), error_);
    }
}

void printer::put(std::string text)
{
    const std::size_t size = text.size();
    queued_ += size;
    writer_->start(std::move(text), [self = shared_from_this(), size](error_code ec, std::size_t) {
        self->queued_ -= size;
        if (ec && ec != asio::error::operation_aborted)
            self->error_ = ec;
        self->go_on();
    });
}

void printer::cancel()
{
    while (!waiting_.empty())
        finish(waiting_.begin(), asio::error::operation_aborted);
}

void printer::cancel(std::uint64_t id)
{
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [id](const operation& o) { return o.id == id; });
    if (found != waiting_.end())
        finish(found, asio::error::operation_aborted);
}

void printer::finish(operations::iterator done, error_code ec)
{
    asio::post(executor_, asio::append(std::move(done->handler), ec));
    waiting_.erase(done);
}

void printer::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto dropped = std::exchange(waiting_, {});
}

} // namespace cotty::detail
