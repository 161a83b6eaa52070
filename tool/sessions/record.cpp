// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/record.hpp"

#include "sessions/byte_input.hpp"
#include "sessions/new_file.hpp"
#include "sessions/pty_child.hpp"
#include "shared/complain.hpp"
#include "shared/standard_input.hpp"
#include "shared/tasks.hpp"

#include <cotty/recording.hpp>
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <termios.h>
#include <unistd.h>

namespace cotty::tool {
namespace {

namespace asio = boost::asio;

/// For a program whose terminal was closed.
constexpr std::chrono::seconds patience{2};

constexpr std::size_t block = 65536;

std::vector<std::string> command_of(const record_options& options)
{
    if (!options.command.empty())
        return options.command;
    const char* const shell = std::getenv("SHELL");
    return {shell != nullptr && *shell != '\0' ? shell : "/bin/sh"};
}

/// How the person's terminal is set up, so is the program's.
std::optional<termios> found_modes()
{
    termios t{};
    return ::tcgetattr(STDIN_FILENO, &t) == 0 ? std::optional(t) : std::nullopt;
}

recording_header header_of(const record_options& options, window_size size)
{
    recording_header header{
        .columns = size.columns, .rows = size.rows, .timestamp = std::time(nullptr)};
    header.command = fmt::format("{}", fmt::join(options.command, " "));
    for (const char* const name : {"SHELL", "TERM"}) // as other recorders do
        if (const char* const value = std::getenv(name))
            header.environment[name] = value;
    return header;
}

class record_session {
public:
    record_session(asio::io_context& context, const record_options& options, std::ostream& file)
        : outer_(context), input_(context.get_executor()), window_changes_(context, SIGWINCH),
          size_(outer_.size()), child_(context.get_executor(), {.command = command_of(options),
                                                                .columns = size_.columns,
                                                                .rows = size_.rows,
                                                                .modes = found_modes()}),
          recorder_(file, header_of(options, size_))
    {
        mode_ = outer_.pass_through_mode();
    }

    /// Until the program has ended, or nobody looks any more.
    asio::awaitable<void> run();

    /// The program's, or that of one that was hung up.
    [[nodiscard]] int status() const { return child_.status().value_or(128 + SIGHUP); }

private:
    [[nodiscard]] std::chrono::microseconds now() const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - start_);
    }
    asio::awaitable<void> pass_input();
    asio::awaitable<void> pass_output();
    asio::awaitable<void> follow_window();
    asio::awaitable<void> type(std::string_view bytes);
    asio::awaitable<void> end_input(char last);

    terminal outer_;
    byte_input input_;
    asio::signal_set window_changes_;
    window_size size_;
    pty_child child_;
    recorder recorder_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    mode_guard mode_;
    bool edits_lines_ = true;
};

asio::awaitable<void> record_session::run()
{
    co_await until_one_ends(pass_output(), and_stay(pass_input()), and_stay(follow_window()));
    co_await child_.wait_end(patience);
    child_.kill();
    co_await child_.wait_end(patience);
    mode_.release();
}

asio::awaitable<void> record_session::type(std::string_view bytes)
{
    // Ctrl-C is a key in one mode and a signal in the other: a replay has to wait for the mode.
    if (const bool edits = child_.edits_lines(); edits != std::exchange(edits_lines_, edits))
        recorder_.line_editing(now(), edits);
    recorder_.input(now(), bytes);
    co_await child_.write(bytes);
}

asio::awaitable<void> record_session::pass_input()
{
    std::vector<char> bytes(block);
    char last = '\n';
    for (;;) {
        const std::size_t n = co_await input_.read_some(bytes);
        if (n == 0)
            break;
        last = bytes[n - 1];
        co_await type({bytes.data(), n});
    }
    if (!child_.status())
        co_await end_input(last);
}

/// The terminal was closed: so is the program's. Or a pipe has ended, which a program learns in the
/// way of terminals: Ctrl-D passes on the beginning of a line, and at a line's beginning nothing.
asio::awaitable<void> record_session::end_input(char last)
{
    if (outer_.is_terminal())
        child_.hang_up();
    else if (child_.edits_lines())
        co_await type(std::string(last == '\n' ? 1 : 2, child_.end_of_file()));
}

asio::awaitable<void> record_session::pass_output()
{
    std::vector<char> bytes(block);
    for (;;) {
        const std::size_t n = co_await child_.read_some(bytes);
        if (n == 0)
            break;
        recorder_.output(now(), {bytes.data(), n});
        const auto [ec, written] =
            co_await outer_.async_write(asio::buffer(bytes.data(), n), no_throw);
        if (ec) { // nobody looks any more
            child_.hang_up();
            break;
        }
    }
}

asio::awaitable<void> record_session::follow_window()
{
    for (;;) {
        if (const window_size size = outer_.size(); size != size_) {
            recorder_.resize(now(), size.columns, size.rows);
            child_.resize(size.columns, size.rows);
            size_ = size;
        }
        const auto [ec, number] = co_await window_changes_.async_wait(no_throw);
        if (ec)
            co_return;
    }
}

int record(const record_options& options, std::ostream& file)
{
    asio::io_context context(1);
    record_session session(context, options, file);
    run(context, session.run());
    return session.status();
}

} // namespace

int run_record(const record_options& options)
{
    open_missing_standard_input();
    std::optional<new_file> destination;
    try {
        destination.emplace(options.file, options.force);
    } catch (const std::system_error& e) {
        if (e.code() != std::errc::file_exists)
            return complain(e.what(), 2);
        return complain(fmt::format("{}: there is such a file; --force replaces it", options.file),
                        2);
    }
    std::ostream file(&*destination);
    try {
        const int status = record(options, file);
        return file
                   ? status
                   : complain(fmt::format("{}: the recording is not whole, as it cannot be written",
                                          options.file),
                              2);
    } catch (const std::system_error& e) {
        // Nothing has begun, so there is nothing to keep. (What was there before may be a device.)
        if (!options.force)
            ::unlink(options.file.c_str());
        return complain(e.what(), e.code() == std::errc::no_such_file_or_directory ? 127 : 126);
    }
}

} // namespace cotty::tool
