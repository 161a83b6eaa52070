// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/inert.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace cotty {
namespace {

using namespace std::string_literals;

TEST(Inert, F77_ControlsAreShownByTheirNumber)
{
    const struct {
        std::string text;
        std::string shown;
    } rows[] = {
        {"plain text, ümläuts, 日本語", "plain text, ümläuts, 日本語"},
        {"a\tb\nc\n", "a\tb\nc\n"},
        {"dos\r\nline\r\n", "dos\nline\n"},
        {"over\rwritten", "over<u+d>written"},
        {"\x1b]0;title\a", "<u+1b>]0;title<u+7>"},
        {"\x1b[2J", "<u+1b>[2J"},
        {"\0"s, "<u+0>"},
        {"\b\x7f\x0e", "<u+8><u+7f><u+e>"},
        {"\xc2\x9b"
         "2J",
         "<u+9b>2J"}, // CSI as a C1 control in UTF-8
        {"\x9b"
         "2J",
         "\\x9b2J"},       // and as a byte
        {"\xc3", "\\xc3"}, // a character cut in two
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"}, // a surrogate
        {"\xe2\x80\xa8", "<u+2028>"},        // a line end to some
    };
    for (const auto& row : rows)
        EXPECT_EQ(inert(row.text), row.shown);
}

TEST(Inert, F78_WhatHidesOrReordersIsShownByItsNumber)
{
    const struct {
        std::string text;
        std::string shown;
    } rows[] = {
        {"access\u202e\u2066 // only admins\u2069",
         "access<u+202e><u+2066> // only admins<u+2069>"},
        {"\u200e\u200f\u061c", "<u+200e><u+200f><u+61c>"},
        {"a\u200bb\u2060c\ufeff", "a<u+200b>b<u+2060>c<u+feff>"},
        {"soft\u00adhyphen", "soft<u+ad>hyphen"},
        {"\U000e0041", "<u+e0041>"}, // a tag
        {"\uffff", "<u+ffff>"},
        {"a\u200db", "a<u+200d>b"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(inert(row.text), row.shown);
}

TEST(Inert, WhatIsOnlySpaceOrJoinsEmojiStays)
{
    for (const std::string_view text :
         {"a\u00a0b\u3000c\u2009d", "\U0001F469\u200d\U0001F680", "\u2764\ufe0f"})
        EXPECT_EQ(inert(text), text);
}

TEST(Inert, OnALineEvenLineEndsAreShown)
{
    EXPECT_EQ(inert_line("a\nb\tc\r\n"), "a<u+a>b<u+9>c<u+d><u+a>");
}

TEST(Inert, NoByteOfTheResultIsAControl)
{
    for (int a = 0; a < 256; ++a)
        for (int b = 0; b < 256; ++b) {
            const std::string bytes{static_cast<char>(a), static_cast<char>(b)};
            const std::string shown = inert_line(bytes);
            for (std::size_t i = 0; i < shown.size(); ++i) {
                const auto c = static_cast<unsigned char>(shown[i]);
                ASSERT_TRUE(c >= 0x20 && c != 0x7F) << a << ' ' << b;
                // U+0080 to U+009F is C2 80 to C2 9F.
                ASSERT_FALSE(c == 0xC2 && i + 1 < shown.size() &&
                             static_cast<unsigned char>(shown[i + 1]) < 0xA0)
                    << a << ' ' << b;
            }
        }
}

} // namespace
} // namespace cotty
