// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Questions to a terminal that a test plays, through a real pty.
#include <cotty/capabilities.hpp>
#include <cotty/decoder.hpp>
#include <cotty/query.hpp>
#include <cotty/terminal.hpp>

#include "support/answering_terminal.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using test::answering_terminal;
using test::run;
using test::run_until;

constexpr auto no_throw = asio::as_tuple(asio::deferred);

/// What xterm 379 answers.
std::vector<answering_terminal::answer> xterm()
{
    return {{"\x1b[c", "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"},
            {"\x1b[>c", "\x1b[>41;379;0c"},
            {"\x1b[>q", "\x1bP>|XTerm(379)\x1b\\"},
            {"\x1b[6n", "\x1b[1;5R"},
            {"\x1b[?6n", "\x1b[?1;5;1R"},
            {"\x1b]11;?\x1b\\", "\x1b]11;rgb:ffff/8080/0000\x1b\\"},
            {"\x1b]4;1;?\x1b\\", "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\"},
            {"\x1b[?2004$p", "\x1b[?2004;2$y"},
            {"\x1b[?1006$p", "\x1b[?1006;2$y"},
            {"\x1b[?2048$p", "\x1b[?2048;0$y"},
            {"\x1b[4$p", "\x1b[4;1$y"},
            {"\x1b[14t", "\x1b[4;316;484t"},
            {"\x1b[18t", "\x1b[8;24;80t"},
            {"\x1bP+q436f\x1b\\", "\x1bP1+r436f=323536\x1b\\"},
            {"\x1bP+q6e6f\x1b\\", "\x1bP0+r6e6f\x1b\\"},
            {"\x1bP$q q\x1b\\", "\x1bP1$r2 q\x1b\\"}};
}

class Query : public testing::Test {
protected:
    void use(std::vector<answering_terminal::answer> answers, std::chrono::milliseconds delay = {},
             terminal_options options = {})
    {
        screen.reset();
        raw.release();
        options.input = options.output = pty.slave();
        tty.emplace(context, options);
        raw = tty->raw_mode();
        screen.emplace(context, pty, std::move(answers), delay);
    }

    template <class Q>
    typename Q::result_type ask(Q q)
    {
        return run(context, asking(std::move(q)));
    }
    template <class Q>
    asio::awaitable<typename Q::result_type> asking(Q q)
    {
        co_return co_await tty->async_query(std::move(q));
    }
    template <class Q>
    error_code error_of(Q q)
    {
        return run(context, failing(std::move(q)));
    }
    template <class Q>
    asio::awaitable<error_code> failing(Q q)
    {
        const auto [ec, ignored] = co_await tty->async_query(std::move(q), no_throw);
        co_return ec;
    }
    std::string keys(int count) { return run(context, read_keys(count)); }
    asio::awaitable<std::string> read_keys(int count)
    {
        std::string names;
        for (int i = 0; i < count; ++i)
            names += (i == 0 ? "" : " ") + to_string(co_await tty->async_read_key());
        co_return names;
    }

    test::terminal_name name;
    test::pty pty;
    asio::io_context context;
    std::optional<terminal> tty;
    mode_guard raw;
    std::optional<answering_terminal> screen;
};

/// Something that never ends, in many pieces, each some time after the one before.
class EndlessQuery : public Query {
protected:
    static constexpr int pieces = 40;

    std::string keys_of(const std::string& start, const std::string& more, bool asked)
    {
        std::string piece;
        while (piece.size() < 2000)
            piece += more;
        if (asked)
            asio::co_spawn(context, failing(query::secondary_attributes()), asio::detached);
        return run(context, reading_and_typing(start + piece, piece));
    }

private:
    asio::awaitable<std::string> reading_and_typing(std::string start, std::string piece)
    {
        using namespace asio::experimental::awaitable_operators;
        co_return co_await (reading() && typing(std::move(start), std::move(piece)));
    }
    asio::awaitable<std::string> reading()
    {
        std::string names;
        while (!names.ends_with("ctrl+d ")) {
            const event e = co_await tty->async_read_event();
            if (const auto* k = e.get_if<key>())
                names += to_string(*k) + ' ';
        }
        co_return names;
    }
    asio::awaitable<void> typing(std::string start, std::string piece)
    {
        asio::steady_timer pause(context);
        std::string bytes = std::move(start);
        for (int i = 0; i <= pieces; ++i) {
            if (i != 0)
                bytes = i != pieces ? piece : "\x1b[201~\x1b\\\x04";
            while (!bytes.empty()) { // the kernel takes what it has room for
                const ssize_t n = ::write(pty.master(), bytes.data(), bytes.size());
                bytes.erase(0, n > 0 ? static_cast<std::size_t>(n) : 0);
                pause.expires_after(1ms);
                co_await pause.async_wait(asio::use_awaitable);
            }
        }
    }
};

TEST_F(EndlessQuery, F83_WhatNeverEndsBecomesNoKeysAndIsNotAskedAboutAgainAndAgain)
{
    const struct {
        std::string start;
        std::string more;
    } rows[] = {
        {"\x1b]52;c;", "A"}, {"\x1bP1+r", "4"},    {"\x1b_G", "A"},        {"\x1b[", "1;"},
        {"\x1b[", "9"},      {"\x1bO", "1;"},      {"\x9d\065\062;", "A"}, {"\x1b[200~", "a"},
        {"\x1b[<0;", "1;"},  {"\x1b[86;47;", "0"},
    };
    terminal_options options; // an answer's time, soon over, must not decide what goes on
    options.answer_timeout = 20ms;
    for (const bool asked : {false, true}) // if so, in vain: an answer ends what it comes into
        for (const auto& [start, more] : rows) {
            SCOPED_TRACE(testing::PrintToString(start));
            use(answering_terminal::fence_only(), {}, options);
            screen->set_silent(asked);
            EXPECT_THAT(keys_of(start, more, asked), testing::AnyOf("ctrl+d ", "alt+\\ ctrl+d "));
            // Once more if the beginning was read alone.
            EXPECT_LE(screen->asked("\x1b[c"), asked ? 2 : 1);
        }
}

TEST_F(Query, AnswersAreTyped)
{
    use(xterm());
    EXPECT_EQ(ask(query::primary_attributes()),
              (std::vector<std::uint32_t>{64, 1, 2, 6, 9, 15, 16, 17, 18, 21, 22, 28}));
    EXPECT_EQ(ask(query::secondary_attributes()), (std::vector<std::uint32_t>{41, 379, 0}));
    EXPECT_EQ(ask(query::terminal_version()), "XTerm(379)");
    EXPECT_EQ(ask(query::color{11}), (query::rgb{0xFFFF, 0x8080, 0}));
    EXPECT_EQ(ask(query::palette_color{1}), (query::rgb{0xCDCD, 0, 0}));
    EXPECT_EQ(ask(query::mode{2004}), query::mode_state::reset);
    EXPECT_EQ(ask(query::mode{2048}), query::mode_state::not_recognized);
    EXPECT_EQ(ask(query::mode{4, false}), query::mode_state::set);
    EXPECT_EQ(ask(query::text_area()), (window_size{80, 24, 484, 316}));
    EXPECT_EQ(ask(query::capability{"Co"}), "256");
    EXPECT_EQ(ask(query::capability{"no"}), std::nullopt);
    EXPECT_EQ(ask(query::setting{" q"}), "2 q");
}

// CSI 1 ; 5 R is also ctrl+f3: which it is depends on whether it was asked for.
TEST_F(Query, F36_APositionIsOneOnlyWhileItIsAskedFor)
{
    use(xterm());
    EXPECT_EQ(ask(query::cursor_position()), (query::position{1, 5}));
    screen->type("\x1b[1;5R");
    EXPECT_EQ(keys(1), "ctrl+f3");
    auto without_decxcpr = xterm();
    std::erase_if(without_decxcpr, [](const auto& a) { return a.question == "\x1b[?6n"; });
    use(without_decxcpr);
    EXPECT_EQ(ask(query::cursor_position()), (query::position{1, 5}));
    screen->type("\x1b[1;5R");
    EXPECT_EQ(keys(1), "ctrl+f3");
}

TEST_F(Query, WhatTheTerminalDoesNotKnowIsToldAtOnce)
{
    // The limit of patience never comes: the terminal answers the question behind.
    use(xterm(), {}, {.answer_timeout = 1h});
    EXPECT_EQ(error_of(query::keyboard_flags()), errc::not_answered);
    EXPECT_EQ(error_of(query::color{12}), errc::not_answered);
    EXPECT_EQ(ask(query::color{11}), (query::rgb{0xFFFF, 0x8080, 0}));
}

TEST_F(Query, ATerminalThatDoesNotAnswerIsNotWaitedForForEver)
{
    use({}, {}, {.answer_timeout = 20ms});
    EXPECT_EQ(error_of(query::color{11}), asio::error::timed_out);
    EXPECT_EQ(tty->escape_decided_by(), escape_decision::timeout);
    EXPECT_FALSE(tty->round_trip());
}

TEST_F(Query, F76_ALateAnswerIsNeitherAKeyNorAnEvent)
{
    use(xterm(), {}, {.answer_timeout = 20ms});
    screen->set_silent(true);
    EXPECT_EQ(error_of(query::color{11}), asio::error::timed_out);
    screen->type("a\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?64;1;2;22cb");
    std::string seen;
    for (int i = 0; i < 2; ++i)
        seen += to_string(*run(context,
                               [](terminal& t) -> asio::awaitable<event> {
                                   co_return co_await t.async_read_event();
                               }(*tty))
                               .get_if<key>());
    EXPECT_EQ(seen, "ab");
    EXPECT_EQ(tty->escape_decided_by(), escape_decision::answer) << "it does answer after all";
}

TEST_F(Query, F76_WhatNobodyAskedForIsAnEventAndAnswersNothing)
{
    use(xterm(), {}, {.answer_timeout = 1h});
    screen->type("\x1bP>|evil\x1b\\\x1b]11;rgb:6666/6666/6666\x1b\\x");
    std::vector<reply_kind> kinds;
    for (int i = 0; i < 2; ++i) {
        const event e = run(context, [](terminal& t) -> asio::awaitable<event> {
            co_return co_await t.async_read_event();
        }(*tty));
        ASSERT_TRUE(e.get_if<reply>());
        kinds.push_back(e.get_if<reply>()->kind);
    }
    EXPECT_EQ(kinds, (std::vector{reply_kind::terminal_version, reply_kind::color}));
    EXPECT_EQ(ask(query::terminal_version()), "XTerm(379)");
    EXPECT_EQ(keys(1), "x");
}

TEST_F(Query, KeysTypedMeanwhileAreKeptInOrder)
{
    use(xterm());
    screen->type("ab\x1b[A\x1b[200~pasted\x1b[201~");
    const auto answer = ask(query::color{11});
    EXPECT_EQ(answer, (query::rgb{0xFFFF, 0x8080, 0}));
    screen->type("c");
    EXPECT_EQ(keys(3), "a b up");
    const event pasted = run(context, [](terminal& t) -> asio::awaitable<event> {
        co_return co_await t.async_read_event();
    }(*tty));
    ASSERT_TRUE(pasted.get_if<paste>());
    EXPECT_EQ(pasted.get_if<paste>()->text, "pasted");
    EXPECT_EQ(pasted.raw, "\x1b[200~pasted\x1b[201~");
    EXPECT_EQ(keys(1), "c");
}

TEST_F(Query, AReadGoesOnMeanwhile)
{
    use(xterm(), 5ms);
    screen->type("a");
    const auto both = [](terminal& t) -> asio::awaitable<std::string> {
        using namespace asio::experimental::awaitable_operators;
        const auto [k, version, color, k_too] =
            co_await (t.async_read_key(asio::use_awaitable) &&
                      t.async_query(query::terminal_version(), asio::use_awaitable) &&
                      t.async_query(query::color{11}, asio::use_awaitable) &&
                      t.async_capabilities(asio::use_awaitable));
        co_return to_string(k) + version + std::to_string(color.green) + *k_too.version();
    };
    EXPECT_EQ(run(context, both(*tty)), "aXTerm(379)32896XTerm(379)");
}

TEST_F(Query, ManyAtOnceAreAnsweredInAnyCase)
{
    use(xterm(), {}, {.answer_timeout = 1h});
    int done = 0;
    std::vector<error_code> errors;
    for (int i = 0; i < 100; ++i) {
        tty->async_query(query::color{11}, [&](error_code ec, query::rgb c) {
            ++done;
            EXPECT_FALSE(ec) << ec.message();
            EXPECT_EQ(c.green, 0x8080);
        });
        tty->async_query(query::keyboard_flags(), [&](error_code ec, std::uint8_t) {
            ++done;
            errors.push_back(ec);
        });
    }
    run_until(context, [&] { return done == 200; });
    EXPECT_EQ(errors, std::vector<error_code>(100, errc::not_answered));
}

TEST_F(Query, CapabilitiesAreAskedForOnceInOneRoundTrip)
{
    use(xterm(), 3ms);
    const auto probe = [](terminal& t) -> asio::awaitable<capabilities> {
        co_return co_await t.async_capabilities();
    };
    const capabilities c = run(context, probe(*tty));
    EXPECT_TRUE(c.answered());
    EXPECT_EQ(c.version(), "XTerm(379)");
    EXPECT_EQ(c.attributes().front(), 64U);
    EXPECT_FALSE(c.keyboard_flags());
    EXPECT_TRUE(c.has_mode(2004));
    EXPECT_TRUE(c.refuses_mode(2048));
    EXPECT_FALSE(c.refuses_mode(1004)) << "it did not say";
    EXPECT_TRUE(c.offered().paste);
    EXPECT_FALSE(c.offered().resize);
    EXPECT_EQ(c.offered().modify_other_keys, other_keys::level_2);
    ASSERT_TRUE(tty->round_trip());
    EXPECT_GE(*tty->round_trip(), 3ms);
    EXPECT_TRUE(run(context, probe(*tty)).answered());
    EXPECT_EQ(screen->asked("\x1b[c"), 1);
}

struct offered_row {
    const char* answers;
    kitty_flags kitty;
    bool win32_input;
    other_keys modify_other_keys;
};

// A terminal speaks one language of keys at a time: the richest that it offers.
TEST_F(Query, CapabilitiesOfferOneLanguageOfKeys)
{
    using enum other_keys;
    const offered_row rows[] = {
        {"\x1b[?9001;2$y", kitty_flags::none, true, plain},
        {"\x1b[?9001;1$y", kitty_flags::none, true, plain},
        {"\x1b[?9001;0$y", kitty_flags::none, false, plain},
        {"\x1b[?9001;4$y", kitty_flags::none, false, plain},
        {"\x1bP>|Rio 0.2\x1b\\\x1b[?9001;0$y", kitty_flags::none, false, level_2},
        {"\x1bP>|WT\x1b\\\x1b[?9001;2$y", kitty_flags::none, true, plain},
        {"\x1bP>|WT\x1b\\\x1b[?0u\x1b[?9001;2$y", kitty_flags::all, false, plain},
    };
    for (const offered_row& row : rows) {
        decoder d;
        capabilities c;
        std::string_view input = row.answers;
        for (event e; d.next(input, e);)
            if (const auto* const r = std::get_if<reply>(&e.value))
                c.hear(*r);
        const features f = c.offered();
        EXPECT_EQ(f.kitty, row.kitty) << test::visible(row.answers);
        EXPECT_EQ(f.win32_input, row.win32_input) << test::visible(row.answers);
        EXPECT_EQ(f.modify_other_keys, row.modify_other_keys) << test::visible(row.answers);
    }
}

TEST_F(Query, AnUnknownTerminalHasCapabilitiesWithoutAnswers)
{
    use({}, {}, {.answer_timeout = 10ms});
    const capabilities c = run(context, [](terminal& t) -> asio::awaitable<capabilities> {
        co_return co_await t.async_capabilities();
    }(*tty));
    EXPECT_FALSE(c.answered());
}

TEST_F(Query, IsCancelledAndItsAnswerSwallowed)
{
    use(xterm(), 5ms);
    asio::cancellation_signal stop;
    std::optional<error_code> result;
    tty->async_query(
        query::color{11},
        asio::bind_cancellation_slot(stop.slot(), [&](error_code ec, query::rgb) { result = ec; }));
    stop.emit(asio::cancellation_type::total);
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(result, asio::error::operation_aborted);
    EXPECT_EQ(ask(query::terminal_version()), "XTerm(379)") << "answered behind the other answer";
    screen->type("k");
    EXPECT_EQ(keys(1), "k");
}

TEST_F(Query, EndsWithTheTerminalObject)
{
    use({});
    std::optional<error_code> result;
    tty->async_query(query::color{11}, [&](error_code ec, query::rgb) { result = ec; });
    tty.reset();
    run_until(context, [&] { return result.has_value(); });
    EXPECT_EQ(result, asio::error::operation_aborted);
}

TEST_F(Query, LeavesNoWorkBehindAndReadsNothingMore)
{
    use(xterm());
    EXPECT_EQ(ask(query::terminal_version()), "XTerm(379)");
    screen->close();
    context.restart();
    context.run(); // returns
    pty.type("for somebody else");
    int waiting = 0;
    ASSERT_TRUE(test::wait_until(
        [&] { return ::ioctl(pty.slave(), FIONREAD, &waiting) == 0 && waiting == 17; }));
    context.restart();
    context.run();
    ASSERT_EQ(::ioctl(pty.slave(), FIONREAD, &waiting), 0);
    EXPECT_EQ(waiting, 17);
}

TEST_F(Query, F20_FailsWhenTheTerminalIsClosed)
{
    use({});
    screen->close();
    pty.close_master();
    const error_code ec = error_of(query::color{11});
    EXPECT_TRUE(ec == asio::error::eof || ec == asio::error::broken_pipe ||
                ec == errc::cannot_be_asked)
        << ec.message();
}

TEST_F(Query, CannotBeAskedWhereTheAnswerWouldBeEchoed)
{
    use(xterm());
    raw.release();
    EXPECT_EQ(error_of(query::color{11}), errc::cannot_be_asked);
    EXPECT_EQ(tty->escape_decided_by(), escape_decision::timeout);
    const auto again = tty->cbreak_mode();
    EXPECT_EQ(ask(query::color{11}), (query::rgb{0xFFFF, 0x8080, 0}));
}

TEST_F(Query, ADumbTerminalIsNotAsked)
{
    const test::terminal_name dumb("dumb");
    use(xterm());
    EXPECT_EQ(error_of(query::color{11}), errc::cannot_be_asked);
    EXPECT_EQ(screen->written(), "");
}

/// An answer of several parts of which only one comes.
TEST_F(Query, KeepsThePartsThatWereHeard)
{
    auto answers = xterm();
    std::erase_if(answers, [](const auto& a) { return a.question == "\x1b[18t"; });
    use(answers);
    std::optional<window_size> heard;
    error_code error;
    tty->async_query(query::text_area(), [&](error_code ec, window_size s) {
        error = ec;
        heard = s;
    });
    run_until(context, [&] { return heard.has_value(); });
    EXPECT_EQ(error, errc::not_answered);
    EXPECT_EQ(heard->x_pixels, 484);
}

// --- strangers' answers -------------------------------------------------------------------------

std::vector<answering_terminal::answer> with_clipboard()
{
    auto answers = xterm();
    answers.push_back({"\x1b]52;c;?\x1b\\", "\x1b]52;c;cGFzdGVkIQ==\x1b\\"});
    answers.push_back({"\x1b]52;p;?\x1b\\", "\x1b]52;;////\a"});
    answers.push_back({"\x1b]52;s;?\x1b\\", "\x1b]52;s;!\a"});
    answers.push_back(
        {"\x1b]1337;ReportCellSize\x1b\\", "\x1b]1337;ReportCellSize=17.5;8.0\x1b\\"});
    return answers;
}

constexpr std::string_view strangers_answer = "\x1b[?62;22c";

// What the program before has asked, and did not wait for.
TEST_F(Query, F110_AnAnswerThatIsThereBeforeTheFirstQuestionIsNotOnes)
{
    for (const int before : {1, 3}) {
        use(xterm(), 2ms, {.answer_timeout = 1h});
        for (int i = 0; i < before; ++i)
            screen->type(strangers_answer);
        EXPECT_EQ(ask(query::color{11}), (query::rgb{0xFFFF, 0x8080, 0}));
        EXPECT_EQ(screen->asked("\x1b[c"), 1) << "it shows without a second question";
    }
}

/// A terminal that answers the program before after it has been asked by this one.
class LateAnswers : public Query {
protected:
    std::vector<answering_terminal::answer> late(int count)
    {
        // The first question that comes is answered behind what is still under way.
        auto answers = xterm();
        std::string strange;
        for (int i = 0; i < count; ++i)
            strange += strangers_answer;
        pending_ = strange;
        return answers;
    }
    std::string pending_;
};

TEST_F(LateAnswers, F110_ALateAnswerIsNotOnesOwn)
{
    for (const int count : {1, 2}) {
        use(late(count), 20ms, {.answer_timeout = 1h});
        std::optional<query::rgb> answer;
        std::optional<error_code> error;
        tty->async_query(query::color{11}, [&](error_code ec, query::rgb c) {
            error = ec;
            answer = c;
        });
        pty.type(pending_); // it has been asked, but has not answered
        run_until(context, [&] { return error.has_value(); });
        EXPECT_FALSE(*error) << error->message();
        EXPECT_EQ(answer, (query::rgb{0xFFFF, 0x8080, 0}));
        // The next ones are told from what is answered twice, and nothing of that is an event.
        EXPECT_EQ(ask(query::terminal_version()), "XTerm(379)");
        EXPECT_EQ(error_of(query::keyboard_flags()), errc::not_answered);
        screen->type("k");
        const event e = run(context, [](terminal& t) -> asio::awaitable<event> {
            co_return co_await t.async_read_event();
        }(*tty));
        ASSERT_TRUE(e.get_if<key>()) << testing::PrintToString(e.raw);
        EXPECT_EQ(to_string(*e.get_if<key>()), "k");
    }
}

TEST_F(LateAnswers, F110_CapabilitiesAreTold)
{
    use(late(1), 20ms, {.answer_timeout = 1h});
    std::optional<capabilities> found;
    tty->async_capabilities([&](error_code, const capabilities& c) { found = c; });
    pty.type(pending_);
    run_until(context, [&] { return found.has_value(); });
    EXPECT_EQ(found->version(), "XTerm(379)");
    EXPECT_TRUE(found->has_mode(2004));
}

TEST_F(LateAnswers, F110_WhoHadTheTerminalMeanwhileMayHaveAsked)
{
    use(xterm(), 20ms, {.answer_timeout = 1h});
    EXPECT_EQ(ask(query::terminal_version()), "XTerm(379)");
    {
        const auto loan = tty->lend();
    }
    std::optional<error_code> error;
    tty->async_query(query::color{11}, [&](error_code ec, query::rgb) { error = ec; });
    pty.type(strangers_answer);
    run_until(context, [&] { return error.has_value(); });
    EXPECT_FALSE(*error) << error->message();
}

TEST_F(Query, F110_ASecondAnswerToWhatIsAnsweredIsSwallowed)
{
    use(xterm());
    EXPECT_EQ(ask(query::color{11}), (query::rgb{0xFFFF, 0x8080, 0}));
    screen->type("\x1b]11;rgb:0000/0000/0000\x1b\\k");
    const event e = run(context, [](terminal& t) -> asio::awaitable<event> {
        co_return co_await t.async_read_event();
    }(*tty));
    ASSERT_TRUE(e.get_if<key>());
}

// --- answers that are nothing known -------------------------------------------------------------

struct cell_size { // iTerm2's
    using result_type = std::string;
    [[nodiscard]] std::string question() const { return "\x1b]1337;ReportCellSize\x1b\\"; }
    bool hear(const reply& r, std::optional<std::string>& result) const
    {
        if (r.kind != reply_kind::other || !r.text.starts_with("\x1b]1337;ReportCellSize="))
            return false;
        result = r.text;
        return true;
    }
};

TEST_F(Query, F111_AnAnswerThatIsNothingKnownIsHeard)
{
    use(with_clipboard());
    EXPECT_EQ(ask(cell_size()), "\x1b]1337;ReportCellSize=17.5;8.0\x1b\\");
}

TEST_F(Query, TheClipboardIsDecoded)
{
    use(with_clipboard());
    EXPECT_EQ(ask(query::clipboard()), "pasted!");
    EXPECT_EQ(ask(query::clipboard{'p'}), "\xff\xff\xff");
    EXPECT_EQ(ask(query::clipboard{'s'}), std::nullopt);
}

// --- queries within the expression of a co_await -----------------------------------------------

/// Counts its objects, as what owns something has to.
struct counted {
    static inline int alive = 0;
    counted() { ++alive; }
    counted(const counted&) { ++alive; }
    counted& operator=(const counted&) = default;
    ~counted() { --alive; }
};

struct query_of_a_user {
    explicit query_of_a_user(counted c) : owned(c) {}
    counted owned;

    using result_type = std::string;
    [[nodiscard]] std::string question() const { return "\x1b[>q"; }
    bool hear(const reply& r, std::optional<std::string>& result) const
    {
        return query::terminal_version().hear(r, result);
    }
};

/// The same as an aggregate, and with nothing to destroy.
struct owning_aggregate : query::terminal_version {
    counted owned;
};
struct trivial_aggregate : query::terminal_version {
    int number = 0;
};

TEST_F(Query, F108_NothingInAnExpressionIsDestroyedTwice)
{
    use(xterm());
    const auto ask_in_braces = [](terminal& t) -> asio::awaitable<std::string> {
        std::string all;
        // Longer than what fits into a string object: destroyed twice it is freed twice.
        const auto none = co_await t.async_query(
            query::capability{"a capability that no terminal has ever heard of"}, no_throw);
        all += std::get<0>(none) == errc::not_answered ? "-" : "+";
        all += *co_await t.async_query(query::setting{std::string(" q")});
        all += co_await t.async_query(query_of_a_user{counted()});
        const owning_aggregate named{};
        all += co_await t.async_query(named);
        all += co_await t.async_query(trivial_aggregate{{}, 7});
        co_return all;
    };
    EXPECT_EQ(run(context, ask_in_braces(*tty)), "-2 qXTerm(379)XTerm(379)XTerm(379)");
    raw.release();
    tty.reset(); // which remembers what was asked for a while
    context.restart();
    context.poll(); // and whose timer's end is under way
    EXPECT_EQ(counted::alive, 0);
}

TEST_F(Query, F108_WhatWouldBeIsNotTaken)
{
    using detail::survives_co_await;
    const counted c;
    [[maybe_unused]] const auto owns = [c] { return &c; };
    [[maybe_unused]] const auto refers = [&c] { return &c; };
    static_assert(survives_co_await<query::capability> && survives_co_await<query::setting>);
    static_assert(survives_co_await<query::everything> && survives_co_await<query::color>);
    static_assert(survives_co_await<query_of_a_user> && survives_co_await<trivial_aggregate>);
    static_assert(survives_co_await<owning_aggregate&> && survives_co_await<decltype(owns)&>);
    static_assert(survives_co_await<decltype(refers)> && survives_co_await<std::function<void()>>);
    static_assert(survives_co_await<std::string>);
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
    static_assert(!survives_co_await<owning_aggregate> && !survives_co_await<decltype(owns)>);
#endif
}

// --- what is read from answers, without a terminal --------------------------------------------

TEST(Color, IsReadAsXParseColorReadsIt)
{
    const struct {
        std::string_view text;
        std::optional<query::rgb> value;
    } rows[] = {
        {"rgb:ffff/8080/0000", query::rgb{0xFFFF, 0x8080, 0}},
        {"rgb:f/8/0", query::rgb{0xFFFF, 0x8888, 0}},
        {"rgb:ff/80/00", query::rgb{0xFFFF, 0x8080, 0}},
        {"rgb:fff/800/000", query::rgb{0xFFFF, 0x8007, 0}}, // 0x800 * 65535 / 4095
        {"rgba:ffff/0000/8080/ffff", query::rgb{0xFFFF, 0, 0x8080}},
        {"#ff8000", query::rgb{0xFFFF, 0x8080, 0}},
        {"#fff", query::rgb{0xFFFF, 0xFFFF, 0xFFFF}},
        {"", std::nullopt},
        {"#", std::nullopt},
        {"#ff80", std::nullopt},
        {"rgb:", std::nullopt},
        {"rgb:ff/80", std::nullopt},
        {"rgb:ff/80/", std::nullopt},
        {"rgb:ff/80/0g", std::nullopt},
        {"rgb:ff/80/00000", std::nullopt},
        {"rgb:-1/80/00", std::nullopt},
        {"rgb:ff/80/00/00", std::nullopt},
        {"rgba:ff/80/00", std::nullopt},
        {"red", std::nullopt},
    };
    for (const auto& row : rows)
        EXPECT_EQ(query::parse_color(row.text), row.value) << row.text;
}

} // namespace
} // namespace cotty
