// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/terminal_mode.hpp"

#include "posix/alternate_stack.hpp"

#include <fcntl.h>

#include <numeric>
#include <utility>

namespace cotty::posix {

terminal_mode::terminal_mode(int fd, std::shared_ptr<guardian> g, bool patient)
    : fd_(::fcntl(fd, F_DUPFD_CLOEXEC, 3)), guardian_(std::move(g)), patient_(patient)
{
}

terminal_mode::~terminal_mode()
{
    if (record_ != nullptr)
        forget(*record_);
}

error_code terminal_mode::enter(line_mode mode)
{
    give_thread_alternate_stack();
    error_code ec = hold();
    if (ec)
        return ec;
    ++wanted(mode);
    ec = apply();
    if (ec)
        leave(mode);
    return ec;
}

void terminal_mode::leave(line_mode mode) noexcept
{
    if (std::accumulate(wanted_.begin(), wanted_.end(), 0) == 1 && loans_ == 0)
        leaving();
    --wanted(mode);
    apply();
}

void terminal_mode::lend() noexcept
{
    if (loans_++ > 0)
        return;
    leave_typed_signals_to_others();
    if (!hold()) // a terminal that is gone cannot be lent, but that is the borrower's trouble
        posix::lend(*record_);
}

error_code terminal_mode::take_back() noexcept
{
    if (--loans_ > 0)
        return {};
    end_loan_of_typed_signals();
    if (record_ == nullptr)
        return {}; // nor does any guard want something
    posix::take_back(*record_);
    return apply();
}

/// Enters the terminal into the record, if it is not there.
error_code terminal_mode::hold() noexcept
{
    error_code ec;
    if (record_ == nullptr)
        record_ = remember(fd_.get(), guardian_.get(), patient_, ec);
    return ec;
}

error_code terminal_mode::apply() noexcept
{
    if (loans_ > 0)
        return {};
    for (const line_mode mode : {line_mode::pass_through, line_mode::raw, line_mode::cbreak})
        if (wanted(mode) > 0)
            return switch_to(*record_, mode);
    forget(*std::exchange(record_, nullptr));
    return {};
}

} // namespace cotty::posix
