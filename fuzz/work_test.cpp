// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "corpus.hpp"
#include "properties.hpp"
#include "steps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace cotty::fuzz {
namespace {

// Basic blocks. A byte that is an event of its own takes most: up to 138 of them byte by byte, all
// functions that it goes through and the loop around them included.
constexpr std::uint64_t steps_a_byte = 152;
constexpr std::uint64_t steps_at_all = 256; // to begin and to end

/// How many steps a byte take that way which takes most.
void expect_little_work(std::string_view bytes, const decoder_options& options,
                        const std::string& name)
{
    for (const std::size_t piece : {std::string_view::npos, std::size_t{1}, std::size_t{7}}) {
        const std::uint64_t before = steps_so_far();
        decode_counted(bytes, piece, options);
        const std::uint64_t steps = steps_so_far() - before;
        EXPECT_LE(steps, steps_a_byte * bytes.size() + steps_at_all)
            << name << ", pieces of " << piece << ": "
            << static_cast<double>(steps) / static_cast<double>(bytes.size()) << " a byte";
    }
}

std::string repeated(std::string_view bytes, std::size_t size)
{
    std::string out;
    while (out.size() < size)
        out += bytes;
    return out;
}

TEST(Work, StepsAreCounted)
{
    const std::uint64_t before = steps_so_far();
    decode_counted("\x1b[A", 1, {});
    EXPECT_GT(steps_so_far(), before + 10);
}

TEST(Work, OfTheCorpusIsBounded)
{
    for (const auto& [name, file] : read_corpus(COTTY_FUZZ_CORPUS "/decoder")) {
        const decoder_case c = read_case(file);
        expect_little_work(c.bytes, c.options, name);
    }
}

TEST(Work, F33_F34_OfHostileInputIsBounded)
{
    constexpr std::size_t much = 1 << 19; // many times what a decoder keeps
    const struct {
        std::string_view start;
        std::string_view more;
    } rows[] = {
        {"\x1b[", "1;"},           {"\x1b[", "9"},      {"\x1b[1", "$"},
        {"\x1b[1", ":1"},          {"", "\x1b"},        {"", "\x9b"},
        {"\x1bO", "1;"},           {"\x1b]52;c;", "a"}, {"\x1bP>|", "\x07"},
        {"\x9d\061", "\xff"},      {"\x1b[200~", "a"},  {"\x1b[200~", "\x1b"},
        {"\x1b[200~", "\x1b[201"},
    };
    for (const auto& [start, more] : rows)
        expect_little_work(std::string(start) + repeated(more, much), {},
                           testing::PrintToString(start) + " and " + testing::PrintToString(more));
}

TEST(Work, F83_OfWhatNeverEndsDoesNotGrowOnTheWholeWay)
{
    // In whichever state it stays unfinished.
    const struct {
        std::string_view start;
        std::string_view more;
    } rows[] = {
        {"\x1b]52;c;", "A"},  {"\x9d\065;", "A"},
        {"\x1bP1+r", "4"},    {"\x1b_G", "A"},
        {"\x1b[", "1;"},      {"\x1b[", "9"},
        {"\x9b", ";"},        {"\x1b[<0;", "1"},
        {"\x1bO", "1;"},      {"\x1b[86;47;1084;", "0"},
        {"\x1b[?", "1;"},     {"\x1b[1", "$ "},
        {"\x1b[200~", "a"},   {"\x1b[200~", "\x1b[201"},
        {"", "\xf0\x9f\x98"}, {"\x1b[", "M !"},
        {"", "\x1b"},         {"\x1b]52;c;", "\xc2"},
    };
    constexpr std::uint64_t steps_a_piece = 64; // to ask what is waited for
    constexpr std::size_t much = 1 << 18;
    for (const auto& [start, more] : rows) {
        const std::string bytes = std::string(start) + repeated(more, much);
        for (const std::size_t piece : {std::size_t{4096}, std::size_t{100}, std::size_t{1}}) {
            const std::uint64_t before = steps_so_far();
            stream_counted(bytes, piece);
            const std::uint64_t steps = steps_so_far() - before;
            const std::uint64_t pieces = bytes.size() / piece + 1;
            EXPECT_LE(steps, steps_a_byte * bytes.size() + steps_a_piece * pieces + steps_at_all)
                << testing::PrintToString(start) << " and " << testing::PrintToString(more)
                << ", pieces of " << piece << ": "
                << static_cast<double>(steps) / static_cast<double>(bytes.size()) << " a byte";
        }
    }
}

TEST(Work, OfAnythingThatGoesOnInAnythingIsBounded)
{
    const std::string_view starts[] = {"",          "\x1b[",      "\x1b[1;",  "\x1b\x1b[",
                                       "\x1bO",     "\x1b]52;c;", "\x1bP1+r", "\x1b_G",
                                       "\x1b[200~", "\x9b",       "\x9d",     "\x9b\062\060\060~"};
    const std::string_view endless[] = {
        "1",          "1;",        "1:",        ";",
        ":",          "$",         "9",         " ",
        "\x1b",       "\x1b[",     "\x1b]1",    "\033]4;1;\033",
        "\x07",       "a",         "\xc3",      "\xf0\x9f\x98",
        "\xff",       "\x9b",      "\x9b[",     "\x1b[20",
        "\x1b[201",   "\x1b[200~", "\x1b[M",    "\x1b[M !",
        "\x1bO",      "\x1bO1",    "\x1b\x1b[", "\x1b\x1bO",
        "\x1b_G\033", "\x1bP>",    "\x1b[<0;1", "\x03",
        "\x1b[[",     "?",         "\x9c",      "\x1b[1;1:1;1:1",
    };
    for (const std::string_view start : starts)
        for (const std::string_view more : endless)
            expect_little_work(std::string(start) + repeated(more, 5'000), {},
                               testing::PrintToString(start) + " and " +
                                   testing::PrintToString(more));
}

TEST(Work, OfManyShortSequencesIsBounded)
{
    // A table that is searched, where it should be looked up, shows here.
    const std::string_view starts[] = {"",      "\x1b",      "\x1b[",     "\x9b",  "\x9b[", "\x9bM",
                                       "\x1bO", "\x8f",      "\x1b\x1b[", "\x9b?", "\x9b>", "\x9b<",
                                       "\x9b;", "\235\064;", "\220\061",  "\x90>", "\x9fG"};
    const std::string_view ends = "A~uR_zMctn$\x9c\x9b\xff";
    for (const std::string_view start : starts) {
        for (unsigned byte = 0; byte < 0x100; ++byte) {
            for (const char end : ends) {
                const std::string one =
                    std::string(start) + static_cast<char>(byte) + std::string(1, end);
                expect_little_work(repeated(one, 4 * one.size()), {}, testing::PrintToString(one));
            }
        }
    }
}

} // namespace
} // namespace cotty::fuzz
