// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The program that README.md shows, compiled from there, does what README.md says.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace cotty::test {
namespace {

TEST(readme, prints_what_was_pressed_and_ends_at_ctrl_c)
{
    pty terminal;
    const termios before = terminal.modes();
    process program(terminal, {.argv = {COTTY_README_PROGRAM}});
    ASSERT_TRUE(program.wait_until([&] { return terminal.is_raw(); }));
    program.type("wo\x1b[A \x01");
    EXPECT_TRUE(program.wait_for("In the last second you pressed: w o up   ctrl+a\r\n"));
    EXPECT_TRUE(program.wait_for("In the last second you pressed:\r\n"));
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_TRUE(same_modes(before, terminal.modes()));
}

TEST(readme, F2_gives_the_terminal_back_when_it_is_killed)
{
    pty terminal;
    const termios before = terminal.modes();
    process program(terminal, {.argv = {COTTY_README_PROGRAM}});
    ASSERT_TRUE(program.wait_until([&] { return terminal.is_raw(); }));
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait_exit(), killed_by(SIGTERM));
    EXPECT_TRUE(same_modes(before, terminal.modes()));
}

} // namespace
} // namespace cotty::test
