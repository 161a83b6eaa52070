// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/backend.hpp"
#include "terminal/conversation.hpp"
#include "terminal/shutdown.hpp"
#include "terminal/writer.hpp"

#include <cotty/clock.hpp>
#include <cotty/timer.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string_view>

namespace cotty::detail {

/// The outstanding questions to a terminal and who waits for the answers. The reader tells it
/// what the terminal says.
class asker final : public std::enable_shared_from_this<asker>, private shutdown_member {
public:
    using handler_type = asio::any_completion_handler<void(error_code)>;

    /// \param decides whether questions may be asked about what is undecided
    asker(const asio::any_io_executor& executor, std::shared_ptr<backend> source,
          std::shared_ptr<writer> sink, std::chrono::milliseconds patience, bool decides);

    /// \param idle called when nobody waits for an answer any more
    void on_idle(std::function<void()> idle) { idle_ = std::move(idle); }

    void start(std::shared_ptr<question> q, handler_type handler);
    void cancel();

    /// No answer will come any more.
    void fail(error_code ec);

    /// Whether somebody waits for an answer, so that input has to be read.
    [[nodiscard]] bool is_waiting() const noexcept { return !waiting_.empty(); }

    /// Whether `hear` may be interested in anything.
    [[nodiscard]] bool expects() const noexcept { return conversation_.expects(); }

    /// The same, and whether it may be a late one.
    [[nodiscard]] bool may_hear() const noexcept { return conversation_.may_hear(); }

    /// True if somebody has asked for this.
    bool hear(const reply& r);

    /// The same for a sequence that is nothing known.
    bool hear(std::string_view sequence);

    /// Answers that come may be somebody else's: of the program before, or of who had the terminal.
    void meet_strangers() noexcept
    {
        if (backend_->is_shared())
            conversation_.meet_strangers();
    }

    /// They are not, or at least nothing is asked again: where the terminal is left.
    void trust() noexcept { conversation_.be_sure(); }
    [[nodiscard]] bool may_meet_strangers() const noexcept
    {
        return backend_->is_shared() && !conversation_.is_sure();
    }

    /// Lets the answer to a question decide what is undecided. Asks one, if none is outstanding.
    void decide_by_answer();

    /// Whether that is how it is done with this terminal.
    [[nodiscard]] bool decides_by_answer() const noexcept;

    /// Asks, so that what the terminal has sent before the answer can be told from what comes
    /// later. False if it cannot be asked, or does not answer.
    bool ask_fence();

    /// Whether the terminal is known not to answer.
    [[nodiscard]] bool is_silent();

    [[nodiscard]] std::optional<std::chrono::microseconds> round_trip() const noexcept
    {
        return conversation_.round_trip();
    }

private:
    struct operation {
        std::shared_ptr<question> asked;
        handler_type handler;
        asio::any_completion_executor executor; // the handler's, which it keeps at work
    };
    using operations = std::list<operation>;

    void shutdown() noexcept override;
    void cancel(const question& q);
    void ask(std::shared_ptr<question> q);
    void announce() noexcept;
    [[nodiscard]] std::chrono::milliseconds patience_at_end() const noexcept;
    void expire();
    void finish(const conversation::outcomes& done);
    void finish(operations::iterator done, error_code ec);
    void wait_for_deadline();
    void wait_until(clock::time_point time);

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    std::shared_ptr<writer> writer_;
    bool decides_;
    conversation conversation_;
    operations waiting_;
    std::function<void()> idle_;
    timer timer_;
    bool timer_started_ = false;
    bool graced_ = false; // the deadline has been put off once
};

} // namespace cotty::detail
