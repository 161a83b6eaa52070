// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The tool inside of tmux and screen, and inside of one that is inside of another.
#include "support/paths.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace cotty::test {
namespace {

struct stack_row {
    const char* name;
    std::vector<std::string> programs; // the outermost first
};

/// A directory of its own for the multiplexers' sockets: those of the user are left alone.
class directory {
public:
    directory()
    {
        if (::mkdtemp(path_.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), path_);
    }
    ~directory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    directory(const directory&) = delete;
    directory& operator=(const directory&) = delete;

    [[nodiscard]] std::string operator/(const std::string& name) const
    {
        return path_ + '/' + name;
    }

private:
    std::string path_ = testing::TempDir() + "cotty_XXXXXX";
};

class multiplexer : public testing::TestWithParam<stack_row> {
protected:
    void SetUp() override
    {
        for (const std::string& name : GetParam().programs)
            if (!is_installed(name))
                GTEST_SKIP() << name << " is not installed";
        program.emplace(tty, command());
    }

    /// The servers outlive their terminals, if a test has failed.
    void TearDown() override
    {
        program.reset();
        for (std::size_t layer = 0; layer < GetParam().programs.size(); ++layer) {
            launch how{.argv = start(layer), .in = stream::null(), .out = stream::null()};
            how.err = stream::null();
            if (GetParam().programs[layer] == "tmux")
                how.argv.emplace_back("kill-server");
            else
                how.argv.insert(how.argv.end(), {"-X", "quit"});
            how.environment = environment();
            process(how).wait_exit();
        }
    }

    /// How a command line begins that starts or reaches the multiplexer of a layer.
    [[nodiscard]] std::vector<std::string> start(std::size_t layer) const
    {
        const std::string name = "layer" + std::to_string(layer);
        if (GetParam().programs[layer] == "tmux")
            return {"tmux", "-f", "/dev/null", "-S", files / name};
        return {"screen", "-c", "/dev/null", "-S", name};
    }

    /// Each in the other, and the tool in the innermost. What it prints goes to a file, where no
    /// multiplexer draws it anew.
    [[nodiscard]] launch command() const
    {
        launch how;
        for (std::size_t layer = 0; layer < GetParam().programs.size(); ++layer) {
            // Each refuses to start within itself.
            for (const char* word : {"env", "-u", "TMUX", "-u", "STY"})
                how.argv.emplace_back(word);
            for (const std::string& word : start(layer))
                how.argv.push_back(word);
            how.argv.emplace_back(GetParam().programs[layer] == "tmux" ? "new-session" : "-m");
        }
        how.argv.insert(how.argv.end(),
                        {"sh", "-c", COTTY_TOOL " --interval 20ms > " + files / "printed"});
        how.environment = environment();
        return how;
    }

    [[nodiscard]] std::map<std::string, std::optional<std::string>> environment() const
    {
        auto result = tool().environment; // for sanitizers
        result["TERM"] = "xterm";
        result["LC_ALL"] = "C.UTF-8";
        result["SCREENDIR"] = files / "";
        return result;
    }

    [[nodiscard]] std::string printed() const
    {
        std::ifstream in(files / "printed");
        return {std::istreambuf_iterator(in), {}};
    }

    /// Waits until the tool has told these keys, and no others, since it was started.
    [[nodiscard]] testing::AssertionResult wait_for_all_keys(const std::string& keys)
    {
        const auto expected = keys_in_list(' ' + keys);
        std::string text;
        const auto came = [&] {
            text = printed();
            text.resize(text.rfind('\n') + 1);
            return keys_in(text) == expected;
        };
        if (program->wait_until(came))
            return testing::AssertionSuccess();
        auto result = testing::AssertionFailure() << "not the keys " << keys << " came but: ";
        for (const std::string& key : keys_in(text).value_or(std::vector<std::string>()))
            result << key << ' ';
        return result << "\nthe screen:\n" << visible(tty.screen().text());
    }

    directory files;
    pty tty;
    std::optional<process> program;
};

TEST_P(multiplexer, F43_an_escape_is_one_key_and_a_sequence_stays_whole)
{
    // The tool has the terminal: multiplexers are in raw mode already, so only its line tells.
    ASSERT_TRUE(program->wait_until([this] { return printed().ends_with('\n'); }))
        << visible(tty.screen().text());
    program->type("a");
    ASSERT_TRUE(wait_for_all_keys("a"));
    program->type("\x1b");
    ASSERT_TRUE(wait_for_all_keys("a escape"));
    program->type("\x1b");
    program->type("[A");
    ASSERT_TRUE(wait_for_all_keys("a escape up"));
    program->type("\x1b[1;5D\x1bx\xc3");
    program->type("\xa9\x1bOPz");
    ASSERT_TRUE(wait_for_all_keys("a escape up ctrl+left alt+x é f1 z"));
    program->type("\x03");
    EXPECT_EQ(program->wait_exit(), exited(0));
    EXPECT_FALSE(tty.is_raw());
}

INSTANTIATE_TEST_SUITE_P(of, multiplexer,
                         testing::Values(stack_row{"tmux", {"tmux"}}, //
                                         stack_row{"screen", {"screen"}},
                                         stack_row{"tmux_in_tmux", {"tmux", "tmux"}},
                                         stack_row{"tmux_in_screen", {"screen", "tmux"}},
                                         stack_row{"screen_in_tmux", {"tmux", "screen"}}),
                         name_of_row());

} // namespace
} // namespace cotty::test
