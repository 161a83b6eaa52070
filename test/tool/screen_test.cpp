// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The terminal by which other tests judge notices all that can be left on.
#include "support/rows.hpp"
#include "support/screen.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace cotty::test {
namespace {

struct screen_row {
    std::string name;
    std::string on;
    std::string off;
    screen_modes modes;

    friend void PrintTo(const screen_row& row, std::ostream* out) { *out << row.name; }
};

class Screen : public testing::TestWithParam<screen_row> {};

TEST_P(Screen, TellsWhatIsOnHoweverItIsCut)
{
    const auto& row = GetParam();
    EXPECT_EQ(modes_after(row.on), row.modes);
    EXPECT_EQ(modes_after(row.on + "text" + row.off), screen_modes());
    screen bytewise;
    for (const char c : "text" + row.on)
        bytewise.write({&c, 1});
    EXPECT_EQ(bytewise.modes(), row.modes);
}

// As xterm's ctlseqs and kitty's keyboard-protocol page have them.
INSTANTIATE_TEST_SUITE_P(
    Rows, Screen,
    testing::Values(
        screen_row{"buttons", "\x1b[?1000h", "\x1b[?1000l", {.mouse = 1}},
        screen_row{"drags", "\x1b[?1002h", "\x1b[?1002l", {.mouse = 2}},
        screen_row{"movement", "\x1b[?1003h", "\x1b[?1003l", {.mouse = 3}},
        screen_row{"sgr", "\x1b[?1006h", "\x1b[?1006l", {.sgr_mouse = true}},
        screen_row{"paste", "\x1b[?2004h", "\x1b[?2004l", {.paste = true}},
        screen_row{"focus", "\x1b[?1004h", "\x1b[?1004l", {.focus = true}},
        screen_row{"resize", "\x1b[?2048h", "\x1b[?2048l", {.resize = true}},
        screen_row{"color_scheme", "\x1b[?2031h", "\x1b[?2031l", {.color_scheme = true}},
        screen_row{"cursor", "\x1b[?1h", "\x1b[?1l", {.application_cursor = true}},
        screen_row{"keypad", "\x1b=", "\x1b>", {.application_keypad = true}},
        screen_row{"alternate", "\x1b[?1049h", "\x1b[?1049l", {.alternate_screen = true}},
        screen_row{"hidden", "\x1b[?25l", "\x1b[?25h", {.cursor_hidden = true}},
        screen_row{"win32_input", "\x1b[?9001h", "\x1b[?9001l", {.win32_input = true}},
        screen_row{"other_keys", "\x1b[>4;2m", "\x1b[>4m", {.other_keys = 2}},
        screen_row{"kitty", "\x1b[>1u\x1b[>3u", "\x1b[<u\x1b[<u", {.kitty = {1, 3}}}),
    name_of_row());

} // namespace
} // namespace cotty::test
