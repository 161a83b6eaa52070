// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/replay.hpp"

#include "sessions/byte_input.hpp"
#include "sessions/pty_child.hpp"
#include "shared/complain.hpp"
#include "shared/event_json.hpp"
#include "shared/standard_input.hpp"
#include "shared/tasks.hpp"

#include <cotty/recording.hpp>
#include <cotty/replay.hpp>
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

namespace cotty::tool {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::microseconds;
using clock = std::chrono::steady_clock;
using what = recorded_chunk::what;

constexpr std::size_t block = 65536;

/// For a program to read what was typed, to end, or to end once its terminal was closed.
constexpr auto patience = 2s;

/// For a program to start: to put its terminal into the mode in which it was when it was recorded.
constexpr auto patience_with_mode = 10s;

/// How often to look for what nothing announces.
constexpr auto look_again = 2ms;

/// The longest delay of --fast: longer than programs wait after a lone Escape.
constexpr auto longest_fast_delay = 100ms;

clock::duration delay_of(microseconds gap, const replay_command_options& options)
{
    const std::chrono::duration<double> wait = gap / options.speed.value_or(1);
    const auto limit = options.fast ? std::chrono::duration<double>(longest_fast_delay)
                                    : std::chrono::duration<double>(1e9);
    return std::chrono::duration_cast<clock::duration>(std::min(wait, limit));
}

// ---- To a program ----

class replay_session {
public:
    replay_session(asio::io_context& context, recording r, const replay_command_options& options)
        : options_(options), recording_(std::move(r)), outer_(context),
          input_(context.get_executor()), timer_(context),
          child_(context.get_executor(), launch_of(recording_.header, options))
    {
        if (is_watched())
            mode_ = outer_.pass_through_mode();
    }

    /// Until the program has ended, or nobody looks any more.
    asio::awaitable<void> run();

    [[nodiscard]] int status() const { return child_.status().value_or(128 + SIGKILL); }

private:
    static pty_child::launch launch_of(const recording_header& header,
                                       const replay_command_options& options);

    /// By a person, who may want to leave, at a terminal that may answer what the program asks.
    [[nodiscard]] bool is_watched() const
    {
        return outer_.is_terminal() && ::isatty(STDOUT_FILENO) == 1;
    }
    asio::awaitable<void> type_all();
    asio::awaitable<void> show_output();
    asio::awaitable<void> watch_for_ctrl_c();
    asio::awaitable<void> sleep(clock::duration time);
    using condition = bool (replay_session::*)() const;
    asio::awaitable<void> wait_while(condition c, clock::duration limit);
    [[nodiscard]] bool is_in_another_mode() const { return child_.edits_lines() != edits_lines_; }
    [[nodiscard]] bool has_unread() const { return child_.has_unread(); }
    asio::awaitable<void> type(const recorded_chunk& chunk);

    const replay_command_options& options_;
    recording recording_;
    terminal outer_;
    byte_input input_;
    asio::steady_timer timer_;
    pty_child child_;
    mode_guard mode_;
    bool edits_lines_ = true; // when this was recorded
};

/// The recorded terminal is the one that the program shall see.
pty_child::launch replay_session::launch_of(const recording_header& header,
                                            const replay_command_options& options)
{
    pty_child::launch how{
        .command = options.command, .columns = header.columns, .rows = header.rows};
    if (const auto term = header.environment.find("TERM"); term != header.environment.end())
        how.environment.insert(*term);
    return how;
}

asio::awaitable<void> replay_session::run()
{
    co_await until_one_ends(show_output(), and_stay(type_all()), and_stay(watch_for_ctrl_c()));
    co_await child_.wait_end(patience);
    child_.kill();
    co_await child_.wait_end(patience);
}

asio::awaitable<void> replay_session::sleep(clock::duration time)
{
    timer_.expires_after(time);
    co_await timer_.async_wait(no_throw);
}

asio::awaitable<void> replay_session::wait_while(condition c, clock::duration limit)
{
    const auto deadline = clock::now() + limit;
    while ((this->*c)() && clock::now() < deadline)
        co_await sleep(look_again);
}

/// Each delay begins when the program has read what came before, so that a machine that is slower
/// than the one where it was recorded does not make two keys one.
asio::awaitable<void> replay_session::type_all()
{
    microseconds last{};
    for (const recorded_chunk& chunk : recording_.chunks) {
        co_await sleep(delay_of(chunk.time - std::exchange(last, chunk.time), options_));
        if (chunk.kind == what::line_editing)
            edits_lines_ = chunk.bytes != "off";
        else if (chunk.kind == what::resize)
            child_.resize(chunk.columns, chunk.rows);
        else if (chunk.kind == what::input)
            co_await type(chunk);
    }
    co_await child_.wait_end(patience);
    child_.hang_up();
}

asio::awaitable<void> replay_session::type(const recorded_chunk& chunk)
{
    co_await wait_while(&replay_session::is_in_another_mode, patience_with_mode);
    co_await child_.write(chunk.bytes);
    co_await wait_while(&replay_session::has_unread, patience);
}

asio::awaitable<void> replay_session::show_output()
{
    std::vector<char> bytes(block);
    for (;;) {
        const std::size_t n = co_await child_.read_some(bytes);
        if (n == 0)
            break;
        const auto [ec, written] =
            co_await outer_.async_write(asio::buffer(bytes.data(), n), no_throw);
        if (ec) { // nobody looks any more
            child_.hang_up();
            break;
        }
    }
}

/// What else the person types, and what their terminal answers, is nobody's.
asio::awaitable<void> replay_session::watch_for_ctrl_c()
{
    std::vector<char> bytes(block);
    while (is_watched()) {
        const std::size_t n = co_await input_.read_some(bytes);
        if (n == 0)
            break;
        if (std::string_view(bytes.data(), n).find('\x03') != std::string_view::npos)
            child_.hang_up();
    }
}

int replay_to_program(recording r, const replay_command_options& options)
{
    asio::io_context context(1);
    replay_session session(context, std::move(r), options);
    run(context, session.run());
    return session.status();
}

// ---- To a reader ----

/// False if nobody reads any more.
bool print_line(const std::string& line)
{
    if (std::fwrite(line.data(), 1, line.size(), stdout) == line.size() && std::fflush(stdout) == 0)
        return true;
    if (errno == EPIPE)
        return false;
    throw std::system_error(errno, std::system_category(), "the events cannot be printed");
}

int print_events(recording r, const replay_command_options& options)
{
    recorded_events events(std::move(r),
                           {.decoding = options.how.decoder, .collecting = options.how.collector});
    const auto start = clock::now();
    std::string line;
    for (event e; events.next(e);) {
        if (options.speed)
            std::this_thread::sleep_until(start + delay_of(events.time(), options));
        line.clear();
        append_json(line, e);
        line.replace(
            0, 1,
            fmt::format("{{\"time\":{}.{:06},", events.time() / 1s, (events.time() % 1s).count()));
        line += '\n';
        if (!print_line(line))
            break;
    }
    return 0;
}

recording read_file(const std::string& name)
{
    std::ifstream file(name, std::ios::binary);
    if (!file)
        throw std::system_error(errno, std::system_category(), name);
    recording r = read_recording(file);
    if (r.cut_off)
        fmt::print(stderr, "cotty: {}: the last line is cut off and left out\n", name);
    return r;
}

} // namespace

int run_replay(const replay_command_options& options)
{
    open_missing_standard_input();
    recording r;
    try {
        r = read_file(options.file);
        if (options.command.empty())
            return print_events(std::move(r), options);
    } catch (const recording_error& e) {
        return complain(fmt::format("{}: {}", options.file, e.what()), 2);
    } catch (const std::system_error& e) {
        return complain(e.what(), 2);
    }
    try {
        return replay_to_program(std::move(r), options);
    } catch (const std::system_error& e) {
        return complain(e.what(), e.code() == std::errc::no_such_file_or_directory ? 127 : 126);
    }
}

} // namespace cotty::tool
