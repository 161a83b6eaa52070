// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/terminal_mode.hpp"

#include <fcntl.h>

#include <utility>

namespace cotty::posix {

terminal_mode::terminal_mode(int fd) : fd_(::fcntl(fd, F_DUPFD_CLOEXEC, 3)) {}

terminal_mode::~terminal_mode()
{
    if (record_ != nullptr)
        forget(*record_);
}

error_code terminal_mode::enter(line_mode mode)
{
    error_code ec;
    if (record_ == nullptr)
        record_ = remember(fd_.get(), ec);
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
    --wanted(mode);
    apply();
}

error_code terminal_mode::apply() noexcept
{
    if (wanted(line_mode::raw) > 0)
        return switch_to(*record_, line_mode::raw);
    if (wanted(line_mode::cbreak) > 0)
        return switch_to(*record_, line_mode::cbreak);
    forget(*std::exchange(record_, nullptr));
    return {};
}

} // namespace cotty::posix
