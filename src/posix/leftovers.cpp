// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/leftovers.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <utility>

namespace cotty::posix {
namespace {

struct leftover {
    input_place place;
    std::string bytes;
    std::size_t read = 0; // of them
    /// A terminal stays open meanwhile, so that its number cannot become that of another one. (The
    /// read end of a pipe must not: it would hide from the writer that nobody reads any more.)
    descriptor terminal;
};

struct store {
    std::mutex mutex;
    std::list<leftover> all;
};

/// Never destroyed: terminals may be, at exit, later than anything here would be.
store& leftovers()
{
    static store& instance = *new store;
    return instance;
}

bool is_gone(const leftover& l) noexcept
{
    pollfd p{l.terminal.get(), 0, 0};
    return l.terminal && ::poll(&p, 1, 0) == 1 && (p.revents & POLLHUP) != 0;
}

std::list<leftover>::iterator find(store& s, const input_place& place)
{
    return std::find_if(s.all.begin(), s.all.end(),
                        [&place](const leftover& l) { return l.place == place; });
}

} // namespace

std::atomic<int> inputs_with_leftovers = 0;

input_place place_of(const channel& input) noexcept
{
    struct stat s {};
    if (::fstat(input.fd.get(), &s) != 0)
        return {};
    // A terminal may have several names.
    return input.terminal ? input_place{s.st_rdev, 0} : input_place{s.st_dev, s.st_ino};
}

void leave_behind(const channel& input, std::string_view bytes, bool behind)
{
    if (bytes.empty() || ::lseek(input.fd.get(), -static_cast<off_t>(bytes.size()), SEEK_CUR) >= 0)
        return;
    const input_place place = place_of(input);
    store& s = leftovers();
    const std::lock_guard lock(s.mutex);
    auto found = find(s, place);
    if (found == s.all.end()) {
        found = s.all.insert(found, {place, {}, 0, {}});
        if (input.terminal)
            found->terminal = descriptor(::fcntl(input.fd.get(), F_DUPFD_CLOEXEC, 3));
        inputs_with_leftovers.fetch_add(1);
    }
    if (behind)
        found->bytes += bytes;
    else
        found->bytes.replace(0, std::exchange(found->read, 0), bytes); // the last that were read
}

bool has_leftovers(const input_place& place) noexcept
{
    store& s = leftovers();
    const std::lock_guard lock(s.mutex);
    return find(s, place) != s.all.end();
}

std::size_t read_leftovers(const input_place& place, std::span<char> space) noexcept
{
    store& s = leftovers();
    const std::lock_guard lock(s.mutex);
    const auto found = find(s, place);
    if (found == s.all.end())
        return 0;
    std::size_t size = 0;
    if (!is_gone(*found)) {
        size = found->bytes.copy(space.data(), space.size(), found->read);
        found->read += size;
    }
    if (size == 0 || found->read == found->bytes.size()) {
        s.all.erase(found);
        inputs_with_leftovers.fetch_sub(1);
    }
    return size;
}

} // namespace cotty::posix
