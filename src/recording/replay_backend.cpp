// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "recording/replay_backend.hpp"

#include "recording/recorded_answers.hpp"
#include "recording/recorded_input.hpp"
#include "terminal/alarm.hpp"

#include <cotty/clock.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty::detail {
namespace {

/// More than a recording lasts, and little enough for the clock.
constexpr std::chrono::hours longest_wait{300'000};

class replay_backend final : public backend {
public:
    replay_backend(const asio::any_io_executor& executor, std::shared_ptr<const recording> r,
                   const replay_options& options)
        : executor_(executor), alarm_(executor, alarm::rank::input), start_(clock::now()),
          output_(options.output), input_(r, options.reading), answers_(r, options.reading)
    {
    }

    bool is_terminal() const noexcept override { return true; }

    window_size size() const noexcept override { return input_.size(); }

    std::shared_ptr<mode_switch> mode() override { return nullptr; }

    std::shared_ptr<feature_switch> switchable_features() override { return nullptr; }

    bool take(event& e) noexcept override
    {
        if (answers_.take(e))
            return true;
        while (input_.take(e)) {
            const auto* const r = e.get_if<reply>();
            if (r == nullptr) {
                answers_.pass(e.raw.size());
                return true;
            }
            if (!answers_.claim(*r, e.raw.size()))
                return true;
            if (answers_.take(e))
                return true;
        }
        return false;
    }

    bool receive(error_code& ec) override
    {
        if (answers_.has_one())
            return true;
        const auto next = input_.next_time();
        if (!next) {
            ec = asio::error::eof;
            return false;
        }
        if (clock::now() < due(*next))
            return false;
        input_.advance();
        return true;
    }

    bool can_be_asked() const noexcept override { return true; }

    bool is_shared() const noexcept override { return false; }

    error_code prepare_answer(const question& q) override
    {
        return answers_.prepare(q) ? error_code() : error_code(errc::not_answered);
    }

    void expect_cursor_position(bool expected) noexcept override
    {
        input_.expect_cursor_position(expected);
    }

    void wait_for_input(const std::shared_ptr<listener>& l) override
    {
        listener_ = l.get();
        const auto next = input_.next_time();
        if (answers_.has_one() || !next) {
            if (!std::exchange(posted_, true))
                asio::post(executor_, [this, owner = l] {
                    posted_ = false;
                    notify();
                });
        } else if (!std::exchange(set_, true)) {
            alarm_.expires_at(due(*next));
            alarm_.wait([this, owner = l](error_code ec) {
                if (ec)
                    return; // given up, or set anew
                set_ = false;
                notify();
            });
        }
    }

    void stop_waiting_for_input() noexcept override
    {
        listener_ = nullptr;
        set_ = false;
        alarm_.cancel();
    }

    std::size_t write(std::string_view data, error_code& /*there is none*/) override
    {
        if (output_)
            output_(data);
        return data.size();
    }

    // A write never has to wait.
    void wait_for_output(listener& /*l*/) override {}
    void stop_waiting_for_output() noexcept override {}

    asio::awaitable<int> run(std::vector<std::string> /*argv*/) override
    {
        throw boost::system::system_error(
            make_error_code(boost::system::errc::operation_not_supported),
            "cotty::replay: no program is run at a recorded terminal");
    }

private:
    clock::time_point due(std::chrono::microseconds time) const
    {
        return start_ + std::min<clock::duration>(time, longest_wait);
    }

    /// A wait that was given up finds nobody, or somebody who looks in vain.
    void notify()
    {
        if (auto* l = std::exchange(listener_, nullptr))
            l->ready();
    }

    asio::any_io_executor executor_;
    alarm alarm_;
    clock::time_point start_;
    std::function<void(std::string_view)> output_;
    recorded_input input_;
    recorded_answers answers_;
    listener* listener_ = nullptr;
    bool posted_ = false; // something in the event loop will notify
    bool set_ = false;    // the alarm will
};

} // namespace

std::shared_ptr<backend> open_replay(const asio::any_io_executor& executor, recording r,
                                     const replay_options& options)
{
    return std::make_shared<replay_backend>(
        executor, std::make_shared<const recording>(std::move(r)), options);
}

} // namespace cotty::detail
