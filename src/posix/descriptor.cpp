// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/descriptor.hpp"

#include <boost/asio/error.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace cotty::posix {
namespace {

/// Only character devices are asked: for a socket the number of the request may mean something
/// else, which it then does.
bool is_terminal(int fd)
{
    struct stat s {};
    return ::fstat(fd, &s) == 0 && S_ISCHR(s.st_mode) && ::isatty(fd) == 1;
}

/// The controlling side of a pseudoterminal is a terminal to isatty(), but its name, /dev/ptmx,
/// opens another one.
bool is_pty_master(int fd)
{
    unsigned number = 0;
    return ::ioctl(fd, TIOCGPTN, &number) == 0;
}

descriptor reopen_terminal(int inherited, int access)
{
    std::array<char, PATH_MAX> name{};
    if (::ttyname_r(inherited, name.data(), name.size()) != 0)
        return {};
    // O_NOCTTY: a program without a controlling terminal does not get one by reading a terminal.
    // O_NONBLOCK from the start: opening a serial line must not wait for a carrier.
    descriptor own(::open(name.data(), access | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    struct stat before {};
    struct stat after {};
    if (!own || ::fstat(inherited, &before) != 0 || ::fstat(own.get(), &after) != 0 ||
        before.st_rdev != after.st_rdev)
        return {};
    return own;
}

} // namespace

descriptor::~descriptor()
{
    if (fd_ >= 0)
        ::close(fd_);
}

channel open_channel(int inherited, int access, error_code& ec)
{
    const int flags = ::fcntl(inherited, F_GETFL);
    if (flags < 0) {
        ec = last_error();
        return {};
    }
    const int allowed = flags & O_ACCMODE;
    if (allowed != O_RDWR && allowed != access) {
        ec = boost::asio::error::bad_descriptor;
        return {};
    }
    channel c;
    c.terminal = is_terminal(inherited);
    if (c.terminal && !is_pty_master(inherited))
        c.fd = reopen_terminal(inherited, access);
    c.exclusive = static_cast<bool>(c.fd);
    if (!c.exclusive)
        c.fd = descriptor(::fcntl(inherited, F_DUPFD_CLOEXEC, 3));
    if (!c.fd)
        ec = last_error();
    return c;
}

error_code last_error() noexcept
{
    return {errno, boost::system::system_category()};
}

} // namespace cotty::posix
