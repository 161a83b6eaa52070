// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "standard_input.hpp"

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

} // namespace cotty::tool
