// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "writer.hpp"

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

writer::writer(const asio::any_io_executor& executor, std::shared_ptr<backend> sink)
    : shutdown_member(executor), executor_(executor), backend_(std::move(sink))
{
}

void writer::start(asio::const_buffer data, handler_type handler)
{
    const asio::any_completion_executor own = asio::get_associated_executor(handler, executor_);
    auto slot = asio::get_associated_cancellation_slot(handler);
    const std::uint64_t id = ++last_id_;
    if (slot.is_connected())
        slot.assign([weak = weak_from_this(), id](asio::cancellation_type type) {
            if (const auto self = weak.lock())
                self->cancel(id, type);
        });
    operations_.push_back({id, std::move(handler),
                           asio::prefer(own, asio::execution::outstanding_work.tracked), data});
    if (operations_.size() == 1)
        write();
}

void writer::cancel()
{
    while (!operations_.empty())
        finish(operations_.begin(), asio::error::operation_aborted);
}

void writer::ready()
{
    const auto self = shared_from_this();
    write();
}

/// The first write that is not whole yet goes on, then the others.
void writer::write()
{
    while (!operations_.empty()) {
        error_code ec;
        write_first(ec);
        if (ec == asio::error::would_block) {
            backend_->wait_for_output(*this);
            return;
        }
        finish(operations_.begin(), ec);
    }
}

void writer::write_first(error_code& ec)
{
    operation& o = operations_.front();
    while (o.rest.size() > 0 && !ec) {
        const std::size_t n =
            backend_->write({static_cast<const char*>(o.rest.data()), o.rest.size()}, ec);
        o.written += n;
        o.rest += n;
    }
}

void writer::cancel(std::uint64_t id, asio::cancellation_type type)
{
    using asio::cancellation_type;
    const auto found = std::find_if(operations_.begin(), operations_.end(),
                                    [id](const operation& o) { return o.id == id; });
    if (found == operations_.end())
        return; // its completion is under way
    const auto midway = cancellation_type::partial | cancellation_type::terminal;
    if ((found->written == 0 ? type : type & midway) != cancellation_type::none)
        finish(found, asio::error::operation_aborted);
}

void writer::finish(operations::iterator done, error_code ec)
{
    asio::post(executor_, asio::append(std::move(done->handler), ec, done->written));
    operations_.erase(done);
    if (operations_.empty())
        backend_->stop_waiting_for_output();
}

void writer::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto dropped = std::exchange(operations_, {});
}

} // namespace cotty::detail
