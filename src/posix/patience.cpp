// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/patience.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <ctime>

namespace cotty::posix {
namespace {

long now() noexcept
{
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<long>(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000;
}

} // namespace

deadline::deadline(long patience) noexcept : end_(now() + patience) {}

long deadline::left() const noexcept
{
    return end_ - now();
}

bool write_all(int fd, bool exclusive, std::string_view bytes) noexcept
{
    const deadline end;
    while (!bytes.empty()) {
        pollfd p{fd, POLLOUT, 0};
        const long left = end.left();
        if (left <= 0 || ::poll(&p, 1, static_cast<int>(left)) == 0) {
            errno = ETIMEDOUT;
            return false;
        }
        // A byte is all that a blocking terminal takes for certain without blocking.
        const ssize_t n = ::write(fd, bytes.data(), exclusive ? bytes.size() : 1);
        if (n > 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR && errno != EAGAIN)
            return false;
    }
    return true;
}

} // namespace cotty::posix
