// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "process.hpp"
#include "pty.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty::test {

namespace asio = boost::asio;

/// Plays a terminal that answers, at the master of a pty and in the test's own event loop. It
/// answers in the order in which it was asked, each after `delay`.
class answering_terminal {
public:
    struct answer {
        std::string question;
        std::string bytes;
    };

    /// xterm 379's primary attributes and nothing else.
    static std::vector<answer> fence_only() { return {{"\x1b[c", "\x1b[?64;1;2;22c"}}; }

    answering_terminal(asio::io_context& context, pty& tty,
                       std::vector<answer> answers = fence_only(),
                       std::chrono::milliseconds delay = {});

    answering_terminal(const answering_terminal&) = delete;
    answering_terminal& operator=(const answering_terminal&) = delete;
    ~answering_terminal() { close(); }

    /// Stops reading and answering, so that the event loop has no work of it.
    void close();

    /// What a person types, in order with the answers.
    void type(std::string_view bytes) { tty_.type(bytes); }

    /// From now on nothing is answered; or everything again.
    void set_silent(bool silent) { silent_ = silent; }

    /// All that was written to it.
    [[nodiscard]] const std::string& written() const noexcept { return written_; }

    /// How often it was asked this.
    [[nodiscard]] int asked(std::string_view question) const;

private:
    void read();
    void look();
    void say(std::string bytes);

    pty& tty_;
    std::vector<answer> answers_;
    std::chrono::milliseconds delay_;
    asio::posix::stream_descriptor master_;
    std::array<char, 4096> buffer_{};
    std::string written_;
    std::size_t seen_ = 0; // of what was written, up to a question that may go on
    bool silent_ = false;
};

/// Gives the terminal a name as long as it lives: who has none is not asked.
class terminal_name {
public:
    explicit terminal_name(const char* name = "xterm-256color");
    ~terminal_name();
    terminal_name(const terminal_name&) = delete;
    terminal_name& operator=(const terminal_name&) = delete;

private:
    std::string before_;
    bool was_set_ = false;
};

} // namespace cotty::test
