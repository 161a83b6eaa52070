// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/input_seat.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace cotty::posix {
namespace {

struct seats {
    std::mutex mutex;
    std::vector<input_place> taken;
};

/// Never destroyed: terminals may be, at exit, later than anything here would be.
seats& all()
{
    static seats& instance = *new seats;
    return instance;
}

} // namespace

bool input_seat::take()
{
    if (taken_)
        return true;
    seats& s = all();
    const std::lock_guard lock(s.mutex);
    if (std::find(s.taken.begin(), s.taken.end(), place_) != s.taken.end())
        return false;
    s.taken.push_back(place_);
    return taken_ = true;
}

void input_seat::leave() noexcept
{
    if (!taken_)
        return;
    taken_ = false;
    seats& s = all();
    const std::lock_guard lock(s.mutex);
    s.taken.erase(std::find(s.taken.begin(), s.taken.end(), place_));
}

} // namespace cotty::posix
