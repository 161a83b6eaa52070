// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "corpus.hpp"
#include "properties.hpp"

#include <gtest/gtest.h>

namespace cotty::fuzz {
namespace {

TEST(DecoderPromises, AreKeptForTheCorpus)
{
    const auto files = read_corpus(COTTY_FUZZ_CORPUS "/decoder");
    EXPECT_GT(files.size(), 50U);
    for (const auto& [name, file] : files) {
        const auto found = broken_promise(read_case(file));
        EXPECT_FALSE(found) << name << ", " << found->way << ": " << found->what;
    }
}

TEST(FuzzedOptions, EveryOptionCanBeChosen)
{
    // Otherwise the fuzzer would never see it.
    EXPECT_TRUE(read_case("\x41").options.backspace_sends_bs);
    EXPECT_TRUE(read_case("\x42").options.line_feed_is_enter);
    EXPECT_TRUE(read_case("\x44").options.tab_is_ctrl_i);
    EXPECT_TRUE(read_case("\x48").options.escape_escape_is_alt);
    EXPECT_TRUE(read_case("\x50").options.alt_bracket_is_key);
    EXPECT_TRUE(read_case("\x60").options.alt_o_is_key);
    EXPECT_TRUE(read_case(std::string_view("\0", 1)).options.cursor_position_expected);
    EXPECT_FALSE(read_case("\xc0").options.rxvt_endings);
    EXPECT_EQ(read_case("@\x41").options.function_keys, keyboard::rxvt);
    EXPECT_EQ(read_case("@\x44").options.function_keys, keyboard::vt52);
    EXPECT_EQ(read_case("@\x48").options.high_bytes, eighth_bit::meta);
    EXPECT_EQ(read_case("@\x58").options.high_bytes, eighth_bit::latin1);
    EXPECT_EQ(read_case("@\x60").options.mouse, mouse_encoding::utf8);
    EXPECT_EQ(read_case(std::string_view("@\0", 2)).options.mouse, mouse_encoding::none);
    EXPECT_TRUE(read_case("@\xc0").options.mouse_pixels);
}

TEST(FuzzedOptions, AtsAreTheDefaults)
{
    const decoder_case c = read_case("@@@@a");
    const decoder_options by_default;
    EXPECT_EQ(c.options.rxvt_endings, by_default.rxvt_endings);
    EXPECT_EQ(c.options.function_keys, by_default.function_keys);
    EXPECT_EQ(c.options.high_bytes, by_default.high_bytes);
    EXPECT_EQ(c.options.mouse, by_default.mouse);
    EXPECT_FALSE(c.options.backspace_sends_bs || c.options.line_feed_is_enter ||
                 c.options.tab_is_ctrl_i || c.options.escape_escape_is_alt ||
                 c.options.alt_bracket_is_key || c.options.alt_o_is_key ||
                 c.options.cursor_position_expected || c.options.mouse_pixels || c.flush_between);
    EXPECT_EQ(c.bytes, "a");
}

} // namespace
} // namespace cotty::fuzz
