// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Programs that get no chance to give the terminal back.
#include <cotty/terminal.hpp>

#include "posix/descriptor.hpp"
#include "posix/guardian.hpp"
#include "posix/line_settings.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/screen.hpp"

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace cotty {
namespace {

namespace asio = boost::asio;
using test::same_modes;
using test::screen_modes;
using testing::HasSubstr;

/// The processes, but for this one, that hold a terminal open. (Linux)
std::vector<pid_t> holders(const test::pty& pty)
{
    std::vector<pid_t> result;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
        const std::string name = entry.path().filename();
        pid_t id = 0;
        std::from_chars(name.data(), name.data() + name.size(), id);
        if (id == 0 || id == ::getpid())
            continue;
        for (const auto& fd : std::filesystem::directory_iterator(entry.path() / "fd", ignored))
            if (std::filesystem::read_symlink(fd.path(), ignored) == pty.slave_name()) {
                result.push_back(id);
                break;
            }
    }
    return result;
}

std::string name_of(pid_t id)
{
    std::ifstream file("/proc/" + std::to_string(id) + "/comm");
    std::string name;
    std::getline(file, name);
    return name;
}

testing::AssertionResult nobody_holds(const test::pty& pty)
{
    if (test::wait_until([&] { return holders(pty).empty(); }))
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << name_of(holders(pty).front()) << " holds the terminal";
}

/// A program with a guardian, in one of the phases of programs/phases.cpp.
class Guarded {
public:
    explicit Guarded(const std::string& phase)
        : program(pty, {.argv = {COTTY_TEST_PROGRAMS "/phases", phase, "guardian"},
                        .relation = test::session::member})
    {
    }

    [[nodiscard]] testing::AssertionResult is_ready() { return program.wait_for("ready "); }

    [[nodiscard]] screen_modes on() { return test::modes_after(program.output()); }

    [[nodiscard]] testing::AssertionResult becomes_as_before()
    {
        if (program.wait_until([&] {
                return test::differences(before, pty.modes()).empty() && on() == screen_modes();
            }))
            return nobody_holds(pty);
        return testing::AssertionFailure()
               << on() << ", " << same_modes(before, pty.modes()) << "\n"
               << test::visible(program.output());
    }

    test::pty pty;
    const termios before = pty.modes();
    test::process program;
};

// --- kills ------------------------------------------------------------------------------------

int number_of_kills()
{
    const char* const wanted = std::getenv("COTTY_KILLS");
    return wanted != nullptr ? std::atoi(wanted) : 60;
}

const std::vector<std::string> killed_phases{
    "before",         "raw",
    "cbreak",         "features",
    "features_alone", "nested",
    "switching_mode", "switching_features",
    "switching_all",  "new_terminals",
    "reading",        "writing",
    "released",       "lent",
    "taken_back",     "unwinding",
    "second_thread",  "thread_switches",
    "child_ended",
};

TEST(Guardian, F3_GivesBackTheTerminalOfAProgramThatIsKilled)
{
    std::mt19937 random(3); // the same always; what the machine does with it is not
    const int kills = number_of_kills();
    for (int i = 0; i < kills; ++i) {
        const std::string& phase =
            killed_phases[static_cast<std::size_t>(i) % killed_phases.size()];
        Guarded user(phase);
        ASSERT_TRUE(user.is_ready()) << phase;
        // Nothing is waited for: the program is to be met anywhere.
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000));
        const bool whole_group = random() % 2 == 0;
        ASSERT_EQ(::kill(whole_group ? -user.program.id() : user.program.id(), SIGKILL), 0);
        EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL)) << phase;
        EXPECT_TRUE(user.becomes_as_before()) << phase;
    }
}

TEST(Guardian, F3_GivesBackTheTerminalOfAProgramThatRunsNoExitHandlers)
{
    Guarded user("exit_at_once");
    ASSERT_TRUE(user.is_ready());
    EXPECT_EQ(user.program.wait_exit(), test::exited(7));
    EXPECT_TRUE(user.becomes_as_before());
}

TEST(Guardian, F3_StaysWithAProgramThatBecomesAnother)
{
    Guarded user("exec");
    ASSERT_TRUE(user.is_ready());
    ASSERT_TRUE(user.program.wait_until([&] { return name_of(user.program.id()) == "sleep"; }));
    EXPECT_THAT(holders(user.pty), testing::SizeIs(2)); // it and the guardian
    EXPECT_TRUE(user.pty.is_raw());
    user.program.signal(SIGTERM);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(user.becomes_as_before());
}

TEST(Guardian, F3_AChildThatLivesOnDoesNotKeepTheTerminalInAMode)
{
    Guarded user("child_alive");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(user.program.wait_until([&] {
        return test::differences(user.before, user.pty.modes()).empty() &&
               user.on() == screen_modes();
    }));
}

TEST(Guardian, F4_ThereMayBeNoStackLeftForAHandler)
{
    Guarded user("overflow_unprepared");
    ASSERT_TRUE(user.is_ready());
    EXPECT_NE(user.program.wait_exit(), test::outcome());
    EXPECT_TRUE(user.becomes_as_before());
}

TEST(Guardian, F3_AStoppedProgramIsKilled)
{
    Guarded user("features");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGSTOP); // which cannot be caught: all stays on
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    EXPECT_TRUE(user.pty.is_raw());
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(user.becomes_as_before());
}

TEST(Guardian, F5_AProgramThatIsKilledBetweenTwoModesWasInOneOfThem)
{
    const test::pty pty;
    const termios before = pty.modes();
    const termios cbreak = posix::with_mode(before, line_mode::cbreak);
    const termios raw = posix::with_mode(before, line_mode::raw);
    for (const termios& set : {cbreak, raw}) {
        const pid_t program = ::fork();
        if (program == 0) {
            error_code ec;
            const auto c = posix::open_channel(pty.slave(), O_RDONLY, ec);
            const auto g = posix::guardian::start(c, c, false, ec);
            g->note_mode(before, cbreak);
            g->note_mode(before, raw);
            ::tcsetattr(pty.slave(), TCSANOW, &set);
            ::_exit(0);
        }
        ::waitpid(program, nullptr, 0);
        EXPECT_TRUE(nobody_holds(pty));
        EXPECT_TRUE(same_modes(before, pty.modes()));
    }
}

// --- what is left alone -----------------------------------------------------------------------

TEST(Guardian, F7_WhoHasTakenTheTerminalOverKeepsItButForWhatTheyDoNotKnow)
{
    Guarded user("features");
    ASSERT_TRUE(user.is_ready());
    termios theirs = user.before;
    theirs.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO); // as a line editor
    user.pty.set_modes(theirs);
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(nobody_holds(user.pty));
    EXPECT_TRUE(same_modes(theirs, user.pty.modes()));
    const screen_modes those_of_line_editors{
        .paste = true, .application_cursor = true, .application_keypad = true};
    EXPECT_TRUE(user.program.wait_until([&] { return user.on() == those_of_line_editors; }))
        << user.on();
}

TEST(Guardian, F7_WhatWasGivenBackIsNotTouchedAgain)
{
    Guarded user("features");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGTSTP);
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    EXPECT_EQ(user.on(), screen_modes());
    const std::string written = user.program.output();
    termios theirs = user.before;
    ::cfmakeraw(&theirs);
    user.pty.set_modes(theirs);
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(nobody_holds(user.pty));
    EXPECT_TRUE(same_modes(theirs, user.pty.modes()));
    user.pty.screen().drain();
    EXPECT_EQ(user.program.output(), written);
}

TEST(Guardian, F3_WhatIsOnAgainAfterAStopIsGivenBack)
{
    Guarded user("features");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGTSTP);
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    user.program.signal(SIGCONT);
    ASSERT_TRUE(user.program.wait_until([&] { return user.pty.is_raw() && user.on().paste; }));
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(user.becomes_as_before());
}

TEST(Guardian, WritesNothingWhereAProgramEndsInOrder)
{
    for (const char* const phase : {"return", "exit_handlers"}) {
        Guarded user(phase);
        ASSERT_TRUE(user.is_ready());
        user.program.signal(SIGTERM);
        user.program.wait_exit();
        const std::string written = user.program.output();
        EXPECT_EQ(user.on(), screen_modes());
        EXPECT_TRUE(nobody_holds(user.pty));
        user.pty.screen().drain();
        EXPECT_EQ(user.program.output(), written);
        EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
    }
}

TEST(Guardian, F3_AShellThatHasOnlySetTheModesBackGetsTheRest)
{
    Guarded user("features");
    ASSERT_TRUE(user.is_ready());
    user.pty.set_modes(user.before);
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(user.becomes_as_before());
}

// --- its own life -----------------------------------------------------------------------------

class GuardianLife : public testing::Test {
protected:
    terminal_options guarded() const
    {
        return {.input = pty.slave(), .output = pty.slave(), .guardian = true};
    }

    test::pty pty;
    asio::io_context context;
};

TEST_F(GuardianLife, IsAProcessOfItsOwnWhichTheProgramsWaitDoesNotSee)
{
    sigset_t child_signal;
    sigset_t before;
    ::sigemptyset(&child_signal);
    ::sigaddset(&child_signal, SIGCHLD);
    ::pthread_sigmask(SIG_BLOCK, &child_signal, &before);
    std::optional<terminal> tty(std::in_place, context, guarded());
    const auto found = holders(pty);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(test::wait_until([&] { return name_of(found[0]) == "cotty-guardian"; }));
    EXPECT_NE(::getsid(found[0]), ::getsid(0));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG | __WALL), -1);
    EXPECT_EQ(errno, ECHILD);
    tty.reset();
    EXPECT_TRUE(nobody_holds(pty));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG | __WALL), -1);
    sigset_t pending;
    ::sigpending(&pending);
    EXPECT_EQ(::sigismember(&pending, SIGCHLD), 0);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_F(GuardianLife, StaysWithTheLastGuard)
{
    std::optional<terminal> tty(std::in_place, context, guarded());
    auto raw = tty->raw_mode();
    auto on = tty->enable({.paste = true});
    tty.reset();
    raw.release();
    EXPECT_EQ(holders(pty).size(), 1U);
    on.release();
    EXPECT_TRUE(nobody_holds(pty));
}

TEST_F(GuardianLife, F20_EndsWhenTheTerminalHangsUp)
{
    const terminal tty(context, guarded());
    const auto found = holders(pty);
    ASSERT_EQ(found.size(), 1U);
    pty.close_master();
    EXPECT_TRUE(test::wait_until([&] { return test::has_ended(found[0]); }));
}

TEST_F(GuardianLife, IsThereOnlyWhereItIsAskedForAndThereIsATerminal)
{
    const terminal tty(context, {.input = pty.slave(), .output = pty.slave()});
    EXPECT_TRUE(holders(pty).empty());
    test::pipe_ends pipe = test::make_pipe();
    const terminal no_terminal(context,
                               {.input = pipe.read.get(), .output = pty.slave(), .guardian = true});
    EXPECT_TRUE(holders(pty).empty());
}

TEST(Guardian, F48_ATerminalThatTakesNoOutputDoesNotKeepIt)
{
    Guarded user("features");
    ASSERT_TRUE(user.is_ready());
    ASSERT_EQ(::tcflow(user.pty.slave(), TCOOFF), 0);
    user.program.signal(SIGKILL);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGKILL));
    EXPECT_TRUE(nobody_holds(user.pty));
    EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
    ASSERT_EQ(::tcflow(user.pty.slave(), TCOON), 0);
}

// --- under shells -----------------------------------------------------------------------------

struct shell_row {
    std::string name;
    std::vector<std::string> argv;
    bool edits_lines;

    friend void PrintTo(const shell_row& row, std::ostream* out) { *out << row.name; }
};

class GuardianUnder : public testing::TestWithParam<shell_row> {
protected:
    /// But for what is the shell's own business.
    static screen_modes left_on(test::process& shell)
    {
        screen_modes m = test::modes_after(shell.output());
        if (GetParam().edits_lines)
            m.paste = m.application_cursor = m.application_keypad = false;
        return m;
    }
};

/// dash leaves a terminal as a killed program left it; bash sets its own modes at once.
TEST_P(GuardianUnder, F3_LeavesAUsableShell)
{
    if (!test::is_installed(GetParam().argv[0]))
        GTEST_SKIP() << GetParam().argv[0] << " is not installed";
    test::pty pty;
    test::process shell(pty, {.argv = GetParam().argv,
                              .environment = {{"PS1", "<prompt>"},
                                              {"TERM", "xterm"},
                                              {"ENV", std::nullopt},
                                              {"HISTFILE", std::nullopt},
                                              {"PROMPT_COMMAND", std::nullopt}}});
    ASSERT_TRUE(shell.wait_for("<prompt>"));
    shell.type("stty -g\n");
    const std::regex settings("([0-9a-f]+:){8,}[0-9a-f]+");
    ASSERT_TRUE(shell.wait_for(settings));
    std::smatch before;
    const std::string first = shell.output();
    ASSERT_TRUE(std::regex_search(first, before, settings));
    ASSERT_TRUE(shell.wait_for("<prompt>"));
    for (const bool whole_group : {false, true}) {
        shell.type(COTTY_TEST_PROGRAMS "/phases features guardian\n");
        ASSERT_TRUE(shell.wait_for("ready "));
        const pid_t job = pty.foreground_group();
        ASSERT_NE(job, shell.id());
        ASSERT_EQ(::kill(whole_group ? -job : job, SIGKILL), 0);
        ASSERT_TRUE(shell.wait_for("<prompt>"));
        ASSERT_TRUE(shell.wait_until([&] { return left_on(shell) == screen_modes(); }))
            << left_on(shell);
        ASSERT_TRUE(shell.wait_until([&] {
            const auto all = holders(pty);
            return all == std::vector<pid_t>{shell.id()};
        }));
        shell.type("echo us''able; stty -g\n");
        EXPECT_TRUE(shell.wait_for("usable\r\n"));
        EXPECT_TRUE(shell.wait_for(before.str()));
        ASSERT_TRUE(shell.wait_for("<prompt>"));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Shells, GuardianUnder,
    testing::Values(shell_row{"dash", {"dash", "-i"}, false},
                    shell_row{"bash", {"bash", "--norc", "--noprofile", "-i"}, true}),
    test::name_of_row());

} // namespace
} // namespace cotty
