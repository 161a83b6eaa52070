// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// cotty doctor on a terminal that the test plays.
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty::test {
namespace {

/// What a terminal says to the doctor's questions.
struct answer {
    std::string_view question;
    std::string_view bytes;
};

const std::vector<answer> healthy{
    {"\x1b[>q", "\x1bP>|XTerm(379)\x1b\\"},
    {"\x1b[?1006$p", "\x1b[?1006;2$y"},
    {"\x1b[?2004$p", "\x1b[?2004;2$y"},
    {"\x1b[?2048$p", "\x1b[?2048;0$y"},
    {"\x1b[?1003$p", "\x1b[?1003;2$y"},
    {"\x1b[18t", "\x1b[8;24;80t"},
    {"\x1b]11;?\x1b\\", "\x1b]11;rgb:1212/3434/5656\x1b\\"},
    {"\x1b[c", "\x1b[?64;1;2;22c"},
};

class Doctor : public testing::Test {
protected:
    Doctor() { tty.set_modes(before); }

    /// Starts it, answers all that it asks, and waits for its end.
    outcome examine(const std::vector<answer>& answers, launch how)
    {
        process doctor(tty, how);
        std::size_t seen = 0;
        const bool ended = doctor.wait_until([&] {
            const std::string& all = doctor.output();
            for (; seen < all.size(); ++seen) {
                const std::string_view rest = std::string_view(all).substr(seen);
                for (const answer& a : answers) {
                    if (a.question.starts_with(rest) && rest.size() < a.question.size())
                        return doctor.has_ended();
                    if (rest.starts_with(a.question))
                        doctor.type(a.bytes);
                }
            }
            return doctor.has_ended();
        });
        EXPECT_TRUE(ended);
        const outcome end = doctor.wait_exit();
        said = doctor.output();
        errors = doctor.errors();
        return end;
    }
    /// Answers what every terminal answers, as often as it is asked, until the program has ended:
    /// for one whose output is elsewhere.
    void answer_fences(process& program)
    {
        std::size_t at = 0;
        EXPECT_TRUE(program.wait_until([&] {
            tty.screen().drain();
            const std::string& asked = tty.screen().text();
            for (std::size_t next; (next = asked.find("\x1b[c", at)) != std::string::npos;
                 at = next + 1)
                program.type("\x1b[?62c");
            return program.has_ended();
        }));
    }
    static launch doctor(std::vector<std::string> more = {})
    {
        std::vector<std::string> options{"doctor"};
        options.insert(options.end(), more.begin(), more.end());
        launch how = tool(std::move(options));
        how.environment = {{"TERM", "xterm-256color"},
                           {"TMUX", std::nullopt},
                           {"STY", std::nullopt},
                           {"LC_ALL", "C.UTF-8"},
                           {"NO_COLOR", "1"}};
        return how;
    }
    [[nodiscard]] bool says(std::string_view text) const
    {
        return said.find(text) != std::string::npos;
    }

    /// As terminals set theirs up.
    static termios with_utf8(termios modes)
    {
        modes.c_iflag |= IUTF8;
        return modes;
    }

    pty tty;
    const termios before = with_utf8(tty.modes());
    std::string said;
    std::string errors;
};

TEST_F(Doctor, TellsWhatTheTerminalCanDo)
{
    examine(healthy, doctor());
    for (const std::string_view line :
         {"Terminal             XTerm(379)", "TERM                 xterm-256color",
          "Size                 80 columns, 24 rows",
          "Escape               decided by the "
          "terminal's answer",
          "Mouse                yes", "Bracketed paste      yes", "Resize reports       no",
          "Focus reports        does not say", "background #123456"})
        EXPECT_TRUE(says(line)) << line << '\n' << said;
    EXPECT_TRUE(same_modes(before, tty.modes()));
}

TEST_F(Doctor, FindsWhatProgramsHaveLeftOn)
{
    auto answers = healthy;
    for (answer& a : answers)
        if (a.question == "\x1b[?1003$p")
            a.bytes = "\x1b[?1003;1$y";
    EXPECT_EQ(examine(answers, doctor()), exited(1));
    EXPECT_TRUE(says("mouse reports (mode 1003) are on")) << said;
    EXPECT_TRUE(says("`reset` helps"));
}

TEST_F(Doctor, F6_FindsATerminalThatIsRawAlready)
{
    termios raw = before;
    ::cfmakeraw(&raw);
    tty.set_modes(raw);
    EXPECT_EQ(examine(healthy, doctor()), exited(1));
    EXPECT_TRUE(says("raw or cbreak mode already")) << said;
    EXPECT_TRUE(same_modes(raw, tty.modes()));
}

struct wrong_term {
    const char* name;
    const char* term;
    std::string_view version;
    std::string_view finding;
};

class WrongTerm : public Doctor, public testing::WithParamInterface<wrong_term> {};

TEST_P(WrongTerm, IsFound)
{
    auto answers = healthy;
    answers.front().bytes = GetParam().version;
    launch how = doctor();
    how.environment["TERM"] = GetParam().term;
    EXPECT_EQ(examine(answers, how), exited(1));
    // However it is broken into lines.
    std::string joined;
    for (const char c : said)
        if (c != '\r' && c != '\n' && !(c == ' ' && joined.ends_with(' ')))
            joined += c;
        else if (!joined.ends_with(' '))
            joined += ' ';
    EXPECT_NE(joined.find(GetParam().finding), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, WrongTerm,
    testing::Values(wrong_term{"tmux_as_xterm", "xterm-256color", "\x1bP>|tmux 3.3a\x1b\\",
                               "this is tmux, which sends other sequences"},
                    wrong_term{"xterm_as_tmux", "tmux-256color", "\x1bP>|XTerm(379)\x1b\\",
                               "the terminal says that it is XTerm(379)"},
                    wrong_term{"no_kitty", "xterm-kitty", "\x1bP>|XTerm(379)\x1b\\",
                               "has no kitty keyboard protocol"},
                    wrong_term{"no_console", "linux", "\x1bP>|foot(1.13.1)\x1b\\",
                               "`linux`, the text console"},
                    wrong_term{"inert", "tmux", "\x1bP>|\xc2\x9b\x32J\x1b\\", "<u+9b>2J"}),
    name_of_row());

TEST_F(Doctor, ADumbTerminalIsNotAsked)
{
    launch how = doctor();
    how.environment["TERM"] = "dumb";
    EXPECT_EQ(examine(healthy, how), exited(1));
    EXPECT_TRUE(says("TERM is `dumb`")) << said;
    EXPECT_FALSE(says("\x1b[c"));
}

TEST_F(Doctor, ATerminalThatDoesNotAnswerIsFound)
{
    EXPECT_EQ(examine({}, doctor()), exited(0)); // nothing can be done about it
    EXPECT_TRUE(says("answers no questions")) << said;
    EXPECT_TRUE(says("decided by time"));
}

TEST_F(Doctor, F59_AWindowWithoutASizeIsFound)
{
    tty.resize(0, 0);
    EXPECT_EQ(examine(healthy, doctor()), exited(1));
    EXPECT_TRUE(says("`stty rows 24 columns 80`")) << said;
}

TEST_F(Doctor, F26_AnInputThatIsNoTerminalIsFoundAndTheTerminalAskedAllTheSame)
{
    launch how = doctor();
    how.in = stream::null();
    EXPECT_EQ(examine(healthy, how), exited(0));
    EXPECT_TRUE(says("Standard input is no terminal")) << said;
    EXPECT_TRUE(says("XTerm(379)"));
}

TEST_F(Doctor, FitsIntoANarrowWindow)
{
    tty.resize(40, 24);
    auto answers = healthy;
    for (answer& a : answers)
        if (a.question == "\x1b[18t")
            a.bytes = "\x1b[8;24;40t";
    EXPECT_EQ(examine(answers, doctor()), exited(0)) << said;
    std::istringstream lines(said.substr(said.find("Terminal")));
    for (std::string line; std::getline(lines, line);)
        EXPECT_LE(line.size(), 41U) << line; // with its \r
    EXPECT_TRUE(says("Escape\r\n    decided by the terminal's answer")) << said;
}

TEST_F(Doctor, AsksTheTerminalAlsoIfItsOutputIsAFile)
{
    launch how = doctor();
    how.out = stream::pipe();
    process program(tty, how);
    answer_fences(program);
    EXPECT_EQ(program.wait_exit(), exited(0)) << program.output();
    EXPECT_NE(program.output().find("Nothing is wrong.\n"), std::string::npos) << program.output();
    EXPECT_EQ(program.output().find("output is no terminal"), std::string::npos);
    EXPECT_EQ(program.output().find('\x1b'), std::string::npos);
}

TEST_F(Doctor, WithoutATerminalItSaysSo)
{
    launch how = doctor();
    how.in = stream::null();
    how.out = stream::pipe();
    how.err = stream::pipe();
    how.relation = session::none;
    EXPECT_EQ(examine({}, how), exited(2));
    EXPECT_NE(errors.find("no terminal to look at"), std::string::npos) << errors;
}

TEST_F(Doctor, SpeaksJson)
{
    launch how = doctor({"--json"});
    how.out = stream::pipe();
    // The questions go to the terminal, which is not the output here.
    process program(tty, how);
    answer_fences(program);
    program.wait_exit();
    EXPECT_TRUE(program.output().starts_with(R"({"Terminal":"does not tell its name",)"))
        << program.output();
    EXPECT_TRUE(program.output().ends_with("]}\n"));
}

} // namespace
} // namespace cotty::test
