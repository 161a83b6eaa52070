// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Timers in real and in simulated time, and what makes that go on.
#include <cotty/simulation.hpp>
#include <cotty/timer.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cotty {
namespace {

using namespace std::chrono_literals;

/// Adds to a list when it expires, and how.
void note(timer& t, std::vector<std::string>& list, std::string name)
{
    t.async_wait([&list, name = std::move(name)](error_code ec) {
        list.push_back(ec ? name + " " + ec.message() : name);
    });
}

const std::string aborted = " " + error_code(asio::error::operation_aborted).message();

TEST(Timer, RealTimeIsSteadyTime)
{
    asio::io_context context;
    std::vector<std::string> list;
    const auto start = std::chrono::steady_clock::now();
    timer late(context, 30ms);
    timer early(context, clock::now() + 10ms);
    note(late, list, "late");
    note(early, list, "early");
    EXPECT_THAT(list, testing::IsEmpty());
    context.run();
    EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
    EXPECT_THAT(list, testing::ElementsAre("early", "late"));
}

class TimerInAnyTime : public testing::TestWithParam<bool> {
protected:
    TimerInAnyTime()
    {
        if (GetParam())
            time_.emplace();
    }
    void run()
    {
        context.restart();
        if (time_)
            time_->run(context);
        else
            context.run();
    }

private:
    std::optional<simulation> time_;

protected:
    asio::io_context context;
    std::vector<std::string> list;
};

INSTANTIATE_TEST_SUITE_P(All, TimerInAnyTime, testing::Bool(), [](const auto& simulated) {
    return simulated.param ? "simulated" : "real";
});

TEST_P(TimerInAnyTime, AllWaitsForOneMomentEndThen)
{
    timer t(context, 1ms);
    note(t, list, "a");
    note(t, list, "b");
    run();
    EXPECT_THAT(list, testing::UnorderedElementsAre("a", "b"));
    note(t, list, "c"); // it has expired
    run();
    EXPECT_EQ(list.back(), "c");
}

TEST_P(TimerInAnyTime, ANewExpiryCancels)
{
    timer t(context, 1h);
    note(t, list, "a");
    EXPECT_EQ(t.expires_after(1ms), 1U);
    note(t, list, "b");
    run();
    EXPECT_THAT(list, testing::ElementsAre("a" + aborted, "b"));
    EXPECT_EQ(t.cancel(), 0U);
}

TEST_P(TimerInAnyTime, CancelsAtItsEnd)
{
    {
        timer t(context, 1h);
        note(t, list, "a");
        note(t, list, "b");
        EXPECT_EQ(t.cancel(), 2U);
        note(t, list, "c");
    }
    run();
    EXPECT_THAT(list, testing::UnorderedElementsAre("a" + aborted, "b" + aborted, "c" + aborted));
}

TEST_P(TimerInAnyTime, OneWaitCanBeCancelled)
{
    timer t(context, 5ms);
    asio::cancellation_signal stop;
    t.async_wait(asio::bind_cancellation_slot(
        stop.slot(), [&](error_code ec) { list.push_back("a " + ec.message()); }));
    note(t, list, "b");
    asio::post(context, [&] { stop.emit(asio::cancellation_type::total); });
    run();
    EXPECT_THAT(list, testing::ElementsAre("a" + aborted, "b"));
}

TEST_P(TimerInAnyTime, MayBeMoved)
{
    std::optional<timer> first(std::in_place, context, 1ms);
    note(*first, list, "a");
    timer second = std::move(*first);
    first.reset();
    run();
    EXPECT_THAT(list, testing::ElementsAre("a"));
}

TEST_P(TimerInAnyTime, IsLeftWaitingWithoutHarm)
{
    timer t(context, 1h);
    note(t, list, "a");
    context.poll();
    EXPECT_THAT(list, testing::IsEmpty());
}

// ---- Simulated time ----

TEST(Simulation, TakesNoTimeAndStandsStillMeanwhile)
{
    simulation time;
    asio::io_context context;
    std::vector<std::chrono::hours> seen;
    timer day(context, 24h);
    timer hour(context, 1h);
    day.async_wait([&](error_code) {
        seen.push_back(std::chrono::duration_cast<std::chrono::hours>(time.elapsed()));
    });
    hour.async_wait([&](error_code) {
        const auto before = clock::now();
        for (const auto end = std::chrono::steady_clock::now() + 2ms;
             std::chrono::steady_clock::now() < end;) {
        }
        EXPECT_EQ(clock::now(), before);
        seen.push_back(std::chrono::duration_cast<std::chrono::hours>(time.elapsed()));
    });
    EXPECT_EQ(time.run(context), 2U);
    EXPECT_THAT(seen, testing::ElementsAre(1h, 24h));
    EXPECT_EQ(time.elapsed(), 24h) << "exactly";
}

TEST(Simulation, DoesAllThereIsToDoBeforeTimeGoesOn)
{
    simulation time;
    asio::io_context context;
    timer t(context, 1ns);
    bool done = false;
    t.async_wait([&](error_code) { done = true; });
    int turns = 0;
    const std::function<void()> again = [&] {
        EXPECT_FALSE(done);
        if (++turns < 1000)
            asio::post(context, again);
    };
    asio::post(context, again);
    time.run(context);
    EXPECT_TRUE(done);
    EXPECT_EQ(turns, 1000);
}

TEST(Simulation, WhatIsRealIsWaitedForWhenNothingElseIs)
{
    simulation time;
    asio::io_context context;
    std::vector<std::string> list;
    timer simulated(context, 1h);
    asio::steady_timer real(context, 1ms);
    real.async_wait([&](error_code) { list.emplace_back("real"); });
    note(simulated, list, "simulated");
    time.run(context);
    EXPECT_THAT(list, testing::ElementsAre("simulated", "real"));
}

TEST(Simulation, KeepsStepAtAnySpeed)
{
    simulation time(1000);
    asio::io_context context;
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::string> list;
    timer late(context, 30s);
    timer early(context, 10s);
    note(late, list, "late");
    note(early, list, "early");
    time.run(context);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
    EXPECT_GE(time.elapsed(), 30s);
    EXPECT_THAT(list, testing::ElementsAre("early", "late"));
}

TEST(Simulation, HandlersMayThrowAndStop)
{
    simulation time;
    asio::io_context context;
    std::vector<std::string> list;
    timer bad(context, 1s);
    timer good(context, 2s);
    timer last(context, 3s);
    bad.async_wait([](error_code) { throw std::runtime_error("bad"); });
    good.async_wait([&](error_code) { context.stop(); });
    note(last, list, "last");
    EXPECT_THROW(time.run(context), std::runtime_error);
    time.run(context);
    EXPECT_EQ(time.elapsed(), 2s);
    context.restart();
    time.run(context);
    EXPECT_THAT(list, testing::ElementsAre("last"));
}

TEST(Simulation, IsOneThreadsAndNested)
{
    simulation outer;
    asio::io_context context;
    const auto before = clock::now();
    {
        simulation inner;
        timer t(context, 1h);
        t.async_wait([](error_code) {});
        EXPECT_THROW(outer.run(context), std::logic_error);
        inner.run(context);
        EXPECT_EQ(clock::now(), before + 1h) << "all begin at one moment";
    }
    EXPECT_EQ(clock::now(), before);
    std::thread([&] {
        EXPECT_NE(clock::now(), before);
        EXPECT_THROW(outer.run(context), std::logic_error);
    }).join();
}

TEST(Simulation, HasASpeedAboveZero)
{
    for (const double speed : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_THROW(simulation{speed}, std::invalid_argument);
}

} // namespace
} // namespace cotty
