// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "recording/recorded_answers.hpp"

#include "recording/recorded_input.hpp"

#include <algorithm>
#include <utility>

namespace cotty::detail {
namespace {

bool is_fence(const reply& r) noexcept
{
    return r.kind == reply_kind::primary_attributes;
}

} // namespace

recorded_answers::recorded_answers(std::shared_ptr<const recording> r, const terminal_options& how)
    : recording_(std::move(r)), how_(how)
{
}

reply recorded_answers::view(const answer& a) noexcept
{
    reply r = a.value;
    r.text = std::string_view(a.raw).substr(a.text_at, a.text_size);
    return r;
}

void recorded_answers::look_through()
{
    if (std::exchange(looked_through_, true))
        return;
    recorded_input input(recording_, how_);
    input.expect_cursor_position(true); // here what could be an answer is one
    std::size_t at = 0;
    for (;;) {
        event e;
        while (input.take(e)) {
            if (const auto* const r = e.get_if<reply>()) {
                answer a{at, std::string(e.raw), *r, 0, r->text.size()};
                if (!r->text.empty())
                    a.text_at = static_cast<std::size_t>(r->text.data() - e.raw.data());
                a.value.text = {};
                answers_.push_back(std::move(a));
            }
            at += e.raw.size();
        }
        if (!input.next_time())
            return;
        input.advance();
    }
}

bool recorded_answers::prepare(const question& q)
{
    look_through();
    const auto first = std::find_if(answers_.begin(), answers_.end(), [&q](const answer& a) {
        return !a.given && q.would_hear(view(a));
    });
    exchange e;
    for (auto a = first; a != answers_.end(); ++a) {
        const bool fence = is_fence(a->value);
        if (a->given || !(fence || q.would_hear(view(*a))))
            continue;
        a->given = true;
        e.answers.push_back(static_cast<std::size_t>(a - answers_.begin()));
        if (fence)
            break;
    }
    if (e.answers.empty())
        return false;
    asked_.push_back(std::move(e));
    return true;
}

bool recorded_answers::claim(const reply& r, std::size_t size)
{
    const auto here = std::lower_bound(answers_.begin(), answers_.end(), passed_,
                                       [](const answer& a, std::size_t at) { return a.at < at; });
    const bool given = here != answers_.end() && here->at == passed_ && here->given;
    passed_ += size;
    return given || is_fence(r);
}

bool recorded_answers::has_one() const noexcept
{
    if (asked_.empty())
        return false;
    const exchange& first = asked_.front();
    return first.next == first.answers.size() || answers_[first.answers[first.next]].at < passed_;
}

bool recorded_answers::take(event& e)
{
    if (!has_one())
        return false;
    exchange& first = asked_.front();
    if (first.next == first.answers.size()) { // nobody asked for DA1 then, but somebody does now
        reply fence;
        fence.kind = reply_kind::primary_attributes;
        fence.is_private = true;
        e = {fence, {}};
        asked_.pop_front();
        return true;
    }
    const answer& a = answers_[first.answers[first.next++]];
    e = {view(a), a.raw};
    if (is_fence(a.value))
        asked_.pop_front();
    return true;
}

} // namespace cotty::detail
