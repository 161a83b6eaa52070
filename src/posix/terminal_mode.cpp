// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/terminal_mode.hpp"

#include "posix/alternate_stack.hpp"
#include "posix/ends.hpp"
#include "posix/leftovers.hpp"

#include <fcntl.h>

#include <exception>
#include <numeric>
#include <utility>

namespace cotty::posix {

terminal_mode::terminal_mode(int fd, std::shared_ptr<guardian> g, bool patient)
    : input_{descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 3)), false, true}
{
    equipment_.input = input_.fd.get();
    equipment_.patient = patient;
    equipment_.observer = std::move(g);
}

error_code terminal_mode::enter(line_mode mode)
{
    give_thread_alternate_stack();
    ++wanted(mode);
    const error_code ec = apply();
    if (ec) {
        --wanted(mode);
        apply();
    }
    return ec;
}

void terminal_mode::leave(line_mode mode) noexcept
{
    const bool last = std::accumulate(wanted_.begin(), wanted_.end(), 0) == 1;
    const auto meanwhile = last && loans_ == 0 ? leaving() : nullptr;
    --wanted(mode);
    apply();
}

void terminal_mode::lend() noexcept
{
    if (loans_++ > 0)
        return;
    leave_typed_signals_to_others();
    apply(); // a terminal that is gone cannot be lent, but that is the borrower's trouble
}

error_code terminal_mode::take_back() noexcept
{
    if (--loans_ > 0)
        return {};
    end_loan_of_typed_signals();
    return apply();
}

wish terminal_mode::everything_wanted() const noexcept
{
    wish w;
    for (const line_mode mode : {line_mode::cbreak, line_mode::raw, line_mode::pass_through})
        if (wanted_[static_cast<std::size_t>(mode)] > 0)
            w.mode = mode;
    w.lent = loans_ > 0;
    return w;
}

error_code terminal_mode::apply() noexcept
{
    const wish w = everything_wanted();
    error_code ec;
    if (!user_) {
        if (w.is_empty())
            return {};
        user_ = record_user::join(equipment_, ec);
        if (ec)
            return ec;
        user_.note_answers(unanswered_, patience_);
    }
    ec = user_.change(w);
    if (w.is_empty()) {
        hand_on_what_was_kept();
        user_ = record_user();
    }
    return ec;
}

void terminal_mode::note_answers(int unanswered, long patience) noexcept
{
    unanswered_ = unanswered;
    patience_ = patience;
    if (user_)
        user_.note_answers(unanswered, patience);
}

void terminal_mode::note_settled() noexcept
{
    unanswered_ = 0;
    if (user_)
        user_.note_settled();
}

bool terminal_mode::reports_under_way() const noexcept
{
    return user_ && user_.reports_under_way();
}

/// To whoever reads next, this object or another.
void terminal_mode::hand_on_what_was_kept() noexcept
{
    std::array<char, 512> bytes{};
    try {
        while (const std::size_t n = user_.take_kept(bytes))
            leave_behind(input_, {bytes.data(), n}, true);
    } catch (const std::exception&) { // no memory: what was typed ahead is lost, and no more
    }
}

} // namespace cotty::posix
