// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/writer.hpp"

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
namespace {

/// ST ends any sequence that was begun, and does nothing by itself (ECMA-48, 8.3.143).
constexpr std::string_view ends_sequences = "\x1b\\";

} // namespace

writer::writer(const asio::any_io_executor& executor, std::shared_ptr<backend> sink)
    : shutdown_member(executor), executor_(executor), backend_(std::move(sink))
{
}

void writer::start(asio::const_buffer data, handler_type handler)
{
    operation& o = add(std::move(handler));
    o.rest = data;
    begin(o);
}

void writer::start(std::string bytes, handler_type handler)
{
    operation& o = add(std::move(handler));
    o.own = std::move(bytes);
    o.rest = asio::buffer(o.own);
    begin(o);
}

writer::operation& writer::add(handler_type handler)
{
    const std::uint64_t id = ++last_id_;
    asio::any_completion_executor executor;
    if (handler) {
        const asio::any_completion_executor own = asio::get_associated_executor(handler, executor_);
        executor = asio::prefer(own, asio::execution::outstanding_work.tracked);
        if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
            slot.assign([weak = weak_from_this(), id](asio::cancellation_type type) {
                if (const auto self = weak.lock())
                    self->cancel(id, type);
            });
    }
    // Constructed, not assigned: in Boost 1.81 assigning an any_completion_handler never ends.
    operations_.push_back({id, std::move(handler), std::move(executor), {}, {}});
    return operations_.back();
}

void writer::begin(operation& o)
{
    if (&o == &operations_.front())
        write();
}

void writer::cancel()
{
    for (std::size_t n = operations_.size(); n > 0; --n)
        finish(std::prev(operations_.end()), asio::error::operation_aborted);
}

void writer::close()
{
    cancel();
    if (operations_.empty())
        return;
    error_code ignored;
    write_first(ignored); // what ends a torn sequence, if there is room for it
    operations_.clear();
    backend_->stop_waiting_for_output();
}

void writer::ready()
{
    const auto self = shared_from_this();
    write();
}

/// Whether the terminal has seen the beginning of something, and waits for the rest.
bool writer::is_midway() const noexcept
{
    return !operations_.empty() && operations_.front().written > 0;
}

/// The first write that is not whole yet goes on, then the others.
void writer::write()
{
    while (!operations_.empty() && (pauses_ == 0 || is_midway())) {
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

void writer::resume()
{
    --pauses_;
    write();
}

template <class Condition>
void writer::write_while(Condition condition, std::chrono::milliseconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (condition()) {
        error_code ec;
        write_first(ec);
        if (ec != asio::error::would_block) {
            finish(operations_.begin(), ec);
            continue;
        }
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0 || !backend_->wait_now(backend::direction::output, left))
            return;
    }
}

void writer::settle(std::chrono::milliseconds limit)
{
    write_while([this] { return is_midway(); }, limit);
}

void writer::flush(std::chrono::milliseconds limit)
{
    write_while([this] { return !operations_.empty(); }, limit);
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
    const bool torn = done->written > 0 && done->rest.size() > 0;
    if (done->handler)
        asio::post(executor_, asio::append(std::move(done->handler), ec, done->written));
    operations_.erase(done);
    if (torn && ec == asio::error::operation_aborted)
        mend();
    if (operations_.empty())
        backend_->stop_waiting_for_output();
}

/// What comes next must not become part of what was torn.
void writer::mend()
{
    operation& o = operations_.emplace_front();
    o.id = ++last_id_;
    o.own = ends_sequences;
    o.rest = asio::buffer(o.own);
}

void writer::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto dropped = std::exchange(operations_, {});
}

} // namespace cotty::detail
