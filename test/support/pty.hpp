// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "transcript.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include <termios.h>

namespace cotty::test {

/// A pseudo-terminal: the test sits at the master and plays the person and their terminal.
///
/// The slave stays open here as well, so that the terminal and its modes exist before, between
/// and after the programs that use it. A program that is started on it shares this very open
/// file description.
class pty {
public:
    explicit pty(unsigned short columns = 80, unsigned short rows = 24);

    [[nodiscard]] int slave() const noexcept { return slave_.get(); }
    [[nodiscard]] const std::string& slave_name() const noexcept { return name_; }

    /// The end of the terminal itself, and what has been read from it.
    [[nodiscard]] int master() const noexcept { return screen_.descriptor(); }
    [[nodiscard]] transcript& screen() noexcept { return screen_; }

    [[nodiscard]] termios modes() const;
    void set_modes(const termios& modes);

    /// Whether somebody has switched line editing off, as every program that reads keys does.
    [[nodiscard]] bool is_raw() const { return (modes().c_lflag & ICANON) == 0; }

    /// How many bytes have been typed that nobody has read, whole lines or not.
    [[nodiscard]] int unread_bytes();

    /// The process group that the terminal belongs to at the moment.
    [[nodiscard]] pid_t foreground_group() const;

    /// Also sends SIGWINCH to the foreground process group.
    void resize(unsigned short columns, unsigned short rows);

    /// Types where no process needs to be watched meanwhile: a few bytes, which always fit.
    void type(std::string_view bytes);

    /// What closing a terminal's window does: hangs up. The text on the screen stays readable.
    void close_master() noexcept { screen_.close(); }

private:
    file_descriptor slave_;
    transcript screen_;
    std::string name_;
};

/// Names each field in which the modes differ, one a line; empty if they are the same.
[[nodiscard]] std::string differences(const termios& expected, const termios& actual);

/// The same for EXPECT_TRUE and ASSERT_TRUE.
[[nodiscard]] testing::AssertionResult same_modes(const termios& expected, const termios& actual);

} // namespace cotty::test
