// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Pushes a line into the input of its controlling terminal (TIOCSTI), as if it had been typed, and
// says what came of it: "pushed" and the line it then reads, or "refused" and why.
#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main()
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    for (const char c : std::string("touch me\n"))
        if (::ioctl(terminal, TIOCSTI, &c) != 0) {
            std::cout << "refused: " << std::strerror(errno) << std::endl;
            return 0;
        }
    std::string line;
    std::getline(std::cin, line);
    std::cout << "pushed: " << line << std::endl;
}
