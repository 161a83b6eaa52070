// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Each call of the system fails once, in every way in which it can: the program goes on as if
// nothing had happened, or says what has. It never crashes, hangs or loses a key in silence, and
// always gives the terminal back.
#include "support/fault_plan.hpp"
#include "support/paths.hpp"
#include "support/shared_plan.hpp"
#include "support/tool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COTTY_SANITIZER true
#elif defined(__has_feature)
#define COTTY_SANITIZER (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define COTTY_SANITIZER false
#endif

namespace cotty::test {
namespace {

constexpr bool built_with_sanitizer = COTTY_SANITIZER;

/// What goes wrong, if anything does.
struct fault {
    fallible call = fallible::read;
    int number = 0;
    int error = 0;

    friend std::ostream& operator<<(std::ostream& out, const fault& f)
    {
        return out << fallible_names[static_cast<unsigned>(f.call)] << ", the " << f.number
                   << "th time, "
                   << (f.error == short_count ? "is short" : ::strerrorname_np(f.error));
    }
};

/// A program that is tortured.
struct victim {
    const char* name;
    std::vector<std::string> argv;
    bool stopped;    // by Ctrl-Z, and continued, on its way
    const char* end; // the key that ends it
    /// Whether the keys `a`, `up`, `é` and no others have been told.
    bool (*told_all)(const std::string& output);

    friend std::ostream& operator<<(std::ostream& out, const victim& v) { return out << v.name; }
};

bool tool_told_all(const std::string& output)
{
    const auto keys = keys_in(output);
    return keys && *keys == std::vector<std::string>{"a", "up", "é"};
}

bool life_told_all(const std::string& output)
{
    return output.ends_with("keys: a up é\r\n");
}

const victim victims[] = {
    {"tool", {COTTY_TOOL, "--interval", "2ms"}, false, "\x03", tool_told_all},
    {"stopped_tool", {COTTY_TOOL, "--interval", "2ms"}, true, "\x03", tool_told_all},
    {"life", {COTTY_TEST_PROGRAMS "/life"}, false, "q", life_told_all},
};

struct torture {
    fallible call;
    std::vector<int> errors;

    friend std::ostream& operator<<(std::ostream& out, const torture& t)
    {
        return out << fallible_names[static_cast<unsigned>(t.call)];
    }
};

/// The errors that each call can have with descriptors that are open and arguments that are right.
/// (That excludes fstat, and isatty, which says no only if it is none or is gone.)
const torture tortures[] = {
    {fallible::read, {EINTR, EAGAIN, EIO, short_count}},
    {fallible::write, {EINTR, EAGAIN, EIO, ENOSPC, short_count}},
    {fallible::open, {EINTR, EMFILE, ENOENT, EACCES, EIO}},
    {fallible::dup, {EMFILE}},
    {fallible::ioctl, {EINTR, EIO}},
    {fallible::tcgetattr, {EINTR, EIO}},
    {fallible::tcsetattr, {EINTR, EIO}},
    {fallible::tcflush, {EINTR, EIO}},
    {fallible::tcgetpgrp, {EINTR, ENOTTY, EIO}},
    {fallible::ttyname_r, {ENOENT, ERANGE, EIO}},
    {fallible::poll, {EINTR, EAGAIN, ENOMEM}},
    {fallible::epoll_create1, {EMFILE, ENOMEM}},
    {fallible::epoll_add, {ENOMEM, ENOSPC}},
    {fallible::epoll_wait, {EINTR}},
    {fallible::eventfd, {EMFILE}},
    {fallible::timerfd_create, {EMFILE}},
    {fallible::pipe, {EMFILE}},
    {fallible::sigaction, {EINVAL}},
};

/// What only asks for another try.
bool is_no_error(int error)
{
    return error == EINTR || error == EAGAIN || error == short_count;
}

std::size_t occurrences(std::string_view text, std::string_view what)
{
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; ++at)
        ++count;
    return count;
}

/// Nothing that was switched on is on at the end.
void expect_features_off(std::string_view output)
{
    for (const char* mode : {"\x1b[?2004", "\x1b[?1004"}) {
        const std::size_t on = output.rfind(mode + std::string("h"));
        const std::size_t off = output.rfind(mode + std::string("l"));
        EXPECT_TRUE(on == std::string_view::npos || (off != std::string_view::npos && off > on))
            << visible(mode) << " is left on";
    }
    EXPECT_EQ(occurrences(output, "\x1b[>1u"), occurrences(output, "\x1b[<u"));
}

class Torture : public testing::TestWithParam<std::tuple<victim, torture>> {
protected:
    const victim victim_ = std::get<0>(GetParam());
    const torture torture_ = std::get<1>(GetParam());

    /// Lets the victim live with a fault.
    /// \returns how often it has made the call.
    int live(const fault& f)
    {
        SCOPED_TRACE(testing::Message() << f);
        const shared_plan plan;
        plan->failing = f.call;
        plan->number = f.number;
        plan->error = f.error;
        pty tty;
        termios before = tty.modes();
        before.c_lflag &= ~static_cast<tcflag_t>(ECHO); // what is typed ahead is no output
        // What is typed when it has ended already is no signal.
        before.c_cc[VINTR] = _POSIX_VDISABLE;
        before.c_cc[VSUSP] = _POSIX_VDISABLE;
        tty.set_modes(before);
        launch how{.argv = victim_.argv, .err = stream::pipe()};
        how.environment["LD_PRELOAD"] = COTTY_FAULT_INJECTOR;
        how.environment[fault_plan::variable] = plan.path();
        tty.type("a"); // before it reads keys
        process program(tty, how);
        const auto is_ready = [&] { return tty.is_raw() || program.has_ended(); };
        EXPECT_TRUE(program.wait_until(is_ready));
        program.type("\x1b[A");
        if (victim_.stopped) {
            program.type("\x1a");
            const outcome stop = program.wait_stopped();
            EXPECT_NE(stop, outcome()) << "it neither stops nor ends";
            if (stop.what == outcome::kind::stopped) {
                if (f.call != fallible::tcsetattr) {
                    EXPECT_TRUE(same_modes(before, tty.modes()));
                }
                program.signal(SIGCONT);
                EXPECT_TRUE(program.wait_until(is_ready)) << "it does not take the terminal again";
            }
        }
        program.type("\xc3\xa9");
        program.type(victim_.end);
        const outcome end = program.wait_exit();
        happened_ = happened_ || plan->failed;

        if (end == exited(0)) {
            EXPECT_TRUE(victim_.told_all(program.output())) << "keys were lost in silence:\n"
                                                            << visible(program.output());
            EXPECT_EQ(program.errors(), "");
        } else {
            EXPECT_EQ(end.what, outcome::kind::exited) << end << '\n' << visible(program.output());
            EXPECT_TRUE(plan->failed) << "what for?";
            EXPECT_FALSE(is_no_error(f.error)) << "it ends with " << visible(program.errors());
            EXPECT_NE(program.errors(), "") << "it does not say why it has ended: " << end;
        }
        EXPECT_GT(plan->count[static_cast<unsigned>(fallible::epoll_create1)], 0) << "not loaded";
        const bool failed_for_good = plan->failed && f.error != EINTR;
        if (f.call != fallible::tcsetattr || !failed_for_good) {
            EXPECT_TRUE(same_modes(before, tty.modes()));
        }
        if (f.call != fallible::write || !failed_for_good)
            expect_features_off(tty.screen().text());
        return plan->count[static_cast<unsigned>(f.call)];
    }

    bool happened_ = false;
};

TEST_P(Torture, F24_F47_F48_F54_ACallThatFailsOnceIsNoticedOrMakesNoDifference)
{
    if (built_with_sanitizer)
        GTEST_SKIP() << "sanitizers come between a program and the C library themselves";
    if (victim_.stopped && torture_.call == fallible::sigaction)
        GTEST_SKIP() << "a signal cannot stop a program that may not give up its handler, which "
                        "the system never forbids";
    const char* asked = std::getenv("COTTY_TORTURE");
    const bool all = asked != nullptr && asked == std::string_view("all");
    const int count = live({.call = torture_.call});
    // The first ones, which are those of the start, and samples of the others.
    const int stride = all ? 1 : std::max(1, count / 60);
    for (int n = 1; n <= count; n += n < 8 ? 1 : stride)
        for (const int error : torture_.errors)
            live({torture_.call, n, error});
    EXPECT_TRUE(happened_ || count == 0);
}

INSTANTIATE_TEST_SUITE_P(
    Of, Torture, testing::Combine(testing::ValuesIn(victims), testing::ValuesIn(tortures)),
    [](const auto& row) {
        return std::string(std::get<0>(row.param).name) + "_by_" +
               std::string(fallible_names[static_cast<unsigned>(std::get<1>(row.param).call)]);
    });

} // namespace
} // namespace cotty::test
