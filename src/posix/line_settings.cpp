// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/line_settings.hpp"

#include <algorithm>
#include <cerrno>
#include <iterator>

namespace cotty::posix {
namespace {

/// Bit by bit: where we changed it and it still is as we set it, as it was found.
tcflag_t undo(tcflag_t now, tcflag_t ours, tcflag_t found)
{
    const tcflag_t still_ours = (ours ^ found) & ~(now ^ ours);
    return (now & ~still_ours) | (found & still_ours);
}

} // namespace

termios with_mode(termios t, line_mode mode) noexcept
{
    // As cfmakeraw(3), but for output processing.
    t.c_iflag &= ~static_cast<tcflag_t>(IGNBRK | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    t.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | IEXTEN);
    t.c_cflag &= ~static_cast<tcflag_t>(CSIZE | PARENB);
    t.c_cflag |= CS8;
    if (mode != line_mode::cbreak) {
        t.c_iflag &= ~static_cast<tcflag_t>(BRKINT);
        t.c_lflag &= ~static_cast<tcflag_t>(ISIG);
    }
    if (mode == line_mode::pass_through)
        t.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    return t;
}

termios without_mode(termios now, const termios& ours, const termios& found) noexcept
{
    now.c_iflag = undo(now.c_iflag, ours.c_iflag, found.c_iflag);
    now.c_lflag = undo(now.c_lflag, ours.c_lflag, found.c_lflag);
    now.c_oflag = undo(now.c_oflag, ours.c_oflag, found.c_oflag);
    now.c_cflag = undo(now.c_cflag, ours.c_cflag, found.c_cflag);
    for (const int i : {VMIN, VTIME})
        if (now.c_cc[i] == ours.c_cc[i])
            now.c_cc[i] = found.c_cc[i];
    return now;
}

bool get_settings(int fd, termios& t) noexcept
{
    int result = 0;
    do
        result = ::tcgetattr(fd, &t);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

bool set_settings(int fd, const termios& t) noexcept
{
    int result = 0;
    do
        result = ::tcsetattr(fd, TCSANOW, &t);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

bool same_settings(const termios& a, const termios& b) noexcept
{
    return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag && a.c_cflag == b.c_cflag &&
           a.c_lflag == b.c_lflag && std::equal(std::begin(a.c_cc), std::end(a.c_cc), b.c_cc);
}

} // namespace cotty::posix
