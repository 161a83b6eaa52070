// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/fmt.hpp>
#include <cotty/key.hpp>

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace cotty {
namespace {

using namespace literals;

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
                                        "caps_lock+a"})
        EXPECT_FALSE(parse_key(name)) << '"' << name << '"';
}

struct spelling {
    std::string_view written;
    std::string_view name; // ours
};

TEST(KeyName, IsUnderstoodAsPeopleWriteIt)
{
    const spelling spellings[] = {
        {"Ctrl+C", "ctrl+c"},
        {"CTRL+C", "ctrl+c"},
        {"ctrl+C", "ctrl+c"},
        {"Ctrl-c", "ctrl+c"},
        {"control+c", "ctrl+c"},
        {"^C", "ctrl+c"},
        {"^c", "ctrl+c"},
        {"C-c", "ctrl+c"},
        {"<C-c>", "ctrl+c"},
        {"M-x", "alt+x"},
        {"C-M-Left", "ctrl+alt+left"},
        {"<S-Tab>", "shift+tab"},
        {"Shift+Tab", "shift+tab"},
        {"BackTab", "shift+tab"},
        {"Esc", "escape"},
        {"ESC", "escape"},
        {"Enter", "enter"},
        {"Return", "enter"},
        {"<CR>", "enter"},
        {"PgUp", "page_up"},
        {"pgdn", "page_down"},
        {"PageUp", "page_up"},
        {"page-down", "page_down"},
        {"Page Up", "page_up"},
        {"Del", "delete"},
        {"Ins", "insert"},
        {"F1", "f1"},
        {"Cmd+S", "super+s"},
        {"Win+L", "super+l"},
        {"Option+Left", "alt+left"},
        {"Ctrl+Shift+A", "ctrl+shift+a"},
        {"Alt+A", "alt+a"},
        {"alt+A", "alt+A"},
        {"A", "A"},
        {"shift+A", "shift+A"},
        {"ctrl+-", "ctrl+-"},
        {"ctrl--", "ctrl+-"},
        {"Ctrl+Plus", "ctrl++"},
        {"ctrl-+", "ctrl++"},
        {"Space", "space"},
        {"spc", "space"},
        {"BS", "backspace"},
        {"ArrowUp", "up"},
        {"KP5", "kp_5"},
        {"CapsLock", "caps_lock"},
        {"PrtSc", "print_screen"},
        {"U+00E9", "é"},
        {"Ctrl+É", "ctrl+é"},
        {"<lt>", "<"},
        {"<", "<"},
        {"^", "^"},
        {"-", "-"},
        {"+", "+"},
        {"left_shift", "left_shift"},
        {"Shift+Left", "shift+left"},
    };
    for (const auto& [written, name] : spellings) {
        const auto k = parse_key(written);
        ASSERT_TRUE(k) << written;
        EXPECT_EQ(to_string(*k), name) << written;
    }
}

TEST(KeyName, MayHaveSpacesAroundItsPlusAndAKeypadOfAnotherName)
{
    EXPECT_EQ(to_string(*parse_key("ctrl + c")), "ctrl+c");
    EXPECT_EQ(to_string(*parse_key("Ctrl + Shift + Page Up")), "ctrl+shift+page_up");
    EXPECT_EQ(to_string(*parse_key("Numpad 7")), "kp_7");
    EXPECT_EQ(to_string(*parse_key("numpad_enter")), "kp_enter");
    EXPECT_FALSE(parse_key("ctrl + "));
    EXPECT_FALSE(parse_key("numpad"));
}

std::uint32_t unicode_small(std::uint32_t c)
{
    return static_cast<std::uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

TEST(LetterCase, IsThatOfUnicode)
{
    for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
        const auto small = static_cast<std::uint32_t>(detail::small_letter(key_code{c}));
        if (small != c) {
            ASSERT_EQ(small, unicode_small(c)) << std::hex << c;
        }
    }
}

TEST(LetterCase, IsKnownOfTheLettersOnKeyboards)
{
    const std::pair<std::uint32_t, std::uint32_t> blocks[] = {
        {0x20, 0x17F}, {0x386, 0x3AB}, {0x400, 0x52F}, {0x531, 0x556}, {0x1EA0, 0x1EFF}};
    const std::set<std::uint32_t> strays{0x130, 0x178, 0x4C0}; // not in a row with their neighbours
    for (const auto& [first, last] : blocks)
        for (std::uint32_t c = first; c <= last; ++c)
            if (unicode_small(c) != c && !strays.contains(c)) {
                EXPECT_TRUE(detail::is_capital(key_code{c})) << std::hex << c;
            }
}

TEST(KeyName, SaysWhyNot)
{
    const spelling refusals[] = {
        {"", "a key's name is missing"},
        {"ctrl+", "behind the modifiers there is no key"},
        {"Ctrl", "behind the modifiers there is no key"},
        {"ctrl+alt+ctrl+a", "`ctrl+alt+ctrl+a` names a modifier twice"},
        {"pgupp", "no key is called `pgupp`; did you mean `page_up`?"},
        {"ctrl+entr", "no key is called `entr`; did you mean `enter`?"},
        {"esacpe", "no key is called `esacpe`; did you mean `escape`?"},
        {"f99", "no key is called `f99`; did you mean `f9`?"},
        {"somethingelse", "no key is called `somethingelse`"},
        {"ctlr+a",
         "no modifier is called `ctlr`: they are ctrl, alt, shift, super, hyper and meta"},
        {" ", "the space bar is called `space`"},
        {"u+xyz",
         "`u+xyz` is no character: behind `u+` a hexadecimal number up to 10ffff is expected"},
        {"\x1b[2J", "no key is called `u+1b[2J`"},
        {"\x1b", "`u+1b` is a control character: write `ctrl+a`, `tab`, `enter`, `escape`, "
                 "`backspace`"},
    };
    for (const auto& [written, reason] : refusals) {
        std::string why;
        EXPECT_FALSE(parse_key(written, why)) << written;
        EXPECT_EQ(why, reason) << written;
    }
    std::string why = "untouched";
    EXPECT_TRUE(parse_key("a", why));
    EXPECT_EQ(why, "untouched");
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
    EXPECT_TRUE(identical(k, *parse_key("ctrl+alt+shift+page_up")));
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
        {"ctrl+shift+c", "ctrl+C", false},
        {"ctrl+c", "ctrl+C", true},
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

key typed(std::string_view name, std::string_view text, modifiers locks = none)
{
    key k = *parse_key(name);
    k.text = key_text(text);
    k.mods |= locks;
    return k;
}

key with_base(key k, char32_t base)
{
    k.base = key_code{base};
    return k;
}

key released(std::string_view name)
{
    key k = *parse_key(name);
    k.action = key_action::release;
    return k;
}

key pasted(std::string_view name, std::string_view text)
{
    key k = typed(name, text);
    k.pasted = true;
    return k;
}

TEST(KeyEquality, IsWhatPeopleMean)
{
    struct row {
        key pressed;
        std::string_view literal;
        bool equal;
    };
    const row rows[] = {
        // Locks, on letters and elsewhere.
        {typed("a", "A", caps_lock), "a", true},
        {typed("a", "A", caps_lock), "A", false},
        {typed("shift+a", "a", caps_lock), "shift+a", true},
        {typed("shift+a", "a", caps_lock), "A", true},
        {typed("é", "É", caps_lock), "é", true},
        {typed("ctrl+c", "", caps_lock | num_lock), "ctrl+c", true},
        {typed("1", "1", num_lock), "1", true},
        // Shift, told either way.
        {typed("shift+a", "A"), "A", true},
        {typed("shift+1", "!"), "!", true},
        {typed("shift+1", "!"), "shift+1", true},
        {typed("shift+1", "!"), "1", false},
        {*parse_key("É"), "shift+é", true},
        {typed("shift+é", "É"), "É", true},
        {*parse_key("Ж"), "shift+ж", true},
        {*parse_key("ж"), "Ж", false},
        {typed("ж", "Ж", caps_lock), "ж", true},
        // Something else was typed: Option, AltGr, an input method, a combining mark.
        {typed("a", "å"), "a", false},
        {typed("a", "å"), "å", true},
        {typed("alt+a", "å"), "alt+a", false},
        {typed("alt+a", "å"), "å", true},
        {typed("ctrl+alt+q", "@"), "ctrl+alt+q", false},
        {typed("ctrl+alt+q", "@"), "@", true},
        {typed("shift+a", "Å"), "A", false},
        {typed("shift+a", "Å"), "Å", true},
        {typed("a", "日本"), "a", false},
        {typed("e", "e\u0301"), "e", false},
        {typed("q", "A", caps_lock), "q", false},
        {typed("kp_7", "7"), "kp_7", true},
        {typed("super+a", "å"), "super+å", true},
        // Other scripts, where the place on the keyboard is told.
        {with_base("ctrl+с"_key, U'c'), "ctrl+c", true},
        {with_base("ctrl+с"_key, U'c'), "ctrl+с", true},
        {with_base("ctrl+shift+с"_key, U'c'), "ctrl+c", false},
        {with_base("ctrl+shift+с"_key, U'c'), "ctrl+shift+c", true},
        {with_base("ctrl+k"_key, U'v'), "ctrl+v", false},
        {with_base("ctrl+ö"_key, U';'), "ctrl+;", false},
        {with_base(typed("с", "с"), U'c'), "c", false}, // it typed a letter
        {with_base("alt+ג"_key, U'd'), "alt+d", true},
        // Releases.
        {released("a"), "a", false},
        {released("up"), "up", false},
        // Pastes.
        {pasted("a", "a"), "a", true},
        {pasted("A", "A"), "shift+a", true},
        {pasted("space", " "), "space", true},
        {pasted("enter", "\n"), "enter", false},
        {pasted("tab", "\t"), "tab", false},
        {pasted("escape", ""), "escape", false},
        {pasted("ctrl+c", ""), "ctrl+c", false},
    };
    for (const auto& [pressed, literal, equal] : rows) {
        const key k = *parse_key(literal);
        EXPECT_EQ(pressed == k, equal) << pressed << " (" << pressed.text.view() << ") " << literal;
        EXPECT_EQ(k == pressed, equal) << "the other way: " << pressed << ' ' << literal;
        EXPECT_EQ(pressed.matches(k), equal) << pressed << ' ' << literal;
        EXPECT_TRUE(pressed == pressed) << pressed;
        if (equal) {
            EXPECT_EQ(std::hash<key>()(pressed), std::hash<key>()(k)) << pressed << ' ' << literal;
        }
    }
    EXPECT_TRUE(released("a") == released("a"));
    key held = "a"_key;
    held.action = key_action::repeat;
    EXPECT_TRUE(held == "a"_key);
}

TEST(KeyEquality, OfTheFieldsHasAnotherName)
{
    const key k = typed("shift+a", "A");
    EXPECT_TRUE(identical(k, k));
    for (int field = 0; field < 7; ++field) {
        key other = k;
        switch (field) {
        case 0:
            other.code = key_code{U'b'};
            break;
        case 1:
            other.shifted = key_code{U'A'};
            break;
        case 2:
            other.base = key_code{U'a'};
            break;
        case 3:
            other.mods |= caps_lock;
            break;
        case 4:
            other.action = key_action::repeat;
            break;
        case 5:
            other.pasted = true;
            break;
        default:
            other.text = key_text("B");
            break;
        }
        EXPECT_FALSE(identical(k, other)) << field;
    }
}

TEST(KeyHash, FindsKeysInATable)
{
    const std::unordered_map<key, int> bound{{"ctrl+c"_key, 1}, {"A"_key, 2}, {"f1"_key, 3}};
    EXPECT_EQ(bound.at(typed("ctrl+c", "", caps_lock)), 1);
    EXPECT_EQ(bound.at(typed("shift+a", "A")), 2);
    EXPECT_EQ(bound.at("f1"_key), 3);
    EXPECT_EQ(bound.count("f2"_key), 0U);
}

TEST(KeyFormat, IsItsName)
{
    EXPECT_EQ(fmt::format("[{:>8}] {}", "ctrl+c"_key, "ctrl+x up"_chord), "[  ctrl+c] ctrl+x up");
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
