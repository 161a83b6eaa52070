// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "pty.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <sstream>

#include <sys/ioctl.h>

namespace cotty::test {

namespace {

/// A terminal without a name is asked nothing, in tests as anywhere: those that play one which
/// answers give it a name.
[[maybe_unused]] const bool nameless = ::setenv("TERM", "dumb", 1) == 0;

} // namespace

pty::pty(unsigned short columns, unsigned short rows)
{
    file_descriptor master(check(::posix_openpt(O_RDWR | O_NOCTTY), "posix_openpt"));
    close_on_exec(master.get());
    check(::grantpt(master.get()), "grantpt");
    check(::unlockpt(master.get()), "unlockpt");
    if (const char* name = ::ptsname(master.get()))
        name_ = name;
    slave_ = file_descriptor(check(::open(name_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC), "open"));
    screen_ = transcript(std::move(master));
    resize(columns, rows);
}

termios pty::modes() const
{
    termios result{};
    check(::tcgetattr(master(), &result), "tcgetattr");
    return result;
}

void pty::set_modes(const termios& modes)
{
    check(::tcsetattr(slave(), TCSANOW, &modes), "tcsetattr");
}

int pty::unread_bytes()
{
    // Where lines are edited the kernel counts only those that are whole.
    const termios before = modes();
    termios raw = before;
    ::cfmakeraw(&raw);
    set_modes(raw);
    int count = 0;
    check(::ioctl(slave(), FIONREAD, &count), "FIONREAD");
    set_modes(before);
    return count;
}

pid_t pty::foreground_group() const
{
    return check(::tcgetpgrp(master()), "tcgetpgrp");
}

void pty::resize(unsigned short columns, unsigned short rows)
{
    winsize size{};
    size.ws_col = columns;
    size.ws_row = rows;
    check(::ioctl(master(), TIOCSWINSZ, &size), "TIOCSWINSZ");
}

void pty::type(std::string_view bytes)
{
    const ssize_t written = ::write(master(), bytes.data(), bytes.size());
    if (written != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "typing at the terminal");
}

namespace {

template <class Value>
struct name_of {
    const char* name;
    Value value;
};

#define NAME(x)                                                                                    \
    {                                                                                              \
#x, x                                                                                      \
    }

constexpr auto input_flags = std::to_array<name_of<tcflag_t>>({
    NAME(IGNBRK),
    NAME(BRKINT),
    NAME(IGNPAR),
    NAME(PARMRK),
    NAME(INPCK),
    NAME(ISTRIP),
    NAME(INLCR),
    NAME(IGNCR),
    NAME(ICRNL),
    NAME(IXON),
    NAME(IXANY),
    NAME(IXOFF),
#ifdef IUTF8
    NAME(IUTF8),
#endif
});
constexpr auto output_flags = std::to_array<name_of<tcflag_t>>({
    NAME(OPOST),
    NAME(ONLCR),
    NAME(OCRNL),
    NAME(ONOCR),
    NAME(ONLRET),
});
constexpr auto control_flags = std::to_array<name_of<tcflag_t>>({
    NAME(CSTOPB),
    NAME(CREAD),
    NAME(PARENB),
    NAME(PARODD),
    NAME(HUPCL),
    NAME(CLOCAL),
});
constexpr auto local_flags = std::to_array<name_of<tcflag_t>>({
    NAME(ISIG),
    NAME(ICANON),
    NAME(ECHO),
    NAME(ECHOE),
    NAME(ECHOK),
    NAME(ECHONL),
    NAME(NOFLSH),
    NAME(TOSTOP),
    NAME(IEXTEN),
});
constexpr auto control_characters = std::to_array<name_of<std::size_t>>({
    NAME(VINTR),
    NAME(VQUIT),
    NAME(VERASE),
    NAME(VKILL),
    NAME(VEOF),
    NAME(VTIME),
    NAME(VMIN),
    NAME(VSTART),
    NAME(VSTOP),
    NAME(VSUSP),
    NAME(VEOL),
});

#undef NAME

template <class Table>
void compare_flags(std::ostream& out, const char* field, tcflag_t expected, tcflag_t actual,
                   const Table& table)
{
    if (expected == actual)
        return;
    out << field << " is 0x" << std::hex << actual << " instead of 0x" << expected << std::dec
        << ':';
    for (const auto& [name, bit] : table)
        if (((expected ^ actual) & bit) != 0)
            out << ((actual & bit) != 0 ? " +" : " -") << name;
    out << '\n';
}

std::string control_character_name(std::size_t index)
{
    for (const auto& [name, value] : control_characters)
        if (value == index)
            return name;
    return std::to_string(index);
}

} // namespace

std::string differences(const termios& expected, const termios& actual)
{
    std::ostringstream out;
    compare_flags(out, "c_iflag", expected.c_iflag, actual.c_iflag, input_flags);
    compare_flags(out, "c_oflag", expected.c_oflag, actual.c_oflag, output_flags);
    compare_flags(out, "c_cflag", expected.c_cflag, actual.c_cflag, control_flags);
    compare_flags(out, "c_lflag", expected.c_lflag, actual.c_lflag, local_flags);
    for (std::size_t i = 0; i < NCCS; ++i)
        if (expected.c_cc[i] != actual.c_cc[i])
            out << "c_cc[" << control_character_name(i) << "] is " << unsigned{actual.c_cc[i]}
                << " instead of " << unsigned{expected.c_cc[i]} << '\n';
#ifdef __linux__
    if (expected.c_line != actual.c_line)
        out << "c_line is " << unsigned{actual.c_line} << " instead of "
            << unsigned{expected.c_line} << '\n';
#endif
    if (::cfgetispeed(&expected) != ::cfgetispeed(&actual) ||
        ::cfgetospeed(&expected) != ::cfgetospeed(&actual))
        out << "the speed differs\n";
    return out.str();
}

testing::AssertionResult same_modes(const termios& expected, const termios& actual)
{
    const std::string difference = differences(expected, actual);
    if (difference.empty())
        return testing::AssertionSuccess() << "the terminal's modes are the same";
    return testing::AssertionFailure() << "the terminal's modes differ:\n" << difference;
}

} // namespace cotty::test
