// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "pty.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace cotty::test {

using steady_clock = std::chrono::steady_clock;

/// How long to wait for what must happen. It only decides when a test fails, never how long
/// one that passes takes; so it is generous, for slow machines and sanitizers.
inline constexpr std::chrono::seconds patience{10};

/// Where one of the standard descriptors of a program leads.
class stream {
public:
    /// The slave of the pty.
    static stream terminal() { return {kind::terminal, {}, -1}; }
    /// A pipe whose other end the test holds.
    static stream pipe() { return {kind::pipe, {}, -1}; }
    /// A file, which must exist to be read and is created or emptied to be written.
    static stream file(std::string path) { return {kind::file, std::move(path), -1}; }
    static stream null() { return file("/dev/null"); }
    static stream closed() { return {kind::closed, {}, -1}; }
    /// A descriptor of the test; it stays the test's.
    static stream descriptor(int fd) { return {kind::descriptor, {}, fd}; }

private:
    friend class process;
    enum class kind { terminal, pipe, file, closed, descriptor };

    stream(kind k, std::string path, int fd) : kind_(k), path_(std::move(path)), fd_(fd) {}

    kind kind_;
    std::string path_;
    int fd_;
};

/// How a program relates to the terminal.
enum class session {
    /// It leads a session of its own, the pty is its controlling terminal. (What a terminal
    /// window does with its program. Its process group counts as orphaned: SIGTSTP does not
    /// stop it.)
    leader,
    /// It is the foreground process group in the session of a parent, as a shell does it; the
    /// pty is the controlling terminal.
    member,
    /// It has no controlling terminal.
    none,
};

struct launch {
    std::vector<std::string> argv;
    /// What differs from the environment of the test; nothing means unset.
    std::map<std::string, std::optional<std::string>> environment = {};
    stream in = stream::terminal();
    stream out = stream::terminal();
    stream err = stream::terminal();
    session relation = session::leader;
    /// Signals that the program finds ignored; all others it finds at their default.
    std::vector<int> ignored_signals = {};
    /// Signals that it finds blocked.
    std::vector<int> blocked_signals = {};
};

/// What a process has come to.
struct outcome {
    enum class kind { running, exited, killed, stopped, continued };

    kind what = kind::running;
    /// The exit status or the signal.
    int value = 0;

    friend bool operator==(const outcome&, const outcome&) = default;
};

std::ostream& operator<<(std::ostream& out, const outcome& o);

[[nodiscard]] constexpr outcome exited(int status) noexcept
{
    return {outcome::kind::exited, status};
}
[[nodiscard]] constexpr outcome killed_by(int signal) noexcept
{
    return {outcome::kind::killed, signal};
}

/// For EXPECT_TRUE: whichever of the signals did it.
[[nodiscard]] testing::AssertionResult is_stopped(const outcome& o);

/// A running program. Waiting for anything also reads all that it writes, so that it never
/// blocks because of the test. The destructor kills it and every process of its session.
///
/// Not for tests that start processes from several threads at once.
class process {
public:
    /// \throws std::system_error if the program cannot be started.
    explicit process(const launch& how) : process(nullptr, how) {}

    /// The terminal must outlive the process.
    process(pty& terminal, const launch& how) : process(&terminal, how) {}

    process(const process&) = delete;
    process& operator=(const process&) = delete;
    ~process();

    [[nodiscard]] pid_t id() const noexcept { return id_; }

    /// Sends bytes to the terminal.
    void type(std::string_view bytes);

    /// Sends bytes to the pipe that is the program's stdin. What a program that has ended or
    /// closed its stdin does not take is dropped.
    void feed(std::string_view bytes);
    void end_input() noexcept { input_.reset(); }

    /// Closes the reading end of the pipe that is the program's stdout.
    void close_output() noexcept { output_.close(); }

    /// What the program wrote to its stdout: the terminal's screen or the pipe.
    [[nodiscard]] transcript& out() noexcept;
    /// The same for its stderr.
    [[nodiscard]] transcript& err() noexcept;
    [[nodiscard]] const std::string& output() { return out().text(); }
    [[nodiscard]] const std::string& errors() { return err().text(); }

    /// Waits until `wanted` stands in the unread part of out(), and makes it read. Fails at
    /// once if the program ends without having written it.
    [[nodiscard]] testing::AssertionResult wait_for(std::string_view wanted,
                                                    std::chrono::milliseconds limit = patience);
    [[nodiscard]] testing::AssertionResult wait_for(const std::regex& wanted,
                                                    std::chrono::milliseconds limit = patience);

    /// Waits for a condition that no descriptor announces, such as the terminal's modes.
    [[nodiscard]] bool wait_until(const std::function<bool()>& condition,
                                  std::chrono::milliseconds limit = patience);

    /// Waits until the program has ended or, for wait_stopped, has been stopped anew since the
    /// last call. Else the result says `running`, or what happened instead.
    outcome wait_exit(std::chrono::milliseconds limit = patience);
    outcome wait_stopped(std::chrono::milliseconds limit = patience);

    /// No-op once the program has ended.
    void signal(int number) const noexcept;

    [[nodiscard]] bool has_ended() const noexcept { return end_.has_value(); }

    /// What the process, all of its threads, has used so far or had used when it ended.
    [[nodiscard]] std::chrono::microseconds cpu_time() const;

    /// How often its threads have gone to sleep so far. (Linux)
    [[nodiscard]] long voluntary_switches() const;

    /// Whether all of its threads sleep. (Linux)
    [[nodiscard]] bool is_asleep() const;

private:
    process(pty* terminal, const launch& how);

    // Returns whether the condition became true in time. It is looked at after every event, and
    // after `interval` without one.
    template <class Condition>
    bool pump_until(Condition condition, std::chrono::milliseconds limit,
                    std::chrono::milliseconds interval);
    void pump(int writable, std::chrono::milliseconds timeout);
    void send(int fd, std::string_view bytes);
    void read_reports();
    [[nodiscard]] testing::AssertionResult failure(const std::string& wanted);

    pty* terminal_;
    stream out_kind_;
    stream err_kind_;
    file_descriptor input_;
    transcript output_;
    transcript errors_;

    // A process between the test and the program waits for the program and reports through a
    // pipe what happens to it, so that everything that can happen wakes up the same poll. Its
    // kill_switch ends the program also when the test itself has died.
    pid_t supervisor_ = -1;
    file_descriptor reports_;
    file_descriptor kill_switch_;

    pid_t id_ = -1;
    pid_t session_ = -1;
    std::optional<outcome> end_;
    std::optional<outcome> stop_;
    std::chrono::microseconds final_cpu_time_{};
};

/// Whether there is a program of this name to be started.
[[nodiscard]] bool is_installed(const std::string& name);

/// The state of a process that a program under test has started: 'S' asleep, 'T' stopped and so
/// on, see proc(5); 'X' if there is none. (Linux)
[[nodiscard]] char state(pid_t id);

/// Whether that process has ended, though its parent may not have taken notice yet.
[[nodiscard]] bool has_ended(pid_t id);

/// Waits for a condition that nothing announces, where there is no process to be watched.
[[nodiscard]] bool wait_until(const std::function<bool()>& condition,
                              std::chrono::milliseconds limit = patience);

} // namespace cotty::test
