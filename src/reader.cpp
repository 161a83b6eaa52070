// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "reader.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace cotty::detail {

reader::reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source)
    : shutdown_member(executor), executor_(executor), backend_(std::move(source))
{
}

void reader::start(read_operation::pointer operation, bool keys_only)
{
    if (read_.operation) {
        const auto& o = *operation;
        post(o, [refused = std::move(operation)]() mutable {
            read_operation::complete(std::move(refused), errc::read_in_progress, {});
        });
        return;
    }
    read_ = {std::move(operation), keys_only};
    if (auto slot = read_.operation->slot(); slot.is_connected())
        slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
            const auto self = weak.lock();
            if (self && type != asio::cancellation_type::none)
                self->cancel();
        });
    // What has arrived but was not received yet comes with the wait: nothing is read twice.
    if (look_ahead(keys_only))
        complete_by_post();
    else
        wait();
}

void reader::wait()
{
    backend_->wait_for_input(std::shared_ptr<listener>(shared_from_this(), this));
}

void reader::cancel()
{
    if (!read_.operation)
        return;
    read_.cancelled = true;
    if (!read_.completing)
        complete_by_post();
}

/// Something may have arrived: sees whether the read can complete.
void reader::ready()
{
    // The handler may destroy the terminal, but whoever calls here shares this object.
    if (!read_.operation || read_.completing)
        return;
    if (!receive(read_.keys_only)) {
        wait();
        return;
    }
    read_.completing = true;
    if (const auto& elsewhere = read_.operation->elsewhere)
        asio::dispatch(executor_, asio::bind_executor(*elsewhere, [self = shared_from_this()] {
                           self->complete();
                       }));
    else
        complete();
}

/// True when a read can complete: with the event ahead, or with the error.
bool reader::look_ahead(bool keys_only)
{
    if (has_ahead_ && is_wanted(ahead_, keys_only))
        return true;
    has_ahead_ = take_ahead(keys_only);
    return has_ahead_ || end_;
}

/// The same after a wait, before which there was nothing to take: receives first.
bool reader::receive(bool keys_only)
{
    while (backend_->receive(end_))
        if (take_ahead(keys_only))
            return has_ahead_ = true;
    return static_cast<bool>(end_);
}

bool reader::take_ahead(bool keys_only) noexcept
{
    while (backend_->take(ahead_))
        if (is_wanted(ahead_, keys_only))
            return true;
    return false;
}

/// Runs a function where the operation's handler belongs.
template <class Function>
void reader::post(const read_operation& operation, Function function)
{
    if (operation.elsewhere)
        asio::post(executor_, asio::bind_executor(*operation.elsewhere, std::move(function)));
    else
        asio::post(executor_, std::move(function));
}

void reader::complete_by_post()
{
    read_.completing = true;
    post(*read_.operation, [self = shared_from_this()] { self->complete(); });
}

void reader::complete()
{
    if (!read_.operation)
        return; // shut down meanwhile
    auto operation = std::move(read_.operation);
    const auto at_work = std::move(operation->elsewhere); // until the handler has run
    operation->slot().clear();
    if (read_.cancelled)
        read_operation::complete(std::move(operation), asio::error::operation_aborted, {});
    else if (std::exchange(has_ahead_, false))
        read_operation::complete(std::move(operation), {}, ahead_);
    else
        read_operation::complete(std::move(operation), end_, {});
    // The handler usually starts the next read at once. If not, no wait may keep the event loop
    // running, nor read what is meant for somebody else.
    if (!read_.operation)
        backend_->stop_waiting_for_input();
}

void reader::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto dropped = std::exchange(read_, {});
}

} // namespace cotty::detail
