// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/reader.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <string>
#include <utility>

namespace cotty::detail {
namespace {

/// How much is kept of what comes while answers are waited for, in bytes and in events. What is
/// more stays with the system, and the answers behind it do not come in time.
constexpr std::size_t most_kept_bytes = 1 << 20;
constexpr std::size_t most_kept = 4096;

} // namespace

reader::reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source,
               std::shared_ptr<asker> questions, bool releases)
    : shutdown_member(executor), home_{executor, {}}, backend_(std::move(source)),
      questions_(std::move(questions)), releases_(releases)
{
}

void reader::start(read_operation::pointer operation, bool keys_only)
{
    if (read_.operation || !self_ || !backend_->claim_input()) {
        refuse(std::move(operation),
               self_ ? error_code(errc::read_in_progress) : asio::error::operation_aborted);
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
    else if (pauses_ == 0)
        wait();
}

void reader::refuse(read_operation::pointer operation, error_code ec)
{
    const auto& o = *operation;
    post(o, [self = shared_from_this(), refused = std::move(operation), ec]() mutable {
        read_operation::complete(std::move(refused), ec, {});
    });
}

void reader::catch_up()
{
    if (pauses_ > 0 || !self_ || end_)
        return;
    keep_all();
    while (may_keep() && backend_->receive(end_))
        keep_all();
    if (read_.operation && !read_.completing && look_ahead(read_.keys_only))
        complete_by_post();
}

void reader::attend()
{
    if (!self_) {
        questions_->fail(asio::error::operation_aborted);
    } else if (end_) {
        questions_->fail(end_);
    } else if (!backend_->claim_input()) {
        questions_->fail(errc::read_in_progress);
    } else if (!read_.operation) {
        keep_all(); // what comes now is behind what has come
        relax();
    }
}

bool reader::may_keep() const noexcept
{
    return kept_bytes_ < most_kept_bytes && kept_.size() < most_kept;
}

void reader::wait()
{
    // What is not decided yet is asked about, rather than guessed after some time.
    if (backend_->is_undecided()) [[unlikely]]
        questions_->decide_by_answer();
    backend_->wait_for_input(self_);
}

void reader::pause() noexcept
{
    ++pauses_;
    backend_->stop_waiting_for_input();
}

void reader::resume()
{
    --pauses_;
    if (has_to_read())
        wait();
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
    if (!has_to_read())
        return;
    if (!read_.operation || read_.completing) {
        receive_answers();
        relax();
        return;
    }
    if (!receive(read_.keys_only)) {
        wait();
        return;
    }
    read_.completing = true;
    if (const auto& elsewhere = read_.operation->elsewhere)
        asio::dispatch(home_.executor, asio::bind_executor(*elsewhere, [self = shared_from_this()] {
                           self->complete();
                       }));
    else
        complete();
}

/// True when a read can complete: with the event ahead, or with the error.
bool reader::look_ahead(bool keys_only)
{
    if (has_ahead_ && (is_wanted(ahead_, keys_only) || is_pasted(ahead_)))
        return true;
    has_ahead_ = take_next(ahead_, keys_only);
    return has_ahead_ || end_;
}

/// The same after a wait, before which there was nothing to take: receives first.
bool reader::receive(bool keys_only)
{
    while (backend_->receive(end_))
        if (take_next(ahead_, keys_only))
            return has_ahead_ = true;
    if (!end_)
        return false;
    questions_->fail(end_);
    return true;
}

/// What was taken from the backend before, and is not read yet.
bool reader::take_held(event& e, bool keys_only)
{
    if (pasted_.holds() && !keys_only) {
        pasted_.rest(e);
        return true;
    }
    if (pasted_.next(e))
        return true;
    while (!kept_.empty()) {
        kept_bytes_ -= kept_.front().size();
        given_ = std::move(kept_.front());
        kept_.pop_front();
        e = *given_;
        if (is_wanted(e, keys_only) || is_pasted(e))
            return true;
    }
    return false;
}

/// Where keys are wanted, and `e` is a paste, it becomes the first of its keys. False if it is
/// none, or holds none.
bool reader::is_pasted(event& e)
{
    const paste* const p = e.get_if<paste>();
    if (p == nullptr)
        return false;
    pasted_.add(*p);
    return pasted_.next(e);
}

bool reader::is_answer(const event& e)
{
    if (const auto* const r = e.get_if<reply>())
        return questions_->hear(*r);
    return e.get_if<unknown>() != nullptr && e.raw.size() > 1 && questions_->hear(e.raw);
}

/// Nobody reads, but somebody waits for an answer.
void reader::receive_answers()
{
    keep_all();
    while (questions_->is_waiting() && may_keep() && backend_->receive(end_))
        keep_all();
    if (end_)
        questions_->fail(end_);
}

/// Keeps what has been received for the reads to come.
void reader::keep_all()
{
    if (has_ahead_) {
        given_ = owned_event(ahead_); // its bytes are about to be overwritten
        ahead_ = *given_;
    }
    event e;
    while (backend_->take(e)) {
        if (is_answer(e))
            continue;
        kept_.emplace_back(e);
        kept_bytes_ += kept_.back().size();
    }
}

void reader::leave_behind()
{
    const bool ahead = std::exchange(has_ahead_, false);
    const key* const k = ahead ? ahead_.get_if<key>() : nullptr;
    std::string bytes;
    if (pasted_.holds() || (k != nullptr && k->pasted))
        bytes = pasted_.to_bytes(ahead ? ahead_.raw : std::string_view());
    else if (ahead)
        bytes = ahead_.raw;
    pasted_ = {};
    for (event e; take_next(e, false);)
        bytes += e.raw;
    backend_->decide();
    for (event e; take_next(e, false);)
        bytes += e.raw;
    if (!bytes.empty())
        backend_->leave_behind(std::move(bytes));
}

void reader::drain(std::chrono::milliseconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    const bool unsure = questions_->may_meet_strangers();
    questions_->trust(); // what would be asked again now might be answered too late
    if (questions_->expects())
        keep_all();
    while (questions_->expects() && !end_) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0 || !backend_->wait_now(backend::direction::input, left))
            break;
        while (backend_->receive(end_))
            keep_all();
    }
    if (unsure)
        questions_->meet_strangers();
    if (read_.operation && !read_.completing && look_ahead(read_.keys_only))
        complete_by_post();
}

/// Runs a function where the operation's handler belongs.
template <class Function>
void reader::post(const read_operation& operation, Function function)
{
    if (operation.elsewhere)
        asio::post(home_.executor, asio::bind_executor(*operation.elsewhere, std::move(function)));
    else
        asio::post(home_.executor, std::move(function));
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
    in_a_row_ = 0;
    auto operation = std::move(read_.operation);
    const auto at_work = std::move(operation->elsewhere); // until the handler has run
    operation->slot().clear();
    if (read_.cancelled)
        read_operation::complete(std::move(operation), asio::error::operation_aborted, {});
    else if (std::exchange(has_ahead_, false))
        read_operation::complete(std::move(operation), {}, ahead_);
    else
        read_operation::complete(std::move(operation), end_, {});
    if (!read_.operation) // the handler usually starts the next read at once
        relax();
}

/// Where nobody waits for anything no wait may keep the event loop running, nor read what is meant
/// for somebody else.
void reader::relax()
{
    if (read_.operation)
        return; // which waits already, or is about to complete
    if (has_to_read())
        wait();
    else
        backend_->stop_waiting_for_input();
}

void reader::shutdown() noexcept
{
    const auto self = std::exchange(self_, {});
    const auto dropped = std::exchange(read_, {});
}

} // namespace cotty::detail
