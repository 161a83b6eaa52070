// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The program `cotty` as a job of real interactive shells.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/screen.hpp"
#include "support/tool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <ostream>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cotty::test {
namespace {

struct shell_row {
    std::string name;
    std::vector<std::string> argv;

    friend void PrintTo(const shell_row& row, std::ostream* out) { *out << row.name; }
};

std::vector<shell_row> installed_shells()
{
    std::vector<shell_row> shells{
        {"bash", {"bash", "--norc", "--noprofile", "-i"}},
        {"dash", {"dash", "-i"}},
    };
    std::erase_if(shells, [](const shell_row& shell) { return !is_installed(shell.argv[0]); });
    return shells;
}

constexpr std::string_view prompt = "<prompt>";
const std::string command = COTTY_TOOL " --interval 50ms";

launch interactive(const shell_row& shell)
{
    launch how = tool();
    how.argv = shell.argv;
    how.environment["PS1"] = prompt;
    // So that line editors write no escape sequences around the prompt.
    how.environment["TERM"] = "dumb";
    how.environment["ENV"] = std::nullopt;
    how.environment["HISTFILE"] = std::nullopt;
    how.environment["PROMPT_COMMAND"] = std::nullopt;
    how.environment["LC_ALL"] = "C";
    return how;
}

/// A shell on a terminal, and the tool as its job.
class job : public testing::TestWithParam<shell_row> {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(shell.wait_for(prompt));
        modes = run("stty -a");
        ASSERT_THAT(modes, testing::HasSubstr(" icanon"));
        short_modes = run_stty_g();
        ASSERT_THAT(short_modes, testing::HasSubstr(":"));
    }

    void TearDown() override
    {
        EXPECT_THAT(shell.output(), testing::Not(testing::HasSubstr("\x1b")));
    }

    /// Ends the test at once: without a shell in step with it, what comes next says nothing.
    static void require(const testing::AssertionResult& result)
    {
        if (!result)
            throw std::runtime_error(result.message());
    }

    /// Enters a command line and returns what comes before the next prompt, its echo included.
    std::string run(const std::string& line)
    {
        shell.type(line + '\n');
        return until_prompt();
    }

    /// The modes on one line, which is written at one go, so that nothing comes between where a
    /// job in the background prints as well.
    std::string run_stty_g()
    {
        const std::string output = run("stty -g");
        std::smatch match;
        std::regex_search(output, match, std::regex("[0-9a-f]+(:[0-9a-f]+){8,}"));
        return match.str();
    }

    std::string until_prompt()
    {
        const std::size_t begin = shell.output().size() - shell.out().unread().size();
        require(shell.wait_for(prompt));
        const std::size_t end = shell.output().size() - shell.out().unread().size();
        return shell.output().substr(begin, end - begin);
    }

    /// Starts the tool, or goes on with it, in the foreground; returns when it can be typed at.
    /// The shell's own line editor is in raw mode, too: first that has to make room.
    void to_foreground(const std::string& line)
    {
        shell.type(line + '\n');
        const auto is_there = [this] {
            return tty.foreground_group() != shell.id() && tty.is_raw() &&
                   (tty.modes().c_lflag & ISIG) == 0;
        };
        if (!shell.wait_until(is_there))
            require(testing::AssertionFailure() << "the tool does not take the terminal:\n"
                                                << visible(shell.output()));
    }

    void start(const std::string& line = command)
    {
        to_foreground(line);
        tool_id = tty.foreground_group();
    }

    void expect_key_is_shown(const std::string& key)
    {
        shell.type(key);
        require(shell.wait_for("you pressed: " + key + "\r\n"));
    }

    void suspend()
    {
        shell.type("\x1a");
        static_cast<void>(until_prompt());
        expect_usable_shell();
    }

    void expect_usable_shell()
    {
        EXPECT_EQ(tty.foreground_group(), shell.id());
        // What is echoed is not what is printed.
        EXPECT_THAT(run("echo us''able"), testing::HasSubstr("usable\r\n"));
        EXPECT_EQ(run("stty -a"), modes);
    }

    /// It waits for the foreground by being stopped: the shell would not tell a job that it
    /// thinks of as running, so that `fg` would go unnoticed.
    void expect_waiting_in_background()
    {
        EXPECT_TRUE(shell.wait_until([this] { return state(tool_id) == 'T'; }))
            << "its state is " << state(tool_id);
        EXPECT_THAT(run("echo us''able"), testing::HasSubstr("usable\r\n"));
        EXPECT_EQ(run_stty_g(), short_modes);
    }

    void expect_end_by_ctrl_c()
    {
        shell.type("\x03");
        static_cast<void>(until_prompt());
        EXPECT_THAT(run("echo status $?"), testing::HasSubstr("status 0\r\n"));
        expect_usable_shell();
    }

    pty tty;
    process shell{tty, interactive(GetParam())};
    std::string modes;
    std::string short_modes;
    pid_t tool_id = -1;
};

TEST_P(job, is_started_and_ended)
{
    start();
    expect_key_is_shown("a");
    expect_end_by_ctrl_c();
    start();
    expect_key_is_shown("b");
    expect_end_by_ctrl_c();
}

TEST_P(job, F13_is_suspended_and_continued)
{
    start();
    expect_key_is_shown("a");
    for (const char* key : {"b", "c", "d"}) {
        suspend();
        to_foreground("fg");
        expect_key_is_shown(key);
    }
    expect_end_by_ctrl_c();
}

TEST_P(job, F13_is_suspended_with_the_rest_of_its_pipeline)
{
    start(command + " | cat");
    expect_key_is_shown("a");
    suspend();
    to_foreground("fg");
    expect_key_is_shown("b");
    expect_end_by_ctrl_c();
}

TEST_P(job, F13_is_suspended_with_the_script_that_runs_it)
{
    start("sh -c '" + command + "; echo after'");
    expect_key_is_shown("a");
    suspend();
    to_foreground("fg");
    expect_key_is_shown("b");
    shell.type("\x03");
    EXPECT_TRUE(shell.wait_for("after\r\n"));
    static_cast<void>(until_prompt());
    expect_usable_shell();
}

TEST_P(job, F14_takes_the_terminal_again_after_sigstop)
{
    start();
    expect_key_is_shown("a");
    ASSERT_EQ(::kill(-tool_id, SIGSTOP), 0);
    static_cast<void>(until_prompt());
    run("stty " + short_modes); // which some shells do by themselves
    expect_usable_shell();
    to_foreground("fg");
    expect_key_is_shown("b");
    suspend();
    to_foreground("fg");
    expect_key_is_shown("c");
    expect_end_by_ctrl_c();
}

TEST_P(job, F14_is_stopped_from_outside)
{
    start();
    expect_key_is_shown("a");
    ASSERT_EQ(::kill(-tool_id, SIGTSTP), 0);
    static_cast<void>(until_prompt());
    expect_usable_shell();
    to_foreground("fg");
    expect_key_is_shown("b");
    expect_end_by_ctrl_c();
}

TEST_P(job, F15_leaves_the_terminal_alone_in_the_background)
{
    start();
    expect_key_is_shown("a");
    suspend();
    run("bg");
    expect_waiting_in_background();
    to_foreground("fg");
    expect_key_is_shown("b");
    suspend();
    to_foreground("fg");
    expect_key_is_shown("c");
    expect_end_by_ctrl_c();
}

TEST_P(job, F15_is_started_in_the_background)
{
    run(command + " &");
    const std::string output = run("echo id $!");
    std::smatch match;
    ASSERT_TRUE(std::regex_search(output, match, std::regex("id ([0-9]+)\r\n")));
    tool_id = static_cast<pid_t>(std::stol(match.str(1)));
    expect_waiting_in_background();
    to_foreground("fg");
    expect_key_is_shown("a");
    suspend();
    to_foreground("fg");
    expect_key_is_shown("b");
    expect_end_by_ctrl_c();
}

/// programs/phases.cpp, which has asked to go on in the background.
class patient_job : public job {
protected:
    /// Whether its loop runs, and the terminal is the shell's.
    void expect_alive_in_background()
    {
        require(shell.wait_for("tick "));
        require(shell.wait_for("tick "));
        EXPECT_EQ(tty.foreground_group(), shell.id());
        EXPECT_EQ(run_stty_g(), short_modes);
        EXPECT_EQ(modes_after(shell.output()), screen_modes());
    }

    void expect_keys_in_foreground(const std::string& key)
    {
        to_foreground("fg");
        require(shell.wait_until([this] { return modes_after(shell.output()).paste; })
                    ? testing::AssertionSuccess()
                    : testing::AssertionFailure() << "no features are switched on");
        shell.type(key);
        require(shell.wait_for("key " + key + "\r\n"));
    }

    void TearDown() override {} // it writes escape sequences
};

TEST_P(patient_job, F15_goes_on_in_the_background)
{
    run(COTTY_TEST_PROGRAMS "/phases background &");
    expect_alive_in_background();
    expect_keys_in_foreground("a");
    ASSERT_EQ(::kill(-tty.foreground_group(), SIGTSTP), 0);
    static_cast<void>(until_prompt());
    run("bg");
    expect_alive_in_background();
    expect_keys_in_foreground("b");
    ASSERT_EQ(::kill(-tty.foreground_group(), SIGTERM), 0);
    static_cast<void>(until_prompt());
    EXPECT_EQ(modes_after(shell.output()), screen_modes());
    EXPECT_EQ(run_stty_g(), short_modes);
}

TEST_P(patient_job, F15_ends_in_the_background_without_touching_the_terminal)
{
    run(COTTY_TEST_PROGRAMS "/phases background &");
    expect_alive_in_background();
    run("kill $!; wait");
    EXPECT_EQ(modes_after(shell.output()), screen_modes());
    EXPECT_THAT(shell.output(), testing::Not(testing::HasSubstr("\x1b")));
    EXPECT_EQ(run_stty_g(), short_modes);
}

INSTANTIATE_TEST_SUITE_P(of, patient_job, testing::ValuesIn(installed_shells()), name_of_row{});
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(patient_job);

TEST_P(job, F7_leaves_the_terminal_to_the_shell_when_killed_while_suspended)
{
    start();
    expect_key_is_shown("a");
    suspend();
    ASSERT_EQ(::kill(tool_id, SIGTERM), 0);
    ASSERT_EQ(::kill(tool_id, SIGCONT), 0);
    ASSERT_TRUE(shell.wait_until([this] { return has_ended(tool_id); }));
    // 143 = 128 + SIGTERM
    EXPECT_THAT(run("wait %1; echo status $?"), testing::HasSubstr("status 143\r\n"));
    expect_usable_shell();
}

TEST_P(job, F2_gives_the_terminal_back_when_killed)
{
    start();
    expect_key_is_shown("a");
    ASSERT_EQ(::kill(tool_id, SIGTERM), 0);
    static_cast<void>(until_prompt());
    EXPECT_THAT(run("echo status $?"), testing::HasSubstr("status 143\r\n"));
    expect_usable_shell();
}

TEST_P(job, F20_ends_when_the_terminal_of_its_shell_is_closed)
{
    start();
    expect_key_is_shown("a");
    tty.close_master();
    EXPECT_TRUE(wait_until([this] { return has_ended(tool_id); }));
    EXPECT_NE(shell.wait_exit().what, outcome::kind::running);
}

TEST_P(job, F20_ends_when_the_terminal_is_closed_while_it_is_suspended)
{
    start();
    expect_key_is_shown("a");
    suspend();
    tty.close_master();
    EXPECT_TRUE(wait_until([this] { return has_ended(tool_id); }));
    EXPECT_NE(shell.wait_exit().what, outcome::kind::running);
}

INSTANTIATE_TEST_SUITE_P(of, job, testing::ValuesIn(installed_shells()), name_of_row{});
// On a system without any of these shells there is nothing to test.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(job);

} // namespace
} // namespace cotty::test
