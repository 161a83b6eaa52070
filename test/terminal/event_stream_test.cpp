// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/event_stream.hpp"

#include "support/decoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace cotty::detail {
namespace {

using namespace std::chrono_literals;
using time_point = event_stream::time_point;

/// A stream with its clock, which only moves when told.
class EventStream : public testing::Test {
protected:
    static constexpr auto escape = 50ms;
    static constexpr auto sequence = 500ms;
    static constexpr auto paste = 5s;
    static constexpr auto grapheme = 5ms;

    void receive(std::string_view bytes)
    {
        std::copy(bytes.begin(), bytes.end(), stream.free_space().begin());
        stream.received(bytes.size(), now);
    }

    /// All events that are complete, by name.
    std::string take()
    {
        std::string names;
        event e;
        while (stream.next(e)) {
            names += (names.empty() ? "" : " ") + test::describe(e);
        }
        return names;
    }

    time_point now{};
    static constexpr event_stream::timeouts waits{escape, sequence, paste, grapheme};
    event_stream stream{{}, {}, waits};
};

TEST_F(EventStream, TextHasNoDeadline)
{
    receive("ab");
    EXPECT_EQ(take(), "a b");
    EXPECT_FALSE(stream.deadline());
}

TEST_F(EventStream, F34_APasteThatStandsStillIsCutOff)
{
    receive("\x1b[200~hello");
    EXPECT_EQ(take(), ""); // it is collected
    ASSERT_EQ(stream.deadline(), now + paste);
    stream.decide();
    EXPECT_EQ(take(), "paste aborted");
    EXPECT_FALSE(stream.deadline());
    receive("a");
    EXPECT_EQ(take(), "a");
}

TEST_F(EventStream, APasteInManyPiecesIsOneEvent)
{
    receive("\x1b[200~he");
    EXPECT_EQ(take(), "");
    receive("llo\x1b[20");
    EXPECT_EQ(take(), "");
    receive("1~a");
    EXPECT_EQ(take(), "paste a");
    EXPECT_FALSE(stream.deadline());
}

TEST_F(EventStream, ACharacterThatMayGrowWaitsAMoment)
{
    event_stream joining{{}, {.graphemes = true}, waits};
    const std::string_view family = "\U0001f468\u200d\U0001f469";
    std::copy(family.begin(), family.end(), joining.free_space().begin());
    joining.received(family.size(), now);
    event e;
    EXPECT_FALSE(joining.next(e));
    ASSERT_EQ(joining.deadline(), now + grapheme);
    joining.decide();
    ASSERT_TRUE(joining.next(e));
    EXPECT_EQ(e.get_if<key>()->text.view(), family);
    EXPECT_FALSE(joining.next(e));
    EXPECT_FALSE(joining.deadline());
}

TEST_F(EventStream, ALoneEscapeWaitsTheShortTimeout)
{
    receive("a\x1b");
    EXPECT_EQ(take(), "a");
    ASSERT_EQ(stream.deadline(), now + escape);
    stream.decide();
    EXPECT_EQ(take(), "escape");
    EXPECT_FALSE(stream.deadline());
}

TEST_F(EventStream, AnUnfinishedSequenceWaitsTheLongTimeoutFromItsLastByte)
{
    receive("\x1b[1");
    EXPECT_EQ(take(), "");
    EXPECT_EQ(stream.deadline(), now + sequence);
    now += 400ms;
    receive(";5");
    EXPECT_EQ(take(), "");
    EXPECT_EQ(stream.deadline(), now + sequence);
    stream.decide();
    EXPECT_EQ(take(), "unknown");
}

TEST_F(EventStream, F83_ALongSequenceIsWaitedForAsAPasteAndNotAskedAbout)
{
    receive("\x1b]52;c;" + std::string(100, 'A'));
    EXPECT_EQ(take(), "");
    EXPECT_FALSE(stream.is_undecided());
    EXPECT_EQ(stream.deadline(), now + paste);
    now += sequence + 1s;
    for (int i = 0; i < 10; ++i) { // beyond what the decoder keeps
        receive(std::string(8000, 'A'));
        EXPECT_EQ(take(), "");
        EXPECT_FALSE(stream.is_undecided());
        EXPECT_EQ(stream.deadline(), now + paste);
    }
    receive("\x1b\\a");
    EXPECT_EQ(take(), "reply clipboard 52 a");
    EXPECT_FALSE(stream.deadline());
}

TEST_F(EventStream, F83_WhatIsUndecidedWaitsForAnAnswerButASequenceNoShorterThanWithoutOne)
{
    receive("\x1b");
    EXPECT_EQ(take(), "");
    EXPECT_TRUE(stream.is_undecided());
    stream.expect_answer(now + 10ms);
    EXPECT_EQ(stream.deadline(), now + 10ms);
    receive("[1");
    EXPECT_EQ(take(), "");
    EXPECT_TRUE(stream.is_undecided());
    stream.expect_answer(now + 10ms); // it has been asked long ago
    EXPECT_EQ(stream.deadline(), now + sequence);
    stream.expect_answer(now + 1s);
    EXPECT_EQ(stream.deadline(), now + 1s);
}

TEST_F(EventStream, WhatComesInTimeCompletesTheSequence)
{
    receive("\x1b");
    EXPECT_EQ(take(), "");
    now += escape - 1ms;
    receive("[A");
    EXPECT_EQ(take(), "up");
    EXPECT_FALSE(stream.deadline());
}

TEST_F(EventStream, DecidingMakesEventsOfAllThatIsUndecided)
{
    receive("\x1b\x1b[");
    EXPECT_EQ(take(), "");
    stream.decide();
    EXPECT_EQ(take(), "escape alt+[");
    receive("A");
    EXPECT_EQ(take(), "A");
}

TEST_F(EventStream, DecidingWithNothingUndecidedDoesNotTouchWhatComesNext)
{
    stream.decide();
    EXPECT_EQ(take(), "");
    receive("\x1b");
    EXPECT_EQ(take(), "");
    receive("[A");
    EXPECT_EQ(take(), "up");
}

} // namespace
} // namespace cotty::detail
