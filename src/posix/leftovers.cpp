// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/leftovers.hpp"

#include <map>
#include <mutex>
#include <utility>

namespace cotty::posix {
namespace {

struct store {
    std::mutex mutex;
    std::map<dev_t, std::string> bytes;
};

/// Never destroyed: terminals may be, at exit, later than anything here would be.
store& all()
{
    static store& instance = *new store;
    return instance;
}

} // namespace

void leave_behind(dev_t terminal, std::string bytes)
{
    store& s = all();
    const std::lock_guard lock(s.mutex);
    s.bytes[terminal] += bytes;
}

std::string take_over(dev_t terminal)
{
    store& s = all();
    const std::lock_guard lock(s.mutex);
    const auto found = s.bytes.find(terminal);
    if (found == s.bytes.end())
        return {};
    std::string bytes = std::move(found->second);
    s.bytes.erase(found);
    return bytes;
}

} // namespace cotty::posix
