// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/mode.hpp>

#include "terminal/mode_switch.hpp"

#include <utility>

namespace cotty {

mode_guard::mode_guard(std::shared_ptr<detail::mode_switch> s, line_mode m) noexcept
    : switch_(std::move(s)), mode_(m)
{
}

mode_guard& mode_guard::operator=(mode_guard&& other) noexcept
{
    if (this != &other) {
        release();
        switch_ = std::move(other.switch_);
        mode_ = other.mode_;
    }
    return *this;
}

void mode_guard::release() noexcept
{
    if (const auto s = std::exchange(switch_, nullptr))
        s->leave(mode_);
}

} // namespace cotty
