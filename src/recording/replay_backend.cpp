// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "recording/replay_backend.hpp"

#include "recording/recorded_input.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <utility>

namespace cotty::detail {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::microseconds;

/// More than a recording lasts, and little enough for the clock.
constexpr std::chrono::duration<double> longest_wait{1e9};

class replay_backend final : public backend {
public:
    replay_backend(const asio::any_io_executor& executor, recording r,
                   const replay_options& options)
        : executor_(executor), timer_(executor), start_(clock::now()), time_(options.time),
          speed_(options.speed), output_(options.output), input_(std::move(r), options.reading)
    {
    }

    bool is_terminal() const noexcept override { return true; }

    window_size size() const noexcept override { return input_.size(); }

    std::shared_ptr<mode_switch> mode() override { return nullptr; }

    std::shared_ptr<feature_switch> switchable_features() override { return nullptr; }

    bool take(event& e) noexcept override { return input_.take(e); }

    bool receive(error_code& ec) override
    {
        const auto next = input_.next_time();
        if (!next) {
            ec = asio::error::eof;
            return false;
        }
        if (time_ == replay_time::real && clock::now() < due(*next))
            return false;
        input_.advance();
        return true;
    }

    void wait_for_input(const std::shared_ptr<listener>& l) override
    {
        listener_ = l.get();
        if (std::exchange(waiting_, true))
            return;
        const auto next = input_.next_time();
        if (time_ == replay_time::real && next) {
            timer_.expires_at(due(*next));
            timer_.async_wait([this, owner = std::move(l)](error_code) { notify(); });
        } else {
            asio::post(executor_, [this, owner = std::move(l)] { notify(); });
        }
    }

    void stop_waiting_for_input() noexcept override
    {
        listener_ = nullptr;
        if (waiting_)
            timer_.cancel();
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

private:
    /// When on the real clock.
    clock::time_point due(microseconds time) const
    {
        const std::chrono::duration<double> wait = time / speed_;
        return start_ + std::chrono::duration_cast<clock::duration>(std::min(wait, longest_wait));
    }

    /// Whatever it waited for; a wait that was given up finds nobody, or somebody who looks in
    /// vain.
    void notify()
    {
        waiting_ = false;
        if (auto* l = std::exchange(listener_, nullptr))
            l->ready();
    }

    asio::any_io_executor executor_;
    asio::steady_timer timer_;
    clock::time_point start_;
    replay_time time_;
    double speed_;
    std::function<void(std::string_view)> output_;
    recorded_input input_;
    listener* listener_ = nullptr;
    bool waiting_ = false; // something in the event loop will notify
};

} // namespace

std::shared_ptr<backend> open_replay(const asio::any_io_executor& executor, recording r,
                                     const replay_options& options)
{
    if (!(options.speed > 0))
        throw std::invalid_argument("cotty::terminal: a recording is played at a speed above 0");
    return std::make_shared<replay_backend>(executor, std::move(r), options);
}

} // namespace cotty::detail
