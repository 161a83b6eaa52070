// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cotty {
class terminal;
}

namespace cotty::tool {

namespace asio = boost::asio;

inline constexpr std::chrono::hours for_ever{24};

/// Prints in the background, so that who reads keys need not wait for the output: Ctrl-C must come
/// through. Who prints much waits for `has_room`.
class printer {
public:
    /// \param out must live as long as this does, and until its outstanding operations have ended.
    explicit printer(terminal& out);

    /// Takes the text as it is. After an error it goes nowhere.
    void print(std::string_view text);

    /// Waits until all is written, or nothing more can be, or the time is over.
    asio::awaitable<void> finish(std::chrono::seconds limit);

    /// Waits until an error shows that nothing more can be written.
    asio::awaitable<void> failure();

    /// Waits until not too much is waiting for the output. One that takes nothing for 10 seconds
    /// has failed.
    asio::awaitable<void> has_room();

    /// The output takes nothing: it has failed, with `asio::error::timed_out`.
    void give_up();

    /// How much has been written: grows as long as the output takes anything.
    [[nodiscard]] std::uint64_t pieces() const { return pieces_; }

    [[nodiscard]] bool is_finished() const { return !writing_; }
    [[nodiscard]] error_code error() const { return error_; }

private:
    [[nodiscard]] std::size_t size() const;
    void write();
    void fail(error_code ec);

    terminal& out_;
    asio::steady_timer progress_; // cancelled when something has been written, or nothing can be
    asio::steady_timer broken_;   // cancelled when nothing can be
    std::string text_;            // being written
    std::size_t written_ = 0;     // of it
    std::string waiting_;
    std::uint64_t pieces_ = 0;
    bool writing_ = false;
    error_code error_;
};

} // namespace cotty::tool
