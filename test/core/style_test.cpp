// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/style.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace cotty {
namespace {

// Expected values from ECMA-48, 8.3.117, and xterm's ctlseqs ("Character Attributes (SGR)").
TEST(Style, HasASequence)
{
    const struct {
        style look;
        std::string_view full;
        std::string_view no_color;
    } rows[] = {
        {{}, "", ""},
        {{.bold = true}, "\x1b[1m", "\x1b[1m"},
        {{.dim = true, .italic = true}, "\x1b[2;3m", "\x1b[2;3m"},
        {{.underline = true, .reverse = true, .strike = true}, "\x1b[4;7;9m", "\x1b[4;7;9m"},
        {{.foreground = palette::red}, "\x1b[31m", ""},
        {{.background = palette::white}, "\x1b[47m", ""},
        {{.foreground = palette::bright_black}, "\x1b[90m", ""},
        {{.background = palette::bright_white}, "\x1b[107m", ""},
        {{.foreground = text_color::indexed(208)}, "\x1b[38;5;208m", ""},
        {{.background = text_color::rgb(1, 0, 255)}, "\x1b[48;2;1;0;255m", ""},
        {{.foreground = palette::red, .bold = true}, "\x1b[1;31m", "\x1b[1m"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(row.look.sequence(), row.full);
        EXPECT_EQ(row.look.sequence(styling::no_color), row.no_color);
        EXPECT_EQ(row.look.sequence(styling::none), "");
    }
}

TEST(Style, F109_PiecesEndWithAReset)
{
    const auto text = styled("error: ", {.foreground = palette::red}) + "plain " +
                      styled("bold", {.bold = true}) + "\n";
    EXPECT_EQ(text.bytes(), "\x1b[31merror: \x1b[mplain \x1b[1mbold\x1b[m\n");
    EXPECT_EQ(text.bytes(styling::no_color), "error: plain \x1b[1mbold\x1b[m\n");
    EXPECT_EQ(text.bytes(styling::none), "error: plain bold\n");
    EXPECT_EQ(("> " + styled("x", {.bold = true})).bytes(), "> \x1b[1mx\x1b[m");
}

TEST(Style, F109_TheTextOfAStyledTextIsInert)
{
    EXPECT_EQ(styled("a\x1b[0mb\x9b", {.bold = true}).bytes(), "\x1b[1ma<u+1b>[0mb\\x9b\x1b[m");
    EXPECT_EQ((styled("", {}) + "\x1b]0;t\a").bytes(), "<u+1b>]0;t<u+7>");
}

TEST(Style, ATextCanBeAddedToItself)
{
    styled_text t = styled("a", {.bold = true}) + "b";
    t += t;
    EXPECT_EQ(t.bytes(styling::none), "abab");
}

} // namespace
} // namespace cotty
