// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/asker.hpp"

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

constexpr std::chrono::milliseconds grace{10};

} // namespace

asker::asker(const asio::any_io_executor& executor, std::shared_ptr<backend> source,
             std::shared_ptr<writer> sink, std::chrono::milliseconds patience, bool decides)
    : shutdown_member(executor), executor_(executor), backend_(std::move(source)),
      writer_(std::move(sink)), decides_(decides), conversation_(patience), timer_(executor)
{
    if (!backend_->is_shared())
        trust();
}

void asker::start(std::shared_ptr<question> q, handler_type handler)
{
    const error_code refused =
        backend_->can_be_asked() ? backend_->prepare_answer(*q) : error_code(errc::cannot_be_asked);
    if (refused) {
        asio::post(executor_, asio::append(std::move(handler), refused));
        return;
    }
    const asio::any_completion_executor own = asio::get_associated_executor(handler, executor_);
    if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
        slot.assign([weak = weak_from_this(), asked = q.get()](asio::cancellation_type type) {
            const auto self = weak.lock();
            if (self && type != asio::cancellation_type::none)
                self->cancel(*asked);
        });
    waiting_.push_back(
        {q, std::move(handler), asio::prefer(own, asio::execution::outstanding_work.tracked)});
    ask(std::move(q));
    wait_for_deadline();
}

void asker::ask(std::shared_ptr<question> q)
{
    const std::string bytes = conversation_.ask(std::move(q), clock::now());
    announce(); // first: from here on answers may come
    writer_->start(writer::whole::question, bytes);
}

/// Tells those below what answers are still to come.
void asker::announce() noexcept
{
    backend_->note_unanswered(conversation_.unanswered(), patience_at_end());
    backend_->expect_cursor_position(conversation_.expects_position());
}

bool asker::decides_by_answer() const noexcept
{
    return decides_ && !conversation_.is_silent() && backend_->can_be_asked();
}

void asker::decide_by_answer()
{
    expire();
    if (!decides_by_answer())
        return;
    if (!conversation_.fence()) {
        if (writer_->would_be_held())
            return; // nobody knows for how long: time decides
        ask(nullptr);
    }
    backend_->expect_answer(*conversation_.fence());
}

/// On a slow line answers take longer, but not so long that somebody wonders why a program does not
/// end.
std::chrono::milliseconds asker::patience_at_end() const noexcept
{
    using std::chrono::milliseconds;
    if (conversation_.is_silent())
        return {};
    const auto usual = conversation_.round_trip().value_or(std::chrono::microseconds());
    return std::clamp(std::chrono::ceil<milliseconds>(3 * usual), milliseconds(250),
                      milliseconds(1000));
}

bool asker::is_silent()
{
    expire();
    return conversation_.is_silent();
}

bool asker::ask_fence()
{
    if (is_silent() || !backend_->can_be_asked())
        return false;
    ask(nullptr);
    return true;
}

bool asker::hear(const reply& r)
{
    conversation::outcomes done;
    if (!conversation_.hear(r, clock::now(), done))
        return false;
    if (const std::string again = conversation_.ask_again(clock::now()); !again.empty())
        writer_->start(writer::whole::question, again);
    announce();
    finish(done);
    wait_for_deadline();
    return true;
}

bool asker::hear(std::string_view sequence)
{
    reply r;
    r.kind = reply_kind::other;
    r.text = sequence;
    return conversation_.expects() && hear(r);
}

void asker::expire()
{
    if (!conversation_.expects())
        return;
    conversation::outcomes done;
    conversation_.expire(clock::now(), done);
    if (!backend_->is_shared())
        trust();
    announce();
    finish(done);
}

void asker::cancel()
{
    fail(asio::error::operation_aborted);
}

void asker::fail(error_code ec)
{
    while (!waiting_.empty()) {
        conversation_.abandon(*waiting_.front().asked);
        finish(waiting_.begin(), ec);
    }
}

void asker::cancel(const question& q)
{
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [&q](const operation& o) { return o.asked.get() == &q; });
    if (found == waiting_.end())
        return; // its completion is under way
    conversation_.abandon(q);
    finish(found, asio::error::operation_aborted);
}

void asker::finish(const conversation::outcomes& done)
{
    for (const auto& [asked, error] : done) {
        const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                        [&q = asked](const operation& o) { return o.asked == q; });
        if (found != waiting_.end())
            finish(found, error);
    }
}

void asker::finish(operations::iterator done, error_code ec)
{
    asio::post(executor_, asio::append(std::move(done->handler), ec));
    waiting_.erase(done);
    wait_for_deadline();
    if (waiting_.empty() && idle_)
        idle_();
}

void asker::wait_for_deadline()
{
    const auto deadline = conversation_.deadline();
    if (!deadline) {
        if (std::exchange(timer_started_, false))
            timer_.cancel();
        return;
    }
    if (timer_started_ && timer_.expiry() == *deadline)
        return;
    graced_ = false;
    wait_until(*deadline);
}

void asker::wait_until(clock::time_point time)
{
    timer_started_ = true;
    timer_.expires_at(time);
    timer_.async_wait([self = shared_from_this()](error_code ec) {
        if (ec || clock::now() < self->timer_.expiry())
            return; // given up, or set anew
        self->timer_started_ = false;
        // An answer that has arrived already is read first, if anybody reads.
        if (!std::exchange(self->graced_, true) &&
            self->backend_->wait_now(backend::direction::input, {}))
            self->wait_until(clock::now() + grace);
        else
            self->expire();
    });
}

void asker::shutdown() noexcept
{
    const auto self = weak_from_this().lock();
    const auto dropped = std::exchange(waiting_, {});
}

} // namespace cotty::detail
