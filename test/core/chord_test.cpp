// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/chord.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

TEST(ChordName, PrintsAndParsesRoundTrip)
{
    struct row {
        std::string_view names;
        std::vector<key> keys;
    };
    const row rows[] = {
        {"ctrl+c", {"ctrl+c"_key}},
        {"ctrl+x ctrl+s", {"ctrl+x"_key, "ctrl+s"_key}},
        {"g g", {"g"_key, "g"_key}},
        {"space space", {"space"_key, "space"_key}},
        {"+ ctrl++", {"+"_key, "ctrl++"_key}},
        {"é u+200d 😀", {"é"_key, "u+200d"_key, "😀"_key}},
        {"1 2 3 4 5 6 7 8",
         {"1"_key, "2"_key, "3"_key, "4"_key, "5"_key, "6"_key, "7"_key, "8"_key}},
    };
    for (const auto& [names, keys] : rows) {
        SCOPED_TRACE(names);
        const auto c = parse_chord(names);
        ASSERT_TRUE(c);
        EXPECT_EQ(std::vector<key>(c->begin(), c->end()), keys);
        EXPECT_EQ(to_string(*c), names);
    }
}

TEST(ChordName, SpacesMayBeMany)
{
    EXPECT_EQ(parse_chord("  ctrl+x   ctrl+s "), "ctrl+x ctrl+s"_chord);
}

TEST(ChordName, WhatIsNoNameIsRefused)
{
    for (const std::string_view names :
         {"", " ", "   ", "ctrl+x ctrl", "ctrl", "ctrl+x  nonsense", "nonsense ctrl+x",
          "ctrl+x,ctrl+s", "ctrl+x\tctrl+s", "ctrl+x ctrl+s\n", "1 2 3 4 5 6 7 8 9"})
        EXPECT_FALSE(parse_chord(names)) << '"' << names << '"';
}

TEST(ChordName, IsWhatTheStreamOperatorWrites)
{
    std::ostringstream out;
    out << "ctrl+x ctrl+s"_chord << '-' << chord();
    EXPECT_EQ(out.str(), "ctrl+x ctrl+s-");
}

TEST(ChordName, ModifiersAreWrittenInTheirOrder)
{
    EXPECT_EQ(to_string(*parse_chord("shift+ctrl+f1 alt+ctrl+a")), "ctrl+shift+f1 ctrl+alt+a");
}

TEST(ChordLiteral, IsCheckedAtCompileTime)
{
    constexpr chord c = "ctrl+x ctrl+s"_chord;
    static_assert(c.size() == 2 && c[0] == "ctrl+x"_key && c[1] == "ctrl+s"_key);
    static_assert(c != "ctrl+x"_chord && c != "ctrl+x ctrl+c"_chord);
    EXPECT_EQ(c, *parse_chord("ctrl+x ctrl+s"));
}

TEST(Chord, AKeyIsOne)
{
    const chord c = "up"_key;
    EXPECT_EQ(c, "up"_chord);
    EXPECT_EQ(c.size(), 1U);
    EXPECT_FALSE(c.empty());
    EXPECT_TRUE(chord().empty());
    EXPECT_NE(c, chord());
}

TEST(Chord, TakesOnlyWhatFits)
{
    chord c;
    for (std::size_t i = 0; i < chord::capacity; ++i)
        ASSERT_TRUE(c.push_back("a"_key));
    const chord full = c;
    EXPECT_FALSE(c.push_back("b"_key));
    EXPECT_EQ(c, full);
    c.pop_back();
    EXPECT_EQ(c.size(), chord::capacity - 1);
    EXPECT_TRUE(c.push_back("b"_key));
    EXPECT_EQ(c[chord::capacity - 1], "b"_key);
    c.clear();
    EXPECT_EQ(c, chord());
}

TEST(Chord, EqualityForgetsWhatWasTakenOut)
{
    chord c = "a"_key;
    c.pop_back();
    EXPECT_EQ(c, chord());
}

} // namespace
} // namespace cotty
