// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/terminal_features.hpp"

#include "posix/alternate_stack.hpp"
#include "posix/give_back.hpp"
#include "posix/switched_on.hpp"

#include <fcntl.h>

#include <utility>

namespace cotty::posix {

terminal_features::terminal_features(const channel& output, bool mouse_pixels,
                                     std::shared_ptr<guardian> g, bool patient)
    : output_{descriptor(::fcntl(output.fd.get(), F_DUPFD_CLOEXEC, 3)), output.exclusive,
              output.terminal},
      mouse_pixels_(mouse_pixels), guardian_(std::move(g)), patient_(patient)
{
}

error_code terminal_features::change(const features& before, const features& wanted) noexcept
{
    give_thread_alternate_stack();
    error_code ec;
    if (record_ == nullptr && wanted != features()) {
        record_ = remember_features(output_, mouse_pixels_, guardian_.get(), patient_, ec);
        if (record_ != nullptr)
            watch_ends();
    }
    if (record_ == nullptr)
        return ec;
    ec = switch_features(*record_, before, wanted);
    if (wanted == features()) {
        forget(*std::exchange(record_, nullptr));
        unwatch_ends();
    }
    return ec;
}

} // namespace cotty::posix
