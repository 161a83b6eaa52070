// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/patience.hpp"

#include <poll.h>
#include <sys/sendfile.h>
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

bool write_all(int fd, bool exclusive, std::string_view bytes, long patience,
               progress noted) noexcept
{
    const deadline end(patience);
    off_t written = 0;
    if (noted.written == nullptr)
        noted.written = &written;
    bool scripted = noted.script >= 0 && ::pwrite(noted.script, bytes.data(), bytes.size(), 0) ==
                                             static_cast<ssize_t>(bytes.size());
    while (*noted.written < static_cast<off_t>(bytes.size())) {
        pollfd p{fd, POLLOUT, 0};
        const long left = end.left();
        if (left <= 0 || ::poll(&p, 1, static_cast<int>(left)) == 0) {
            errno = ETIMEDOUT;
            return false;
        }
        const std::string_view rest = bytes.substr(static_cast<std::size_t>(*noted.written));
        // A byte is all that a blocking terminal takes for certain without blocking.
        const std::size_t size = exclusive ? rest.size() : 1;
        if (scripted) {
            if (::sendfile(fd, noted.script, noted.written, size) >= 0 || errno == EINTR ||
                errno == EAGAIN)
                continue;
            if (errno != EINVAL && errno != ENOSYS)
                return false;
            scripted = false; // not with terminals, before Linux 5.11
        }
        const ssize_t n = ::write(fd, rest.data(), size);
        if (n > 0)
            *noted.written += n;
        else if (errno != EINTR && errno != EAGAIN)
            return false;
    }
    return true;
}

} // namespace cotty::posix
