// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/descriptor.hpp"

#include <boost/asio/error.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <string>
#include <string_view>

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

/// O_NOCTTY: a program without a controlling terminal does not get one by reading a terminal.
/// O_NONBLOCK from the start: opening a serial line must not wait for a carrier.
descriptor open_terminal(const char* name, int access)
{
    return descriptor(::open(name, access | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
}

descriptor reopen_terminal(int inherited, int access)
{
    std::array<char, PATH_MAX> name{};
    if (::ttyname_r(inherited, name.data(), name.size()) != 0)
        return {};
    descriptor own = open_terminal(name.data(), access);
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

namespace {

/// The real name of what /dev/tty is for this process.
std::string name_of_device(dev_t device)
{
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        struct stat s {};
        if (::fstat(fd, &s) == 0 && S_ISCHR(s.st_mode) && s.st_rdev == device && is_terminal(fd))
            return name_of_terminal(fd);
    }
    // Pseudoterminals have 8 major numbers, with 256 minor ones each when counted so
    // (Documentation/admin-guide/devices.txt of Linux).
    if (major(device) >= 136 && major(device) < 144)
        return "/dev/pts/" + std::to_string((major(device) - 136) * 256 + minor(device));
    const std::string link =
        "/sys/dev/char/" + std::to_string(major(device)) + ':' + std::to_string(minor(device));
    std::array<char, PATH_MAX> target{};
    if (::readlink(link.c_str(), target.data(), target.size() - 1) < 0)
        return {};
    const std::string_view path = target.data();
    return "/dev/" + std::string(path.substr(path.rfind('/') + 1));
}

} // namespace

std::string name_of_terminal(int fd)
{
    std::array<char, PATH_MAX> name{};
    return ::ttyname_r(fd, name.data(), name.size()) == 0 ? name.data() : std::string();
}

channel open_controlling_terminal(int access, error_code& ec)
{
    channel c{open_terminal("/dev/tty", access), true, true};
    if (!c.fd) {
        ec = last_error();
        return {};
    }
    unsigned number = 0; // of the device behind it
    if (::ioctl(c.fd.get(), TIOCGDEV, &number) != 0)
        return c;
    const dev_t device =
        makedev((number >> 8U) & 0xfffU, (number & 0xffU) | (number >> 12U & 0xfff00U));
    struct stat s {};
    descriptor own = open_terminal(name_of_device(device).c_str(), access);
    if (own && ::fstat(own.get(), &s) == 0 && s.st_rdev == device)
        c.fd = std::move(own);
    return c;
}

error_code last_error() noexcept
{
    return {errno, boost::system::system_category()};
}

} // namespace cotty::posix
