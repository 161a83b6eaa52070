// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// What reading keys promises beyond one key after the other: terminal_test.cpp has that.
#include <cotty/encoder.hpp>
#include <cotty/owned_event.hpp>
#include <cotty/terminal.hpp>

#include "support/decoding.hpp"
#include "support/file_descriptor.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
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
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace cotty::literals;
using test::run;

/// A key as these tests spell it: what was pasted in parentheses.
std::string spelled(const key& k)
{
    std::string name = to_string(k);
    if (k.action != key_action::press)
        name += "/" + std::string(to_string(k.action));
    return k.pasted ? "(" + name + ")" : name;
}

void add(std::string& list, const std::string& word)
{
    list += (list.empty() ? "" : " ") + word;
}

asio::awaitable<std::string> keys(terminal& tty, int count)
{
    std::string list;
    for (int i = 0; i < count; ++i)
        add(list, spelled(co_await tty.async_read_key()));
    co_return list;
}

/// A terminal object on a pipe: what comes is what the test writes, in pieces as it writes them.
class Read : public testing::Test {
protected:
    test::pipe_ends pipe = test::make_pipe();
    asio::io_context context;
    terminal tty{context, {.input = pipe.read.get()}};

    void type(std::string_view bytes)
    {
        ASSERT_EQ(::write(pipe.write.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    }
};

// --- the plain loop -----------------------------------------------------------------------------

asio::awaitable<void> count_keys(terminal& tty, int& count)
{
    for (;;) {
        const key k = co_await tty.async_read_key();
        if (k.matches("ctrl+d"_key))
            co_return;
        ++count;
    }
}

TEST_F(Read, AFloodOfKeysLetsOthersHaveTheirTurn)
{
    type(std::string(4000, 'a') + "\x04");
    int count = 0;
    int most_between = 0;
    int last = 0;
    bool done = false;
    const auto turn = [&](auto& self) -> void {
        most_between = std::max(most_between, count - std::exchange(last, count));
        if (!done)
            asio::post(context, [&self] { self(self); });
    };
    asio::co_spawn(context, count_keys(tty, count),
                   [&](const std::exception_ptr&) { done = true; });
    turn(turn);
    test::run_until(context, [&] { return done; });
    EXPECT_EQ(count, 4000);
    EXPECT_LE(most_between, 65);
    EXPECT_GE(most_between, 30) << "keys that have arrived together take the long way one by one";
}

asio::awaitable<void> turn()
{
    co_await asio::post(asio::use_awaitable);
}

asio::awaitable<key> pass_on(terminal& tty)
{
    co_return co_await tty.async_read_key();
}

asio::awaitable<std::string> race_a_turn(terminal& tty, bool directly)
{
    using namespace asio::experimental::awaitable_operators;
    if (directly) {
        const auto won = co_await (turn() || tty.async_read_key());
        co_return won.index() == 0 ? "" : spelled(std::get<1>(won));
    }
    const auto won = co_await (turn() || pass_on(tty));
    co_return won.index() == 0 ? "" : spelled(std::get<1>(won));
}

// The other one ends first, but the key has arrived already.
TEST_F(Read, F50_WhatHasArrivedIsNotTakenByWhoIsCancelledBeforeItIsTold)
{
    for (const bool directly : {true, false}) {
        type("ab");
        EXPECT_EQ(run(context, keys(tty, 1)), "a"); // and b has arrived, too
        const std::string won = run(context, race_a_turn(tty, directly));
        EXPECT_EQ(won.empty() ? run(context, keys(tty, 1)) : won, "b");
        type("c");
        EXPECT_EQ(run(context, keys(tty, 1)), "c");
    }
}

TEST_F(Read, ADeadlineTakesNoKey)
{
    const auto none = [](terminal& t) -> asio::awaitable<bool> {
        co_return !co_await t.async_read_key_for(1ms);
    };
    EXPECT_TRUE(run(context, none(tty)));
    type("xy");
    const auto some = [](terminal& t) -> asio::awaitable<std::string> {
        std::string list;
        for (int i = 0; i < 2; ++i) {
            const std::optional<key> k = co_await t.async_read_key_for(1h);
            add(list, k ? spelled(*k) : "nothing");
        }
        co_return list;
    };
    EXPECT_EQ(run(context, some(tty)), "x y");
}

TEST_F(Read, TheEndIsThrown)
{
    type("a");
    EXPECT_EQ(run(context, keys(tty, 1)), "a");
    pipe.write = {};
    const auto read = [](terminal& t) -> asio::awaitable<error_code> {
        try {
            co_await t.async_read_key();
        } catch (const boost::system::system_error& e) {
            co_return e.code();
        }
        co_return error_code();
    };
    EXPECT_EQ(run(context, read(tty)), asio::error::eof);
}

// --- releases -----------------------------------------------------------------------------------

constexpr std::string_view pressed_and_released = "\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u\x1b[98u";

TEST_F(Read, ReleasesAreForThoseWhoAsk)
{
    type(pressed_and_released);
    EXPECT_EQ(run(context, keys(tty, 3)), "a a/repeat b");

    terminal all(context, {.input = pipe.read.get(), .releases = true});
    type(pressed_and_released);
    EXPECT_EQ(run(context, keys(all, 4)), "a a/repeat a/release b");
}

TEST_F(Read, EventsHaveReleases)
{
    type("\x1b[97;1:3u");
    const auto read = [](terminal& t) -> asio::awaitable<std::string> {
        const event e = co_await t.async_read_event();
        co_return spelled(*e.get_if<key>());
    };
    EXPECT_EQ(run(context, read(tty)), "a/release");
}

// --- pastes -------------------------------------------------------------------------------------

std::string pasted(std::string_view text)
{
    return "\x1b[200~" + std::string(text) + "\x1b[201~";
}

struct paste_row {
    std::string name;
    std::string text;
    std::string expected;
};

class PasteAsKeys : public testing::TestWithParam<paste_row> {};

TEST_P(PasteAsKeys, HasAKeyForEachCharacter)
{
    // Cut at each place, collected or in pieces: it makes no difference to keys.
    const std::string bytes = "<" + pasted(GetParam().text) + ">";
    for (const std::size_t limit : {std::size_t{0}, std::size_t{1} << 20})
        for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
            test::pipe_ends pipe = test::make_pipe();
            asio::io_context context;
            terminal tty(context, {.input = pipe.read.get(),
                                   .escape_timeout = 1h,
                                   .sequence_timeout = 1h,
                                   .paste_timeout = 1h,
                                   .collecting = {.paste_limit = limit}});
            const auto read = [](terminal& t) -> asio::awaitable<std::string> {
                std::string list;
                do
                    add(list, spelled(co_await t.async_read_key()));
                while (!list.ends_with(" >"));
                co_return list;
            };
            std::optional<std::string> got;
            asio::co_spawn(context, read(tty),
                           [&](const std::exception_ptr&, std::string list) { got = list; });
            ASSERT_EQ(::write(pipe.write.get(), bytes.data(), cut), static_cast<ssize_t>(cut));
            for (int turns = 0; turns < 20; ++turns)
                context.poll();
            ASSERT_EQ(::write(pipe.write.get(), bytes.data() + cut, bytes.size() - cut),
                      static_cast<ssize_t>(bytes.size() - cut));
            test::run_until(context, [&] { return got.has_value(); });
            ASSERT_EQ(*got, "< " + GetParam().expected + (GetParam().expected.empty() ? ">" : " >"))
                << "cut at " << cut << ", limit " << limit;
        }
}

INSTANTIATE_TEST_SUITE_P(
    Of, PasteAsKeys,
    testing::Values(
        paste_row{"letters", "hi", "(h) (i)"},
        paste_row{"characters_of_every_length", "a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x99\x82",
                  "(a) (é) (日) (🙂)"},
        paste_row{"line_ends", "a\rb\nc\r\nd", "(a) (enter) (b) (enter) (c) (enter) (d)"},
        paste_row{"a_line_end_at_the_end", "a\r", "(a) (enter)"},
        paste_row{"controls", "\t\x03\x1b[A\x7f", "(tab) (ctrl+c) (escape) ([) (A) (backspace)"},
        paste_row{"bytes_that_are_no_character", "a\xff\xc3(\xe6\x97",
                  "(a) (\uFFFD) (\uFFFD) (() (\uFFFD)"},
        paste_row{"nothing", "", ""}),
    test::name_of_row());

TEST_F(Read, WhatIsPastedTypesItsText)
{
    type(pasted("x\ty\r\x03"));
    const auto read = [](terminal& t) -> asio::awaitable<std::string> {
        std::string text;
        for (int i = 0; i < 5; ++i) {
            const key k = co_await t.async_read_key();
            text += k.text.view();
        }
        co_return text;
    };
    EXPECT_EQ(run(context, read(tty)), "x\ty\n");
}

TEST_F(Read, APasteThatWasBegunByKeysGoesOnAsAPasteForWhoReadsEvents)
{
    type(pasted("abc") + "d");
    EXPECT_EQ(run(context, keys(tty, 1)), "(a)");
    const auto event_text = [](terminal& t) -> asio::awaitable<std::string> {
        const event e = co_await t.async_read_event();
        const paste* const p = e.get_if<paste>();
        if (p == nullptr)
            co_return "no paste";
        co_return std::string(p->text) + (p->begins ? " begins" : "") + (p->ends ? " ends" : "");
    };
    EXPECT_EQ(run(context, event_text(tty)), "bc ends");
    EXPECT_EQ(run(context, keys(tty, 1)), "d");
}

TEST_F(Read, APasteThatAnEventReadHasFoundAndNotTakenIsReadByKeys)
{
    type("x" + pasted("ab"));
    EXPECT_EQ(run(context, keys(tty, 1)), "x"); // and the paste has arrived, too
    asio::cancellation_signal stop;
    error_code end;
    tty.async_read_event(
        asio::bind_cancellation_slot(stop.slot(), [&](error_code ec, const event&) { end = ec; }));
    stop.emit(asio::cancellation_type::total);
    test::run_until(context, [&] { return static_cast<bool>(end); });
    EXPECT_EQ(end, asio::error::operation_aborted);
    EXPECT_EQ(run(context, keys(tty, 2)), "(a) (b)");
}

// --- events that are kept -----------------------------------------------------------------------

struct owned_row {
    std::string name;
    std::string bytes;
};

class OwnedEvent : public testing::TestWithParam<owned_row> {};

TEST_P(OwnedEvent, OutlivesWhatItWasMadeOf)
{
    std::string bytes = GetParam().bytes;
    collector decoder;
    std::string_view input = bytes;
    event e;
    ASSERT_TRUE(decoder.next(input, e));
    const std::string before = test::describe(e);
    const std::string raw(e.raw);
    owned_event kept = e;
    std::fill(bytes.begin(), bytes.end(), '#');
    for (std::string_view other = "\x1b[200~overwritten, all of it, whatever it was\x1b[201~";
         decoder.next(other, e);) {
    }
    std::vector<owned_event> all(40, kept); // copies, and moves as it grows
    all.push_back(std::move(kept));
    kept = all.front();
    all.front() = owned_event();
    for (const owned_event* o : {&kept, &all[1], &all.back()}) {
        EXPECT_EQ(test::describe(o->get()), before);
        EXPECT_EQ((*o)->raw, raw);
    }
    EXPECT_EQ((*all.front()).raw, "");
}

INSTANTIATE_TEST_SUITE_P(
    Of, OwnedEvent,
    testing::Values(owned_row{"a_key", "a"}, owned_row{"a_sequence", "\x1b[1;5A"},
                    owned_row{"a_paste", pasted("some text that is no short string any more")},
                    owned_row{"a_short_paste", pasted("x")},
                    owned_row{"an_empty_paste", pasted("")},
                    owned_row{"a_reply", "\x1bP>|terminal 1.2.3 of a long name\x1b\\"},
                    owned_row{"something_unknown", "\x1b[1;2;3;4;5;6;7;8y"}),
    test::name_of_row());

// --- objects that come and go -------------------------------------------------------------------

std::vector<std::string> as_list(const std::string& words)
{
    std::vector<std::string> list;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        list.push_back(words.substr(at, end - at));
        at = end + 1;
    }
    return list;
}

/// Objects for one input that are made, read some keys or none, perhaps with a read outstanding,
/// and go: all keys come, in order.
void expect_all_keys_of_a_churn(int input, const std::function<void(std::string_view)>& type)
{
    const std::string keys_sent =
        "a\xc3\xa9\x1b[A\xe6\x97\xa5" + pasted("p\xc3\xa9q") + "\x1b[1;5Dz";
    const std::vector<std::string> once{"a",   "é",   "up",        "日", "(p)",
                                        "(é)", "(q)", "ctrl+left", "z"};
    std::vector<std::string> expected;
    std::vector<std::string> got;
    asio::io_context context;
    const auto options = [&] {
        return terminal_options{.input = input,
                                .output = input,
                                .escape_timeout = 1h,
                                .sequence_timeout = 1h,
                                .paste_timeout = 1h};
    };
    for (int round = 0; round < 60; ++round) {
        // Cut where it happens to be, so that objects go with half a character.
        const std::size_t cut = static_cast<std::size_t>(round) % (keys_sent.size() - 1) + 1;
        type(std::string_view(keys_sent).substr(0, cut));
        expected.insert(expected.end(), once.begin(), once.end());
        {
            terminal reads(context, options());
            const auto raw = reads.raw_mode();
            for (const std::string& k : as_list(run(context, keys(reads, 1))))
                got.push_back(k);
        }
        {
            terminal reads_nothing(context, options());
        }
        type(std::string_view(keys_sent).substr(cut));
        {
            terminal pending(context, options());
            const auto raw = pending.raw_mode();
            pending.async_read_key([&got](error_code ec, const key& k) {
                if (!ec)
                    got.push_back(spelled(k));
            });
            context.restart();
            for (int turns = round % 3; turns > 0; --turns)
                context.poll_one();
        }
        context.restart();
        context.poll();
        terminal last(context, options());
        const auto raw = last.raw_mode();
        const auto missing = static_cast<int>(expected.size() - got.size());
        for (const std::string& k : as_list(run(context, keys(last, missing - round % 4))))
            got.push_back(k);
    }
    expected.resize(got.size());
    EXPECT_EQ(got, expected);
}

TEST(Objects, F52_ThatComeAndGoLoseNothingOfATerminal)
{
    test::pty pty;
    expect_all_keys_of_a_churn(pty.slave(), [&](std::string_view bytes) { pty.type(bytes); });
}

TEST(Objects, F52_ThatComeAndGoLoseNothingOfAPipe)
{
    auto pipe = test::make_pipe();
    expect_all_keys_of_a_churn(pipe.read.get(), [&](std::string_view bytes) {
        ASSERT_EQ(::write(pipe.write.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    });
}

TEST(Objects, F52_ThatComeAndGoLoseNothingOfASocket)
{
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const test::file_descriptor near(ends[0]);
    const test::file_descriptor far(ends[1]);
    expect_all_keys_of_a_churn(near.get(), [&](std::string_view bytes) {
        ASSERT_EQ(::write(far.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    });
}

TEST(Objects, F52_WhatIsLeftOfAFileIsThereForWhoeverReadsItNext)
{
    const test::file_descriptor file(::memfd_create("input", MFD_CLOEXEC));
    ASSERT_EQ(::write(file.get(), "abc", 3), 3);
    ASSERT_EQ(::lseek(file.get(), 0, SEEK_SET), 0);
    asio::io_context context;
    {
        terminal tty(context, {.input = file.get()});
        EXPECT_EQ(run(context, keys(tty, 1)), "a");
    }
    char rest[8] = {};
    EXPECT_EQ(::read(file.get(), rest, sizeof rest), 2); // another program could
    EXPECT_STREQ(rest, "bc");
}

// --- two objects for one terminal ---------------------------------------------------------------

TEST(Objects, OfOneTerminalDoNotReadAtTheSameTime)
{
    test::pty pty;
    asio::io_context context;
    terminal one(context, {.input = pty.slave(), .output = pty.slave()});
    terminal two(context, {.input = pty.slave(), .output = pty.slave()});
    const auto raw = one.raw_mode();
    key pressed;
    one.async_read_key([&](error_code, const key& k) { pressed = k; });
    const auto refused = [](terminal& t) -> asio::awaitable<error_code> {
        const auto [ec, k] = co_await t.async_read_key(asio::as_tuple(asio::deferred));
        co_return ec;
    };
    EXPECT_EQ(run(context, refused(two)), errc::read_in_progress);
    pty.type("ab");
    test::run_until(context, [&] { return pressed == "a"_key; });
    // Nobody reads now: any of them can. (What one has read ahead stays with it as long as it
    // lives.)
    EXPECT_EQ(run(context, keys(one, 1)), "b");
    pty.type("c");
    EXPECT_EQ(run(context, keys(two, 1)), "c");
    pty.type("d");
    EXPECT_EQ(run(context, keys(one, 1)), "d");
}

// --- a moved-from object ------------------------------------------------------------------------

TEST_F(Read, OfAnObjectThatWasMovedFromEndsWithAnError)
{
    const terminal taken = std::move(tty);
    const auto ended = [](terminal& t) -> asio::awaitable<error_code> {
        const auto [ec, k] = co_await t.async_read_key(asio::as_tuple(asio::deferred));
        co_return ec;
    };
    EXPECT_EQ(run(context, ended(tty)), asio::error::bad_descriptor);
    const auto thrown = [](terminal& t) -> asio::awaitable<error_code> {
        try {
            co_await t.async_read_event();
        } catch (const boost::system::system_error& e) {
            co_return e.code();
        }
        co_return error_code();
    };
    EXPECT_EQ(run(context, thrown(tty)), asio::error::bad_descriptor);
    key k;
    EXPECT_FALSE(tty.try_read_key(k));
    EXPECT_FALSE(tty.is_terminal());
    EXPECT_FALSE(tty.raw_mode());
    EXPECT_FALSE(tty.enable({.mouse = mouse_tracking::drags}));
    EXPECT_FALSE(tty.lend());
    EXPECT_FALSE(tty.try_print("x"));
    EXPECT_FALSE(tty.get_executor());
    EXPECT_EQ(tty.escape_decided_by(), escape_decision::timeout);
    tty.suspend();
    tty.cancel();
}

} // namespace
} // namespace cotty
