// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// How many columns text takes. The expected widths are what UAX #11, UAX #29 and UTS #51 say of the
// characters, and what kitty's text-sizing page says of U+FE0F.
#include <cotty/width.hpp>

#include "support/rows.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

struct width_row {
    std::string name;
    std::string_view text;
    std::size_t columns;

    friend void PrintTo(const width_row& row, std::ostream* out) { *out << row.name; }
};

class Width : public testing::TestWithParam<width_row> {};

TEST_P(Width, F93_IsThatOfTheDocuments)
{
    const auto& [name, text, columns] = GetParam();
    EXPECT_EQ(width(text), columns);
    // Between others it is as wide: they neither swallow it nor are swallowed.
    EXPECT_EQ(width("<" + std::string(text) + ">"), columns + 2);
    EXPECT_EQ(truncate_to_width(text, columns), text);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Width,
    testing::Values(
        width_row{"nothing", "", 0}, width_row{"ascii", "hello, world", 12},
        width_row{"latin", "\u00e9\u00df", 2}, width_row{"space", " \u3000", 3},
        width_row{"nul_and_controls", std::string_view("\0\a\t\r\n\x1b\x7f\u0085", 9), 0},
        width_row{"combining", "e\u0301\u0323x", 2}, width_row{"alone_combining", "\u0301", 0},
        width_row{"cjk", "\u6f22\u5b57", 4}, width_row{"kana", "\u30ab\u3099", 2},
        width_row{"half_width", "\uff76", 1}, width_row{"half_width_with_mark", "\uff76\uff9e", 2},
        width_row{"full_width", "\uff21", 2}, width_row{"hangul", "\ud55c\uae00", 4},
        width_row{"jamo", "\u1112\u1161\u11ab", 2}, width_row{"old_jamo", "\ua960\ud7b0\ud7cb", 2},
        width_row{"thai", "\u0e01\u0e33\u0e19\u0e49", 3},
        width_row{"devanagari_sign", "\u0915\u0940", 1},
        width_row{"arabic_marks", "\u0628\u064e", 1}, width_row{"ambiguous", "\u00b7\u2592", 2},
        width_row{"plane_2", "\U00020000", 2}, width_row{"private_use", "\ue0b0", 1},
        width_row{"unassigned", "\u0378", 1}, width_row{"no_break_space", "\u00a0", 1},
        width_row{"zero_width_space", "a\u200bb", 2}, width_row{"direction", "\u202ea\u202c", 1},
        width_row{"emoji", "\U0001f600", 2}, width_row{"new_emoji", "\U0001fae8", 2},
        width_row{"text_emoji", "\u2764", 1}, width_row{"selected_emoji", "\u2764\ufe0f", 2},
        width_row{"selected_twice", "\u2764\ufe0f\ufe0f", 2},
        width_row{"keycap", "1\ufe0f\u20e3", 2}, width_row{"digit_with_cap", "1\u20e3", 1},
        width_row{"selector_of_no_emoji", "\u2605\ufe0f", 1},
        width_row{"selector_of_a_letter", "a\ufe0f", 1},
        width_row{"wide_and_selected", "\U0001f600\ufe0f", 2},
        width_row{"text_selected", "\u2764\ufe0e", 1},
        width_row{"skin_tone", "\U0001f44d\U0001f3fd", 2},
        width_row{"skin_tone_of_text", "\u261d\U0001f3fd", 2},
        width_row{"skin_tone_alone", "\U0001f3fd", 2},
        width_row{"family", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", 2},
        width_row{"heart_on_fire", "\u2764\ufe0f\u200d\U0001f525", 2},
        width_row{"heart_on_fire_unqualified", "\u2764\u200d\U0001f525", 2},
        width_row{"kiss", "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468",
                  2},
        width_row{"joiner_of_letters", "a\u200db", 2}, width_row{"flag", "\U0001f1e9\U0001f1ea", 2},
        width_row{"two_flags", "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 4},
        width_row{"half_a_flag", "\U0001f1e9", 1},
        width_row{"flag_of_tags",
                  "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 2},
        width_row{"no_utf8", "a\xff\x80", 3}, width_row{"cut_utf8", "\xe6\xbc", 2},
        width_row{"surrogate", "\xed\xa0\x80", 3}, width_row{"overlong", "\xc0\xaf", 2}),
    test::name_of_row());

struct truncate_row {
    std::string name;
    std::string_view text;
    std::vector<std::size_t> bytes; // that are left of it in 0, 1, 2 ... columns

    friend void PrintTo(const truncate_row& row, std::ostream* out) { *out << row.name; }
};

class Truncated : public testing::TestWithParam<truncate_row> {};

TEST_P(Truncated, BetweenClusters)
{
    const auto& [name, text, bytes] = GetParam();
    for (std::size_t columns = 0; columns < bytes.size(); ++columns) {
        const std::string_view left = truncate_to_width(text, columns);
        EXPECT_EQ(left, text.substr(0, bytes[columns])) << columns;
        EXPECT_EQ(left.data(), text.data()) << "a view into it";
        EXPECT_LE(width(left), columns);
    }
    EXPECT_EQ(truncate_to_width(text, std::string_view::npos), text);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Truncated,
    testing::Values(truncate_row{"nothing", "", {0, 0}},
                    truncate_row{"ascii", "abc", {0, 1, 2, 3, 3}},
                    truncate_row{"wide", "\u6f22x\u5b57", {0, 0, 3, 4, 4, 7}},
                    truncate_row{"marks_stay", "e\u0301x", {0, 3, 4}},
                    truncate_row{"zero_width_stays", "a\u200bb\n", {0, 4, 6}},
                    truncate_row{"marks_in_front", "\u0301a", {2, 3}},
                    truncate_row{"flag", "a\U0001f1e9\U0001f1ea", {0, 1, 1, 9}},
                    truncate_row{"joined", "\U0001f468\u200d\U0001f469", {0, 0, 11}},
                    truncate_row{"no_utf8", "\xff\xe6\xbc", {0, 1, 2, 3}}),
    test::name_of_row());

// However long one cluster grows, it is walked through once.
TEST(WidthOfMuch, IsLinearInClustersAndInTheirLength)
{
    std::string marks = "e";
    for (int i = 0; i < 1'000'000; ++i)
        marks += "\u0301";
    EXPECT_EQ(width(marks), 1U);
    EXPECT_EQ(truncate_to_width(marks, 0), "");
    std::string joined;
    for (int i = 0; i < 100'000; ++i)
        joined += "\U0001f468\u200d";
    EXPECT_EQ(width(joined), 2U);
    EXPECT_EQ(width(std::string(1'000'000, 'x')), 1'000'000U);
}

} // namespace
} // namespace cotty
