// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "core/sequences.hpp"
#include "support/decoding.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using namespace cotty::test;

std::string name_of(key_code code, modifiers mods)
{
    key k;
    k.code = code;
    k.mods = mods;
    return to_string(k);
}

TEST(Decoder, TypedTextIsKeysWithTheirText)
{
    for (char c = 0x20; c < 0x7F; ++c) {
        const std::string bytes(1, c);
        const std::string name = c == ' ' ? "space" : bytes;
        EXPECT_EQ(decode_every_way(bytes), (std::vector{seen{name, bytes, bytes}}));
    }
}

TEST(Decoder, CharactersOfEveryLength)
{
    for (const std::string c : {"\u00e9", "\u07ff", "\u0800", "\u65e5", "\ud7ff", "\ue000",
                                "\uffff", "\U00010000", "\U0001f600", "\U0010ffff"}) {
        const auto events = decode_every_way(c);
        ASSERT_EQ(events.size(), 1U) << escaped(c);
        EXPECT_EQ(events[0].text, c);
        EXPECT_EQ(events[0].raw, c);
    }
}

TEST(Decoder, ControlsAreKeys)
{
    const std::string_view expected[] = {
        "ctrl+space", "ctrl+a", "ctrl+b", "ctrl+c", "ctrl+d",  "ctrl+e", "ctrl+f", "ctrl+g",
        "ctrl+h",     "tab",    "ctrl+j", "ctrl+k", "ctrl+l",  "enter",  "ctrl+n", "ctrl+o",
        "ctrl+p",     "ctrl+q", "ctrl+r", "ctrl+s", "ctrl+t",  "ctrl+u", "ctrl+v", "ctrl+w",
        "ctrl+x",     "ctrl+y", "ctrl+z", "escape", "ctrl+\\", "ctrl+]", "ctrl+^", "ctrl+_",
    };
    for (std::size_t byte = 0; byte < std::size(expected); ++byte)
        EXPECT_EQ(decode_every_way(std::string(1, static_cast<char>(byte))),
                  (std::vector{seen{std::string(expected[byte]), "",
                                    std::string(1, static_cast<char>(byte))}}));
    EXPECT_EQ(names_of("\x7f"), "backspace");
}

TEST(Decoder, BackspaceAndLineFeedAreOptions)
{
    EXPECT_EQ(names_of("\x08\x7f\n\r"), "ctrl+h backspace ctrl+j enter");
    EXPECT_EQ(names_of("\x08\x7f\x1b\x08", {.backspace_sends_bs = true}),
              "backspace ctrl+backspace alt+backspace");
    EXPECT_EQ(names_of("\n\r", {.line_feed_is_enter = true}), "enter enter");
}

TEST(Decoder, AltIsAnEscapeInFront)
{
    EXPECT_EQ(decode_every_way("\033a"), (std::vector{seen{"alt+a", "", "\033a"}}));
    EXPECT_EQ(names_of("\033A"), "alt+A");
    EXPECT_EQ(names_of("\x1b "), "alt+space");
    EXPECT_EQ(names_of("\x1b\r"), "alt+enter");
    EXPECT_EQ(names_of("\x1b\x7f"), "alt+backspace");
    EXPECT_EQ(names_of("\x1b\x01"), "ctrl+alt+a");
    EXPECT_EQ(names_of("\x1b"s + '\0'), "ctrl+alt+space");
    EXPECT_EQ(names_of("\x1b\u00e9"), "alt+é");
    EXPECT_EQ(names_of("\x1b\U0001f600"), "alt+😀");
}

// --- every row of the tables ------------------------------------------------------------------

TEST(DecoderTables, CsiLettersWithEveryModifier)
{
    for (const auto& row : sequences::csi_letters) {
        EXPECT_EQ(names_of("\x1b["s + row.final), name_of(row.code, row.mods));
        for (unsigned held = 0; held < 256; ++held) {
            if (row.final == 'R' && (held == 0 || held > 15))
                continue; // a cursor position
            const auto mods = static_cast<modifiers>(held);
            const std::string bytes = "\x1b[1;" + std::to_string(held + 1) + row.final;
            EXPECT_EQ(names_of(bytes), name_of(row.code, mods | row.mods)) << bytes;
        }
    }
}

TEST(DecoderTables, CsiNumbersWithEveryModifier)
{
    for (const auto& row : sequences::csi_numbers) {
        const std::string start = "\x1b[" + std::to_string(row.number);
        for (const auto& ending : sequences::number_endings)
            EXPECT_EQ(names_of(start + ending.final), name_of(row.code, ending.mods));
        for (unsigned held = 0; held < 256; ++held) {
            const std::string bytes = start + ';' + std::to_string(held + 1) + '~';
            EXPECT_EQ(names_of(bytes), name_of(row.code, static_cast<modifiers>(held))) << bytes;
        }
    }
}

TEST(DecoderTables, Ss3LettersPlainAndWithKonsolesModifiers)
{
    for (const auto& row : sequences::ss3_letters) {
        EXPECT_EQ(names_of("\x1bO"s + row.final), name_of(row.code, row.mods));
        for (unsigned held = 0; held < 16; ++held)
            EXPECT_EQ(names_of("\x1bO" + std::to_string(held + 1) + row.final),
                      name_of(row.code, static_cast<modifiers>(held) | row.mods));
    }
}

TEST(DecoderTables, LinuxConsole)
{
    for (const auto& row : sequences::linux_letters)
        EXPECT_EQ(names_of("\x1b[["s + row.final), name_of(row.code, modifiers::none));
}

TEST(DecoderTables, F37_AnEscapeInFrontIsAltForSequencesToo)
{
    for (const auto& row : sequences::csi_letters)
        EXPECT_EQ(names_of("\x1b\x1b["s + row.final), name_of(row.code, row.mods | modifiers::alt));
    for (const auto& row : sequences::ss3_letters)
        EXPECT_EQ(names_of("\x1b\x1bO"s + row.final), name_of(row.code, row.mods | modifiers::alt));
    for (const auto& row : sequences::csi_numbers)
        for (const auto& ending : sequences::number_endings)
            EXPECT_EQ(names_of("\x1b\x1b[" + std::to_string(row.number) + ending.final),
                      name_of(row.code, ending.mods | modifiers::alt));
}

// --- what terminals were seen to send ---------------------------------------------------------

struct recorded {
    std::string_view terminal;
    std::string bytes;
    std::string_view name;
};

/// Written down from recordings of these terminals, not from the tables: a wrong row shows here.
const recorded recordings[] = {
    {"xterm", "\x1b[A", "up"},
    {"xterm", "\x1bOA", "up"},
    {"xterm", "\x1b[1;5D", "ctrl+left"},
    {"xterm", "\x1b[1;8F", "ctrl+alt+shift+end"},
    {"xterm", "\x1b[E", "kp_begin"},
    {"xterm", "\x1bOP", "f1"},
    {"xterm", "\x1b[1;2P", "shift+f1"},
    {"xterm", "\x1b[1;2R", "shift+f3"},
    {"xterm", "\x1b[15~", "f5"},
    {"xterm", "\x1b[17;6~", "ctrl+shift+f6"},
    {"xterm", "\x1b[24~", "f12"},
    {"xterm", "\x1b[34~", "f20"},
    {"xterm", "\x1b[29~", "menu"},
    {"xterm", "\x1b[3;5~", "ctrl+delete"},
    {"xterm", "\x1b[Z", "shift+tab"},
    {"xterm", "\x1bOM", "kp_enter"},
    {"xterm", "\x1bOj", "kp_multiply"},
    {"xterm modifyOtherKeys", "\x1b[27;5;97~", "ctrl+a"},
    {"xterm modifyOtherKeys", "\x1b[27;2;13~", "shift+enter"},
    {"linux console", "\x1b[[A", "f1"},
    {"linux console", "\x1b[[E", "f5"},
    {"linux console", "\x1b[17~", "f6"},
    {"linux console", "\x1b[1~", "home"},
    {"linux console", "\x1b[4~", "end"},
    {"linux console", "\x1b[G", "kp_begin"},
    {"urxvt", "\x1b[7~", "home"},
    {"urxvt", "\x1b[8~", "end"},
    {"urxvt", "\x1b[8$", "shift+end"},
    {"urxvt", "\x1b[3^", "ctrl+delete"},
    {"urxvt", "\x1b[5@", "ctrl+shift+page_up"},
    {"urxvt", "\x1b[a", "shift+up"},
    {"urxvt", "\x1bOd", "ctrl+left"},
    {"urxvt", "\x1b\x1b[D", "alt+left"},
    {"urxvt", "\x1b\x1bOb", "ctrl+alt+down"},
    {"urxvt", "\x1b\x1b[2$", "alt+shift+insert"},
    {"urxvt", "\x1b[11~", "f1"},
    {"urxvt", "\x1b[11^", "ctrl+f1"},
    {"konsole", "\x1bO5P", "ctrl+f1"},
    {"kitty", "\x1b[97;6u", "ctrl+shift+a"},
    {"kitty", "\x1b[57361u", "print_screen"},
    {"kitty", "\x1b[57376;5u", "ctrl+f13"},
    {"kitty", "\x1b[13~", "f3"},
    {"kitty", "\x1b[1072;5u", "ctrl+а"},
    {"kitty", "\x1b[1;13D", "ctrl+super+left"},
    {"kitty", "\x1b\x1b[Z", "alt+shift+tab"},
    {"xterm without metaSendsEscape, alt+escape", "\xc2\x9b", "u+9b"},
};

TEST(Decoder, F30_SequencesOfRealTerminalsHoweverTheyAreCut)
{
    for (const auto& [terminal, bytes, name] : recordings)
        EXPECT_EQ(names_of(bytes), name) << terminal << " sent " << escaped(bytes);
}

TEST(Decoder, KittyTellsActionShiftedKeyBaseKeyAndText)
{
    const auto first_key = [](std::string_view bytes) {
        decoder d;
        event e;
        EXPECT_TRUE(d.next(bytes, e)) << bytes;
        const auto* k = e.get_if<key>();
        return k != nullptr ? *k : key{};
    };
    const key shifted = first_key("\x1b[97:65:113;2;65u");
    EXPECT_EQ(to_string(shifted), "shift+a");
    EXPECT_EQ(shifted.shifted, key_code{U'A'});
    EXPECT_EQ(shifted.base, key_code{U'q'});
    EXPECT_EQ(shifted.text.view(), "A");

    const key only_base = first_key("\x1b[1081::113;5u");
    EXPECT_EQ(to_string(only_base), "ctrl+й");
    EXPECT_EQ(only_base.shifted, key_code::none);
    EXPECT_EQ(only_base.base, key_code{U'q'});

    EXPECT_EQ(first_key("\x1b[97;1:2u").action, key_action::repeat);
    EXPECT_EQ(first_key("\x1b[97;1:3u").action, key_action::release);
    EXPECT_EQ(first_key("\x1b[97;1:3u").text.view(), "");
    EXPECT_EQ(first_key("\x1b[1;1:3A").action, key_action::release);
    EXPECT_EQ(first_key("\x1b[3;5:2~").action, key_action::repeat);
    EXPECT_EQ(first_key("\x1b[97;;97:769u").text.view(), "a\u0301");
    EXPECT_EQ(first_key("\x1b[233;u").text.view(), "é"); // kitty 0.26 leaves the text out
    EXPECT_EQ(first_key("\x1b[97;129u").mods, modifiers::num_lock);
    EXPECT_TRUE(first_key("\x1b[27;6;63~").matches("ctrl+?"_key)); // xterm tells what Shift made
    EXPECT_EQ(first_key("\x1b[32;2u").text.view(), " "); // the one key that Shift leaves alone
    EXPECT_EQ(first_key("\x1b[97:9;2u").shifted, key_code::tab); // nonsense, which types nothing
    EXPECT_EQ(first_key("\x1b[97:9;2u").text.view(), "");
}

TEST(Decoder, KittyTellsTheTextWhereItIsSure)
{
    const struct {
        std::string bytes;
        std::string name;
        std::string text;
        key_action action = key_action::press;
    } rows[] = {
        {"\x1b[97u", "a", "a"},
        {"\x1b[97;1:3u", "a", "", key_action::release},
        {"\x1b[97;1:3;97u", "a", "", key_action::release},
        {"\x1b[97;5u", "ctrl+a", ""},
        {"\x1b[97;3u", "alt+a", ""},
        {"\x1b[49;2u", "shift+1", ""}, // which character that is the layout says
        {"\x1b[49:33;2u", "shift+1", "!"},
        {"\x1b[97:65:1072u", "a", "a"},
        {"\x1b[97;65u", "a", ""}, // caps lock makes letters, but perhaps not that one
        {"\x1b[233;65u", "é", ""},
        {"\x1b[49;65u", "1", "1"}, // and no digits
    };
    for (const auto& [bytes, name, text, action] : rows)
        EXPECT_EQ(decode_every_way(bytes), (std::vector{seen{name, text, bytes, action}}));
}

// --- what is no key ---------------------------------------------------------------------------

TEST(Decoder, F31_InvalidUtf8IsAReplacementCharacterWithItsBytes)
{
    const struct {
        std::string bytes;
        std::vector<std::string> raw; // of the U+FFFD; what is `a` stays `a`
    } cases[] = {
        {"\x80", {"\x80"}},
        {"\xbf\xbf", {"\xbf", "\xbf"}},
        {"\xc0\x80", {"\xc0", "\x80"}},             // overlong
        {"\xc1\xbf", {"\xc1", "\xbf"}},             // overlong
        {"\xe0\x80\x80", {"\xe0", "\x80", "\x80"}}, // overlong
        {"\xe0\x9f", {"\xe0", "\x9f"}},
        {"\xed\xa0\x80", {"\xed", "\xa0", "\x80"}}, // a surrogate
        {"\xf0\x8f", {"\xf0", "\x8f"}},
        {"\xf4\x90\x80\x80", {"\xf4", "\x90", "\x80", "\x80"}}, // above U+10FFFF
        {"\xf5", {"\xf5"}},
        {"\xff", {"\xff"}},
        {"\xc3", {"\xc3"}},               // cut short by the end
        {"\303a", {"\xc3", "a"}},         // cut short by a character
        {"\xe2\202a", {"\xe2\x82", "a"}}, // a maximal subpart is one event
        {"\xf0\x9f\230a", {"\xf0\x9f\x98", "a"}},
        {"\xe2\x82\xe2\x82\xac", {"\xe2\x82", "\xe2\x82\xac"}},
        {"\xf0\x9f\xff", {"\xf0\x9f", "\xff"}},
    };
    for (const auto& [bytes, raw] : cases) {
        const auto events = decode_every_way(bytes);
        ASSERT_EQ(events.size(), raw.size()) << escaped(bytes);
        for (std::size_t i = 0; i < raw.size(); ++i) {
            EXPECT_EQ(events[i].raw, raw[i]) << escaped(bytes);
            const std::string expected = raw[i] == "a" ? "a" : raw[i] == "\u20ac" ? "€" : "\uFFFD";
            EXPECT_EQ(events[i].name, expected) << escaped(bytes);
            EXPECT_EQ(events[i].text, expected) << escaped(bytes);
        }
    }
    EXPECT_EQ(names_of("\x1b\xff"), "alt+\uFFFD");
    EXPECT_EQ(names_of("\x1b\303a"), "alt+\uFFFD a");
}

TEST(Decoder, F37_EscapesAndIntroducersAreKeptApart)
{
    EXPECT_EQ(names_of("\x1b\x1b"), "escape escape");
    EXPECT_EQ(names_of("\x1b\x1b\x1b"), "escape escape escape");
    EXPECT_EQ(names_of("\x1b\033a"), "escape alt+a");
    EXPECT_EQ(names_of("\x1b\x1b\x1b[A"), "escape alt+up");
    EXPECT_EQ(names_of("\x1b["), "alt+[");
    EXPECT_EQ(names_of("\x1bO"), "alt+O");
    EXPECT_EQ(names_of("\x1b]"), "alt+]");
    EXPECT_EQ(names_of("\x1bP"), "alt+P");
    EXPECT_EQ(names_of("\x1b_"), "alt+_");
    EXPECT_EQ(names_of("\x1b]x"), "alt+] x");
    EXPECT_EQ(names_of("\x1bPq"), "alt+P q");
    EXPECT_EQ(names_of("\x1b\x1b["), "escape alt+[");
    EXPECT_EQ(names_of("\x1b\x1bO"), "escape alt+O");
    EXPECT_EQ(names_of("\x1b\x1b]"), "escape alt+]");
    EXPECT_EQ(names_of("\x1bX\x1b^"), "alt+X alt+^");
}

TEST(Decoder, F38_UnknownSequencesAreEventsWithTheirBytes)
{
    for (const std::string bytes : {"\x1b[9;9;9;9u",   "\x1b[99~",      "\x1b[;;;A",
                                    "\x1b[;;C",        "\x1b[3;5;~",    "\x1b[1;999A",
                                    "\x1b[1;5:9A",     "\x1b[0;1:3u",   "\x1b[u",
                                    "\x1b[10~",        "\x1b[[Z",       "\x1b[[[",
                                    "\x1bOZ",          "\x1b[-2813;5u", "\x1b[55555555u",
                                    "\x1b[201~",       "\x1b[1I",       "\x1b[<0;1M",
                                    "\x1b[<0;1;1A",    "\x1b[?2026;2y", "\x1b[?1;2$z",
                                    "\x1b[48;24t",     "\x1b[99t",      "\x1b]999;x\x07",
                                    "\x1b]4;x\x07",    "\x1bP1x\x1b\\", "\x1b[27~",
                                    "\x1b[<0;1?M",     "\x1b[>1?A",     "\x1b[>1;5Y",
                                    "\x1b[2;5A",       "\x1b[5:1A",     "\x1b[1;1;1;1;1;1;1:1A",
                                    "\x1b[1:1:1:1:1A", "\x1b[[!"}) {
        EXPECT_EQ(decode_every_way(bytes), (std::vector{seen{"unknown", "", bytes}}));
        EXPECT_EQ(names_of(bytes + "x"), "unknown x") << escaped(bytes);
    }
    EXPECT_EQ(names_of("\x1b[27u;"), "escape ;");
}

TEST(Decoder, ATornSequenceDoesNotTakeTheNextKeyWithIt)
{
    EXPECT_EQ(names_of("\x1b[1;\x03"), "unknown ctrl+c");
    EXPECT_EQ(names_of("\x1b[1;\x1b[A"), "unknown up");
    EXPECT_EQ(names_of("\x1b[1;é"), "unknown é");
    EXPECT_EQ(names_of("\x1bO5\x03"), "unknown ctrl+c");
    EXPECT_EQ(names_of("\x1b[\x03"), "alt+[ ctrl+c");
    EXPECT_EQ(names_of("\x1b[\xff"), "alt+[ \uFFFD");
    EXPECT_EQ(names_of("\x1b]11;rgb\x03"), "unknown");                     // strings do: see F76
    EXPECT_EQ(names_of("\x1b]4;1;rgb:0/0/0\x1b[A"), "reply color 4 1 up"); // urxvt: a bare ESC ends
    EXPECT_EQ(names_of("\x1b]4;1\x1b\x1b[A"), "unknown up");
    EXPECT_EQ(names_of("\x1b[[\x03"), "unknown ctrl+c");
    EXPECT_EQ(names_of("\x1b[1;5"), "unknown"); // torn by the end
    EXPECT_EQ(names_of("\x1b[?"), "unknown");
    EXPECT_EQ(names_of("\x1b\x1b[1"), "unknown");
    EXPECT_EQ(names_of("\x1b[1$\x03", {.rxvt_endings = false}), "unknown ctrl+c");
    EXPECT_EQ(names_of("\x1b]11;rgb\x1b"), "reply color 11"); // as above, whatever follows
}

TEST(Decoder, F40_NoCharacterThatCanBeTypedStandsForSomethingElse)
{
    // The numbers that the kitty protocol gives to Escape and F1, as characters; the replacement
    // character; the last one. An invalid byte looks like the replacement character but for its raw
    // bytes.
    for (const std::string c : {"\ue000", "\ue014", "\uf8ff", "\ufffd", "\U0010ffff"}) {
        decoder d;
        event e;
        std::string_view input = c;
        ASSERT_TRUE(d.next(input, e));
        const auto* k = e.get_if<key>();
        ASSERT_NE(k, nullptr);
        EXPECT_FALSE(k->is_functional());
        EXPECT_EQ(k->text.view(), c);
        EXPECT_EQ(e.raw, c);
    }
    EXPECT_NE(decode("\ufffd"), decode("\xff"));
    EXPECT_EQ(names_of("\x1b[57344u"), "escape");
}

TEST(Decoder, F39_NumbersSaturate)
{
    EXPECT_EQ(names_of("\x1b[1;4294967297A"), "unknown"); // 2^32 + 1 is not 1
    EXPECT_EQ(names_of("\x1b[4294967299~"), "unknown");
    EXPECT_EQ(names_of("\x1b[18446744073709551713u"), "unknown"); // 2^64 + 97
}

TEST(Decoder, F32_F33_AnOverlongSequenceIsSwallowedToItsEndInPieces)
{
    const std::string inside = std::string(3 * decoder::max_sequence + 17, '1');
    for (const auto& [start, end] : {std::pair{"\x1b["s, "A"s},
                                     {"\x1bO"s, "A"s},
                                     {"\x1b]"s, "\x07"s},
                                     {"\x1bP"s, "\x1b\\"s}}) {
        const std::string bytes = start + inside + end + "x";
        const auto events = decode(bytes);
        std::string raw;
        for (std::size_t i = 0; i + 1 < events.size(); ++i) {
            EXPECT_EQ(events[i].name, i + 2 < events.size() ? "unknown..." : "unknown");
            EXPECT_LE(events[i].raw.size(), decoder::max_sequence + 1);
            raw += events[i].raw;
        }
        EXPECT_EQ(events.back().name, "x");
        EXPECT_EQ(raw, start + inside + end);
    }
}

/// The names of the keys alone.
std::string keys_among(const std::vector<seen>& events)
{
    std::vector<seen> keys;
    for (const seen& s : events)
        if (!s.name.starts_with("unknown"))
            keys.push_back(s);
    return names(keys);
}

TEST(Decoder, F35_TheEdgeOfAnOverlongSequenceIsTheSameHoweverItIsCut)
{
    const struct {
        std::string end;
        std::string_view keys_after_sequence; // and an x
        std::string_view keys_after_string;
    } ends[] = {
        {"A", "x", ""},
        {"\x1b\\", "alt+\\ x", "x"},
        {"\x1b[A", "up x", "up x"},
        {"\x07", "ctrl+g x", "x"},
        {"\x03", "ctrl+c x", ""},
        {"é", "é x", ""},
    };
    for (const auto& [end, keys_after_sequence, keys_after_string] : ends) {
        for (const std::string start : {"\x1b[", "\x1b]1", "\x1bO", "\x1b\x1b["}) {
            for (std::size_t excess = 0; excess < 6; ++excess) {
                SCOPED_TRACE(escaped(start) + " excess " + std::to_string(excess) + " end " +
                             escaped(end));
                const std::string head =
                    start + std::string(decoder::max_sequence - start.size() - 3 + excess, '1');
                const std::string bytes = head + end + "x";
                const auto whole = decode(bytes);
                for (std::size_t cut = head.size() - 4; cut <= bytes.size(); ++cut) {
                    const std::string_view view = bytes;
                    EXPECT_EQ(decode_pieces(
                                  {view.substr(0, 3), view.substr(3, cut - 3), view.substr(cut)}),
                              whole)
                        << "cut at " << cut;
                }
                EXPECT_EQ(keys_among(whole),
                          start == "\x1b]1" ? keys_after_string : keys_after_sequence);
                std::string raw;
                for (const seen& s : whole)
                    raw += s.raw;
                EXPECT_EQ(raw, bytes);
            }
        }
    }
}

TEST(Decoder, AnyBytesAtAllBelongToExactlyOneEvent)
{
    // Not random: every sequence of three bytes from those that mean something to the decoder.
    const std::string_view alphabet = "\x1b[O]PM1;$~\\\x07\x03\x9b\xc3\xa9"sv;
    for (const char a : alphabet)
        for (const char b : alphabet)
            for (const char c : alphabet)
                for (const std::string tail : {"", "A\x1b\\"})
                    decode_every_way(std::string{a, b, c} + tail);
}

TEST(Decoder, TellsWhatItIsWaitingFor)
{
    using enum decoder::undecided;
    const struct {
        std::string_view bytes;
        decoder::undecided pending;
    } cases[] = {
        {"", nothing},          {"a", nothing},           {"\x1b[A", nothing},
        {"\x1b", key},          {"\x1b[", key},           {"\x1bO", key},
        {"\x1b]", key},         {"\x1b\x1b", key},        {"\x1b\x1b[", key},
        {"\x1b[1", sequence},   {"\x1b[1;5", sequence},   {"\x1b[[", sequence},
        {"\x1b]11;", sequence}, {"\x1b]1\x1b", sequence}, {"\xc3", sequence},
        {"\x1b\xc3", sequence},
    };
    for (const auto& [bytes, pending] : cases) {
        decoder d;
        event e;
        std::string_view input = bytes;
        while (d.next(input, e)) {
        }
        EXPECT_EQ(d.pending(), pending) << escaped(bytes);
    }
}

TEST(Decoder, IsUsableAfterFlush)
{
    decoder d;
    event e;
    std::string_view input = "\x1b";
    EXPECT_FALSE(d.next(input, e));
    EXPECT_TRUE(d.flush(e));
    EXPECT_FALSE(d.flush(e));
    input = "[A";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(to_string(*e.get_if<key>()), "[");
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(to_string(*e.get_if<key>()), "A");
}

} // namespace
} // namespace cotty
