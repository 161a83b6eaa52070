// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/features.hpp>

#include "terminal/feature_sequences.hpp"
#include "terminal/feature_switch.hpp"

#include <algorithm>
#include <utility>

namespace cotty {
namespace detail {

error_code feature_switch::enable(const features& f)
{
    wanted_.push_back(f);
    const error_code ec = apply();
    if (ec)
        disable(f);
    return ec;
}

void feature_switch::disable(const features& f) noexcept
{
    // Which of several that want the same does not matter.
    const auto found = std::find(wanted_.begin(), wanted_.end(), f);
    if (found != wanted_.end())
        wanted_.erase(found);
    apply();
}

void feature_switch::lend() noexcept
{
    ++loans_;
    apply();
}

error_code feature_switch::take_back() noexcept
{
    --loans_;
    return apply();
}

void feature_switch::hush() noexcept
{
    ++hushed_;
    apply();
}

error_code feature_switch::speak() noexcept
{
    --hushed_;
    return apply();
}

/// None while the terminal is lent.
features feature_switch::all_wanted() const noexcept
{
    if (loans_ > 0)
        return {};
    features all;
    for (const features& f : wanted_)
        all = all | f;
    return hushed_ > 0 ? without_reports(all) : all;
}

error_code feature_switch::apply() noexcept
{
    const features before = std::exchange(on_, all_wanted());
    if (before == on_)
        return {};
    if (before_change_)
        before_change_(on_ == features());
    return change(before, on_);
}

} // namespace detail

feature_guard::feature_guard(std::shared_ptr<detail::feature_switch> s, const features& f) noexcept
    : switch_(std::move(s)), features_(f)
{
}

feature_guard& feature_guard::operator=(feature_guard&& other) noexcept
{
    if (this != &other) {
        release();
        switch_ = std::move(other.switch_);
        features_ = other.features_;
    }
    return *this;
}

void feature_guard::release() noexcept
{
    if (const auto s = std::exchange(switch_, nullptr))
        s->disable(features_);
}

} // namespace cotty
