// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>

#include <sys/types.h>

#include <string>
#include <utility>

namespace cotty::posix {

/// Owns a file descriptor.
class descriptor {
public:
    descriptor() noexcept = default;
    explicit descriptor(int fd) noexcept : fd_(fd) {}
    descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~descriptor();

    [[nodiscard]] int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// A way in or out that was inherited, opened for our own use.
struct channel {
    descriptor fd;
    /// The file description is ours alone, and non-blocking. Otherwise it is shared with whoever
    /// else holds the inherited descriptor, and blocking or not as they left it.
    bool exclusive = false;
    bool terminal = false;
};

/// Opens the terminal behind `inherited` anew by its name, or duplicates the descriptor where that
/// is refused or it is no terminal.
/// \param access O_RDONLY or O_WRONLY.
channel open_channel(int inherited, int access, error_code& ec);

/// Opens the controlling terminal, by its own name where that is known: so that it is the same for
/// all who use it.
channel open_controlling_terminal(int access, error_code& ec);

/// Of the terminal behind a descriptor; empty where it has none.
std::string name_of_terminal(int fd);

/// The error of the last system call.
error_code last_error() noexcept;

} // namespace cotty::posix
