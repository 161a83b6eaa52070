// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/key.hpp>

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace cotty {
namespace {

using enum modifiers;

struct named_key {
    std::string_view name;
    key_code code;
    modifiers mods = none;
};

constexpr key_code character(char32_t c)
{
    return key_code{c};
}

const named_key named_keys[] = {
    {"a", character(U'a')},
    {"A", character(U'A')},
    {"é", character(U'é')},
    {"日", character(U'日')},
    {"😀", character(U'😀')},
    {"space", key_code::space},
    {"enter", key_code::enter},
    {"escape", key_code::escape},
    {"delete", key_code::delete_},
    {"f12", key_code::f12},
    {"f35", key_code::f35},
    {"kp_5", key_code::kp_5},
    {"kp_begin", key_code::kp_begin},
    {"media_play", key_code::media_play},
    {"iso_level5_shift", key_code::iso_level5_shift},
    {"ctrl+c", character(U'c'), ctrl},
    {"shift+a", character(U'a'), shift},
    {"ctrl+alt+shift+page_up", key_code::page_up, ctrl | alt | shift},
    {"ctrl+alt+shift+super+hyper+meta+x", character(U'x'),
     ctrl | alt | shift | super | hyper | meta},
    {"+", character(U'+')},
    {"ctrl++", character(U'+'), ctrl},
    {"u", character(U'u')},
    {"alt+u", character(U'u'), alt},
    {"ctrl+space", key_code::space, ctrl},
    // What shows nothing, or would disturb its neighbours, is told by its number.
    {"u+9b", character(U'\x9B')},
    {"alt+u+9b", character(U'\x9B'), alt},
    {"u+a0", character(U'\u00A0')},
    {"u+200d", character(U'\u200D')},
    {"u+202e", character(U'\u202E')},
    {"u+3000", character(U'\u3000')},
    {"u+fffe", character(U'\uFFFE')},
    {"u+10ffff", character(U'\U0010FFFF')},
    {"u+e0041", character(U'\U000E0041')},
    {"\uFFFD", character(U'\uFFFD')},
    {"\uE0B0", character(U'\uE0B0')}, // private use: fonts have signs there
};

TEST(KeyName, PrintsAndParsesRoundTrip)
{
    for (const auto& [name, code, mods] : named_keys) {
        SCOPED_TRACE(name);
        key k;
        k.code = code;
        k.mods = mods;
        EXPECT_EQ(to_string(k), name);
        const auto parsed = parse_key(name);
        ASSERT_TRUE(parsed);
        EXPECT_EQ(parsed->code, code);
        EXPECT_EQ(parsed->mods, mods);
    }
}

TEST(KeyName, EveryFunctionalKeyHasItsOwn)
{
    std::set<std::string> names;
    const auto first = static_cast<std::uint32_t>(key_code::first_functional_) + 1;
    const auto end = static_cast<std::uint32_t>(key_code::last_functional_);
    for (auto code = first; code != end; ++code) {
        key k;
        k.code = static_cast<key_code>(code);
        ASSERT_TRUE(k.is_functional());
        const std::string name = to_string(k);
        EXPECT_TRUE(names.insert(name).second) << name;
        const auto parsed = parse_key(name);
        ASSERT_TRUE(parsed) << name;
        EXPECT_EQ(parsed->code, k.code) << name;
        EXPECT_TRUE(parsed->text.empty()) << name;
    }
    // The kitty keyboard protocol numbers them from 57344 to 57454.
    EXPECT_EQ(names.size(), 57454U - 57344U + 1U);
}

TEST(KeyName, EveryScalarValueRoundTrips)
{
    for (std::uint32_t c = 0x20; c <= 0x10FFFF; ++c) {
        if (c == 0x7F || (c >= 0xD800 && c <= 0xDFFF))
            continue; // backspace; surrogates
        key k;
        k.code = static_cast<key_code>(c);
        const auto parsed = parse_key(to_string(k));
        ASSERT_TRUE(parsed && parsed->code == k.code) << std::hex << c;
    }
}

TEST(KeyName, ModifiersMayStandInAnyOrder)
{
    const auto k = parse_key("meta+shift+ctrl+alt+f1");
    ASSERT_TRUE(k);
    EXPECT_EQ(to_string(*k), "ctrl+alt+shift+meta+f1");
}

TEST(KeyName, WhatIsNoNameIsRefused)
{
    for (const std::string_view name : {"",
                                        " ",
                                        "ctrl",
                                        "ctrl+",
                                        "ctrl+ctrl+a",
                                        "ab",
                                        "Enter",
                                        "ENTER",
                                        "ctrl-a",
                                        "+a",
                                        "u+",
                                        "u+xyz",
                                        "u+110000",
                                        "u+d800",
                                        "u+1b",
                                        "u+0000061",
                                        "\x01",
                                        "\x7f",
                                        "\xc3",
                                        "\xed\xa0\x80",
                                        "\xc0\x80",
                                        "\xf5\x80\x80\x80",
                                        "e\u0301",
                                        "delete_",
                                        "caps_lock+a"})
        EXPECT_FALSE(parse_key(name)) << '"' << name << '"';
}

TEST(KeyName, IsWhatTheStreamOperatorWrites)
{
    std::ostringstream out;
    out << *parse_key("ctrl+alt+f5");
    EXPECT_EQ(out.str(), "ctrl+alt+f5");
}

TEST(KeyName, LocksAreNotPartOfIt)
{
    key k = *parse_key("ctrl+a");
    k.mods |= caps_lock | num_lock;
    EXPECT_EQ(to_string(k), "ctrl+a");
}

TEST(KeyLiteral, IsCheckedAtCompileTime)
{
    constexpr key k = "ctrl+alt+shift+page_up"_key;
    static_assert(k.code == key_code::page_up && k.mods == (ctrl | alt | shift));
    static_assert("é"_key.text == key_text(U'é'));
    EXPECT_EQ(k, *parse_key("ctrl+alt+shift+page_up"));
}

TEST(KeyDisplay, ShowsTextAndASpaceAsItself)
{
    EXPECT_EQ(display("a"_key), "a");
    EXPECT_EQ(display("A"_key), "A");
    EXPECT_EQ(display("日"_key), "日");
    EXPECT_EQ(display("space"_key), " ");
    EXPECT_EQ(display("up"_key), "up");
    EXPECT_EQ(display("ctrl+a"_key), "ctrl+a");
    EXPECT_EQ(display("ctrl+space"_key), "ctrl+space");
    key k = "shift+a"_key;
    k.text = key_text(U'A');
    EXPECT_EQ(display(k), "A");
}

TEST(KeyDisplay, F77_NeverShowsWhatATerminalWouldObey)
{
    for (std::uint32_t c = 0x20; c <= 0x10FFFF; ++c) {
        if (c == 0x7F || (c >= 0xD800 && c <= 0xDFFF))
            continue;
        const bool c1 = c >= 0x80 && c < 0xA0;
        const bool bidirectional = c == 0x061C || c == 0x200E || c == 0x200F ||
                                   (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (!c1 && !bidirectional)
            continue;
        key k;
        k.code = static_cast<key_code>(c);
        k.text = key_text(static_cast<char32_t>(c));
        EXPECT_TRUE(display(k).starts_with("u+")) << std::hex << c;
    }
    key k = "a"_key;
    k.text = key_text("a\u202E"); // hidden behind something visible
    EXPECT_EQ(display(k), "a");
    k.text = key_text("\x1b[2J");
    EXPECT_EQ(display(k), "a");
}

struct match_case {
    std::string_view key;
    std::string_view pattern;
    bool matches;
};

TEST(KeyMatch, TreatsShiftAlikeHoweverItIsReported)
{
    const match_case cases[] = {
        {"a", "a", true},
        {"a", "b", false},
        {"A", "A", true},
        {"A", "shift+a", true},
        {"shift+a", "A", true},
        {"a", "A", false},
        {"A", "a", false},
        {"ctrl+c", "ctrl+c", true},
        {"c", "ctrl+c", false},
        {"ctrl+c", "c", false},
        {"ctrl+shift+c", "ctrl+C", true},
        {"ctrl+shift+c", "ctrl+c", false},
        {"up", "up", true},
        {"shift+up", "up", false},
        {"alt+enter", "enter", false},
    };
    for (const auto& [name, pattern, matches] : cases)
        EXPECT_EQ(parse_key(name)->matches(*parse_key(pattern)), matches)
            << name << " against " << pattern;
}

TEST(KeyMatch, KnowsTheShiftedKeyAndTheText)
{
    key k = "shift+1"_key; // as the kitty protocol reports `!` on a US keyboard
    EXPECT_FALSE(k.matches("!"_key));
    k.shifted = key_code{U'!'};
    EXPECT_TRUE(k.matches("!"_key));
    k.shifted = key_code::none;
    k.text = key_text(U'!');
    EXPECT_TRUE(k.matches("!"_key));
    EXPECT_TRUE(k.matches("shift+1"_key));
    EXPECT_FALSE(k.matches("1"_key));
    EXPECT_FALSE(k.matches("ctrl+!"_key));
}

TEST(KeyMatch, LeavesOutLocksAndAction)
{
    key k = "a"_key;
    k.mods = caps_lock | num_lock;
    k.action = key_action::repeat;
    EXPECT_TRUE(k.matches("a"_key));
}

TEST(KeyText, TakesOnlyWhatFits)
{
    key_text t;
    for (std::size_t i = 0; i < key_text::capacity / 4; ++i)
        ASSERT_TRUE(t.append(U'😀'));
    EXPECT_FALSE(t.append(U'😀'));
    EXPECT_EQ(t.view().size(), key_text::capacity / 4 * 4);
    EXPECT_TRUE(t.append(U'x'));
    EXPECT_FALSE(t.append(U'x'));
}

} // namespace
} // namespace cotty
