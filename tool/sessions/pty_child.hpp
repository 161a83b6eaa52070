// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>
#include <termios.h>

namespace cotty::tool {

namespace asio = boost::asio;

/// A program on a pseudoterminal of its own, which it leads a session on: whatever it does to its
/// terminal, TIOCSTI included, it does to that one.
class pty_child {
public:
    struct launch {
        std::vector<std::string> command;
        int columns = 80;
        int rows = 24;
        std::optional<termios> modes{};                   // else the system's
        std::map<std::string, std::string> environment{}; // what differs from ours
    };

    /// \throws std::system_error if it cannot be started.
    pty_child(const asio::any_io_executor& executor, const launch& how);

    /// Hangs up.
    ~pty_child();
    pty_child(const pty_child&) = delete;
    pty_child& operator=(const pty_child&) = delete;

    /// Waits for what the program writes. 0: it has ended and all has been read, or it was hung up.
    asio::awaitable<std::size_t> read_some(std::span<char> buffer);

    /// Types it, however long the program takes to read it; nothing once it has ended.
    asio::awaitable<void> write(std::string_view bytes);

    /// Waits until the program has ended, but not for ever. Not twice at the same time.
    asio::awaitable<void> wait_end(std::chrono::milliseconds limit);

    /// As shells tell it, 128 + the signal that ended it; nothing while it runs.
    [[nodiscard]] std::optional<int> status() const noexcept { return status_; }

    void resize(int columns, int rows);

    /// Whether the terminal edits lines for the program, so that Ctrl-C is no key.
    [[nodiscard]] bool edits_lines() const;

    /// What ends the input of a program whose terminal edits lines (Ctrl-D).
    [[nodiscard]] char end_of_file() const;

    /// Whether the program has not read yet all that was typed, as far as it may read that.
    [[nodiscard]] bool has_unread() const;

    /// As if the terminal's window was closed: SIGHUP.
    void hang_up();

    /// No-op if it has ended.
    void kill();

private:
    void start(const launch& how);
    void watch();
    [[nodiscard]] termios modes() const;

    asio::posix::stream_descriptor master_;
    asio::signal_set ends_;
    asio::steady_timer ended_; // cancelled when the program has ended
    int slave_ = -1;           // only looked at
    pid_t id_ = -1;
    std::optional<int> status_;
};

} // namespace cotty::tool
