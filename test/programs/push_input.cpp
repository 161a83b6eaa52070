// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Pushes a line into the input of its terminal (TIOCSTI), as if it had been typed, and says what
// came of it: "pushed" and the line it then reads, or "refused" and why.
#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

int main()
{
    for (const char c : std::string("touch me\n"))
        if (::ioctl(STDIN_FILENO, TIOCSTI, &c) != 0) {
            std::cout << "refused: " << std::strerror(errno) << std::endl;
            return 0;
        }
    std::string line;
    std::getline(std::cin, line);
    std::cout << "pushed: " << line << std::endl;
}
