// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/standard_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cotty::tool {

bool has_standard_input()
{
    struct stat input {};
    struct stat null {};
    if (::fstat(STDIN_FILENO, &input) != 0)
        return false;
    return !S_ISCHR(input.st_mode) || ::stat("/dev/null", &null) != 0 ||
           input.st_rdev != null.st_rdev;
}

bool is_terminal(int fd)
{
    struct stat s {};
    return ::fstat(fd, &s) == 0 && S_ISCHR(s.st_mode) && ::isatty(fd) == 1;
}

void open_missing_standard_input()
{
    // The lowest number that is free: that of the standard input.
    if (::fcntl(STDIN_FILENO, F_GETFD) == -1)
        ::open("/dev/null", O_RDONLY);
}

} // namespace cotty::tool
