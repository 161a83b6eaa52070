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
#include <string_view>
#include <utility>

namespace cotty::detail {
namespace {

using clock = std::chrono::steady_clock;

/// ST ends any sequence that was begun, and does nothing by itself (ECMA-48, 8.3.143).
constexpr std::string_view ends_sequences = "\x1b\\";

/// How long a sequence may stand still while others wait for its end.
constexpr std::chrono::seconds longest_hold{1};

/// A terminal that is left and goes on taking output is waited for that much longer than one that
/// takes nothing.
constexpr int goodwill = 10;

std::string_view bytes_of(asio::const_buffer b) noexcept
{
    return {static_cast<const char*>(b.data()), b.size()};
}

} // namespace

writer::writer(const asio::any_io_executor& executor, std::shared_ptr<backend> sink,
               std::chrono::milliseconds last_patience)
    : shutdown_member(executor), executor_(executor), backend_(std::move(sink)),
      obeyed_(backend_->writes_to_terminal()), last_patience_(last_patience), timer_(executor)
{
}

void writer::start(asio::const_buffer data, handler_type handler)
{
    operation& o = add(operation::what::users, std::move(handler));
    o.rest = data;
    begin(o);
}

void writer::start(std::string bytes, handler_type handler)
{
    operation& o = add(operation::what::users, std::move(handler));
    o.own = std::move(bytes);
    o.rest = asio::buffer(o.own);
    begin(o);
}

void writer::start(whole kind, std::string bytes, handler_type handler)
{
    operation& o = add(kind == whole::text ? operation::what::text : operation::what::question,
                       std::move(handler));
    o.own = std::move(bytes);
    o.rest = asio::buffer(o.own);
    begin(o);
}

writer::operation& writer::add(operation::what kind, handler_type handler)
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
    if (operations_.empty())
        last_progress_ = clock::now(); // from here on a terminal that takes nothing shows it
    // Constructed, not assigned: in Boost 1.81 assigning an any_completion_handler never ends.
    operations_.push_back({id, kind, std::move(handler), std::move(executor), {}, {}});
    return operations_.back();
}

/// Where others wait for the terminal this waits behind them; but it may be what they wait for.
void writer::begin(operation& o)
{
    if (&o == &operations_.front() || timer_started_)
        write();
}

void writer::cancel()
{
    for (auto o = operations_.end(); o != operations_.begin();)
        if (const auto last = std::prev(o); last->kind == operation::what::users)
            finish(last, asio::error::operation_aborted);
        else
            o = last;
}

void writer::close()
{
    closed_ = true;
    for (auto o = operations_.end(); o != operations_.begin();) {
        const auto last = std::prev(o);
        const bool is_borrowed = last->kind == operation::what::users && last->own.empty();
        const bool is_idle = last->kind == operation::what::question && last->written == 0;
        if (is_borrowed || is_idle)
            finish(last, asio::error::operation_aborted);
        else
            o = last;
    }
    if (pauses_ > 0)
        return write_while([this] { return is_midway(); }, clock::now); // the rest when it is over
    write_rest();
    while (!operations_.empty())
        finish(operations_.begin(), asio::error::operation_aborted);
}

/// What has been promised is written; what ends a torn sequence, too, if there is room for it.
void writer::write_rest() noexcept
{
    // One that stands still may have room for a few bytes, which is no progress; but if nobody has
    // looked for so long, it does not show in the time alone.
    const auto now = clock::now();
    const bool stands_still = now - last_progress_ >= last_patience_ &&
                              !backend_->wait_now(backend::direction::output, {});
    const auto end = stands_still ? now : now + last_patience_ * goodwill;
    const auto deadline = [&] { return std::min(end, last_progress_ + last_patience_); };
    write_while([this] { return choose(); }, deadline);
    if (!may_interrupt())
        end_sequence();
    write_while([this] { return choose(); }, deadline);
}

/// \pre no other thread uses the terminal; which is sure for the one that did so last
void writer::write_last() noexcept
{
    if (thread_ != std::this_thread::get_id() || operations_.empty())
        return;
    down_ = true;
    write_rest();
}

void writer::ready()
{
    const auto self = shared_from_this();
    write();
}

/// Whether the terminal has seen the beginning of something, and waits for the rest.
bool writer::is_midway() const noexcept
{
    return !operations_.empty() && (operations_.front().written > 0 ||
                                    operations_.front().kind == operation::what::end_of_sequence);
}

/// Puts what is to be written now in front. False if that is nothing.
bool writer::choose()
{
    if (is_midway())
        return true;
    if (pauses_ > 0 || operations_.empty())
        return false;
    if (may_interrupt())
        return true;
    const auto users = std::find_if(operations_.begin(), operations_.end(), [](const operation& o) {
        return o.kind == operation::what::users;
    });
    if (users == operations_.end())
        return false;
    operations_.splice(operations_.begin(), operations_, users);
    return true;
}

/// The first write that is not whole yet goes on, then the others.
void writer::write()
{
    while (choose()) {
        error_code ec;
        write_first(ec);
        if (ec == asio::error::would_block) {
            thread_ = std::this_thread::get_id();
            if (!down_)
                backend_->wait_for_output(*this);
            return;
        }
        finish(operations_.begin(), ec);
    }
    hold();
}

/// Where something waits for the end of a sequence, that comes in time.
void writer::hold()
{
    if (down_)
        return;
    if (operations_.empty() || pauses_ > 0) {
        if (std::exchange(timer_started_, false))
            timer_.cancel();
        return;
    }
    thread_ = std::this_thread::get_id();
    if (std::exchange(timer_started_, true))
        return;
    timer_.expires_at(last_of_user_ + longest_hold);
    timer_.async_wait([weak = weak_from_this()](error_code ec) {
        const auto self = weak.lock();
        if (ec || !self || !std::exchange(self->timer_started_, false))
            return;
        if (!self->may_interrupt() && clock::now() >= self->last_of_user_ + longest_hold)
            self->end_sequence();
        self->write();
    });
}

void writer::write_first(error_code& ec)
{
    operation& o = operations_.front();
    while (o.rest.size() > 0 && !ec) {
        std::size_t n = 0;
        if (o.kind == operation::what::users && broken_)
            n = drop_broken(bytes_of(o.rest));
        else
            n = backend_->write(bytes_of(o.rest), ec);
        if (n > 0) {
            last_progress_ = clock::now();
            if (o.kind == operation::what::users && !broken_ && obeyed_)
                state_.pass(bytes_of(o.rest).substr(0, n));
        }
        o.written += n;
        o.rest += n;
    }
    if (o.kind == operation::what::users)
        last_of_user_ = clock::now();
}

/// Of a sequence that has been ended already.
std::size_t writer::drop_broken(std::string_view bytes) noexcept
{
    std::size_t n = 0;
    while (n < bytes.size() && !state_.is_between()) {
        if (state_.is_left_by(bytes.substr(n)))
            state_.reset();
        else
            state_.pass(bytes.substr(n++, 1));
    }
    broken_ = !state_.is_between();
    return n;
}

bool writer::would_be_held() const
{
    if (broken_)
        return false;
    output_state after = state_;
    if (obeyed_)
        for (const operation& o : operations_)
            if (o.kind == operation::what::users)
                after.pass(bytes_of(o.rest));
    return !after.is_between();
}

void writer::pause()
{
    ++pauses_;
    if (!may_interrupt() && !is_midway()) {
        end_sequence();
        write();
    }
}

void writer::resume()
{
    --pauses_;
    if (!closed_)
        write();
    else if (pauses_ == 0)
        close();
}

/// \param deadline a function, asked where the terminal takes nothing
template <class Condition, class Deadline>
void writer::write_while(Condition condition, Deadline deadline)
{
    while (condition()) {
        error_code ec;
        write_first(ec);
        if (ec != asio::error::would_block) {
            finish(operations_.begin(), ec);
            continue;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline() - clock::now());
        if (left.count() <= 0 || !backend_->wait_now(backend::direction::output, left))
            return;
    }
}

void writer::settle(std::chrono::milliseconds limit)
{
    const auto deadline = [end = clock::now() + limit] { return end; };
    const auto users_are_within = [this] { return is_midway() || (!may_interrupt() && choose()); };
    write_while(users_are_within, deadline);
    if (!may_interrupt() && !is_midway())
        end_sequence();
    write_while([this] { return is_midway(); }, deadline);
}

void writer::flush(std::chrono::milliseconds limit)
{
    const auto deadline = [end = clock::now() + limit] { return end; };
    write_while([this] { return choose(); }, deadline);
    settle(std::chrono::ceil<std::chrono::milliseconds>(
        std::max(deadline() - clock::now(), clock::duration::zero())));
    write_while([this] { return choose(); }, deadline);
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
    const bool users = done->kind == operation::what::users;
    if (done->handler)
        asio::post(executor_, asio::append(std::move(done->handler), ec, done->written));
    operations_.erase(done);
    if (torn && ec == asio::error::operation_aborted) {
        if (users && (!obeyed_ || !may_interrupt()))
            end_sequence();
        state_.reset(); // who begins anew
        broken_ = false;
    }
    if (operations_.empty() && !down_)
        backend_->stop_waiting_for_output();
}

/// What comes next must not become part of what was begun.
void writer::end_sequence()
{
    operation& o = operations_.emplace_front();
    o.id = ++last_id_;
    o.kind = operation::what::end_of_sequence;
    o.own = ends_sequences;
    o.rest = asio::buffer(o.own);
    broken_ = true;
}

void writer::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    down_ = true;
    // Who holds the terminal object may go with a handler, and then closes this.
    std::list<handler_type> dropped;
    for (auto o = operations_.begin(); o != operations_.end();) {
        dropped.push_back(std::move(o->handler));
        o->executor = {};
        const bool is_borrowed = o->kind == operation::what::users && o->own.empty();
        o = is_borrowed ? operations_.erase(o) : std::next(o);
    }
}

} // namespace cotty::detail
