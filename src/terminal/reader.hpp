// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/asker.hpp"
#include "terminal/backend.hpp"
#include "terminal/kept_event.hpp"
#include "terminal/shutdown.hpp"

#include <cotty/detail/read_operation.hpp>
#include <cotty/error.hpp>
#include <cotty/event.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

namespace cotty::detail {

/// The one outstanding read of a terminal, on any backend.
///
/// An event is taken at the moment the handler runs, on the handler's own executor. So a read
/// that is cancelled before, even with its completion under way, has taken nothing.
///
/// It also reads while somebody waits for an answer of the terminal: the answer goes to them, and
/// what else comes meanwhile is kept, in order, for the next read.
class reader final : public std::enable_shared_from_this<reader>,
                     private backend::listener,
                     private shutdown_member {
public:
    reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source,
           std::shared_ptr<asker> questions);

    void start(read_operation::pointer operation, bool keys_only);
    void cancel();

    /// Somebody waits for an answer now.
    void attend();

    /// Nobody waits for an answer any more.
    void relax();

    /// Until `resume` nothing is read; operations stay outstanding.
    void pause() noexcept;
    void resume();

    /// What has been read and not taken is left for the next reader of the same input. To be called
    /// last.
    void leave_behind();

    /// Waits, without the event loop, until all that was asked is answered, so that no answer is
    /// left for whoever has the terminal next. Other events are kept. Not for longer than `limit`.
    void drain(std::chrono::milliseconds limit);

    /// Takes an event that has arrived already. Inline, because people call it once a key.
    bool try_read(event& e, bool keys_only)
    {
        if (read_.operation)
            return false;
        if (has_ahead_) {
            has_ahead_ = false;
            if (is_wanted(ahead_, keys_only)) {
                e = ahead_;
                return true;
            }
        }
        return take_next(e, keys_only);
    }

private:
    struct outstanding {
        read_operation::pointer operation; // null if no read is outstanding
        bool keys_only = false;
        bool completing = false;
        bool cancelled = false;
    };

    static bool is_wanted(const event& e, bool keys_only) noexcept
    {
        return !keys_only || e.get_if<key>() != nullptr;
    }

    void ready() override;
    void shutdown() noexcept override;
    /// Takes the next event that is wanted. Answers that somebody has asked for are theirs.
    bool take_next(event& e, bool keys_only)
    {
        if (!kept_.empty() && take_kept(e, keys_only)) [[unlikely]]
            return true;
        while (backend_->take(e)) {
            if (questions_->expects() && is_answer(e)) [[unlikely]]
                continue;
            if (is_wanted(e, keys_only))
                return true;
        }
        return false;
    }

    bool take_kept(event& e, bool keys_only);
    bool is_answer(const event& e);
    /// Whether anybody waits for what is read.
    [[nodiscard]] bool has_to_read() const noexcept
    {
        return pauses_ == 0 &&
               ((read_.operation && !read_.completing) ||
                (questions_->is_waiting() && may_keep())) &&
               !end_;
    }
    void wait();
    bool look_ahead(bool keys_only);
    bool receive(bool keys_only);
    void receive_answers();
    void keep_all();
    [[nodiscard]] bool may_keep() const noexcept;
    template <class Function>
    void post(const read_operation& operation, Function function);
    void complete_by_post();
    void complete();

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    std::shared_ptr<asker> questions_;
    outstanding read_;
    event ahead_; // decoded, but taken by nobody yet, if has_ahead_
    bool has_ahead_ = false;
    std::deque<kept_event> kept_;     // what came while only answers were waited for
    std::size_t kept_bytes_ = 0;      // of them
    std::optional<kept_event> given_; // the last that was taken from there
    int pauses_ = 0;
    error_code end_; // once set, for ever
};

} // namespace cotty::detail
