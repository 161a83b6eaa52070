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
    add(false, std::move(text), std::move(handler));
}

void printer::flush(handler_type handler)
{
    add(true, {}, std::move(handler));
}

void printer::add(bool is_flush, std::string text, handler_type handler)
{
    const asio::any_completion_executor own = asio::get_associated_executor(handler, executor_);
    const std::uint64_t id = ++last_id_;
    if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
        slot.assign([weak = weak_from_this(), id](asio::cancellation_type type) {
            const auto self = weak.lock();
            if (self && type != asio::cancellation_type::none)
                self->cancel(id);
        });
    waiting_.push_back({id, is_flush, std::move(text), std::move(handler),
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
    while (!waiting_.empty() && (error_ || queued_ < limit_ || waiting_.front().is_flush))
        place_first();
}

void printer::place_first()
{
    if (waiting_.front().is_flush)
        return put_flush();
    if (!error_)
        put(std::move(waiting_.front().text));
    finish(waiting_, waiting_.begin(), error_);
}

/// An empty text, which is written when all before it is.
void printer::put_flush()
{
    const std::uint64_t id = waiting_.front().id;
    flushing_.splice(flushing_.end(), waiting_, waiting_.begin());
    writer_->start(writer::whole::text, {},
                   [self = shared_from_this(), id](error_code ec, std::size_t) {
                       const auto found = self->find(self->flushing_, id);
                       if (found != self->flushing_.end())
                           self->finish(self->flushing_, found, self->error_ ? self->error_ : ec);
                   });
}

void printer::put(std::string text)
{
    const std::size_t size = text.size();
    queued_ += size;
    writer_->start(writer::whole::text, std::move(text),
                   [self = shared_from_this(), size](error_code ec, std::size_t) {
                       self->queued_ -= size;
                       if (ec && ec != asio::error::operation_aborted)
                           self->error_ = ec;
                       self->go_on();
                   });
}

void printer::cancel()
{
    for (operations* const all : {&waiting_, &flushing_})
        while (!all->empty())
            finish(*all, all->begin(), asio::error::operation_aborted);
}

void printer::close()
{
    while (!waiting_.empty())
        place_first();
}

void printer::cancel(std::uint64_t id)
{
    for (operations* const all : {&waiting_, &flushing_})
        if (const auto found = find(*all, id); found != all->end())
            finish(*all, found, asio::error::operation_aborted);
}

printer::operations::iterator printer::find(operations& all, std::uint64_t id)
{
    return std::find_if(all.begin(), all.end(), [id](const operation& o) { return o.id == id; });
}

void printer::finish(operations& all, operations::iterator done, error_code ec)
{
    asio::post(executor_, asio::append(std::move(done->handler), ec));
    all.erase(done);
}

void printer::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto waiting = std::exchange(waiting_, {});
    const auto flushing = std::exchange(flushing_, {});
}

} // namespace cotty::detail
