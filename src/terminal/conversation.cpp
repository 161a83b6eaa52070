// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/conversation.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace cotty::detail {
namespace {

constexpr std::string_view fence_question = "\x1b[c";

/// A terminal that has answered before will answer again: if it does not, the line is slow.
constexpr int trust = 5;

/// How long an answer that nobody waits for is still recognized as one that was asked for.
constexpr std::chrono::seconds memory{30};

} // namespace

std::chrono::milliseconds conversation::patience() const noexcept
{
    return round_trip_ && !silent_ ? patience_ * trust : patience_;
}

std::string conversation::ask(std::shared_ptr<question> q, time_point now)
{
    std::string bytes = q ? q->bytes() : std::string();
    bytes += fence_question;
    asked_.push_back({std::move(q), now, now + patience()});
    return bytes;
}

bool conversation::expects_position() const noexcept
{
    return std::any_of(asked_.begin(), asked_.end(),
                       [](const exchange& e) { return e.asked && e.asked->asks_for_position(); });
}

bool conversation::hear(const reply& r, time_point now, outcomes& done)
{
    if (asked_.empty())
        return false;
    if (r.kind == reply_kind::primary_attributes) {
        hear_fence(r, now, done);
        return true;
    }
    for (exchange& e : asked_) {
        if (!e.asked || !e.asked->hear(r))
            continue;
        if (!e.over && e.asked->is_answered()) {
            e.over = true;
            done.push_back({e.asked, {}});
        }
        return true;
    }
    return false;
}

void conversation::hear_fence(const reply& r, time_point now, outcomes& done)
{
    const exchange e = std::move(asked_.front());
    asked_.pop_front();
    silent_ = false;
    round_trip_ = std::chrono::duration_cast<std::chrono::microseconds>(now - e.when);
    if (!e.asked || e.over)
        return;
    e.asked->hear(r);
    done.push_back({e.asked, e.asked->is_answered() ? error_code() : errc::not_answered});
}

std::optional<conversation::time_point> conversation::fence() const noexcept
{
    if (asked_.empty() || silent_)
        return {};
    return asked_.back().until;
}

std::optional<conversation::time_point> conversation::deadline() const noexcept
{
    std::optional<time_point> first;
    for (const exchange& e : asked_)
        if (e.asked && !e.over)
            first = std::min(first.value_or(e.until), e.until);
    return first;
}

void conversation::expire(time_point now, outcomes& done)
{
    for (exchange& e : asked_) {
        if (now < e.until)
            continue;
        silent_ = true;
        if (e.asked && !std::exchange(e.over, true))
            done.push_back({e.asked, boost::asio::error::timed_out});
    }
    while (!asked_.empty() && now >= asked_.front().until + memory)
        asked_.pop_front();
}

void conversation::abandon(const question& q) noexcept
{
    for (exchange& e : asked_)
        if (e.asked.get() == &q)
            e.over = true;
}

} // namespace cotty::detail
