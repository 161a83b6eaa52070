// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/command_line.hpp"
#include "shared/complain.hpp"

#include <csignal>
#include <exception>

int main(int argc, char** argv)
{
    // A reader of the output that goes away is an error of writing, not a reason to be killed.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return cotty::tool::command_line().run(argc, argv);
    } catch (const std::exception& e) {
        return cotty::tool::complain(e.what(), 1);
    }
}
