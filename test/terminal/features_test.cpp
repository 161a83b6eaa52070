// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// What is written to a terminal to switch features on and off, whatever becomes of the program.
#include <cotty/terminal.hpp>

#include "posix/descriptor.hpp"
#include "posix/terminal_features.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <optional>
#include <ostream>
#include <regex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <termios.h>

namespace cotty {
namespace {

namespace asio = boost::asio;
using test::same_modes;
using testing::HasSubstr;
using testing::Not;

class Features : public testing::Test {
protected:
    /// What has been written since the last call.
    static std::string written(test::pty& pty)
    {
        pty.screen().drain();
        const std::string text(pty.screen().unread());
        pty.screen().advance(text.size());
        return text;
    }
    std::string written() { return written(pty); }

    test::pty pty;
    asio::io_context context;
    terminal tty{context, {.input = pty.slave(), .output = pty.slave()}};
};

// --- what is written --------------------------------------------------------------------------

struct feature_sequences_row {
    std::string name;
    features wanted;
    std::string on;
    std::string off;

    friend void PrintTo(const feature_sequences_row& row, std::ostream* out) { *out << row.name; }
};

class FeatureSequences : public Features,
                         public testing::WithParamInterface<feature_sequences_row> {};

TEST_P(FeatureSequences, AreThoseOfTheDocuments)
{
    const auto& row = GetParam();
    auto guard = tty.enable(row.wanted);
    EXPECT_TRUE(guard);
    EXPECT_EQ(written(), row.on);
    guard.release();
    EXPECT_FALSE(guard);
    EXPECT_EQ(written(), row.off);
}

// The modes and modifyOtherKeys: xterm's ctlseqs. kitty: its keyboard-protocol page.
// win32-input-mode: the specification in Windows Terminal's repository.
INSTANTIATE_TEST_SUITE_P(
    Rows, FeatureSequences,
    testing::Values(
        feature_sequences_row{"press",
                              {.mouse = mouse_tracking::buttons},
                              "\x1b[?1006h\x1b[?1000h",
                              "\x1b[?1000l\x1b[?1006l"},
        feature_sequences_row{"drag",
                              {.mouse = mouse_tracking::drags},
                              "\x1b[?1006h\x1b[?1002h",
                              "\x1b[?1002l\x1b[?1006l"},
        feature_sequences_row{"move",
                              {.mouse = mouse_tracking::all_movement},
                              "\x1b[?1006h\x1b[?1003h",
                              "\x1b[?1003l\x1b[?1006l"},
        feature_sequences_row{"paste", {.paste = true}, "\x1b[?2004h", "\x1b[?2004l"},
        feature_sequences_row{"focus", {.focus = true}, "\x1b[?1004h", "\x1b[?1004l"},
        feature_sequences_row{"resize", {.resize = true}, "\x1b[?2048h", "\x1b[?2048l"},
        feature_sequences_row{"color_scheme", {.color_scheme = true}, "\x1b[?2031h", "\x1b[?2031l"},
        feature_sequences_row{"cursor", {.application_cursor = true}, "\x1b[?1h", "\x1b[?1l"},
        feature_sequences_row{"keypad", {.application_keypad = true}, "\x1b=", "\x1b>"},
        feature_sequences_row{
            "other_keys_1", {.modify_other_keys = other_keys::level_1}, "\x1b[>4;1m", "\x1b[>4m"},
        feature_sequences_row{
            "other_keys_2", {.modify_other_keys = other_keys::level_2}, "\x1b[>4;2m", "\x1b[>4m"},
        feature_sequences_row{"win32_input", {.win32_input = true}, "\x1b[?9001h", "\x1b[?9001l"},
        feature_sequences_row{
            "kitty_1", {.kitty = kitty_flags::disambiguate}, "\x1b[>1u", "\x1b[<u"},
        feature_sequences_row{"kitty_31", {.kitty = kitty_flags::all}, "\x1b[>31u", "\x1b[<u"}),
    test::name_of_row());

TEST_F(Features, AreSwitchedOffInTheReverseOrder)
{
    auto guard = tty.enable({.mouse = mouse_tracking::all_movement,
                             .paste = true,
                             .focus = true,
                             .resize = true,
                             .color_scheme = true,
                             .application_cursor = true,
                             .application_keypad = true,
                             .modify_other_keys = other_keys::level_2,
                             .kitty = kitty_flags::all,
                             .win32_input = true});
    EXPECT_EQ(written(),
              "\x1b[>31u\x1b[>4;2m\x1b[?9001h\x1b[?1h\x1b=\x1b[?2004h\x1b[?1006h\x1b[?1003h"
              "\x1b[?1004h\x1b[?2031h\x1b[?2048h");
    guard.release();
    EXPECT_EQ(written(), "\x1b[?2048l\x1b[?2031l\x1b[?1004l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b>"
                         "\x1b[?1l\x1b[?9001l\x1b[>4m\x1b[<u");
}

TEST_F(Features, OfTheMouseFitWhatTheDecoderExpects)
{
    terminal pixels(
        context, {.input = pty.slave(), .output = pty.slave(), .decoding = {.mouse_pixels = true}});
    auto guard = pixels.enable({.paste = true});
    EXPECT_EQ(written(), "\x1b[?2004h");
    guard = {};
    EXPECT_EQ(written(), "\x1b[?2004l");
    guard = pixels.enable({.mouse = mouse_tracking::buttons});
    EXPECT_EQ(written(), "\x1b[?1006h\x1b[?1016h\x1b[?1000h"); // 1006 where there is no 1016
    guard.release();
    EXPECT_EQ(written(), "\x1b[?1000l\x1b[?1016l\x1b[?1006l");
}

TEST_F(Features, OfTheKeyboardMayTellEscapeByItself)
{
    const features telling[] = {{.kitty = kitty_flags::disambiguate},
                                {.kitty = kitty_flags::all_keys_as_escapes},
                                {.kitty = kitty_flags::all},
                                {.win32_input = true}};
    for (const features& f : telling) {
        auto guard = tty.enable(f);
        EXPECT_EQ(tty.escape_decided_by(), escape_decision::protocol);
        guard.release();
        EXPECT_NE(tty.escape_decided_by(), escape_decision::protocol);
    }
    const auto guard = tty.enable({.modify_other_keys = other_keys::level_2,
                                   .kitty = kitty_flags::event_types | kitty_flags::alternate_keys |
                                            kitty_flags::associated_text});
    EXPECT_NE(tty.escape_decided_by(), escape_decision::protocol);
}

// Each of several guards has its own; what is left of both is on.
TEST_F(Features, Win32InputIsOnUntilItsLastGuardGoes)
{
    auto outer = tty.enable({.win32_input = true});
    auto inner = tty.enable({.paste = true, .win32_input = true});
    EXPECT_EQ(written(), "\x1b[?9001h\x1b[?2004h");
    outer.release();
    EXPECT_EQ(written(), "");
    inner.release();
    EXPECT_EQ(written(), "\x1b[?2004l\x1b[?9001l");
}

TEST(KittyFlags, AreSetsWithTheNumbersOfTheProtocol)
{
    using enum kitty_flags;
    static_assert(static_cast<int>(disambiguate | event_types | all_keys_as_escapes) == 11);
    static_assert((disambiguate | event_types | alternate_keys | all_keys_as_escapes |
                   associated_text) == all);
    static_assert((all & event_types) == event_types && (disambiguate & event_types) == none);
    static_assert(~event_types == static_cast<kitty_flags>(29) && ~none == all && ~all == none);
    kitty_flags f = disambiguate;
    f |= associated_text;
    EXPECT_EQ(static_cast<int>(f), 17);
    f &= ~disambiguate;
    EXPECT_EQ(f, associated_text);
}

TEST_F(Features, NothingWantedWritesNothing)
{
    {
        const auto guard = tty.enable({});
        EXPECT_FALSE(guard);
    }
    EXPECT_EQ(written(), "");
}

TEST_F(Features, NoTerminalNoFeatures)
{
    const test::file_descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    terminal no_output(context, {.input = pty.slave(), .output = null.get()});
    EXPECT_FALSE(no_output.enable({.paste = true}));
    terminal no_input(context, {.input = null.get(), .output = pty.slave()});
    EXPECT_FALSE(no_input.enable({.paste = true}));
    EXPECT_EQ(written(), "");
}

TEST_F(Features, AreWrittenToTheOutput)
{
    test::pty other;
    terminal split(context, {.input = pty.slave(), .output = other.slave()});
    const auto guard = split.enable({.paste = true});
    EXPECT_EQ(written(), "");
    EXPECT_EQ(written(other), "\x1b[?2004h");
}

// --- several guards ---------------------------------------------------------------------------

TEST_F(Features, F8_WhatSeveralGuardsWantIsOnUntilTheLastGoes)
{
    auto outer = tty.enable({.paste = true});
    EXPECT_EQ(written(), "\x1b[?2004h");
    auto inner = tty.enable({.paste = true, .focus = true});
    EXPECT_EQ(written(), "\x1b[?1004h");
    auto same = tty.enable({.paste = true, .focus = true});
    EXPECT_EQ(written(), "");
    inner.release();
    EXPECT_EQ(written(), "");
    outer.release();
    EXPECT_EQ(written(), "");
    same.release();
    EXPECT_EQ(written(), "\x1b[?1004l\x1b[?2004l");
    inner.release();
    EXPECT_EQ(written(), "");
}

TEST_F(Features, OfAThingWithDegreesTheHigherCounts)
{
    auto outer =
        tty.enable({.mouse = mouse_tracking::drags, .modify_other_keys = other_keys::level_1});
    EXPECT_EQ(written(), "\x1b[>4;1m\x1b[?1006h\x1b[?1002h");
    auto weaker = tty.enable({.mouse = mouse_tracking::buttons});
    EXPECT_EQ(written(), "");
    auto stronger = tty.enable(
        {.mouse = mouse_tracking::all_movement, .modify_other_keys = other_keys::level_2});
    EXPECT_EQ(written(), "\x1b[?1002l\x1b[>4m\x1b[>4;2m\x1b[?1003h");
    stronger.release();
    EXPECT_EQ(written(), "\x1b[?1003l\x1b[>4m\x1b[>4;1m\x1b[?1002h");
    outer.release();
    EXPECT_EQ(written(), "\x1b[?1002l\x1b[>4m\x1b[?1000h");
    weaker.release();
    EXPECT_EQ(written(), "\x1b[?1000l\x1b[?1006l");
}

TEST_F(Features, F9_TheKittyProtocolTakesOnePlaceOnTheStack)
{
    auto outer = tty.enable({.kitty = kitty_flags::disambiguate});
    auto inner = tty.enable({.kitty = kitty_flags::event_types});
    EXPECT_EQ(written(), "\x1b[>1u\x1b[<u\x1b[>3u");
    outer.release();
    EXPECT_EQ(written(), "\x1b[<u\x1b[>2u");
    inner.release();
    EXPECT_EQ(written(), "\x1b[<u");
}

// Each screen has a stack of its own: what is pushed on one is popped from that.
TEST_F(Features, F9_TheKittyProtocolMovesWithTheScreen)
{
    auto keyboard = tty.enable({.kitty = kitty_flags::disambiguate | kitty_flags::alternate_keys});
    auto screen = tty.enable({.alternate_screen = true});
    EXPECT_EQ(written(), "\x1b[>5u\x1b[<u\x1b[?1049h\x1b[>5u");
    screen.release();
    EXPECT_EQ(written(), "\x1b[<u\x1b[?1049l\x1b[>5u");
    screen = tty.enable({.alternate_screen = true});
    EXPECT_EQ(written(), "\x1b[<u\x1b[?1049h\x1b[>5u");
    keyboard.release();
    EXPECT_EQ(written(), "\x1b[<u");
    screen.release();
    EXPECT_EQ(written(), "\x1b[?1049l");
}

TEST_F(Features, TheCursorHasAShapeOrIsHidden)
{
    auto bar = tty.enable({.cursor = cursor_shape::bar});
    EXPECT_EQ(written(), "\x1b[6 q");
    auto hidden = tty.enable({.hidden_cursor = true});
    EXPECT_EQ(written(), "\x1b[?25l");
    bar.release();
    EXPECT_EQ(written(), "\x1b[0 q");
    hidden.release();
    EXPECT_EQ(written(), "\x1b[?25h");
}

TEST_F(Features, AGuardMovesAndOutlivesItsTerminal)
{
    auto other = std::make_optional<terminal>(
        context, terminal_options{.input = pty.slave(), .output = pty.slave()});
    feature_guard guard;
    EXPECT_FALSE(guard);
    guard = other->enable({.paste = true});
    other.reset();
    feature_guard moved = std::move(guard);
    EXPECT_EQ(written(), "\x1b[?2004h");
    moved = feature_guard();
    EXPECT_EQ(written(), "\x1b[?2004l");
}

TEST_F(Features, F1_AnExceptionSwitchesThemOff)
{
    try {
        const auto guard = tty.enable({.paste = true});
        throw std::runtime_error("thrown");
    } catch (const std::runtime_error&) {
        EXPECT_EQ(written(), "\x1b[?2004h\x1b[?2004l");
    }
}

// --- lending ----------------------------------------------------------------------------------

TEST_F(Features, AreOffWhileTheTerminalIsLent)
{
    posix::terminal_features lent(
        {posix::descriptor(::fcntl(pty.slave(), F_DUPFD_CLOEXEC, 3)), false, true}, false);
    ASSERT_FALSE(lent.enable({.paste = true}));
    EXPECT_EQ(written(), "\x1b[?2004h");
    lent.lend();
    EXPECT_EQ(written(), "\x1b[?2004l");
    lent.lend();
    EXPECT_FALSE(lent.enable({.focus = true}));
    std::raise(SIGCONT);
    EXPECT_FALSE(lent.take_back());
    EXPECT_EQ(written(), "");
    EXPECT_FALSE(lent.take_back());
    EXPECT_EQ(written(), "\x1b[?2004h\x1b[?1004h");
    lent.lend();
    lent.disable({.paste = true});
    EXPECT_EQ(written(), "\x1b[?1004l\x1b[?2004l");
    EXPECT_FALSE(lent.take_back());
    EXPECT_EQ(written(), "\x1b[?1004h");
    lent.disable({.focus = true});
    EXPECT_EQ(written(), "\x1b[?1004l");
}

// --- errors -----------------------------------------------------------------------------------

TEST_F(Features, F20_ATerminalThatIsGoneIsAnError)
{
    pty.close_master();
    EXPECT_THROW(static_cast<void>(tty.enable({.paste = true})), boost::system::system_error);
}

TEST_F(Features, F48_ATerminalThatTakesNoOutputIsAnErrorAndNoHang)
{
    ASSERT_EQ(::tcflow(pty.slave(), TCOOFF), 0);
    EXPECT_THROW(static_cast<void>(tty.enable({.paste = true})), boost::system::system_error);
    ASSERT_EQ(::tcflow(pty.slave(), TCOON), 0);
    EXPECT_EQ(written(), "");
    EXPECT_TRUE(tty.enable({.focus = true}));
    EXPECT_EQ(written(), "\x1b[?1004h\x1b[?1004l");
}

TEST_F(Features, TooManyTerminalsAreRefusedAndTheRestIsGivenBack)
{
    std::vector<std::unique_ptr<test::pty>> ptys;
    std::vector<feature_guard> guards;
    error_code refused;
    for (int i = 0; i < 100 && !refused; ++i) {
        ptys.push_back(std::make_unique<test::pty>());
        terminal t(context, {.input = ptys.back()->slave(), .output = ptys.back()->slave()});
        try {
            guards.push_back(t.enable({.paste = true}));
        } catch (const boost::system::system_error& e) {
            refused = e.code();
        }
    }
    EXPECT_EQ(refused, errc::too_many_terminals);
    guards.clear();
    for (const auto& p : ptys)
        EXPECT_EQ(written(*p), p == ptys.back() ? "" : "\x1b[?2004h\x1b[?2004l");
    EXPECT_TRUE(tty.enable({.paste = true}));
}

TEST_F(Features, F18_HandlersAreThereOnlyWhileSomethingIsSwitchedOn)
{
    const auto has_handler = [] {
        struct sigaction a {};
        ::sigaction(SIGTERM, nullptr, &a);
        return a.sa_handler != SIG_DFL;
    };
    EXPECT_FALSE(has_handler());
    auto on = tty.enable({.paste = true});
    EXPECT_TRUE(has_handler());
    auto raw = tty.raw_mode();
    on.release();
    EXPECT_TRUE(has_handler());
    on = tty.enable({.paste = true});
    raw.release();
    EXPECT_TRUE(has_handler());
    on.release();
    EXPECT_FALSE(has_handler());
}

// --- how programs end -------------------------------------------------------------------------

/// What programs/mode_user.cpp switches on.
const std::string all_on = "\x1b[>1u\x1b[?2004h\x1b[?1006h\x1b[?1002h";
const std::string all_off = "\x1b[?1002l\x1b[?1006l\x1b[?2004l\x1b[<u";

/// A program that has features switched on in raw mode, on a terminal of its own.
class FeatureUser {
public:
    explicit FeatureUser(const std::string& way, const std::string& mode = "features")
        : program(pty, {.argv = {COTTY_TEST_PROGRAMS "/mode_user", mode, way},
                        .relation = test::session::member})
    {
    }

    [[nodiscard]] testing::AssertionResult is_ready()
    {
        return program.wait_for(all_on + "ready ");
    }

    /// Whether the terminal is as it was found, and was told so once.
    [[nodiscard]] testing::AssertionResult gave_back()
    {
        if (program.output().find('\x1b', program.output().find(all_off) + all_off.size()) !=
            std::string::npos)
            return testing::AssertionFailure() << "more than wanted was written:\n"
                                               << test::visible(program.output());
        return same_modes(before, pty.modes());
    }

    test::pty pty;
    const termios before = pty.modes();
    test::process program;
};

struct ending {
    const char* way;
    test::outcome how;

    friend void PrintTo(const ending& e, std::ostream* out) { *out << e.way; }
};

class FeatureEnding : public testing::TestWithParam<ending> {};

TEST_P(FeatureEnding, F1_SwitchesThemOff)
{
    FeatureUser user(GetParam().way);
    ASSERT_TRUE(user.is_ready());
    EXPECT_TRUE(user.program.wait_for(all_off));
    EXPECT_EQ(user.program.wait_exit(), GetParam().how);
    EXPECT_TRUE(user.gave_back());
}

INSTANTIATE_TEST_SUITE_P(Ways, FeatureEnding,
                         testing::Values(ending{"return", test::exited(0)},
                                         ending{"exit", test::exited(3)},
                                         ending{"quick_exit", test::exited(3)},
                                         ending{"terminate", test::killed_by(SIGABRT)},
                                         ending{"terminate_handler", test::exited(7)},
                                         ending{"abort", test::killed_by(SIGABRT)},
                                         ending{"throw", test::exited(1)},
                                         ending{"throw_uncaught", test::killed_by(SIGABRT)},
                                         ending{"throw_in_coroutine", test::exited(1)}),
                         [](const auto& row) { return std::string(row.param.way); });

class FeatureSignal : public testing::TestWithParam<int> {};

TEST_P(FeatureSignal, F2_SwitchesThemOffAndEndsTheProgram)
{
    if (test::built_with_thread_sanitizer)
        GTEST_SKIP() << "the thread sanitizer puts off signals that come while a program sleeps";
    for (const char* const way : {"wait", "read"}) {
        FeatureUser user(way);
        ASSERT_TRUE(user.is_ready());
        user.program.signal(GetParam());
        EXPECT_TRUE(user.program.wait_for(all_off)) << way;
        EXPECT_EQ(user.program.wait_exit(), test::killed_by(GetParam())) << way;
        EXPECT_TRUE(user.gave_back()) << way;
    }
}

INSTANTIATE_TEST_SUITE_P(Signals, FeatureSignal,
                         testing::Values(SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGUSR1, SIGPIPE,
                                         SIGALRM, SIGTERM),
                         [](const auto& row) {
                             return std::string("SIG") + ::sigabbrev_np(row.param);
                         });

TEST(FeatureUse, F2_ARealCrashSwitchesThemOff)
{
    FeatureUser user("crash");
    ASSERT_TRUE(user.is_ready());
    EXPECT_TRUE(user.program.wait_for(all_off));
    EXPECT_NE(user.program.wait_exit(), test::exited(0));
    EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
}

TEST(FeatureUse, F2_FeaturesAloneAreGivenBackToo)
{
    FeatureUser user("wait", "features_alone");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGTERM);
    EXPECT_TRUE(user.program.wait_for(all_off));
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(user.gave_back());
}

TEST(FeatureUse, F55_F57_AChildThatEndsLeavesThemOn)
{
    for (const char* const way : {"fork_exit", "fork_killed"}) {
        FeatureUser user(way);
        ASSERT_TRUE(user.is_ready());
        ASSERT_TRUE(user.program.wait_for("child ended "));
        EXPECT_THAT(user.program.output(), Not(HasSubstr(all_off)));
        user.program.signal(SIGTERM);
        EXPECT_TRUE(user.program.wait_for(all_off));
        EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    }
}

TEST(FeatureUse, AreSwitchedOffBeforeTheModeEnds)
{
    FeatureUser user("wait");
    ASSERT_TRUE(user.is_ready());
    ASSERT_TRUE(user.program.wait_until([&] { return user.program.is_asleep(); }));
    // A terminal that takes no output holds the program up where it writes.
    ASSERT_EQ(::tcflow(user.pty.slave(), TCOOFF), 0);
    const long switches = user.program.voluntary_switches();
    user.program.signal(SIGTERM);
    ASSERT_TRUE(user.program.wait_until(
        [&] { return user.program.voluntary_switches() > switches && user.program.is_asleep(); }));
    const bool raw = user.pty.is_raw();
    // On a machine that stood still meanwhile the program has given up, and says nothing.
    const bool writes = user.program.wait_exit(std::chrono::milliseconds(100)) == test::outcome();
    EXPECT_TRUE(raw || !writes);
    ASSERT_EQ(::tcflow(user.pty.slave(), TCOON), 0);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
}

// --- stopping ---------------------------------------------------------------------------------

TEST(FeatureStop, F14_AreOffWhileTheProgramIsStopped)
{
    FeatureUser user("wait");
    ASSERT_TRUE(user.is_ready());
    for (int times = 0; times < 3; ++times) {
        user.program.signal(SIGTSTP);
        ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
        EXPECT_EQ(user.program.out().unread(), all_off);
        EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
        ASSERT_TRUE(user.program.wait_for(all_off));
        user.program.signal(SIGCONT);
        EXPECT_TRUE(user.program.wait_for(all_on));
        EXPECT_TRUE(user.pty.is_raw()); // before the terminal may send anything
    }
    user.program.signal(SIGTERM);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_EQ(user.program.out().unread(), all_off); // and were on once
    EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
}

TEST(FeatureStop, F13_SuspendReturnsOnceTheyAreOnAgain)
{
    FeatureUser user("suspend");
    ASSERT_TRUE(user.is_ready());
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    user.program.signal(SIGCONT);
    EXPECT_TRUE(user.program.wait_for(all_off + all_on + "back "));
}

TEST(FeatureStop, F14_AStopThatCannotBeCaughtIsFollowedByThemAnew)
{
    FeatureUser user("wait");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGSTOP);
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    user.program.signal(SIGCONT);
    EXPECT_TRUE(user.program.wait_for(all_off + all_on)); // the kitty protocol's stack is as deep
}

TEST(FeatureStop, F2_EndedWhileStopped)
{
    FeatureUser user("wait");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGSTOP);
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    user.program.signal(SIGTERM);
    user.program.signal(SIGCONT);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(user.program.output().ends_with(all_off)) << test::visible(user.program.output());
    EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
}

TEST(FeatureStop, F15_InTheBackgroundTheyWaitForTheForeground)
{
    if (!test::is_installed("bash"))
        GTEST_SKIP() << "bash is not installed";
    test::pty pty;
    test::process shell(pty, {.argv = {"bash", "--norc", "--noprofile", "-i"},
                              .environment = {{"PS1", "<prompt>"},
                                              {"TERM", "dumb"},
                                              {"HISTFILE", std::nullopt},
                                              {"PROMPT_COMMAND", std::nullopt}}});
    ASSERT_TRUE(shell.wait_for("<prompt>"));
    shell.type(COTTY_TEST_PROGRAMS "/mode_user features_alone wait &\n");
    pid_t id = 0;
    ASSERT_TRUE(shell.wait_until([&] {
        std::smatch match;
        const std::string text = shell.output();
        if (std::regex_search(text, match, std::regex("\\[1\\] ([0-9]+)")))
            id = std::stoi(match[1]);
        return id != 0 && test::state(id) == 'T';
    }));
    EXPECT_THAT(shell.output(), Not(HasSubstr("\x1b[")));
    shell.type("fg\n");
    ASSERT_TRUE(shell.wait_for(all_on + "ready "));
    shell.type("\x03"); // no mode is switched: the terminal sends the signal
    EXPECT_TRUE(shell.wait_for(all_off));
    ASSERT_TRUE(shell.wait_for("<prompt>"));
}

} // namespace
} // namespace cotty
