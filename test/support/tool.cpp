// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/paths.hpp"

#include "tool.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

namespace cotty::test {

launch tool(std::vector<std::string> options)
{
    launch how;
    how.argv = {COTTY_TOOL};
    how.argv.insert(how.argv.end(), options.begin(), options.end());
    // Where the tool was built with a sanitizer, that takes the signals of a crash for itself.
    for (const char* name : {"ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
        const char* given = std::getenv(name);
        how.environment[name] =
            std::string(given != nullptr ? given : "") +
            ":handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:handle_sigfpe=0";
    }
    return how;
}

std::optional<std::vector<std::string>> keys_in_list(std::string_view list)
{
    std::vector<std::string> keys;
    while (!list.empty()) {
        if (list[0] != ' ' || list.size() == 1)
            return {};
        // At least one character, so that a space can be a key.
        const std::size_t end = std::min(list.find(' ', 2), list.size());
        keys.emplace_back(list.substr(1, end - 1));
        list.remove_prefix(end);
    }
    return keys;
}

std::optional<std::vector<std::string>> keys_in(std::string_view output)
{
    constexpr std::string_view begin = "In the last ";
    constexpr std::string_view middle = " you pressed:";
    std::vector<std::string> keys;
    for (std::size_t end; (end = output.find('\n')) != std::string_view::npos;) {
        std::string_view line = output.substr(0, end);
        output.remove_prefix(end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::size_t list = line.find(middle);
        if (!line.starts_with(begin) || list == std::string_view::npos ||
            line.find(begin, 1) != std::string_view::npos)
            return {};
        auto more = keys_in_list(line.substr(list + middle.size()));
        if (!more)
            return {};
        keys.insert(keys.end(), more->begin(), more->end());
    }
    return keys;
}

testing::AssertionResult wait_for_keys(process& tool, const std::string& keys)
{
    const auto expected = keys_in_list(' ' + keys);
    std::optional<std::vector<std::string>> actual;
    const auto decided = [&] {
        actual = keys_in(tool.out().unread());
        return !actual || actual == expected || actual->size() > expected->size() ||
               tool.has_ended();
    };
    static_cast<void>(tool.wait_until(decided));
    const std::string unread(tool.out().unread());
    tool.out().advance(unread.rfind('\n') + 1);
    if (actual == expected)
        return testing::AssertionSuccess() << "the keys came";
    return testing::AssertionFailure() << "not the keys \"" << keys << "\" came but:\n"
                                       << visible(unread) << "\nall output:\n"
                                       << visible(tool.output());
}

bool is_raw_mode(const termios& modes)
{
    return (modes.c_lflag & (ICANON | ECHO | ISIG)) == 0 && (modes.c_iflag & (IXON | ICRNL)) == 0 &&
           (modes.c_oflag & OPOST) != 0;
}

tool_on_terminal::tool_on_terminal(const launch& how) : before(tty.modes()), program(tty, how)
{
    EXPECT_TRUE(becomes_raw());
}

tool_on_terminal::~tool_on_terminal()
{
    EXPECT_THAT(tty.screen().text(), testing::Not(testing::HasSubstr("\x1b")));
}

testing::AssertionResult tool_on_terminal::becomes_raw()
{
    if (program.wait_until([this] { return is_raw_mode(tty.modes()); }))
        return testing::AssertionSuccess() << "the terminal is in raw mode";
    return testing::AssertionFailure() << "the terminal is not put into raw mode; output:\n"
                                       << visible(program.output()) << "\nchanged so far:\n"
                                       << differences(before, tty.modes());
}

testing::AssertionResult tool_on_terminal::is_given_back() const
{
    return same_modes(before, tty.modes());
}

void tool_on_terminal::expect_end_by_ctrl_c()
{
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_TRUE(is_given_back());
    const std::string& text = tty.screen().text();
    EXPECT_TRUE(text.empty() || text.ends_with('\n'))
        << "the cursor is not at the start of a line:\n"
        << visible(text);
}

} // namespace cotty::test
