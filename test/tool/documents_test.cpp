// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Manual pages and completions: made when the program is built, from what --help is made from.
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty::test {
namespace {

using testing::HasSubstr;

const std::vector<std::string> commands{"keys", "decode", "doctor", "record", "replay"};

std::string content_of(const std::string& file)
{
    std::ifstream in(COTTY_DOCUMENTS + ('/' + file), std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator(in), {}};
}

/// What a program that is given nothing prints, and whether it complains.
std::string output_of(launch how)
{
    how.in = stream::null();
    how.out = how.err = stream::pipe();
    process program(std::move(how));
    EXPECT_EQ(program.wait_exit(), exited(0)) << program.errors();
    EXPECT_EQ(program.errors(), "");
    return program.output();
}

/// The options of a command, as --help has them.
std::set<std::string> options_of(const std::string& command)
{
    std::istringstream help(output_of(tool({command, "--help"})));
    std::set<std::string> all;
    for (std::string word; help >> word;)
        if (word.starts_with("--") && word.size() > 3)
            all.insert(
                word.substr(0, word.find_first_not_of("-abcdefghijklmnopqrstuvwxyz0123456789")));
    EXPECT_GT(all.size(), 1U);
    return all;
}

TEST(Documents, ManualPagesHaveEveryOption)
{
    for (const std::string& command : commands) {
        std::string page = content_of("man1/cotty-" + command + ".1");
        for (std::size_t at = 0; (at = page.find("\\-", at)) != std::string::npos; ++at)
            page.erase(at, 1);
        for (const std::string& option : options_of(command))
            EXPECT_THAT(page, HasSubstr("\\fB" + option + "\\fR")) << command;
        EXPECT_THAT(content_of("man1/cotty.1"), HasSubstr("\\fB" + command + "\\fR"));
    }
}

TEST(Documents, ManualPagesAreShownWithoutAComplaint)
{
    if (std::system("command -v groff >/dev/null") != 0)
        GTEST_SKIP() << "there is no groff here";
    for (const char* const page :
         {"cotty", "cotty-keys", "cotty-decode", "cotty-doctor", "cotty-record", "cotty-replay"}) {
        launch how;
        how.argv = {"groff", "-man", "-Tascii", "-ww",
                    COTTY_DOCUMENTS + std::string("/man1/") + page + ".1"};
        EXPECT_THAT(output_of(how), HasSubstr("General Commands Manual")) << page;
    }
}

struct completion_row {
    std::string name;
    std::string line; // words; the last one is completed
    std::vector<std::string> wanted;

    friend void PrintTo(const completion_row& row, std::ostream* out) { *out << row.name; }
};

class Completion : public testing::TestWithParam<completion_row> {};

TEST_P(Completion, OfBashOffers)
{
    launch how;
    how.argv = {"bash", "--norc", "-c",
                ". " COTTY_DOCUMENTS "/bash/cotty\n"
                "COMP_WORDS=(" +
                    GetParam().line +
                    ")\n"
                    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                    "_cotty\n"
                    "printf '%s\\n' \"${COMPREPLY[@]}\"\n"};
    std::istringstream lines(output_of(how));
    std::vector<std::string> offered;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            offered.push_back(line);
    EXPECT_THAT(offered, testing::UnorderedElementsAreArray(GetParam().wanted));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Completion,
    testing::Values(
        completion_row{
            "commands", "cotty ''", {"keys", "decode", "doctor", "record", "replay", "help"}},
        completion_row{"beginning_of_a_command", "cotty re", {"record", "replay"}},
        completion_row{"options", "cotty --", {"--interval", "--count", "--help", "--version"}},
        completion_row{"options_of_a_command", "cotty doctor -", {"--json", "--help", "-h"}},
        completion_row{
            "words", "cotty decode --keyboard ''", {"xterm", "rxvt", "linux", "st", "vt52"}},
        completion_row{"beginning_of_a_word", "cotty keys --tab c", {"ctrl+i"}},
        completion_row{"nothing_for_a_number", "cotty --count ''", {}},
        completion_row{"topics", "cotty help d", {"decode", "doctor"}},
        completion_row{
            "files", "cotty replay " COTTY_DOCUMENTS "/zsh/_c", {COTTY_DOCUMENTS "/zsh/_cotty"}}),
    name_of_row());

TEST(Documents, AllShellsKnowEveryCommandAndOption)
{
    for (const char* const file : {"bash/cotty", "zsh/_cotty", "fish/cotty.fish"}) {
        const std::string text = content_of(file);
        const bool is_fish = std::string_view(file).starts_with("fish");
        for (const std::string& command : commands) {
            EXPECT_THAT(text, HasSubstr(command)) << file;
            for (const std::string& option : options_of(command))
                EXPECT_THAT(text, HasSubstr(is_fish ? "-l " + option.substr(2) : option)) << file;
        }
    }
}

} // namespace
} // namespace cotty::test
