// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "reader.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <utility>

namespace cotty::detail {

reader::reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source)
    : shutdown_member(executor), executor_(executor), backend_(std::move(source))
{
}

void reader::start(handler_type handler, bool keys_only)
{
    if (operation_) {
        asio::post(executor_,
                   asio::append(std::move(handler), error_code(errc::read_in_progress), event{}));
        return;
    }
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected())
        slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
            const auto self = weak.lock();
            if (self && type != asio::cancellation_type::none)
                self->cancel();
        });
    const asio::any_completion_executor own = asio::get_associated_executor(handler, executor_);
    operation_.emplace(operation{std::move(handler),
                                 asio::prefer(own, asio::execution::outstanding_work.tracked),
                                 keys_only});
    // What has arrived but was not received yet comes with the wait: nothing is read twice.
    if (look_ahead(keys_only, false))
        complete_by_post();
    else
        backend_->wait_for_input(*this);
}

bool reader::try_read(event& e, bool keys_only) noexcept
{
    if (operation_ || end_ || !look_ahead(keys_only, false) || !ahead_)
        return false;
    e = *std::exchange(ahead_, std::nullopt);
    return true;
}

void reader::cancel()
{
    if (!operation_)
        return;
    operation_->cancelled = true;
    if (!operation_->completing)
        complete_by_post();
}

/// Something may have arrived: sees whether the read can complete.
void reader::ready()
{
    const auto self = shared_from_this();
    if (!operation_ || operation_->completing)
        return;
    if (!look_ahead(operation_->keys_only, true)) {
        backend_->wait_for_input(*this);
        return;
    }
    operation_->completing = true;
    asio::dispatch(executor_,
                   asio::bind_executor(operation_->executor, [self] { self->complete(); }));
}

/// True when a read can complete: with the event ahead, or with the error.
bool reader::look_ahead(bool keys_only, bool receiving)
{
    const auto wanted = [keys_only](const event& e) {
        return !keys_only || e.get_if<key>() != nullptr;
    };
    if (ahead_ && !wanted(*ahead_))
        ahead_.reset();
    while (!ahead_) {
        event e;
        if (backend_->take(e)) {
            if (wanted(e))
                ahead_ = e;
        } else if (end_ || !receiving || !backend_->receive(end_)) {
            break;
        }
    }
    return ahead_ || end_;
}

void reader::complete_by_post()
{
    operation_->completing = true;
    asio::post(executor_, asio::bind_executor(operation_->executor,
                                              [self = shared_from_this()] { self->complete(); }));
}

void reader::complete()
{
    if (!operation_)
        return; // shut down meanwhile
    operation done = *std::exchange(operation_, std::nullopt);
    asio::get_associated_cancellation_slot(done.handler).clear();
    event e;
    error_code ec;
    if (done.cancelled)
        ec = asio::error::operation_aborted;
    else if (ahead_)
        e = *std::exchange(ahead_, std::nullopt);
    else
        ec = end_;
    std::move(done.handler)(ec, e);
    // The handler usually starts the next read at once. If not, no wait may keep the event loop
    // running, nor read what is meant for somebody else.
    if (!operation_)
        backend_->stop_waiting_for_input();
}

void reader::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto dropped = std::exchange(operation_, std::nullopt);
}

} // namespace cotty::detail
