// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "support/decoding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace cotty::test;

const std::string begin_mark = "\x1b[200~";
const std::string end_mark = "\x1b[201~";

TEST(Paste, TextBetweenTheMarksIsPastedHoweverItIsCut)
{
    for (const std::string& text :
         {""s, "hello"s, "two\rlines\n"s, "\xc3\xa9 \xff"s, "\x1b"s, "\x1b[A"s, "\x1b[201"s,
          "\x1b[20\x1b[20"s, "\x1b\x1b[2"s, "\x1b[200~"s, "\x03\x04"s, "a\0b"s,
          "\x9b"
          "201~"s}) {
        const std::string bytes = begin_mark + text + end_mark;
        EXPECT_EQ(decode_every_way(bytes), (std::vector{seen{"paste", text, bytes}}));
        EXPECT_EQ(names_of("a" + bytes + "b"), "a paste b");
    }
}

TEST(Paste, AWholePasteIsOneEventInTheMemoryItCameIn)
{
    const std::string bytes = begin_mark + "hello" + end_mark + "x";
    decoder d;
    event e;
    std::string_view input = bytes;
    ASSERT_TRUE(d.next(input, e));
    const auto* p = e.get_if<paste>();
    ASSERT_NE(p, nullptr);
    EXPECT_TRUE(p->begins && p->ends && !p->aborted);
    EXPECT_EQ(p->text.data(), bytes.data() + begin_mark.size());
    EXPECT_EQ(p->text, "hello");
    EXPECT_EQ(e.raw.data(), bytes.data());
    EXPECT_EQ(input, "x");
}

TEST(Paste, ALongPasteComesInPieces)
{
    decoder d;
    event e;
    std::string_view input = "\x1b[200~one";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(e.value, (event{paste{"one", true, false, false}, {}}.value));
    EXPECT_EQ(d.pending(), decoder::undecided::paste);
    input = "two";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(e.value, (event{paste{"two", false, false, false}, {}}.value));
    EXPECT_EQ(e.raw, "two");
    input = "\x1b[201~";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(e.value, (event{paste{"", false, true, false}, {}}.value));
    EXPECT_EQ(d.pending(), decoder::undecided::nothing);
}

TEST(Paste, F35_AnEndMarkInTwoPiecesEndsThePaste)
{
    for (std::size_t cut = 1; cut < end_mark.size(); ++cut) {
        decoder d;
        event e;
        const std::string first = begin_mark + std::string(100000, 'x') + end_mark.substr(0, cut);
        std::string_view input = first;
        ASSERT_TRUE(d.next(input, e));
        EXPECT_EQ(e.get_if<paste>()->text.size(), 100000U);
        EXPECT_FALSE(d.next(input, e));
        const std::string second = end_mark.substr(cut) + "a";
        input = second;
        ASSERT_TRUE(d.next(input, e));
        EXPECT_TRUE(e.get_if<paste>()->ends);
        EXPECT_EQ(e.raw, end_mark);
        ASSERT_TRUE(d.next(input, e));
        EXPECT_EQ(describe(e), "a");
    }
}

TEST(Paste, F34_OneThatNeverEndsIsCutOffAndKeysAreKeysAgain)
{
    decoder d;
    event e;
    std::string_view input = "\x1b[200~text\x1b[20";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_FALSE(d.next(input, e));
    ASSERT_TRUE(d.flush(e));
    EXPECT_EQ(e.value, (event{paste{"\x1b[20", false, true, true}, {}}.value));
    EXPECT_EQ(e.raw, "\x1b[20");
    EXPECT_FALSE(d.flush(e));
    EXPECT_EQ(d.pending(), decoder::undecided::nothing);
    input = "x";
    ASSERT_TRUE(d.next(input, e));
    EXPECT_EQ(describe(e), "x");
}

TEST(Paste, F75_AnEndMarkInsideThePasteEndsIt)
{
    // Nothing in the bytes tells it from the terminal's own.
    EXPECT_EQ(names_of(begin_mark + "a" + end_mark + "b\r" + end_mark), "paste b enter unknown");
}

TEST(Paste, EightBitMarks)
{
    const std::string text = "\xc4\x9b"
                             "201"; // the second byte of a character is no mark
    EXPECT_EQ(names_of("\x9b"
                       "200~hello\x9b"
                       "201~a"),
              "paste a");
    EXPECT_EQ(names_of(begin_mark + text + "~" + end_mark), "paste");
}

TEST(Paste, OnlyThePlainMarkBegins)
{
    EXPECT_EQ(names_of("\x1b[200;2~a"), "unknown a");
    EXPECT_EQ(names_of("\x1b[?200~a"), "unknown a");
    EXPECT_EQ(names_of(end_mark + "a"), "unknown a");
}

} // namespace
} // namespace cotty
