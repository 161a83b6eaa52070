// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/keymap.hpp>

#include <cotty/decoder.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::IsEmpty;

using names = keymap<std::string>;

/// The keys of some names, or of what a terminal sends.
std::vector<key> keys(std::string_view text)
{
    const auto c = parse_chord(text);
    EXPECT_TRUE(c) << text;
    return {c->begin(), c->end()};
}

std::vector<key> sent(std::string_view bytes, decoder_options options = {})
{
    std::vector<key> out;
    decoder d(options);
    event e;
    while (d.next(bytes, e) || d.flush(e)) {
        EXPECT_NE(e.get_if<key>(), nullptr);
        if (const auto* k = e.get_if<key>())
            out.push_back(*k);
    }
    return out;
}

key with(key k, key_action action)
{
    k.action = action;
    return k;
}

std::string joined(std::span<const key> ks)
{
    std::string out;
    for (const key& k : ks)
        out += (out.empty() ? "" : " ") + to_string(k);
    return out;
}

/// What comes of keys, in short: `save` (matched), `ctrl+x-` (prefix), `!ctrl+x k` (unmatched, the
/// keys handed back), `(k)` (ignored); joined by ` | `.
std::string played(names& map, const std::vector<key>& pressed)
{
    std::string out;
    for (const key& k : pressed) {
        const std::size_t before = map.pending().size();
        const auto r = map.feed(k);
        const std::string ks = joined(r.keys);
        EXPECT_EQ(r.action != nullptr, r.status == keymap_status::matched);
        out += out.empty() ? "" : " | ";
        switch (r.status) {
        case keymap_status::unmatched:
            out += '!' + ks;
            EXPECT_TRUE(map.pending().empty());
            break;
        case keymap_status::prefix:
            out += ks + '-';
            EXPECT_EQ(to_string(map.pending()), ks);
            break;
        case keymap_status::matched:
            out += *r.action;
            EXPECT_EQ(r.keys.size(), before + 1);
            EXPECT_TRUE(map.pending().empty());
            break;
        case keymap_status::ignored:
            out += '(' + ks + ')';
            EXPECT_EQ(map.pending().size(), before);
            break;
        }
    }
    return out;
}

std::string played(names& map, std::string_view chord_names)
{
    return played(map, keys(chord_names));
}

/// A map in which each chord is bound to its own name.
names bound(std::initializer_list<std::string_view> chords, keymap_options options = {})
{
    names map(options);
    for (const std::string_view c : chords)
        EXPECT_TRUE(map.bind(*parse_chord(c), std::string(c))) << c;
    return map;
}

std::vector<std::string> listed(const names& map, const chord& beginning = {})
{
    std::vector<std::string> out;
    map.for_each(beginning, [&](const chord& c, const std::string& action) {
        out.push_back(to_string(c) + " = " + action);
    });
    return out;
}

// --- chords -----------------------------------------------------------------------------------

TEST(Keymap, MatchesKeysAndChords)
{
    names map{{"ctrl+q"_key, "quit"},
              {"ctrl+x ctrl+s"_chord, "save"},
              {"ctrl+x ctrl+c"_chord, "close"},
              {"ctrl+x r s"_chord, "store"},
              {"1 2 3 4 5 6 7 8"_chord, "eight"}};
    struct row {
        std::string_view pressed;
        std::string_view outcome;
    };
    const row rows[] = {
        {"ctrl+q", "quit"},
        {"ctrl+x ctrl+s", "ctrl+x- | save"},
        {"ctrl+x ctrl+c", "ctrl+x- | close"},
        {"ctrl+x r s ctrl+q", "ctrl+x- | ctrl+x r- | store | quit"},
        {"a", "!a"},
        {"ctrl+s", "!ctrl+s"},
        {"r s", "!r | !s"},
        {"1 2 3 4 5 6 7 8",
         "1- | 1 2- | 1 2 3- | 1 2 3 4- | 1 2 3 4 5- | 1 2 3 4 5 6- | 1 2 3 4 5 6 7- | eight"},
        {"1 2 3 4 5 6 7 7", "1- | 1 2- | 1 2 3- | 1 2 3 4- | 1 2 3 4 5- | 1 2 3 4 5 6- | "
                            "1 2 3 4 5 6 7- | !1 2 3 4 5 6 7 7"},
    };
    for (const auto& [pressed, outcome] : rows)
        EXPECT_EQ(played(map, pressed), outcome);
}

TEST(Keymap, WithoutBindingsMatchesNothing)
{
    names map;
    EXPECT_TRUE(map.empty());
    EXPECT_EQ(played(map, "a ctrl+x up"), "!a | !ctrl+x | !up");
}

TEST(Keymap, KeysOfABrokenChordAreHandedBackWhole)
{
    names map = bound({"g g", "g x y", "k", "j k"});
    // `k` is bound by itself, and `j` begins a chord: after a mistyped chord they do neither.
    EXPECT_EQ(played(map, "g k"), "g- | !g k");
    EXPECT_EQ(played(map, "g x j k"), "g- | g x- | !g x j | k");
    EXPECT_EQ(played(map, "g g k"), "g- | g g | k");
    // All that the keys said is handed back, not only what they are called.
    key g = "g"_key;
    g.base = key_code{U'п'};
    g.mods = modifiers::num_lock;
    map.feed(g);
    const auto r = map.feed("z"_key);
    EXPECT_THAT(std::vector<key>(r.keys.begin(), r.keys.end()), ElementsAre(g, "z"_key));
}

TEST(Keymap, TheKeyThatBrokeAChordMayBeFedAgain)
{
    names map = bound({"j k"});
    ASSERT_EQ(played(map, "j j"), "j- | !j j");
    map.feed("j"_key);
    const auto r = map.feed("j"_key);
    ASSERT_EQ(r.status, keymap_status::unmatched);
    const auto again = map.feed(r.keys.back());
    EXPECT_EQ(again.status, keymap_status::prefix);
    EXPECT_EQ(joined(again.keys), "j");
    EXPECT_EQ(played(map, "k"), "j k");
}

TEST(Keymap, ResetHandsBackWhatWasHeldBack)
{
    names map = bound({"ctrl+x ctrl+x ctrl+s", "ctrl+s"});
    EXPECT_EQ(map.reset(), chord());
    played(map, "ctrl+x ctrl+x");
    EXPECT_EQ(map.reset(), "ctrl+x ctrl+x"_chord);
    EXPECT_EQ(map.pending(), chord());
    EXPECT_EQ(map.reset(), chord());
    EXPECT_EQ(played(map, "ctrl+s"), "ctrl+s");
}

TEST(Keymap, AMatchTellsTheKeysAsTheyCame)
{
    names map = bound({"ctrl+x A"});
    map.feed("ctrl+x"_key);
    const auto r = map.feed("shift+a"_key);
    ASSERT_EQ(r.status, keymap_status::matched);
    EXPECT_EQ(joined(r.keys), "ctrl+x shift+a");
}

// --- what is no press -------------------------------------------------------------------------

TEST(Keymap, ReleasesAndLoneModifiersLeaveAChordAlone)
{
    names map = bound({"ctrl+x ctrl+s", "a"});
    // As the kitty protocol reports Ctrl held, x, s: with every release and modifier.
    EXPECT_EQ(played(map, sent("\x1b[57442;5u\x1b[120;5u\x1b[120;5:3u\x1b[57442;1:3u\x1b[57442;5u"
                               "\x1b[115;5u\x1b[115;5:3u\x1b[57442;1:3u")),
              "(ctrl+left_control) | ctrl+x- | (ctrl+x) | (left_control) | (ctrl+left_control) | "
              "ctrl+x ctrl+s | (ctrl+s) | (left_control)");
    for (const key_code code : {key_code::left_shift, key_code::right_meta,
                                key_code::iso_level3_shift, key_code::iso_level5_shift,
                                key_code::caps_lock, key_code::scroll_lock, key_code::num_lock}) {
        key lone;
        lone.code = code;
        EXPECT_EQ(played(map, {"ctrl+x"_key, lone, "ctrl+s"_key}),
                  "ctrl+x- | (" + to_string(lone) + ") | ctrl+x ctrl+s");
    }
    EXPECT_EQ(played(map, {with("a"_key, key_action::release)}), "(a)");
    EXPECT_EQ(played(map, {with("b"_key, key_action::release)}), "(b)");
    // Their neighbours in the list of keys are keys like any other.
    EXPECT_EQ(played(map, "ctrl+x end"), "ctrl+x- | !ctrl+x end");
    EXPECT_EQ(played(map, "ctrl+x print_screen"), "ctrl+x- | !ctrl+x print_screen");
    EXPECT_EQ(played(map, "ctrl+x mute_volume"), "ctrl+x- | !ctrl+x mute_volume");
}

TEST(Keymap, ALoneModifierMayBeBound)
{
    names map = bound({"left_control", "caps_lock x"});
    EXPECT_EQ(played(map, sent("\x1b[57442;5u\x1b[57442;1:3u\x1b[57448u")),
              "left_control | (left_control) | (right_control)");
    EXPECT_EQ(played(map, "caps_lock x"), "caps_lock- | caps_lock x");
}

TEST(Keymap, LocksAreLeftOut)
{
    names map = bound({"ctrl+x a"});
    key x = "ctrl+x"_key;
    key a = "a"_key;
    x.mods |= modifiers::num_lock;
    a.mods |= lock_modifiers;
    EXPECT_EQ(played(map, {x, a}), "ctrl+x- | ctrl+x a");
}

TEST(Keymap, AHeldKeyActsAgainUnlessItWasPartOfAChord)
{
    names map = bound({"down", "g g", "ctrl+x ctrl+s", "ctrl+s", "s", "l"});
    const auto held = [](const key& k) { return with(k, key_action::repeat); };
    const key down = "down"_key;
    const key g = "g"_key;
    const key x = "ctrl+x"_key;
    const key save = "ctrl+s"_key;
    const key s = "s"_key;
    const key l = "l"_key;
    const key q = "q"_key;
    struct row {
        std::vector<key> pressed;
        std::string_view outcome;
    };
    const row rows[] = {
        {{down, held(down), held(down)}, "down | down | down"},
        {{held(down)}, "down"}, // pressed before anybody listened
        {{q, held(q)}, "!q | !q"},
        {{g, held(g), g}, "g- | (g) | g g"},
        {{x, held(x), save}, "ctrl+x- | (ctrl+x) | ctrl+x ctrl+s"},
        {{x, save, held(save), save}, "ctrl+x- | ctrl+x ctrl+s | (ctrl+s) | ctrl+s"},
        // Ctrl is let go first: what goes on is the same key.
        {{x, save, held(s), s, held(s)}, "ctrl+x- | ctrl+x ctrl+s | (s) | s | s"},
        {{x, held(q)}, "ctrl+x- | !ctrl+x q"},
        // What broke a chord does nothing by being held, and is the caller's each time.
        {{g, l, held(l), l, held(l)}, "g- | !g l | !l | l | l"},
        {{g, g, held(down), held(g)}, "g- | g g | down | g-"},
    };
    for (const auto& [pressed, outcome] : rows) {
        EXPECT_EQ(played(map, pressed), outcome);
        map.reset();
        map.feed("escape"_key);
    }
}

// --- binding ----------------------------------------------------------------------------------

TEST(KeymapBinding, BindsRebindsAndUnbinds)
{
    names map;
    EXPECT_EQ(map.bind("ctrl+x ctrl+s"_chord, "save").status, bind_status::bound);
    EXPECT_EQ(map.bind("a"_key, "one").status, bind_status::bound);
    EXPECT_EQ(map.size(), 2U);
    EXPECT_EQ(map.bind("a"_key, "two").status, bind_status::rebound);
    EXPECT_EQ(map.size(), 2U);
    ASSERT_NE(map.find("a"_key), nullptr);
    EXPECT_EQ(*map.find("a"_key), "two");
    EXPECT_EQ(map.find("ctrl+x"_key), nullptr);
    EXPECT_EQ(map.find("a a"_chord), nullptr);
    EXPECT_EQ(map.find(chord()), nullptr);
    EXPECT_FALSE(map.unbind("ctrl+x"_key));
    EXPECT_FALSE(map.unbind("b"_key));
    EXPECT_FALSE(map.unbind(chord()));
    EXPECT_EQ(map.size(), 2U);
    EXPECT_TRUE(map.unbind("ctrl+x ctrl+s"_chord));
    EXPECT_FALSE(map.unbind("ctrl+x ctrl+s"_chord));
    EXPECT_EQ(map.size(), 1U);
    // Nothing begins with it any more: it is not held back.
    EXPECT_EQ(played(map, "ctrl+x a"), "!ctrl+x | two");
}

TEST(KeymapBinding, KeysThatCannotBeToldApartAreOneBinding)
{
    names map = bound({"A", "ctrl+x B"});
    EXPECT_EQ(map.bind("shift+a"_key, "other").status, bind_status::rebound);
    EXPECT_EQ(map.bind("ctrl+x shift+b"_chord, "other").status, bind_status::rebound);
    EXPECT_EQ(map.bind("ctrl+x shift+b c"_chord, "other").status, bind_status::conflict);
    EXPECT_EQ(map.size(), 2U);
    // Plain terminals merge these two, others do not: both may be bound.
    EXPECT_EQ(map.bind("tab"_key, "tab").status, bind_status::bound);
    EXPECT_EQ(map.bind("ctrl+i"_key, "info").status, bind_status::bound);
}

TEST(KeymapBinding, NoBindingIsTheBeginningOfAnother)
{
    struct row {
        std::string_view added;
        std::string_view in_the_way;
    };
    const row rows[] = {
        {"ctrl+x", "ctrl+x ctrl+c"}, // the first of several, not the oldest
        {"ctrl+x r", "ctrl+x r s"},           {"A b", "shift+a"},
        {"ctrl+x ctrl+s x", "ctrl+x ctrl+s"}, {"ctrl+x ctrl+s 3 4 5 6 7 8", "ctrl+x ctrl+s"},
    };
    names map = bound({"ctrl+x r s", "ctrl+x ctrl+s", "ctrl+x ctrl+c", "shift+a"});
    const auto before = listed(map);
    for (const auto& [added, in_the_way] : rows) {
        const bind_result r = map.bind(*parse_chord(added), "new");
        EXPECT_FALSE(r) << added;
        EXPECT_EQ(r.status, bind_status::conflict) << added;
        EXPECT_EQ(to_string(r.in_the_way), in_the_way) << added;
    }
    const bind_result r = map.bind(chord(), "new");
    EXPECT_FALSE(r);
    EXPECT_EQ(r.status, bind_status::no_keys);
    EXPECT_EQ(listed(map), before);
    EXPECT_EQ(map.size(), 4U);
}

TEST(KeymapBinding, AWholePrefixMayBeRemoved)
{
    names map = bound({"ctrl+x r s", "ctrl+x ctrl+s", "ctrl+x ctrl+c", "a", "g g"});
    EXPECT_EQ(map.unbind_all("q"_key), 0U);
    EXPECT_EQ(map.unbind_all("ctrl+x q"_chord), 0U);
    EXPECT_EQ(map.unbind_all("a a"_chord), 0U);
    EXPECT_EQ(map.unbind_all("ctrl+x r"_chord), 1U);
    EXPECT_THAT(listed(map), ElementsAre("a = a", "g g = g g", "ctrl+x ctrl+c = ctrl+x ctrl+c",
                                         "ctrl+x ctrl+s = ctrl+x ctrl+s"));
    EXPECT_EQ(map.unbind_all("ctrl+x"_key), 2U);
    EXPECT_TRUE(map.bind("ctrl+x"_key, "cut"));
    EXPECT_EQ(map.size(), 3U);
    EXPECT_EQ(map.unbind_all(chord()), 3U);
    EXPECT_TRUE(map.empty());
    EXPECT_THAT(listed(map), IsEmpty());
    EXPECT_EQ(played(map, "ctrl+x"), "!ctrl+x");
}

TEST(KeymapBinding, RemovingOneLeavesItsNeighbours)
{
    names map = bound({"1 2 3 4", "1 2 5 6", "1 7"});
    EXPECT_TRUE(map.unbind("1 2 3 4"_chord));
    EXPECT_EQ(played(map, "1 2 3"), "1- | 1 2- | !1 2 3"); // nothing is left of that branch
    EXPECT_EQ(played(map, "1 2 5 6"), "1- | 1 2- | 1 2 5- | 1 2 5 6");
    EXPECT_TRUE(map.unbind("1 2 5 6"_chord));
    EXPECT_EQ(played(map, "1 2"), "1- | !1 2");
    EXPECT_EQ(played(map, "1 7"), "1- | 1 7");
    EXPECT_TRUE(map.unbind("1 7"_chord));
    EXPECT_EQ(played(map, "1"), "!1");
}

TEST(KeymapBinding, AreListedInTheOrderOfTheirKeysWhateverTheOrderOfBinding)
{
    const auto in_order = ElementsAre("a x = a x", "a z = a z", "shift+a = shift+a",
                                      "ctrl+a = ctrl+a", "b = b", "é = é", "up = up", "f1 = f1");
    EXPECT_THAT(listed(bound({"a x", "a z", "shift+a", "ctrl+a", "b", "é", "up", "f1"})), in_order);
    EXPECT_THAT(listed(bound({"f1", "up", "é", "b", "ctrl+a", "shift+a", "a z", "a x"})), in_order);
}

TEST(KeymapBinding, WhatMayFollowIsListed)
{
    names map = bound({"ctrl+i a", "ctrl+i b", "c"});
    map.feed("tab"_key); // of a plain terminal
    EXPECT_EQ(to_string(map.pending()), "tab");
    EXPECT_THAT(listed(map, map.pending()),
                ElementsAre("ctrl+i a = ctrl+i a", "ctrl+i b = ctrl+i b"));
    EXPECT_THAT(listed(map, "q"_key), IsEmpty());
    EXPECT_THAT(listed(map, "c"_key), ElementsAre("c = c"));
    std::size_t count = 0;
    map.for_each([&](const chord&, const std::string&) { ++count; });
    EXPECT_EQ(count, 3U);
}

TEST(KeymapBinding, MayChangeWhileAChordIsInProgress)
{
    names map = bound({"ctrl+x ctrl+s", "ctrl+x ctrl+c"});
    map.feed("ctrl+x"_key);
    EXPECT_TRUE(map.bind("ctrl+x k"_chord, "kill"));
    EXPECT_TRUE(map.bind("a"_key, "a"));
    EXPECT_EQ(played(map, "k"), "kill");

    map.feed("ctrl+x"_key);
    map.unbind_all("ctrl+x"_key);
    EXPECT_EQ(played(map, "k"), "!ctrl+x k");

    EXPECT_TRUE(map.bind("ctrl+x ctrl+s"_chord, "save"));
    map.feed("ctrl+x"_key);
    map.unbind_all("ctrl+x"_key);
    EXPECT_TRUE(map.bind("ctrl+x"_key, "cut"));
    EXPECT_EQ(played(map, "k ctrl+x"), "!ctrl+x k | cut");
}

TEST(KeymapBinding, ATableInTheProgramIsChecked)
{
    const auto message = [](std::initializer_list<names::binding> table) {
        try {
            const names map(table);
        } catch (const std::invalid_argument& e) {
            return std::string(e.what());
        }
        return "fine"s;
    };
    EXPECT_EQ(message({{"a"_key, "a"}, {"b"_key, "b"}}), "fine");
    EXPECT_EQ(message({{"ctrl+x ctrl+s"_chord, ""}, {"ctrl+x"_key, ""}}),
              "cotty::keymap: 'ctrl+x' is in conflict with 'ctrl+x ctrl+s'");
    EXPECT_EQ(message({{"A"_key, ""}, {"shift+a"_key, ""}}),
              "cotty::keymap: 'shift+a' is bound twice");
    EXPECT_EQ(message({{chord(), ""}}), "cotty::keymap: '' has no keys");
}

TEST(KeymapBinding, ActionsMayBeAnythingThatMoves)
{
    keymap<std::unique_ptr<int>> pointers;
    EXPECT_TRUE(pointers.bind("b"_key, std::make_unique<int>(2)));
    EXPECT_TRUE(pointers.bind("a"_key, std::make_unique<int>(1)));
    const auto b = pointers.feed("b"_key);
    ASSERT_NE(b.action, nullptr);
    EXPECT_EQ(**b.action, 2);
    keymap<std::unique_ptr<int>> moved = std::move(pointers);
    const auto a = moved.feed("a"_key);
    ASSERT_NE(a.action, nullptr);
    EXPECT_EQ(**a.action, 1);

    int pressed = 0;
    keymap<std::function<void()>> calls({.fidelity = key_fidelity::full});
    EXPECT_TRUE(calls.bind("enter"_key, [&] { ++pressed; }));
    const auto enter = calls.feed("enter"_key);
    ASSERT_NE(enter.action, nullptr);
    (*enter.action)();
    EXPECT_EQ(pressed, 1);
}

TEST(KeymapBinding, CopiesAreIndependent)
{
    names a = bound({"ctrl+x ctrl+s"});
    a.feed("ctrl+x"_key);
    names b = a;
    EXPECT_EQ(played(b, "ctrl+s"), "ctrl+x ctrl+s");
    EXPECT_EQ(a.pending(), "ctrl+x"_key);
    b.unbind_all(chord());
    EXPECT_EQ(played(a, "ctrl+s"), "ctrl+x ctrl+s");
}

// --- what channels tell of shift --------------------------------------------------------------

TEST(KeymapShift, IsTakenAlikeHoweverItIsReported)
{
    struct row {
        std::string_view bound;
        std::string_view bytes;
        bool matches;
    };
    const row rows[] = {
        {"A", "A", true},                     // plain terminals
        {"shift+a", "A", true},               //
        {"A", "\x1b[97;2u", true},            // kitty protocol
        {"A", "\x1b[97:65;2u", true},         // with alternate keys
        {"A", "\x1b[27;2;65~", true},         // modifyOtherKeys
        {"A", "a", false},                    //
        {"a", "A", false},                    //
        {"ctrl+A", "\x1b[97;5u", true},       // the letter's name, not Shift
        {"ctrl+A", "\x1b[97;6u", false},      //
        {"ctrl+shift+a", "\x1b[97;6u", true}, //
        {"ctrl+shift+a", "\x01", false},      // nor is a lost shift guessed
        {"?", "?", true},                     //
        {"?", "\x1b[47:63;2u", true},         // shift+/ on a US keyboard
        {"?", "\x1b[47;2;63u", true},         // the same, told by its text
        {"?", "\x1b[39:63;2u", true},         // shift+' on a French-Canadian one
        {"shift+/", "\x1b[47:63;2u", true},   //
        {"/", "\x1b[47:63;2u", false},        //
        {"ctrl+?", "\x1b[47:63;6u", true},    //
        {"?", "\x1b[47:63;6u", false},        //
        {"ctrl+?", "\x1b[47:63;2u", false},   //
        {"É", "\x1b[233:201;2u", true},       // of a letter beyond ASCII, too
        {"É", "É", true},                     //
        {"shift+up", "\x1b[1;2A", true},      //
        {"up", "\x1b[1;2A", false},           //
        {"shift+tab", "\x1b[Z", true},        //
    };
    for (const auto& [name, bytes, matches] : rows) {
        names map = bound({name});
        const auto ks = sent(bytes);
        ASSERT_EQ(ks.size(), 1U);
        EXPECT_EQ(map.feed(ks[0]).status,
                  matches ? keymap_status::matched : keymap_status::unmatched)
            << name << " against " << ks[0] << " with text " << ks[0].text.view();
    }
}

TEST(KeymapShift, TheKeyAsReportedComesFirst)
{
    names map = bound({"?", "shift+/"});
    EXPECT_EQ(played(map, sent("?\x1b[47:63;2u")), "? | shift+/");
    // What was typed comes before what the terminal says of shift.
    names two = bound({"1", "2"});
    EXPECT_EQ(played(two, sent("\x1b[38:49;2;50u")), "2");
}

TEST(KeymapShift, APatternThatWasPressedMatchesOnAnotherChannel)
{
    // What a program that asks the user to press a key would bind.
    const auto pressed = sent("\x1b[47:63;2u\x1b[49;2;33u\x1b[1089:1057;2u\x1b[97:65;2u");
    names map;
    for (const key& k : pressed)
        EXPECT_EQ(map.bind(k, to_string(k)).status, bind_status::bound);
    EXPECT_EQ(played(map, sent("?!СA")), "shift+/ | shift+1 | shift+с | shift+a");
    EXPECT_EQ(played(map, pressed), "shift+/ | shift+1 | shift+с | shift+a");
    EXPECT_EQ(played(map, "1 с a"), "!1 | !с | !a");

    // The same inside a chord; a binding of that name comes first.
    chord c = "ctrl+x"_key;
    c.push_back(pressed[0]);
    c.push_back(pressed[1]);
    EXPECT_TRUE(map.bind(c, "help"));
    EXPECT_EQ(played(map, "ctrl+x ? !"), "ctrl+x- | ctrl+x ?- | help");
    EXPECT_TRUE(map.bind("?"_key, "own"));
    EXPECT_EQ(played(map, "? shift+/"), "own | shift+/");
    EXPECT_TRUE(map.unbind("?"_key));
    EXPECT_EQ(played(map, "?"), "shift+/");
    EXPECT_TRUE(map.unbind("shift+/"_key));
    EXPECT_EQ(played(map, "?"), "!?");
    // It comes back without what it knew.
    EXPECT_TRUE(map.bind("shift+/"_key, "parsed"));
    EXPECT_EQ(played(map, "? shift+/"), "!? | parsed");
}

TEST(KeymapShift, APatternThatWasPressedMatchesOnAnotherKeyboard)
{
    names map;
    EXPECT_TRUE(map.bind(sent("\x1b[223:63;2u").front(), "help")); // a German one: shift+ß is ?
    EXPECT_EQ(played(map, sent("\x1b[47:63;2u")), "help");         // a US one: shift+/ is
    EXPECT_EQ(played(map, sent("\x1b[47;2;63u?/")), "help | help | !/");
    // On a plain terminal Ctrl with that key is NUL, as Ctrl-Space is.
    EXPECT_TRUE(map.bind(sent("\x1b[50:64;6u").front(), "mark"));
    EXPECT_EQ(played(map, sent("\0"s)), "mark");
}

TEST(KeymapShift, WhatAPatternTellsIsLearntWheneverItIsBound)
{
    const key question = sent("\x1b[47:63;2u").front();
    names map = bound({"shift+/"});
    EXPECT_EQ(played(map, "?"), "!?");
    EXPECT_EQ(map.bind(question, "help").status, bind_status::rebound);
    EXPECT_EQ(played(map, "?"), "help");

    names chords = bound({"shift+/ a"});
    chord c = question;
    c.push_back("b"_key);
    EXPECT_TRUE(chords.bind(c, "b"));
    EXPECT_EQ(played(chords, "? b"), "?- | b");
}

// --- what plain terminals merge ---------------------------------------------------------------

struct merged {
    std::string_view bound;
    std::string_view bytes; // as terminals send that key by default
};

// The kitty protocol's page, "legacy ctrl mapping of ASCII keys" and "C0 controls".
const merged merged_keys[] = {
    {"ctrl+i", "\t"},      {"ctrl+m", "\r"},      {"ctrl+[", "\x1b"},         {"ctrl+3", "\x1b"},
    {"ctrl+4", "\x1c"},    {"ctrl+5", "\x1d"},    {"ctrl+6", "\x1e"},         {"ctrl+~", "\x1e"},
    {"ctrl+7", "\x1f"},    {"ctrl+/", "\x1f"},    {"ctrl+8", "\x7f"},         {"ctrl+?", "\x7f"},
    {"ctrl+2", {"\0", 1}}, {"ctrl+@", {"\0", 1}}, {"ctrl+backspace", "\x08"},
};

TEST(KeymapFidelity, ABindingIsReachedThroughTheKeyThatAPlainTerminalSends)
{
    for (const auto& [name, bytes] : merged_keys) {
        SCOPED_TRACE(name);
        names map = bound({name, "ctrl+x " + std::string(name)});
        EXPECT_EQ(played(map, sent(bytes)), name);
        EXPECT_EQ(played(map, sent("\x18" + std::string(bytes))),
                  "ctrl+x- | ctrl+x " + std::string(name));
        EXPECT_EQ(played(map, name), name);

        names with_alt = bound({"alt+" + std::string(name)});
        const auto alt = sent("\x1b" + std::string(bytes));
        if (alt.size() == 1) { // but not ESC ESC
            EXPECT_EQ(played(with_alt, alt), "alt+" + std::string(name));
        }
        EXPECT_EQ(with_alt.feed(sent(bytes).front()).status, keymap_status::unmatched);

        names full = bound({name}, {.fidelity = key_fidelity::full});
        const key received = sent(bytes).front();
        EXPECT_EQ(played(full, {received}), '!' + to_string(received));
        EXPECT_EQ(played(full, name), name);
    }
}

TEST(KeymapFidelity, TheKeyUnderItsOwnNameComesFirst)
{
    for (const auto& [name, bytes] : merged_keys) {
        const key received = sent(bytes).front();
        names map = bound({name});
        EXPECT_EQ(map.bind(received, "own").status, bind_status::bound) << name;
        EXPECT_EQ(played(map, {received}), "own") << name;
        // A terminal that can tell is understood, whatever the fidelity.
        EXPECT_EQ(played(map, name), name);
    }
}

TEST(KeymapFidelity, AKeyThatCanBeToldIsNotTakenForAnother)
{
    for (const auto& [name, bytes] : merged_keys) {
        names map;
        EXPECT_TRUE(map.bind(sent(bytes).front(), "own"));
        EXPECT_EQ(played(map, name), '!' + std::string(name));
    }
    // Nor is a modifier guessed that was lost without trace.
    names map = bound({"ctrl+shift+q", "ctrl+enter", "shift+enter", "ctrl+tab", "ctrl+1", "Q",
                       "ctrl+j", "shift+space", "shift+ctrl+i"});
    EXPECT_EQ(played(map, sent("\x11\r\t1q ")), "!ctrl+q | !enter | !tab | !1 | !q | !space");
    EXPECT_EQ(played(map, sent("\x1b[Z")), "!shift+tab");
}

TEST(KeymapFidelity, BackspaceMaySendEither)
{
    constexpr decoder_options bs{.backspace_sends_bs = true};
    names map = bound({"ctrl+h", "ctrl+?"}, {.backspace_sends_bs = true});
    EXPECT_EQ(played(map, sent("\x08\x7f", bs)), "ctrl+h | ctrl+?");
    names eight = bound({"ctrl+8"}, {.backspace_sends_bs = true});
    EXPECT_EQ(played(eight, sent("\x08\x7f", bs)), "!backspace | ctrl+8");
    // Where it sends DEL it can be told from ctrl+h: the one must not ask for help, nor the other
    // erase.
    names del = bound({"ctrl+h"});
    EXPECT_EQ(played(del, sent("\x7f\x08")), "!backspace | ctrl+h");
    names erase = bound({"backspace"});
    EXPECT_EQ(played(erase, sent("\x7f\x08")), "backspace | !ctrl+h");
    names word = bound({"ctrl+backspace"}, {.backspace_sends_bs = true});
    EXPECT_EQ(played(word, sent("\x08\x7f", bs)), "!backspace | ctrl+backspace");
    EXPECT_EQ(played(word, "ctrl+h"), "!ctrl+h");
    names full = bound({"ctrl+h"}, {.fidelity = key_fidelity::full, .backspace_sends_bs = true});
    EXPECT_EQ(played(full, sent("\x08", bs)), "!backspace");
}

TEST(KeymapFidelity, MayBeLearntLater)
{
    names map = bound({"ctrl+i"});
    EXPECT_EQ(played(map, "tab"), "ctrl+i");
    map.set_options({.fidelity = key_fidelity::full});
    EXPECT_EQ(map.options().fidelity, key_fidelity::full);
    EXPECT_EQ(played(map, "tab ctrl+i"), "!tab | ctrl+i");
}

// --- base layout ------------------------------------------------------------------------------

// As the kitty protocol reports them with alternate keys.
const std::string russian_ctrl_c = "\x1b[1089::99;5u";
const std::string russian_ctrl_shift_c = "\x1b[1089:1057:99;6u";
const std::string russian_c = "\x1b[1089::99u";
const std::string dvorak_ctrl_c = "\x1b[99::105;5u"; // where a US keyboard has i
const std::string dvorak_ctrl_comma = "\x1b[44::119;5u";

TEST(KeymapBaseLayout, F91_ComesLastAndForLayoutsThatAreNotLatin)
{
    struct row {
        base_layout base;
        std::string_view bytes;
        std::initializer_list<std::string_view> bound;
        std::string_view outcome;
    };
    const auto no = base_layout::never;
    const auto foreign = base_layout::automatic;
    const auto all = base_layout::always;
    const row rows[] = {
        {keymap_options().base, russian_ctrl_c, {"ctrl+c"}, "ctrl+c"}, // what nobody chose
        {no, russian_ctrl_c, {"ctrl+c"}, "!ctrl+с"},
        {foreign, russian_ctrl_c, {"ctrl+c"}, "ctrl+c"},
        {all, russian_ctrl_c, {"ctrl+c"}, "ctrl+c"},
        {foreign, russian_ctrl_c, {"ctrl+c", "ctrl+с"}, "ctrl+с"},
        {all, russian_ctrl_c, {"ctrl+c", "ctrl+с"}, "ctrl+с"},
        {foreign, russian_ctrl_c, {"c", "ctrl+shift+c", "alt+c"}, "!ctrl+с"},
        {foreign, russian_ctrl_shift_c, {"ctrl+shift+c"}, "ctrl+shift+c"},
        {foreign, russian_ctrl_shift_c, {"ctrl+c"}, "!ctrl+shift+с"},
        {foreign, russian_ctrl_shift_c, {"ctrl+shift+c", "ctrl+shift+с"}, "ctrl+shift+с"},
        {foreign, russian_c, {"c"}, "c"},
        {foreign, dvorak_ctrl_c, {"ctrl+i"}, "!ctrl+c"},
        {all, dvorak_ctrl_c, {"ctrl+i"}, "ctrl+i"},
        {all, dvorak_ctrl_c, {"ctrl+i", "ctrl+c"}, "ctrl+c"},
        {foreign, dvorak_ctrl_comma, {"ctrl+w"}, "!ctrl+,"},
        {all, dvorak_ctrl_comma, {"ctrl+w"}, "ctrl+w"},
        {all, "c", {"ctrl+c"}, "!c"}, // no base layout known
    };
    for (const auto& [base, bytes, chords, outcome] : rows) {
        names map = bound(chords, {.base = base});
        EXPECT_EQ(played(map, sent(bytes)), outcome) << bytes.substr(1);
    }
}

TEST(KeymapBaseLayout, HoldsInsideChords)
{
    names map = bound({"ctrl+c ctrl+c", "ctrl+c c"}, {.base = base_layout::automatic});
    EXPECT_EQ(played(map, sent(russian_ctrl_c + russian_c)), "ctrl+с- | ctrl+c c");
    EXPECT_EQ(played(map, sent(russian_ctrl_c + russian_ctrl_c)), "ctrl+с- | ctrl+c ctrl+c");
    // A beginning in the user's own layout counts, even if the chord then fails.
    EXPECT_TRUE(map.bind(*parse_chord("ctrl+с x"), "own"));
    EXPECT_EQ(played(map, sent(russian_ctrl_c + "c")), "ctrl+с- | !ctrl+с c");
    EXPECT_EQ(played(map, sent(russian_ctrl_c + "x")), "ctrl+с- | own");
}

// --- the keypad -------------------------------------------------------------------------------

// As the kitty protocol reports it, and application mode.
const std::string keypad_7 = "\x1b[57406;129u";
const std::string keypad_enter = "\x1b[57414u";
const std::string keypad_home = "\x1b[57423u";
const std::string keypad_add = "\x1b[57413u";
const std::string keypad_begin = "\x1b[57427u";
const std::string application_enter = "\x1bOM";

TEST(KeymapKeypad, F92_KeysAreAlsoThoseThatTheyDouble)
{
    struct row {
        std::string_view bytes;
        std::initializer_list<std::string_view> bound;
        bool fold;
        std::string_view outcome;
    };
    const row rows[] = {
        {keypad_7, {"7"}, true, "7"},
        {keypad_enter, {"enter"}, true, "enter"},
        {application_enter, {"enter"}, true, "enter"},
        {keypad_home, {"home"}, true, "home"},
        {keypad_add, {"+"}, true, "+"},
        {"\x1b[57414;5u", {"ctrl+enter"}, true, "ctrl+enter"},
        {"\x1b[57414;5u", {"enter"}, true, "!ctrl+kp_enter"},
        {"\x1b[57413;2;43u", {"+"}, true, "+"}, // with shift
        {"\x1b[57409;;44u", {","}, true, ","},  // a keypad with a comma
        {"\x1b[57409;;44u", {"."}, true, "!kp_decimal"},
        {keypad_begin, {"5"}, true, "!kp_begin"},
        {keypad_enter, {"enter", "kp_enter"}, true, "kp_enter"}, // its own name comes first
        {keypad_enter, {"ctrl+m"}, true, "ctrl+m"},              // as its double would be
        {keypad_enter, {"kp_enter"}, true, "kp_enter"},
        {"\r", {"kp_enter"}, true, "!enter"}, // not the other way round
        {keypad_enter, {"enter"}, false, "!kp_enter"},
        {keypad_7, {"7"}, false, "!kp_7"},
    };
    for (const auto& [bytes, chords, fold, outcome] : rows) {
        names map = bound(chords, {.fold_keypad = fold});
        EXPECT_EQ(played(map, sent(bytes)), outcome) << bytes.substr(1) << ' ' << fold;
    }
    EXPECT_TRUE(keymap_options().fold_keypad);
    names map = bound({"ctrl+x 7 enter"});
    EXPECT_EQ(played(map, sent("\x18" + keypad_7 + keypad_enter)),
              "ctrl+x- | ctrl+x kp_7- | ctrl+x 7 enter");
}

// Whatever a terminal tells of a key, all that it may mean has room.
TEST(KeymapKeypad, AKeyThatTellsEverything)
{
    for (const key_fidelity fidelity : {key_fidelity::plain, key_fidelity::full}) {
        names map = bound({"ctrl+8"}, {.fidelity = fidelity, .base = base_layout::always});
        key k = *parse_key("ctrl+shift+alt+kp_enter");
        k.shifted = key_code{U'A'};
        k.base = key_code{U'b'};
        k.text = key_text("h");
        EXPECT_EQ(map.feed(k).status, keymap_status::unmatched);
    }
}

// --- pastes -----------------------------------------------------------------------------------

key pasted(key k)
{
    k.pasted = true;
    return k;
}

TEST(KeymapPaste, IsTextAndPartOfNoChord)
{
    names map = bound({"a", "enter", "ctrl+x b", "ctrl+x enter"});
    const key a = *parse_key("a");
    const key enter = *parse_key("enter");
    const key b = *parse_key("b");
    const key ctrl_x = *parse_key("ctrl+x");
    EXPECT_EQ(played(map, {a, pasted(a), pasted(enter), enter}), "a | !a | !enter | enter");
    EXPECT_EQ(played(map, {ctrl_x, pasted(b), b}), "ctrl+x- | !ctrl+x b | !b");
    EXPECT_EQ(played(map, {ctrl_x, pasted(enter), ctrl_x, b}),
              "ctrl+x- | !ctrl+x enter | ctrl+x- | ctrl+x b");
}

// --- against a model --------------------------------------------------------------------------

TEST(KeymapModel, AgreesWithAListThatIsSearchedFromTheFront)
{
    const std::string_view alphabet[] = {"a", "A", "shift+a", "ctrl+a", "b", "up", "shift+up"};
    std::mt19937 random(1); // NOLINT: the same every time
    const auto any_key = [&] { return *parse_key(alphabet[random() % std::size(alphabet)]); };
    const auto any_chord = [&] {
        chord c;
        for (auto n = 1 + random() % 4; n != 0; --n)
            c.push_back(any_key());
        return c;
    };
    const auto begins = [](const chord& c, const chord& beginning) {
        if (beginning.size() > c.size())
            return false;
        for (std::size_t i = 0; i < beginning.size(); ++i)
            if (!beginning[i].matches(c[i]))
                return false;
        return true;
    };
    struct entry {
        chord keys;
        unsigned action;
    };
    for (int round = 0; round < 200; ++round) {
        keymap<unsigned> map;
        std::vector<entry> model;
        chord typed;
        for (unsigned step = 0; step < 200; ++step) {
            const auto what = random() % 10;
            const chord c = any_chord();
            const auto same = std::find_if(model.begin(), model.end(), [&](const entry& e) {
                return begins(e.keys, c) && begins(c, e.keys);
            });
            if (what == 0) {
                const bool conflict = same == model.end() &&
                                      std::any_of(model.begin(), model.end(), [&](const entry& e) {
                                          return begins(e.keys, c) || begins(c, e.keys);
                                      });
                const bind_result r = map.bind(c, step);
                ASSERT_EQ(r.status, conflict              ? bind_status::conflict
                                    : same != model.end() ? bind_status::rebound
                                                          : bind_status::bound);
                if (same != model.end())
                    same->action = step;
                else if (!conflict)
                    model.push_back({c, step});
            } else if (what == 1) {
                ASSERT_EQ(map.unbind(c), same != model.end());
                if (same != model.end())
                    model.erase(same);
            } else if (what == 2 && random() % 4 == 0) {
                const auto n =
                    std::erase_if(model, [&](const entry& e) { return begins(e.keys, c); });
                ASSERT_EQ(map.unbind_all(c), n);
            } else {
                const key k = any_key();
                typed.push_back(k);
                const auto found = std::find_if(model.begin(), model.end(), [&](const entry& e) {
                    return begins(e.keys, typed);
                });
                const auto r = map.feed(k);
                ASSERT_EQ(chord(typed).size(), r.keys.size());
                ASSERT_TRUE(std::equal(typed.begin(), typed.end(), r.keys.begin()));
                if (found == model.end() || (found->keys.size() < typed.size())) {
                    ASSERT_EQ(r.status, keymap_status::unmatched);
                    typed.clear();
                } else if (found->keys.size() == typed.size()) {
                    ASSERT_EQ(r.status, keymap_status::matched);
                    ASSERT_EQ(*r.action, found->action);
                    typed.clear();
                } else {
                    ASSERT_EQ(r.status, keymap_status::prefix);
                }
                ASSERT_EQ(map.pending(), typed);
            }
            ASSERT_EQ(map.size(), model.size());
        }
    }
}

} // namespace
} // namespace cotty
