// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Is it the Escape key, or the beginning of a sequence whose rest is late? Network schedules in
// virtual time: reader, asker, writer and event_stream are the real ones, the terminal at the
// other end of the line is played, and the clock with it.
#include "terminal/asker.hpp"
#include "terminal/backend.hpp"
#include "terminal/event_stream.hpp"
#include "terminal/reader.hpp"
#include "terminal/writer.hpp"

#include "support/decoding.hpp"
#include "support/effort.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COTTY_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COTTY_SANITIZED 1
#endif
#endif

namespace cotty {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using time_point = detail::backend::time_point;
using std::chrono::milliseconds;

#ifdef COTTY_SANITIZED
constexpr unsigned schedules = 10'000; // the others are run without sanitizers
#else
constexpr unsigned schedules = 100'000;
#endif

/// What is pressed at the terminal: bytes, and what they are.
struct press {
    std::string_view bytes;
    std::string_view name;
};

constexpr press presses[] = {
    {"\x1b", "escape"},        {"\x1b", "escape"},
    {"\x1b", "escape"},        {"a", "a"},
    {"\x1b[A", "up"},          {"\x1b[1;5D", "ctrl+left"},
    {"\x1bOP", "f1"},          {"\x1b[15~", "f5"},
    {"\x1bx", "alt+x"},        {"\x1b[", "alt+["},
    {"\x1bO", "alt+O"},        {"\xc3\xa9", "é"},
    {"\xe6\x97\xa5", "日"},    {"\x1b\x1b[A", "alt+up"},
    {"\x1b[1;2P", "shift+f1"}, {"\x1b\xc3\xa9", "alt+é"},
};

/// What is typed alone may be the beginning of something else: then the person waits until the
/// terminal has seen the question.
bool is_undecided(std::string_view bytes)
{
    return bytes == "\x1b" || bytes == "\x1b[" || bytes == "\x1bO";
}

struct line {
    milliseconds least;
    milliseconds most;   // one way, for a packet
    unsigned cuts;       // in a hundred bytes
    milliseconds stalls; // and every now and then this much more
};

/// A terminal at the other end of a line. Bytes arrive in the order in which they were sent.
class far_terminal {
public:
    far_terminal(const line& l, std::uint32_t seed, bool answers)
        : line_(l), random_(seed), answers_(answers)
    {
    }

    /// Somebody presses `count` keys, each a while after the one before.
    void press_keys(unsigned count)
    {
        to_press_ = count;
        press_at_ = now_ + pause();
    }

    void question_sent(std::string_view bytes)
    {
        // A question arrives as a whole: whether it is cut does not matter.
        for (std::size_t at = 0; (at = bytes.find("\x1b[c", at)) != std::string_view::npos; at += 3)
            questions_.push_back(last_question_ = std::max(last_question_, now_ + delay()));
    }

    /// The next thing that happens on either end; false if nothing will.
    bool step()
    {
        time_point next = time_point::max();
        if (!questions_.empty())
            next = questions_.front();
        if (may_press())
            next = std::min(next, press_at_);
        if (!arrivals_.empty())
            next = std::min(next, arrivals_.front().when);
        if (next == time_point::max())
            return false;
        now_ = std::max(now_, next);
        if (!questions_.empty() && questions_.front() <= now_) {
            questions_.pop_front();
            waits_for_question_ = false;
            press_at_ = std::max(press_at_, now_ + pause());
            if (answers_)
                send("\x1b[?64;1;2;22c");
        } else if (may_press() && press_at_ <= now_) {
            press_one();
        }
        return true;
    }

    /// When that is.
    [[nodiscard]] time_point next() const
    {
        time_point next = time_point::max();
        if (!questions_.empty())
            next = std::min(next, questions_.front());
        if (may_press())
            next = std::min(next, press_at_);
        if (!arrivals_.empty())
            next = std::min(next, arrivals_.front().when);
        return next;
    }

    [[nodiscard]] std::string arrived()
    {
        std::string bytes;
        while (!arrivals_.empty() && arrivals_.front().when <= now_) {
            bytes += arrivals_.front().byte;
            arrivals_.pop_front();
        }
        return bytes;
    }
    [[nodiscard]] bool has_arrived() const
    {
        return !arrivals_.empty() && arrivals_.front().when <= now_;
    }

    [[nodiscard]] time_point now() const { return now_; }
    void wait_until(time_point t) { now_ = std::max(now_, t); }

    [[nodiscard]] const std::string& pressed() const { return pressed_; }
    [[nodiscard]] bool is_done() const { return to_press_ == 0; }

private:
    struct arrival {
        time_point when;
        char byte;
    };

    unsigned up_to(unsigned most)
    {
        return std::uniform_int_distribution<unsigned>(0, most)(random_);
    }

    milliseconds delay()
    {
        milliseconds d =
            line_.least +
            milliseconds(up_to(static_cast<unsigned>((line_.most - line_.least).count())));
        if (up_to(19) == 0)
            d += line_.stalls;
        return d;
    }

    /// Between two keys: mostly a person's, sometimes none (a key that repeats, a macro).
    milliseconds pause() { return milliseconds(up_to(3) == 0 ? 0 : up_to(400)); }

    [[nodiscard]] bool may_press() const { return to_press_ > 0 && !waits_for_question_; }

    void press_one()
    {
        const press& p = presses[up_to(std::size(presses) - 1)];
        --to_press_;
        pressed_ += pressed_.empty() ? "" : " ";
        pressed_ += p.name;
        send(p.bytes);
        waits_for_question_ = is_undecided(p.bytes) && answers_;
        // Where only time decides, a person who is slow enough for it.
        press_at_ = now_ + pause() + (is_undecided(p.bytes) && !answers_ ? 5000ms : 0ms);
    }

    void send(std::string_view bytes)
    {
        time_point packet = std::max(last_arrival_, now_ + delay());
        for (const char c : bytes) {
            arrivals_.push_back({packet, c});
            if (up_to(99) < line_.cuts)
                packet += delay();
        }
        last_arrival_ = packet;
    }

    line line_;
    std::mt19937 random_;
    bool answers_;
    time_point now_{};
    time_point press_at_{};
    time_point last_arrival_{};
    time_point last_question_{};
    std::deque<time_point> questions_;
    std::deque<arrival> arrivals_;
    unsigned to_press_ = 0;
    bool waits_for_question_ = false;
    std::string pressed_;
};

/// What stands in the place of the operating system.
class line_backend final : public detail::backend,
                           public std::enable_shared_from_this<line_backend> {
public:
    line_backend(const asio::any_io_executor& executor, far_terminal& far)
        : executor_(executor), far_(far), stream_({}, {}, {50ms, 500ms, 5000ms, 5ms})
    {
    }

    bool is_terminal() const noexcept override { return true; }
    window_size size() const noexcept override { return {80, 24, 0, 0}; }
    std::shared_ptr<detail::mode_switch> mode() override { return {}; }
    std::shared_ptr<detail::feature_switch> switchable_features() override { return {}; }
    bool take(event& e) noexcept override { return stream_.next(e); }

    bool receive(error_code& /*ec*/) override
    {
        if (const std::string bytes = far_.arrived(); !bytes.empty()) {
            const auto space = stream_.free_space();
            bytes.copy(space.data(), space.size());
            stream_.received(bytes.size(), far_.now());
            return true;
        }
        const auto deadline = stream_.deadline();
        if (!deadline || far_.now() < *deadline)
            return false;
        stream_.decide();
        return true;
    }

    bool can_be_asked() const noexcept override { return true; }
    bool is_undecided() const noexcept override { return stream_.is_undecided(); }

    /// \param until in real time, of which next to none passes here
    void expect_answer(time_point until) noexcept override
    {
        stream_.expect_answer(far_.now() + (until - std::chrono::steady_clock::now()));
    }

    void wait_for_input(const std::shared_ptr<listener>& l) override
    {
        listener_ = std::move(l);
        if (std::exchange(posted_, true))
            return;
        asio::post(executor_, [self = shared_from_this()] {
            self->posted_ = false;
            const auto to_call = std::exchange(self->listener_, nullptr);
            if (!to_call)
                return;
            self->pass_time();
            to_call->ready();
        });
    }
    void stop_waiting_for_input() noexcept override { listener_.reset(); }

    std::size_t write(std::string_view data, error_code& /*ec*/) override
    {
        far_.question_sent(data);
        return data.size();
    }
    void wait_for_output(listener& /*l*/) override {}
    void stop_waiting_for_output() noexcept override {}

private:
    /// Until there is something to receive or to decide.
    void pass_time()
    {
        const auto deadline = stream_.deadline();
        while (!far_.has_arrived()) {
            if (deadline && *deadline <= far_.next()) {
                far_.wait_until(*deadline);
                return;
            }
            if (!far_.step())
                return;
        }
    }

    asio::any_io_executor executor_;
    far_terminal& far_;
    detail::event_stream stream_;
    std::shared_ptr<listener> listener_;
    bool posted_ = false;
};

/// Reads keys until there are as many as were pressed, and says which.
std::string keys_through(far_terminal& far, bool ask, std::size_t count)
{
    asio::io_context context(1);
    const auto line = std::make_shared<line_backend>(context.get_executor(), far);
    const auto writer = std::make_shared<detail::writer>(context.get_executor(), line);
    const auto asker =
        std::make_shared<detail::asker>(context.get_executor(), line, writer, 10000ms, ask);
    const auto reader = std::make_shared<detail::reader>(context.get_executor(), line, asker, true);
    reader->open();
    std::string names;
    std::size_t left = count;
    const auto read = [&](auto& self) -> void {
        auto handler = [&](error_code ec, const event& e) {
            if (ec)
                return;
            names += names.empty() ? "" : " ";
            names += test::describe(e);
            if (--left > 0)
                self(self);
        };
        using operation = detail::read_operation_of<event, decltype(handler)>;
        reader->start(operation::make(std::move(handler), reader->home()), false);
    };
    read(read);
    // A read that never ends would turn for ever: enough turns for any schedule.
    for (int turns = 0; left > 0 && turns < 10'000; ++turns)
        if (context.run_one() == 0)
            break;
    reader->cancel();
    reader->close();
    context.restart();
    context.run();
    return names;
}

struct tally {
    unsigned wrong = 0;
    std::string first;
};

tally run_schedules(const line& l, unsigned count, bool answers, bool ask)
{
    tally t;
    for (unsigned seed = 0; seed < count; ++seed) {
        constexpr unsigned keys = 8;
        far_terminal far(l, seed, answers);
        far.press_keys(keys);
        const std::string read = keys_through(far, ask, keys);
        if (read == far.pressed())
            continue;
        if (t.wrong++ == 0)
            t.first = "schedule " + std::to_string(seed) + " pressed: " + far.pressed() +
                      "\n read: " + read;
    }
    return t;
}

constexpr line lines[] = {
    {0ms, 1ms, 20, 0ms},        // a local terminal that writes byte by byte
    {5ms, 60ms, 30, 100ms},     // across a city
    {150ms, 250ms, 30, 1000ms}, // 400 ms there and back, packets cut anywhere, stalls
    {0ms, 2000ms, 50, 3000ms},  // a line that is hardly usable
};

TEST(Escape, F42_IsNeverWrongOnAnyLineWhereTheTerminalAnswers)
{
    const unsigned count = schedules / unsigned{std::size(lines)} / test::effort(1U, 10U);
    for (const line& l : lines) {
        const tally t = run_schedules(l, count, true, true);
        EXPECT_EQ(t.wrong, 0U) << t.first;
    }
}

// With timers alone the same line misleads, however long the person waits after an Escape: this is
// what the answers are for, and shows that the schedules are hard.
TEST(Escape, F42_TimersAreWrongOnTheSameLines)
{
    const tally t = run_schedules(lines[2], 500, false, false);
    EXPECT_GT(t.wrong, 100U);
}

TEST(Escape, F42_TimersAreGoodEnoughOnAFastLineWithoutAnswers)
{
    const tally t = run_schedules(lines[0], 2000, false, false);
    EXPECT_EQ(t.wrong, 0U) << t.first;
}

} // namespace
} // namespace cotty
