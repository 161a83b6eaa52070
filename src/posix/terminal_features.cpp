// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/terminal_features.hpp"

#include "posix/alternate_stack.hpp"

#include <fcntl.h>

#include <utility>

namespace cotty::posix {

terminal_features::terminal_features(const channel& output, bool mouse_pixels,
                                     std::shared_ptr<guardian> g, bool patient)
    : fd_(::fcntl(output.fd.get(), F_DUPFD_CLOEXEC, 3))
{
    equipment_.output = fd_.get();
    equipment_.exclusive = output.exclusive;
    equipment_.mouse_pixels = mouse_pixels;
    equipment_.patient = patient;
    equipment_.observer = std::move(g);
}

error_code terminal_features::change(const features& /*before*/, const features& wanted) noexcept
{
    give_thread_alternate_stack();
    error_code ec;
    if (!user_) {
        if (wanted == features())
            return {};
        user_ = record_user::join(equipment_, ec);
        if (ec)
            return ec;
    }
    ec = user_.change({{}, wanted, false});
    if (wanted == features())
        user_ = record_user();
    return ec;
}

} // namespace cotty::posix
