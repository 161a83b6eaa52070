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
constexpr std::chrono::seconds remembered{30};
constexpr std::size_t most_memories = 64;

/// How often a question is asked that only fences come for, while they may be a stranger's.
constexpr int most_times = 3;

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
    last_asked_ = now;
    return bytes;
}

std::string conversation::ask_again(time_point now)
{
    std::string bytes;
    for (; !again_.empty(); again_.pop_front()) {
        exchange& e = again_.front();
        bytes += ask(std::move(e.asked), now);
        asked_.back().times = e.times + 1;
    }
    return bytes;
}

bool conversation::expects_position() const noexcept
{
    return std::any_of(asked_.begin(), asked_.end(),
                       [](const exchange& e) { return e.asked && e.asked->asks_for_position(); });
}

bool conversation::hear(const reply& r, time_point now, outcomes& done)
{
    if (r.kind == reply_kind::primary_attributes && !asked_.empty()) {
        hear_fence(r, now, done);
        return true;
    }
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        exchange& e = asked_[i];
        if (!e.asked || !e.asked->hear(r))
            continue;
        if (!e.over && e.asked->is_answered()) {
            e.over = true;
            done.push_back({e.asked, {}});
        }
        if (!std::exchange(e.heard, true))
            count_fences(i, now);
        return true;
    }
    return remembers(r, now);
}

/// The first answer to a question tells which fences are still to come: those behind it. Had it
/// been asked more than once, then strangers' were taken for the others.
void conversation::count_fences(std::size_t heard, time_point now)
{
    const int times = asked_[heard].times;
    for (int i = 1; i < times; ++i) {
        exchange fence{nullptr, now, now + patience()};
        fence.owed = true;
        asked_.push_front(std::move(fence));
    }
    const auto is_lost = [now](const exchange& e) {
        return e.owed || ((e.over || !e.asked) && now >= e.until);
    };
    if (times == 1)
        for (; heard > 0 && is_lost(asked_.front()); --heard)
            asked_.pop_front();
}

/// Whether it is an answer to something that is over. To whom it was of use does not matter.
bool conversation::remembers(const reply& r, time_point now)
{
    while (!memories_.empty() && now >= memories_.front().until)
        memories_.pop_front();
    return std::any_of(memories_.begin(), memories_.end(),
                       [&r](const memory& m) { return m.asked->hear(r); });
}

void conversation::remember(std::shared_ptr<question> q, time_point now)
{
    memories_.push_back({std::move(q), now + remembered});
    if (memories_.size() > most_memories)
        memories_.pop_front();
}

void conversation::hear_fence(const reply& r, time_point now, outcomes& done)
{
    exchange e = std::move(asked_.front());
    asked_.pop_front();
    silent_ = false;
    const bool may_be_strange = !sure_ && !e.heard && e.times < most_times;
    if (may_be_strange && e.asked && !e.over && !e.asked->bytes().empty()) {
        again_.push_back(std::move(e));
        return;
    }
    if (e.asked) {
        sure_ = sure_ || (e.heard && e.times == 1);
        remember(e.asked, now);
    }
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
        sure_ = false;
        if (e.asked && !std::exchange(e.over, true))
            done.push_back({e.asked, boost::asio::error::timed_out});
    }
    while (!asked_.empty() && now >= asked_.front().until + remembered)
        asked_.pop_front();
}

void conversation::abandon(const question& q) noexcept
{
    for (exchange& e : asked_)
        if (e.asked.get() == &q)
            e.over = true;
}

} // namespace cotty::detail
