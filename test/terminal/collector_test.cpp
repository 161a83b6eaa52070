// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/collector.hpp>

#include "support/decoding.hpp"
#include "support/rows.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <malloc.h>

namespace cotty::test {

/// In bytes, see below.
namespace memory {
std::size_t in_use = 0;
std::size_t most = 0;
} // namespace memory

namespace {

using namespace std::string_literals;
using undecided = collector::undecided;

const std::string begin_mark = "\x1b[200~";
const std::string end_mark = "\x1b[201~";

std::string pasted(const std::string& text)
{
    return begin_mark + text + end_mark;
}

const std::string st = "\x1b\\";

/// What the terminal says of the clipboard, without the terminator.
std::string clipboard(std::size_t size)
{
    return "\x1b]52;c;" + std::string(size, 'A');
}

collector_options answers_up_to(std::size_t limit)
{
    return {.reply_limit = limit};
}

/// The event, with what tells the parts of a paste apart.
seen remember_part(const event& e)
{
    seen s = remember(e);
    if (const auto* p = e.get_if<paste>())
        s.name = "paste"s + (p->begins ? " begins" : "") + (p->ends ? " ends" : "") +
                 (p->aborted ? " aborted" : "");
    return s;
}

/// Feeds each piece from memory of its own, which is overwritten as soon as the collector has
/// used it up. What an event refers to must be there until then.
class feeder {
public:
    feeder(decoder_options decoding, collector_options collecting)
        : collector_(decoding, collecting)
    {
    }

    void feed(std::string_view piece)
    {
        std::string memory(piece);
        std::string_view input = memory;
        event e;
        while (collector_.next(input, e))
            note(e);
        EXPECT_TRUE(input.empty());
        std::fill(memory.begin(), memory.end(), '#');
    }

    /// As above, but with the rest of the input at another place for each event.
    void feed_moving(std::string_view piece)
    {
        std::string memory(piece);
        for (event e;;) {
            std::string_view input = memory;
            if (!collector_.next(input, e))
                return;
            note(e);
            std::string rest(input);
            std::fill(memory.begin(), memory.end(), '#');
            memory.swap(rest);
        }
    }

    void flush()
    {
        for (event e; collector_.flush(e);)
            note(e);
        EXPECT_EQ(collector_.pending(), undecided::nothing);
    }

    [[nodiscard]] undecided pending() const { return collector_.pending(); }

    std::vector<seen> take() { return std::exchange(seen_, {}); }

private:
    void note(const event& e) { seen_.push_back(remember_part(e)); }

    collector collector_;
    std::vector<seen> seen_;
};

std::vector<seen> collect(const std::vector<std::string_view>& pieces, collector_options options)
{
    feeder f({}, options);
    for (const std::string_view piece : pieces)
        f.feed(piece);
    f.flush();
    return f.take();
}

std::string all_raw(const std::vector<seen>& events)
{
    std::string out;
    for (const seen& s : events)
        out += s.raw;
    return out;
}

/// Collects, and checks what holds for any input: every byte belongs to exactly one event, and how
/// the input is cut does not matter.
std::vector<seen> collect_every_way(std::string_view bytes, collector_options options)
{
    const std::vector<seen> whole = collect({bytes}, options);
    EXPECT_EQ(escaped(all_raw(whole)), escaped(bytes));
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
        EXPECT_EQ(collect({bytes.substr(0, cut), bytes.substr(cut)}, options), whole)
            << escaped(bytes) << " cut at " << cut;
    std::vector<std::string_view> single;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        single.push_back(bytes.substr(i, 1));
    EXPECT_EQ(collect(single, options), whole) << escaped(bytes) << " byte by byte";
    feeder moving({}, options);
    moving.feed_moving(bytes);
    moving.flush();
    EXPECT_EQ(moving.take(), whole) << escaped(bytes) << " moving about";
    return whole;
}

/// Names and texts: `up`, `a 'a'`, `paste begins ends 'hello'`.
std::vector<std::string> words(const std::vector<seen>& events)
{
    std::vector<std::string> out;
    for (const seen& s : events)
        out.push_back(
            s.text.empty() && !s.name.starts_with("paste") ? s.name : s.name + " '" + s.text + "'");
    return out;
}

// ---- Tables: what comes in, what comes out ----

struct row {
    std::string name;
    std::string input;
    std::vector<std::string> output;
    collector_options options = {};

    friend void PrintTo(const row& r, std::ostream* out) { *out << r.name; }
};

class CollectorRow : public testing::TestWithParam<row> {};

TEST_P(CollectorRow, IsCollectedHoweverItIsCut)
{
    EXPECT_EQ(words(collect_every_way(GetParam().input, GetParam().options)), GetParam().output);
}

constexpr collector_options graphemes{.graphemes = true};

constexpr collector_options up_to(std::size_t limit)
{
    return {.paste_limit = limit};
}

// clang-format off
const std::vector<row> paste_rows{
    {"whole", pasted("hello"), {"paste begins ends 'hello'"}},
    {"empty", pasted(""), {"paste begins ends ''"}},
    {"between_keys", "a" + pasted("b") + "c", {"a 'a'", "paste begins ends 'b'", "c 'c'"}},
    {"two_in_a_row", pasted("a") + pasted("b"), {"paste begins ends 'a'", "paste begins ends 'b'"}},
    {"keys_inside_are_text", pasted("\x03\x1b[A\r"), {"paste begins ends '\x03\x1b[A\r'"}},
    {"begin_mark_inside_is_text", begin_mark + pasted("a"), {"paste begins ends '\x1b[200~a'"}},
    {"invalid_utf8_inside", pasted("a\xff\xc3"), {"paste begins ends 'a\xff\xc3'"}},
    {"nul_inside", pasted("a\0b"s), {"paste begins ends 'a\0b'"s}},
    {"almost_an_end_mark", pasted("\x1b[201\x1b[20~\x1b"), {"paste begins ends '\x1b[201\x1b[20~\x1b'"}},
    {"F34_never_ends", begin_mark + "ab", {"paste begins ends aborted 'ab'"}},
    {"F34_nothing_but_the_beginning", begin_mark, {"paste begins ends aborted ''"}},
    {"F34_ends_within_the_end_mark", begin_mark + "ab\x1b[20", {"paste begins ends aborted 'ab\x1b[20'"}},

    {"below_the_limit", pasted("abc"), {"paste begins ends 'abc'"}, up_to(4)},
    {"at_the_limit", pasted("abcd"), {"paste begins ends 'abcd'"}, up_to(4)},
    {"above_the_limit", pasted("abcde"),
        {"paste begins aborted 'abcd'", "paste ends aborted 'e'"}, up_to(4)},
    {"twice_the_limit", pasted("abcdefgh"),
        {"paste begins aborted 'abcd'", "paste ends aborted 'efgh'"}, up_to(4)},
    {"above_twice_the_limit", pasted("abcdefghi"),
        {"paste begins aborted 'abcd'", "paste aborted 'efgh'", "paste ends aborted 'i'"}, up_to(4)},
    {"limit_of_one", pasted("abc"),
        {"paste begins aborted 'a'", "paste aborted 'b'", "paste ends aborted 'c'"}, up_to(1)},
    {"empty_with_limit_of_one", pasted(""), {"paste begins ends ''"}, up_to(1)},
    {"keys_behind_a_long_one", pasted("abc") + "x\x1b[A",
        {"paste begins aborted 'ab'", "paste ends aborted 'c'", "x 'x'", "up"}, up_to(2)},
    {"the_next_one_is_not_aborted", pasted("abc") + pasted("d"),
        {"paste begins aborted 'ab'", "paste ends aborted 'c'", "paste begins ends 'd'"}, up_to(2)},
    {"F35_end_mark_at_the_limit", pasted("abcdefg\x1b["),
        {"paste begins aborted 'abcdefg\x1b'", "paste ends aborted '['"}, up_to(8)},
    {"F35_almost_an_end_mark_across_the_limit", pasted("abcd\x1b[201x"),
        {"paste begins aborted 'abcd\x1b'", "paste ends aborted '[201x'"}, up_to(5)},
    {"F35_end_marks_that_are_none", pasted("\x1b[201\x1b[201\x1b[201"),
        {"paste begins aborted '\x1b[201\x1b['", "paste aborted '201\x1b[20'", "paste ends aborted '1'"}, up_to(7)},
    {"F34_long_and_never_ends", begin_mark + "abcde",
        {"paste begins aborted 'abcd'", "paste ends aborted 'e'"}, up_to(4)},
    {"F34_at_the_limit_and_never_ends", begin_mark + "abcd",
        {"paste begins ends aborted 'abcd'"}, up_to(4)},
    {"F34_within_the_end_mark_across_the_limit", begin_mark + "ab\x1b[20",
        {"paste begins aborted 'ab\x1b['", "paste ends aborted '20'"}, up_to(4)},
};

// What people type that is made of several scalar values; U+200D is the zero width joiner.
const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
const std::string flag_de = "\U0001F1E9\U0001F1EA";
const std::string flag_fr = "\U0001F1EB\U0001F1F7";

const std::vector<row> cluster_rows{
    {"not_asked_for", "e\u0301", {"e 'e'", "\u0301 '\u0301'"}, {}},
    {"ascii", "ab c", {"a 'a'", "b 'b'", "space ' '", "c 'c'"}, graphemes},
    {"latin", "\u00E9\u00A9", {"\u00E9 '\u00E9'", "\u00A9 '\u00A9'"}, graphemes},
    {"family", family, {"\U0001F468 '" + family + "'"}, graphemes},
    {"two_families", family + family,
        {"\U0001F468 '" + family + "'", "\U0001F468 '" + family + "'"}, graphemes},
    {"flags", flag_de + flag_fr,
        {"\U0001F1E9 '" + flag_de + "'", "\U0001F1EB '" + flag_fr + "'"}, graphemes},
    {"a_flag_and_a_half", flag_de + "\U0001F1EB",
        {"\U0001F1E9 '" + flag_de + "'", "\U0001F1EB '\U0001F1EB'"}, graphemes},
    {"skin_tone", "\U0001F44D\U0001F3FD", {"\U0001F44D '\U0001F44D\U0001F3FD'"}, graphemes},
    {"keycap", "1\uFE0F\u20E3", {"1 '1\uFE0F\u20E3'"}, graphemes},
    {"combining_marks", "e\u0301\u0302x", {"e 'e\u0301\u0302'", "x 'x'"}, graphemes},
    {"a_mark_on_a_space", " \u0301", {"space ' \u0301'"}, graphemes},
    {"a_mark_on_nothing", "\u0301a", {"\u0301 '\u0301'", "a 'a'"}, graphemes},
    {"hangul_jamo", "\u1112\u1161\u11AB\u1100",
        {"\u1112 '\u1112\u1161\u11AB'", "\u1100 '\u1100'"}, graphemes},
    {"hangul_syllable_and_final", "\uAC00\u11A8", {"\uAC00 '\uAC00\u11A8'"}, graphemes},
    {"spacing_mark", "\u0915\u093F", {"\u0915 '\u0915\u093F'"}, graphemes},
    {"prepended", "\u06001", {"u+600 '\u06001'"}, graphemes},
    {"joiner_at_the_end", "\U0001F468\u200D", {"\U0001F468 '\U0001F468\u200D'"}, graphemes},
    {"joiner_before_a_letter", "\U0001F468\u200Da",
        {"\U0001F468 '\U0001F468\u200D'", "a 'a'"}, graphemes},
    {"joiner_between_letters", "a\u200Db", {"a 'a\u200D'", "b 'b'"}, graphemes},
    {"control_keys_between", "a\x01\u0301", {"a 'a'", "ctrl+a", "\u0301 '\u0301'"},
        graphemes},
    {"enter_takes_no_mark", "\r\u0301", {"enter", "\u0301 '\u0301'"}, graphemes},
    {"cursor_keys_between", "a\x1b[A\u0301b",
        {"a 'a'", "up", "\u0301 '\u0301'", "b 'b'"}, graphemes},
    {"alt_takes_no_part", "\x1b" "a\u0301", {"alt+a", "\u0301 '\u0301'"}, graphemes},
    {"alt_joins_nothing", "a\x1b\u0301", {"a 'a'", "alt+\u0301"}, graphemes},
    {"escape_at_the_end", "a\x1b", {"a 'a'", "escape"}, graphemes},
    // alt+a and kp_1 that tell a text: the kitty protocol does if asked to.
    {"alt_with_text_takes_no_part", "\x1b[97;3;97u\u0301", {"alt+a 'a'", "\u0301 '\u0301'"}, graphemes},
    {"the_keypad_takes_no_part", "\x1b[57400;;49u\u0301", {"kp_1 '1'", "\u0301 '\u0301'"}, graphemes},
    {"invalid_utf8_between", "e\xff\u0301x",
        {"e 'e'", "\uFFFD '\uFFFD\u0301'", "x 'x'"}, graphemes},
    {"torn_character_at_the_end", "e\xcc", {"e 'e'", "\uFFFD '\uFFFD'"}, graphemes},
    {"told_as_numbers", "e\x1b[769u", {"e 'e\u0301'"}, graphemes},
    {"a_paste_between", "a" + pasted("\u0301") + "\u0301",
        {"a 'a'", "paste begins ends '\u0301'", "\u0301 '\u0301'"}, graphemes},
    {"a_long_paste_between", "a" + pasted("bcd") + "e",
        {"a 'a'", "paste begins aborted 'bc'", "paste ends aborted 'd'", "e 'e'"},
        {.paste_limit = 2, .graphemes = true}},
    {"a_reply_between", "a\x1b[5;7Rb", {"a 'a'", "reply cursor_position 5 7 '5;7'", "b 'b'"}, graphemes},
    {"a_long_reply_between", "a\x1b]11;rgb:ffff/ffff/ffff\x1b\\b",
        {"a 'a'", "reply color 11 'rgb:ffff/ffff/ffff'", "b 'b'"}, graphemes},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(pastes, CollectorRow, testing::ValuesIn(paste_rows), name_of_row());
INSTANTIATE_TEST_SUITE_P(clusters, CollectorRow, testing::ValuesIn(cluster_rows), name_of_row());

// ---- Grapheme clusters ----

TEST(Collector, JoinsIndicConjunctsWhereUtf8procDoes)
{
    const std::string conjunct = "\u0915\u094D\u0937"; // ka, virama, ssa
    std::vector<std::string> expected{"\u0915 '\u0915\u094D'", "\u0937 '\u0937'"};
    // Rule GB9c came with Unicode 15.1.
    if (std::string_view(utf8proc_unicode_version()) >= "15.1")
        expected = {"\u0915 '" + conjunct + "'"};
    EXPECT_EQ(words(collect_every_way(conjunct, graphemes)), expected);
}

TEST(Collector, CutsClustersThatDoNotFitIntoAKey)
{
    std::string bytes = "e";
    for (int i = 0; i < 50; ++i)
        bytes += "\u0301";
    const std::vector<seen> events = collect_every_way(bytes, graphemes);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].raw.size(), key_text::capacity); // 1 + 20 * 2
    EXPECT_EQ(events[1].raw.size(), key_text::capacity - 1);
    EXPECT_EQ(events[1].name, "\u0301");
    EXPECT_EQ(events[2].raw.size(), 20U);
}

TEST(Collector, KeepsTheFirstKeysModifiersAndAction)
{
    collector c({}, graphemes);
    std::string_view input = "\x1b[101:69;2:2;69u\u0301"; // shift+e is held down
    event e;
    ASSERT_FALSE(c.next(input, e));
    ASSERT_TRUE(c.flush(e));
    const auto* k = e.get_if<key>();
    ASSERT_NE(k, nullptr);
    EXPECT_EQ(k->code, key_code{U'e'});
    EXPECT_EQ(k->mods, modifiers::shift);
    EXPECT_EQ(k->action, key_action::repeat);
    EXPECT_EQ(k->text.view(), "E\u0301");
}

TEST(Collector, BreaksWhereUtf8procBreaksInOneGo)
{
    const std::vector<std::string> alphabet{
        "a",          " ",      "\u0301", "\u200D", "\U0001F468", "\U0001F3FD",
        "\U0001F1E9", "\uFE0F", "\u1100", "\u1161", "\u11A8",     "\uAC00",
        "\u0915",     "\u094D", "\u093F", "\u0600", "\u00A9",     "\u00AD"};
    std::mt19937 random(1);
    std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (int i = 0; i < 9; ++i) // which always fit into one key
            text += alphabet[letter(random)];
        utf8proc_uint8_t* marked = nullptr; // 0xFF before each cluster
        const auto size =
            utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &marked, UTF8PROC_CHARBOUND);
        ASSERT_GT(size, 0);
        std::string expected(marked, marked + size);
        std::free(marked); // NOLINT: utf8proc's way
        std::string joined;
        for (const seen& s : collect({text}, graphemes))
            joined += '\xff' + s.raw;
        ASSERT_EQ(escaped(joined), escaped(expected));
    }
}

// ---- What is undecided ----

struct pending_row {
    std::string name;
    std::string input;
    undecided expected;
    collector_options options = graphemes;

    friend void PrintTo(const pending_row& r, std::ostream* out) { *out << r.name; }
};

class CollectorPending : public testing::TestWithParam<pending_row> {};

TEST_P(CollectorPending, SaysWhatItWaitsFor)
{
    const pending_row& row = GetParam();
    feeder f({}, row.options);
    EXPECT_EQ(f.pending(), undecided::nothing);
    f.feed(row.input);
    EXPECT_EQ(f.pending(), row.expected);
    f.flush();
}

const std::vector<pending_row> pending_rows{
    {"nothing", "", undecided::nothing},
    {"key_without_text", "\x1b[A", undecided::nothing},
    {"text", "a", undecided::text},
    {"text_not_collected", "a", undecided::nothing, {}},
    {"family", family, undecided::text},
    {"escape", "\x1b", undecided::key},
    {"escape_behind_text", "a\x1b", undecided::key},
    {"sequence", "\x1b[1;", undecided::sequence},
    {"part_of_a_character", "\xf0\x9f", undecided::sequence},
    {"part_of_a_character_behind_text", "a\xf0\x9f", undecided::sequence},
    {"paste", begin_mark, undecided::paste},
    {"paste_with_text", begin_mark + "abc", undecided::paste},
    {"paste_at_its_limit", begin_mark + "abc", undecided::paste, up_to(3)},
    {"paste_above_its_limit", begin_mark + "abc", undecided::paste, up_to(2)},
    {"paste_in_pieces", begin_mark + "abc", undecided::paste, up_to(0)},
    {"paste_within_its_end_mark", begin_mark + "abc\x1b[20", undecided::paste},
    {"paste_behind_text", "a" + begin_mark, undecided::paste},
    {"end_of_a_paste", pasted("a"), undecided::nothing},
    {"answer", "\x1b]52;c;" + std::string(50, 'A'), undecided::sequence},
    {"longer_than_any_key", "\x1b]52;c;" + std::string(60, 'A'), undecided::long_sequence},
    {"longer_than_the_decoder_keeps", clipboard(40000), undecided::long_sequence},
    {"longer_than_the_limit", clipboard(40000), undecided::long_sequence, answers_up_to(0)},
    {"numbers_without_end", "\x1b[" + std::string(70, ';'), undecided::long_sequence},
    {"keypad_without_end", "\x1bO" + std::string(70, '1'), undecided::long_sequence},
    {"end_of_an_answer", clipboard(40000) + st, undecided::nothing},
};

INSTANTIATE_TEST_SUITE_P(all, CollectorPending, testing::ValuesIn(pending_rows), name_of_row());

TEST(Collector, GivesTextAsSoonAsItCannotGrow)
{
    feeder f({}, graphemes);
    f.feed("a");
    EXPECT_EQ(words(f.take()), std::vector<std::string>{});
    f.feed("b");
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"a 'a'"});
    f.feed("\x03");
    EXPECT_EQ(words(f.take()), (std::vector<std::string>{"b 'b'", "ctrl+c"}));
    f.feed("c");
    f.flush();
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"c 'c'"});
    f.feed("\u0301"); // comes too late
    f.flush();
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"\u0301 '\u0301'"});
}

// ---- Pastes ----

TEST(Collector, GivesPiecesAsTheyComeWhereNothingIsToBeCollected)
{
    for (const bool with_graphemes : {false, true}) {
        feeder f({}, {.paste_limit = 0, .graphemes = with_graphemes});
        f.feed("x" + begin_mark + "hello");
        f.feed(" world\x1b[20");
        f.feed("1~y");
        f.flush();
        const std::vector<seen> events = f.take();
        EXPECT_EQ(all_raw(events), "x" + pasted("hello world") + "y");
        ASSERT_GE(events.size(), 4U);
        EXPECT_EQ(events.front().name, "x");
        EXPECT_EQ(events[1].name, "paste begins");
        EXPECT_EQ(events.end()[-2].name, "paste ends");
        EXPECT_EQ(events.back().name, "y");
        std::string text;
        for (const seen& s : events)
            text += s.text;
        EXPECT_EQ(text, "xhello worldy");
    }
}

TEST(Collector, GivesNothingOfAPasteBeforeItsEnd)
{
    feeder f({}, {});
    f.feed(begin_mark + "hello");
    f.feed(" world");
    EXPECT_EQ(f.take(), std::vector<seen>{});
    f.feed(end_mark);
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"paste begins ends 'hello world'"});
}

TEST(Collector, F34_WhatComesAfterAPasteWasGivenUpAreKeys)
{
    feeder f({}, {});
    f.feed(begin_mark + "a");
    f.flush();
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"paste begins ends aborted 'a'"});
    f.feed("b");
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"b 'b'"});
    f.feed(pasted("c"));
    EXPECT_EQ(words(f.take()), std::vector<std::string>{"paste begins ends 'c'"});
}

TEST(Collector, GivesAWholePasteInTheMemoryItCameIn)
{
    collector c;
    event e;
    const std::string bytes = pasted("hello");
    std::string_view input = bytes;
    ASSERT_TRUE(c.next(input, e));
    EXPECT_EQ(e.raw.data(), bytes.data());
    EXPECT_EQ(e.get_if<paste>()->text.data(), bytes.data() + begin_mark.size());
}

// ---- Long answers ----

struct answer_row {
    std::string name;
    std::string bytes;
    std::string expected; // the events, with their number of bytes
    collector_options options{};

    friend void PrintTo(const answer_row& r, std::ostream* out) { *out << r.name; }
};

class LongAnswer : public testing::TestWithParam<answer_row> {};

std::string sizes(const std::vector<seen>& events)
{
    std::string out;
    for (const seen& s : events)
        out += (out.empty() ? "" : ", ") + s.name + ' ' + std::to_string(s.raw.size());
    return out;
}

TEST_P(LongAnswer, F82_IsOneEventUpToTheLimit)
{
    const answer_row& row = GetParam();
    const std::vector<seen> whole = collect({row.bytes}, row.options);
    EXPECT_EQ(sizes(whole), row.expected);
    EXPECT_TRUE(all_raw(whole) == row.bytes);
    const std::string_view bytes = row.bytes;
    for (const std::size_t piece : {1U, 7U, 4096U, 32767U, 32768U, 32769U}) {
        std::vector<std::string_view> pieces;
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            pieces.push_back(bytes.substr(at, piece));
        EXPECT_TRUE(collect(pieces, row.options) == whole) << "in pieces of " << piece;
    }
    collector_options joining = row.options;
    joining.graphemes = true;
    EXPECT_TRUE(collect({"e", bytes, "x"}, joining).front().name == "e");
    EXPECT_EQ(sizes(collect({bytes}, joining)), row.expected);
}

const std::vector<answer_row> answer_rows{
    {"clipboard", clipboard(100'000) + st + "x", "reply clipboard 52 100009, x 1"},
    {"ended_by_bel", clipboard(100'000) + "\x07x", "reply clipboard 52 100008, x 1"},
    {"in_8_bits", "\x9d\065\062;c;" + std::string(40'000, 'A') + "\x9cx",
     "reply clipboard 52 40007, x 1"},
    {"device_control", "\x1bP1+r" + std::string(70'000, '4') + st, "reply capability 1 70007"},
    {"just_what_the_decoder_keeps", clipboard(decoder::max_sequence - 7) + st,
     "reply clipboard 52 32770"},
    {"just_more", clipboard(decoder::max_sequence - 6) + st, "reply clipboard 52 32771"},
    {"at_the_limit", clipboard(60'000 - 9) + st + "x", "reply clipboard 52 60000, x 1",
     answers_up_to(60'000)},
    {"above_the_limit", clipboard(60'001 - 9) + st + "x", "unknown 60001, x 1",
     answers_up_to(60'000)},
    {"far_above_the_limit", clipboard(200'000 - 9) + st + "x",
     "unknown... 65536, unknown... 32768, unknown... 32768, unknown... 32768, unknown... 32768, "
     "unknown 3392, x 1",
     answers_up_to(60'000)},
    {"not_put_together", clipboard(70'000 - 9) + st + "x",
     "unknown... 32768, unknown... 32768, unknown 4464, x 1", answers_up_to(0)},
    {"one_after_the_other", clipboard(50'000) + st + clipboard(40'000) + st,
     "reply clipboard 52 50009, reply clipboard 52 40009"},
    {"a_paste_behind_it", clipboard(50'000) + st + pasted("abc"),
     "reply clipboard 52 50009, paste begins ends 15"},
    {"torn", clipboard(50'000), "unknown 50007"},
    {"torn_by_another", clipboard(50'000) + "\x1b[?62c",
     "unknown 50007, reply primary_attributes "
     "private 62 6"},
    {"of_no_known_kind", "\x1b]77;" + std::string(50'000, 'A') + st, "unknown 50007"},
    {"numbers", "\x1b[" + std::string(50'000, '1') + "Ax", "unknown 50003, x 1"},
};

INSTANTIATE_TEST_SUITE_P(all, LongAnswer, testing::ValuesIn(answer_rows), name_of_row());

TEST(Collector, F82_TheTextOfALongAnswerIsInItsBytes)
{
    collector c;
    event e;
    const std::string bytes = clipboard(100'000) + st;
    std::string_view input = bytes;
    ASSERT_TRUE(c.next(input, e));
    ASSERT_NE(e.get_if<reply>(), nullptr);
    EXPECT_EQ(e.get_if<reply>()->text.data(), e.raw.data() + 5);
    EXPECT_EQ(e.get_if<reply>()->text.size(), 100'002U);
}

// ---- Memory ----

TEST(Collector, F82_NeedsNoMoreMemoryThanTheLimitForAnAnswerThatNeverEnds)
{
    constexpr std::size_t limit = 100'000;
    collector c({}, answers_up_to(limit));
    const std::string piece(8192, 'A');
    const std::size_t before = memory::in_use;
    memory::most = before;
    event e;
    std::string_view input = "\x1b]52;c;";
    EXPECT_FALSE(c.next(input, e));
    for (int i = 0; i < 2000; ++i)
        for (input = piece; c.next(input, e);)
            ASSERT_TRUE(e.get_if<unknown>()->partial);
    EXPECT_LT(memory::most - before, 2 * limit + 2 * decoder::max_sequence);
    EXPECT_LE(memory::in_use, before + 16384);
    while (c.flush(e)) {
    }
    input = "x";
    ASSERT_TRUE(c.next(input, e));
    EXPECT_EQ(e.raw, "x");
}

TEST(Collector, F34_NeedsNoMoreMemoryThanTheLimitForAPasteThatNeverEnds)
{
    constexpr std::size_t limit = 70000; // far from what doubling comes to
    collector c({}, up_to(limit));
    const std::string piece(8192, 'x');
    const std::size_t before = memory::in_use;
    memory::most = before;
    event e;
    std::size_t parts = 0;
    std::string_view input = begin_mark;
    EXPECT_FALSE(c.next(input, e) && e.get_if<paste>()->text.empty());
    constexpr std::size_t pieces = 2000;
    for (std::size_t i = 0; i < pieces; ++i)
        for (input = piece; c.next(input, e); ++parts)
            ASSERT_EQ(e.get_if<paste>()->text.size(), limit);
    EXPECT_EQ(parts, pieces * piece.size() / limit);
    EXPECT_LT(memory::most - before, 2 * limit);
    ASSERT_TRUE(c.flush(e));
    EXPECT_TRUE(e.get_if<paste>()->ends);
    EXPECT_EQ(e.get_if<paste>()->text.size(), pieces * piece.size() % limit);
    ASSERT_FALSE(c.flush(e));
    EXPECT_LE(memory::in_use, before + 16384);
}

TEST(Collector, GivesMemoryBackAfterABigPaste)
{
    collector c;
    const std::string first = begin_mark + std::string(300000, 'x');
    const std::string second = std::string(300000, 'y') + end_mark + "a";
    const std::size_t before = memory::in_use;
    event e;
    std::string_view input = first;
    ASSERT_FALSE(c.next(input, e));
    input = second;
    ASSERT_TRUE(c.next(input, e));
    EXPECT_EQ(e.get_if<paste>()->text.size(), 600000U);
    EXPECT_GE(memory::in_use, before + 600000);
    ASSERT_TRUE(c.next(input, e));
    EXPECT_EQ(e.raw, "a");
    EXPECT_LE(memory::in_use, before + 16384);
}

TEST(Collector, F33_KeepsLittleOfWhatIsToldInLongSequences)
{
    collector c({}, graphemes);
    const std::string mark = "\x1b[" + std::string(30000, '0') + "769u"; // U+0301, in 30 kB
    const std::size_t before = memory::in_use;
    event e;
    std::size_t raw = 0;
    std::size_t bytes = 0;
    for (int i = 0; i < 20; ++i, bytes += mark.size())
        for (std::string_view input = mark; c.next(input, e); raw += e.raw.size())
            EXPECT_LE(e.raw.size(), decoder::max_sequence);
    for (; c.flush(e); raw += e.raw.size()) {
    }
    EXPECT_EQ(raw, bytes);
    EXPECT_LT(memory::in_use - before, 4 * decoder::max_sequence);
}

} // namespace
} // namespace cotty::test

// The memory that this program has from `new`.
void* operator new(std::size_t size)
{
    void* const p = std::malloc(size);
    if (p == nullptr)
        throw std::bad_alloc();
    using namespace cotty::test;
    memory::in_use += ::malloc_usable_size(p);
    memory::most = std::max(memory::most, memory::in_use);
    return p;
}

void operator delete(void* p) noexcept
{
    cotty::test::memory::in_use -= ::malloc_usable_size(p);
    std::free(p);
}

void operator delete(void* p, std::size_t) noexcept
{
    operator delete(p);
}
