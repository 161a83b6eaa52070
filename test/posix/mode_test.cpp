// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/alternate_stack.hpp>
#include <cotty/terminal.hpp>

#include "posix/terminal_mode.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/screen.hpp"
#include "support/tool.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <sys/ioctl.h>
#include <termios.h>

namespace cotty {
namespace {

namespace asio = boost::asio;
using test::same_modes;

class Mode : public testing::Test {
protected:
    [[nodiscard]] bool local(int flag) const
    {
        return (pty.modes().c_lflag & static_cast<tcflag_t>(flag)) != 0;
    }
    [[nodiscard]] bool input(int flag) const
    {
        return (pty.modes().c_iflag & static_cast<tcflag_t>(flag)) != 0;
    }

    test::pty pty;
    const termios before = pty.modes();
    asio::io_context context;
    terminal tty{context, {.input = pty.slave(), .output = pty.slave()}};
};

TEST_F(Mode, TheTerminalObjectAloneChangesNothing)
{
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Mode, RawMakesEveryKeyArriveAndKeepsOutputProcessing)
{
    const auto guard = tty.raw_mode();
    EXPECT_TRUE(guard);
    for (const int flag : {ICANON, ECHO, ECHONL, ISIG, IEXTEN})
        EXPECT_FALSE(local(flag)) << flag;
    for (const int flag : {ICRNL, INLCR, IGNCR, IXON, ISTRIP, BRKINT, PARMRK})
        EXPECT_FALSE(input(flag)) << flag;
    EXPECT_EQ(pty.modes().c_oflag, before.c_oflag);
    EXPECT_EQ(pty.modes().c_cc[VMIN], 1);
    EXPECT_EQ(pty.modes().c_cc[VTIME], 0);
}

TEST_F(Mode, F17_CbreakKeepsSignals)
{
    const auto guard = tty.cbreak_mode();
    EXPECT_TRUE(local(ISIG));
    EXPECT_FALSE(local(ICANON));
    EXPECT_FALSE(local(ECHO));
    EXPECT_FALSE(input(ICRNL));
}

TEST_F(Mode, PassThroughIsRawAndLeavesTheOutputAsItIs)
{
    auto raw = tty.raw_mode();
    termios wanted = pty.modes();
    wanted.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    auto all = tty.pass_through_mode();
    EXPECT_TRUE(same_modes(wanted, pty.modes()));
    raw.release();
    EXPECT_TRUE(same_modes(wanted, pty.modes()));
    raw = tty.raw_mode();
    all.release();
    EXPECT_EQ(pty.modes().c_oflag, before.c_oflag);
    EXPECT_FALSE(local(ISIG));
    raw.release();
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Mode, F41_CtrlDTypedBeforeRawModeArrivesAsNul)
{
    pty.type("a\x04");
    // The kernel takes its time to pass on what was typed: it must be there before the mode is.
    ASSERT_TRUE(test::wait_until([&] {
        int waiting = 0;
        return ::ioctl(pty.slave(), FIONREAD, &waiting) == 0 && waiting > 0;
    }));
    const auto guard = tty.raw_mode();
    pty.type("\x04");
    std::string names;
    const auto read = [&](auto& self) -> void {
        tty.async_read_key([&](error_code ec, const key& k) {
            names += ec ? ec.message() : to_string(k) + ' ';
            if (!ec && names.size() < 20)
                self(self);
        });
    };
    read(read);
    context.run();
    EXPECT_EQ(names, "a ctrl+space ctrl+d ");
}

TEST_F(Mode, EndsWithItsScope)
{
    {
        const auto guard = tty.raw_mode();
        ASSERT_TRUE(pty.is_raw());
    }
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Mode, F8_OfSeveralGuardsTheStrongestCountsInAnyOrder)
{
    auto cbreak = tty.cbreak_mode();
    auto raw = tty.raw_mode();
    auto raw_too = tty.raw_mode();
    EXPECT_FALSE(local(ISIG));
    raw.release();
    EXPECT_FALSE(local(ISIG));
    raw_too.release();
    EXPECT_TRUE(local(ISIG));
    EXPECT_FALSE(local(ICANON));
    raw = tty.raw_mode();
    cbreak.release();
    EXPECT_FALSE(local(ISIG));
    raw.release();
    raw.release();
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Mode, AGuardMovesAndOutlivesItsTerminal)
{
    auto other = std::make_optional<terminal>(
        context, terminal_options{.input = pty.slave(), .output = pty.slave()});
    mode_guard guard;
    EXPECT_FALSE(guard);
    guard = other->raw_mode();
    other.reset();
    EXPECT_TRUE(pty.is_raw());
    mode_guard moved = std::move(guard);
    EXPECT_TRUE(pty.is_raw());
    moved = mode_guard();
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(Mode, F7_WhatSomebodyElseChangedIsLeftAlone)
{
    auto guard = tty.raw_mode();
    termios theirs = pty.modes();
    theirs.c_oflag &= ~static_cast<tcflag_t>(OPOST); // not ours
    theirs.c_iflag |= IXANY;
    theirs.c_lflag |= NOFLSH;
    theirs.c_lflag |= ECHO; // ours, but not any more as we set it
    theirs.c_cc[VINTR] = 'x';
    pty.set_modes(theirs);
    guard.release();
    termios expected = before;
    expected.c_oflag = theirs.c_oflag;
    expected.c_iflag |= IXANY;
    expected.c_lflag |= NOFLSH;
    expected.c_cc[VINTR] = 'x';
    EXPECT_TRUE(same_modes(expected, pty.modes()));
}

TEST_F(Mode, F6_ATerminalThatWasRawStaysRaw)
{
    termios raw = before;
    ::cfmakeraw(&raw);
    pty.set_modes(raw);
    const termios found = pty.modes();
    tty.raw_mode().release();
    EXPECT_TRUE(same_modes(found, pty.modes()));
}

TEST_F(Mode, F20_ATerminalThatIsGoneIsAnError)
{
    pty.close_master();
    EXPECT_THROW(static_cast<void>(tty.raw_mode()), boost::system::system_error);
}

TEST_F(Mode, TooManyTerminalsAreRefusedAndTheRestIsGivenBack)
{
    std::vector<std::unique_ptr<test::pty>> ptys;
    std::vector<mode_guard> guards;
    error_code refused;
    for (int i = 0; i < 100 && !refused; ++i) {
        ptys.push_back(std::make_unique<test::pty>());
        terminal t(context, {.input = ptys.back()->slave(), .output = ptys.back()->slave()});
        try {
            guards.push_back(t.raw_mode());
        } catch (const boost::system::system_error& e) {
            refused = e.code();
        }
    }
    EXPECT_EQ(refused, errc::too_many_terminals);
    EXPECT_TRUE(same_modes(before, ptys.back()->modes())); // as it was found
    guards.clear();
    for (const auto& p : ptys)
        EXPECT_FALSE(p->is_raw());
    EXPECT_TRUE(tty.raw_mode());
}

// --- lending ----------------------------------------------------------------------------------

/// What is below mode_guard, and terminal's own way of lending.
class ModeLoan : public Mode {
protected:
    posix::terminal_mode mode{pty.slave()};
};

/// The rest of a program that reads keys, as a child that was lent the terminal may leave it.
termios left_behind(termios t)
{
    ::cfmakeraw(&t);
    t.c_cc[VINTR] = 'x';
    return t;
}

TEST_F(ModeLoan, F11_WhatTheBorrowerLeavesBehindEndsWithTheLoan)
{
    ASSERT_FALSE(mode.enter(line_mode::cbreak));
    const termios ours = pty.modes();
    mode.lend();
    EXPECT_TRUE(same_modes(before, pty.modes()));
    pty.set_modes(left_behind(before));
    EXPECT_FALSE(mode.take_back());
    EXPECT_TRUE(same_modes(ours, pty.modes()));
    mode.leave(line_mode::cbreak);
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(ModeLoan, F11_AlsoWhereNoModeIsWanted)
{
    mode.lend();
    EXPECT_TRUE(same_modes(before, pty.modes()));
    pty.set_modes(left_behind(before));
    EXPECT_FALSE(mode.take_back());
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(ModeLoan, F7_WhatOthersChangedBeforeStays)
{
    ASSERT_FALSE(mode.enter(line_mode::raw));
    termios theirs = pty.modes();
    theirs.c_cc[VINTR] = 'x';
    pty.set_modes(theirs);
    mode.lend();
    termios expected = before;
    expected.c_cc[VINTR] = 'x';
    EXPECT_TRUE(same_modes(expected, pty.modes()));
    pty.set_modes(left_behind(before));
    EXPECT_FALSE(mode.take_back());
    EXPECT_TRUE(same_modes(theirs, pty.modes()));
    mode.leave(line_mode::raw);
    EXPECT_TRUE(same_modes(expected, pty.modes()));
}

TEST_F(ModeLoan, GuardsThatComeAndGoMeanwhileOnlyCount)
{
    ASSERT_FALSE(mode.enter(line_mode::cbreak));
    mode.lend();
    ASSERT_FALSE(mode.enter(line_mode::raw));
    mode.leave(line_mode::cbreak);
    EXPECT_TRUE(same_modes(before, pty.modes()));
    EXPECT_FALSE(mode.take_back());
    EXPECT_FALSE(local(ISIG)); // raw
    mode.lend();
    mode.leave(line_mode::raw);
    EXPECT_FALSE(mode.take_back());
    EXPECT_TRUE(same_modes(before, pty.modes()));
}

TEST_F(ModeLoan, IsOverOnceAllHaveTakenItBack)
{
    ASSERT_FALSE(mode.enter(line_mode::raw));
    mode.lend();
    mode.lend();
    EXPECT_FALSE(mode.take_back());
    EXPECT_TRUE(same_modes(before, pty.modes()));
    EXPECT_FALSE(mode.take_back());
    EXPECT_TRUE(pty.is_raw());
    mode.leave(line_mode::raw);
}

TEST_F(ModeLoan, F14_ToGoOnAfterAStopLeavesTheTerminalToTheBorrower)
{
    ASSERT_FALSE(mode.enter(line_mode::raw));
    mode.lend();
    std::raise(SIGCONT);
    EXPECT_TRUE(same_modes(before, pty.modes()));
    EXPECT_FALSE(mode.take_back());
    std::raise(SIGCONT);
    EXPECT_TRUE(pty.is_raw());
    mode.leave(line_mode::raw);
}

TEST_F(ModeLoan, WhatIsTypedForTheBorrowerDoesNotEndTheProgram)
{
    test::pty other;
    posix::terminal_mode second(other.slave());
    for (const int number : {SIGINT, SIGQUIT}) {
        EXPECT_EXIT(
            {
                mode.lend();
                second.lend();
                std::raise(number);
                static_cast<void>(second.take_back());
                std::raise(number);
                static_cast<void>(mode.take_back());
                ::fputs("the loan is over\n", stderr);
                std::raise(number);
            },
            testing::KilledBySignal(number), "the loan is over");
    }
}

TEST_F(ModeLoan, AnEndLeavesTheTerminalToTheBorrower)
{
    const termios theirs = left_behind(before);
    EXPECT_EXIT(
        {
            static_cast<void>(mode.enter(line_mode::raw));
            mode.lend();
            pty.set_modes(theirs);
            std::raise(SIGTERM);
        },
        testing::KilledBySignal(SIGTERM), "");
    EXPECT_TRUE(same_modes(theirs, pty.modes()));
}

TEST_F(ModeLoan, F20_OfATerminalThatIsGoneIsAnErrorAtItsEndIfAnybodyCares)
{
    ASSERT_FALSE(mode.enter(line_mode::raw));
    pty.close_master();
    mode.lend();
    EXPECT_TRUE(mode.take_back());
    mode.leave(line_mode::raw);
    mode.lend();
    EXPECT_FALSE(mode.take_back());
}

// --- signal handlers --------------------------------------------------------------------------

/// The handler of a signal, as an address that can be compared.
const void* handler_of(int number)
{
    struct sigaction a {};
    ::sigaction(number, nullptr, &a);
    return reinterpret_cast<const void*>(a.sa_handler); // also where it is the other member
}

TEST_F(Mode, F18_HandlersAreThereOnlyWhileATerminalIsInAMode)
{
    const void* const found = handler_of(SIGTERM);
    auto guard = tty.raw_mode();
    EXPECT_NE(handler_of(SIGTERM), found);
    guard.release();
    EXPECT_EQ(handler_of(SIGTERM), found);
}

TEST_F(Mode, F18_AnIgnoredSignalStaysIgnored)
{
    for (const int number : {SIGHUP, SIGTSTP, SIGCONT, SIGTRAP}) { // one of each kind
        std::signal(number, SIG_IGN);
        const auto guard = tty.raw_mode();
        EXPECT_EQ(handler_of(number), reinterpret_cast<const void*>(SIG_IGN)) << number;
        std::signal(number, SIG_DFL);
    }
}

void foreign(int /*number*/) {}

TEST_F(Mode, F18_AForeignHandlerStaysAndOneInstalledLaterStaysToo)
{
    const auto* const theirs = reinterpret_cast<const void*>(foreign);
    std::signal(SIGTERM, foreign);
    auto guard = tty.raw_mode();
    EXPECT_EQ(handler_of(SIGTERM), theirs);
    std::signal(SIGUSR1, foreign);
    guard.release();
    EXPECT_EQ(handler_of(SIGTERM), theirs);
    EXPECT_EQ(handler_of(SIGUSR1), theirs);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGUSR1, SIG_DFL);
}

// --- how programs end -------------------------------------------------------------------------

/// A program in a mode, on a terminal of its own.
class ModeUser {
public:
    ModeUser(const std::string& mode, const std::string& way, std::vector<int> ignored_signals = {})
        : program(pty, {.argv = {COTTY_TEST_PROGRAMS "/mode_user", mode, way},
                        .relation = test::session::member,
                        .ignored_signals = std::move(ignored_signals)})
    {
    }

    /// Whether it has switched the mode and goes on from there.
    [[nodiscard]] testing::AssertionResult is_ready() { return program.wait_for("ready "); }

    [[nodiscard]] testing::AssertionResult gave_back()
    {
        // No escape mode was switched on, so none may have to be switched off.
        if (program.output().find('\x1b') != std::string::npos)
            return testing::AssertionFailure() << "it wrote escape sequences";
        return same_modes(before, pty.modes());
    }

    test::pty pty;
    const termios before = pty.modes();
    test::process program;
};

struct ending {
    const char* way;
    test::outcome how;
};

void PrintTo(const ending& e, std::ostream* out)
{
    *out << e.way;
}

class ModeEnding : public testing::TestWithParam<ending> {};

TEST_P(ModeEnding, F1_GivesTheTerminalBack)
{
    for (const char* const mode : {"raw", "cbreak", "pass_through"}) {
        ModeUser user(mode, GetParam().way);
        ASSERT_TRUE(user.is_ready());
        EXPECT_EQ(user.program.wait_exit(), GetParam().how) << mode;
        EXPECT_TRUE(user.gave_back()) << mode;
    }
}

INSTANTIATE_TEST_SUITE_P(Ways, ModeEnding,
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

class ModeSignal : public testing::TestWithParam<int> {};

std::string signal_name(const testing::TestParamInfo<int>& row)
{
    return std::string("SIG") + ::sigabbrev_np(row.param);
}

TEST_P(ModeSignal, F2_GivesTheTerminalBackAndEndsByTheSignal)
{
    if (test::built_with_thread_sanitizer)
        GTEST_SKIP() << "the thread sanitizer puts off signals that come while a program sleeps";
    for (const char* const mode : {"raw", "cbreak", "pass_through"}) {
        for (const char* const way : {"wait", "read"}) {
            ModeUser user(mode, way);
            ASSERT_TRUE(user.is_ready());
            user.program.signal(GetParam());
            EXPECT_EQ(user.program.wait_exit(), test::killed_by(GetParam())) << mode << ' ' << way;
            EXPECT_TRUE(user.gave_back()) << mode << ' ' << way;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Signals, ModeSignal,
                         testing::Values(SIGHUP, SIGINT, SIGQUIT, SIGTRAP, SIGABRT, SIGUSR1,
                                         SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ,
                                         SIGVTALRM, SIGPROF, SIGSYS, SIGPOLL, SIGPWR, SIGSTKFLT),
                         signal_name);

/// Signals that report a crash. A sanitizer's own reporter may end the program in its way.
class ModeCrash : public testing::TestWithParam<int> {};

testing::AssertionResult crashed_by(const test::outcome& end, int number)
{
    const bool reported = end.what == test::outcome::kind::exited && end.value != 0;
    if (end == test::killed_by(number) || (test::built_with_sanitizer && reported))
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << end;
}

TEST_P(ModeCrash, F2_GivesTheTerminalBackAndEndsByTheSignal)
{
    ModeUser user("raw", "wait");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(GetParam());
    EXPECT_TRUE(crashed_by(user.program.wait_exit(), GetParam()));
    EXPECT_TRUE(same_modes(user.before, user.pty.modes())); // a reporter may write what it likes
}

INSTANTIATE_TEST_SUITE_P(Signals, ModeCrash, testing::Values(SIGSEGV, SIGBUS, SIGFPE, SIGILL),
                         signal_name);

TEST(ModeUse, F2_ARealCrashGivesTheTerminalBack)
{
    ModeUser user("raw", "crash");
    ASSERT_TRUE(user.is_ready());
    EXPECT_TRUE(crashed_by(user.program.wait_exit(), SIGSEGV));
    EXPECT_TRUE(same_modes(user.before, user.pty.modes()));
}

class ModeOverflow : public testing::TestWithParam<const char*> {};

TEST_P(ModeOverflow, F4_OfAStackGivesTheTerminalBack)
{
    test::pty pty;
    const termios before = pty.modes();
    test::process program(pty, {.argv = {COTTY_TEST_PROGRAMS "/phases", GetParam()},
                                .relation = test::session::member});
    ASSERT_TRUE(program.wait_for("ready "));
    program.type("k");
    EXPECT_TRUE(crashed_by(program.wait_exit(), SIGSEGV));
    EXPECT_TRUE(same_modes(before, pty.modes()));
    EXPECT_EQ(test::modes_after(program.output()), test::screen_modes());
}

INSTANTIATE_TEST_SUITE_P(Threads, ModeOverflow,
                         testing::Values("overflow", "overflow_in_loop", "overflow_elsewhere"),
                         [](const auto& row) { return std::string(row.param); });

TEST(ModeUse, F4_AThreadKeepsTheAlternateStackThatItHas)
{
    const auto stack_of_this_thread = [] {
        stack_t now{};
        ::sigaltstack(nullptr, &now);
        return (now.ss_flags & SS_DISABLE) != 0 ? nullptr : now.ss_sp;
    };
    std::thread([&] {
        void* const found = stack_of_this_thread(); // a sanitizer's
        {
            const alternate_stack outer;
            void* const ours = stack_of_this_thread();
            EXPECT_NE(ours, nullptr);
            const alternate_stack inner;
            EXPECT_EQ(stack_of_this_thread(), ours);
        }
        EXPECT_EQ(stack_of_this_thread(), found);
    }).join();
}

TEST(ModeUse, F18_ASignalThatTheProgramHandlesDoesNotChangeTheMode)
{
    ModeUser user("raw", "foreign_handler");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGTERM);
    ASSERT_TRUE(user.program.wait_for("handled "));
    EXPECT_TRUE(user.pty.is_raw());
    user.program.signal(SIGHUP);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGHUP));
    EXPECT_TRUE(user.gave_back());
}

TEST(ModeUse, F18_ASignalThatIsIgnoredDoesNotEndTheProgram)
{
    ModeUser user("raw", "wait", {SIGHUP});
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGHUP);
    user.program.signal(SIGTERM);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(user.gave_back());
}

TEST(ModeUse, F18_ACrashReporterIsCalledAfterTheTerminalIsGivenBack)
{
    ModeUser user("raw", "crash_reporter");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGABRT);
    EXPECT_EQ(user.program.wait_exit(), test::exited(42));
    EXPECT_TRUE(user.gave_back());
}

class ModeFork : public testing::TestWithParam<const char*> {};

TEST_P(ModeFork, F55_F57_AChildThatEndsLeavesTheTerminalToItsParent)
{
    ModeUser user("raw", GetParam());
    ASSERT_TRUE(user.is_ready());
    ASSERT_TRUE(user.program.wait_for("child ended "));
    EXPECT_TRUE(user.pty.is_raw());
    user.program.signal(SIGTERM);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(user.gave_back());
}

INSTANTIATE_TEST_SUITE_P(Ways, ModeFork, testing::Values("fork_exit", "fork_killed"),
                         [](const auto& row) { return std::string(row.param); });

// --- stopping ---------------------------------------------------------------------------------

void expect_stopped_and_continued(ModeUser& user)
{
    EXPECT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    EXPECT_TRUE(user.gave_back());
    user.program.signal(SIGCONT);
    EXPECT_TRUE(user.program.wait_until([&] { return user.pty.is_raw(); }));
}

TEST(ModeStop, F14_ASignalFromOutsideGivesTheTerminalBackUntilTheProgramGoesOn)
{
    ModeUser user("raw", "wait");
    ASSERT_TRUE(user.is_ready());
    for (int times = 0; times < 3; ++times) {
        user.program.signal(SIGTSTP);
        expect_stopped_and_continued(user);
    }
    user.program.signal(SIGTERM);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(user.gave_back());
}

TEST(ModeStop, F13_CtrlZInCbreakMode)
{
    ModeUser user("cbreak", "wait");
    ASSERT_TRUE(user.is_ready());
    user.program.type("\x1a");
    expect_stopped_and_continued(user);
}

TEST(ModeStop, F13_SuspendReturnsOnceTheProgramGoesOn)
{
    ModeUser user("raw", "suspend");
    ASSERT_TRUE(user.is_ready());
    expect_stopped_and_continued(user);
    EXPECT_TRUE(user.program.wait_for("back "));
}

TEST(ModeStop, F7_WhatTheTerminalWasSetToMeanwhileIsWhatItIsGivenBackTo)
{
    ModeUser user("raw", "wait");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGTSTP);
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    termios changed = user.pty.modes();
    changed.c_iflag &= ~static_cast<tcflag_t>(IXON);
    changed.c_cc[VERASE] = 0x08;
    user.pty.set_modes(changed);
    user.program.signal(SIGCONT);
    ASSERT_TRUE(user.program.wait_until([&] { return user.pty.is_raw(); }));
    user.program.signal(SIGTERM);
    EXPECT_EQ(user.program.wait_exit(), test::killed_by(SIGTERM));
    EXPECT_TRUE(same_modes(changed, user.pty.modes()));
}

TEST(ModeStop, F14_AStopThatCannotBeCaughtIsFollowedByTheModeAgain)
{
    ModeUser user("raw", "wait");
    ASSERT_TRUE(user.is_ready());
    user.program.signal(SIGSTOP);
    ASSERT_EQ(user.program.wait_stopped().what, test::outcome::kind::stopped);
    user.pty.set_modes(user.before); // as a shell does
    user.program.signal(SIGCONT);
    EXPECT_TRUE(user.program.wait_until([&] { return user.pty.is_raw(); }));
}

} // namespace
} // namespace cotty
