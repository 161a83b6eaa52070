// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/asker.hpp"
#include "terminal/backend.hpp"
#include "terminal/pasted_keys.hpp"
#include "terminal/shutdown.hpp"

#include <cotty/detail/read_operation.hpp>
#include <cotty/error.hpp>
#include <cotty/event.hpp>
#include <cotty/owned_event.hpp>

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
    /// \param releases whether releases are keys, too, for who reads keys
    reader(const asio::any_io_executor& executor, std::shared_ptr<backend> source,
           std::shared_ptr<asker> questions, bool releases);

    /// Between the two it keeps itself alive, for what waits in the event loop.
    void open() { self_ = std::shared_ptr<listener>(shared_from_this(), this); }
    void close() noexcept
    {
        backend_->stop_waiting_for_input(); // whoever takes its place may read at once
        self_.reset();
    }

    /// For operations to come.
    [[nodiscard]] read_home& home() noexcept { return home_; }

    void start(read_operation::pointer operation, bool keys_only);
    void cancel();

    /// Reads what has arrived already, so that it is not taken for an answer to what is asked next.
    void catch_up();

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
        if (has_ahead_) [[unlikely]] {
            has_ahead_ = false;
            e = ahead_;
            if (is_wanted(e, keys_only) || is_pasted(e))
                return true;
        }
        return take_next(e, keys_only);
    }

    /// Whether something has arrived that is not taken. For an answer that is right nearly always.
    [[nodiscard]] bool may_have_more() const noexcept
    {
        return backend_->may_have_more() || has_ahead_ || is_anything_held();
    }

    /// As try_read, for a coroutine that would else go through the executor: null if none has
    /// arrived, and now and then although one has, so that whatever else is ready gets its turn.
    /// Valid until the next event is taken.
    const event* read_in_a_row(bool keys_only)
    {
        if (in_a_row_ >= most_in_a_row || !try_read(last_, keys_only))
            return nullptr;
        ++in_a_row_;
        return &last_;
    }

private:
    struct outstanding {
        read_operation::pointer operation; // null if no read is outstanding
        bool keys_only = false;
        bool completing = false;
        bool cancelled = false;
    };

    /// So many that the one that goes through the executor costs each of them next to nothing, and
    /// still a few microseconds altogether.
    static constexpr int most_in_a_row = 64;

    [[nodiscard]] bool is_wanted(const event& e, bool keys_only) const noexcept
    {
        if (!keys_only)
            return true;
        const key* const k = e.get_if<key>();
        return k != nullptr && (k->action != key_action::release || releases_);
    }

    void ready() override;
    void shutdown() noexcept override;

    /// Takes the next event that is wanted. Answers that somebody has asked for are theirs.
    bool take_next(event& e, bool keys_only)
    {
        if (is_anything_held() && take_held(e, keys_only)) [[unlikely]]
            return true;
        while (backend_->take(e)) {
            if (questions_->may_hear() && is_answer(e)) [[unlikely]]
                continue;
            if (is_wanted(e, keys_only) || is_pasted(e))
                return true;
        }
        return false;
    }

    [[nodiscard]] bool is_anything_held() const noexcept
    {
        return !kept_.empty() || pasted_.holds();
    }
    bool take_held(event& e, bool keys_only);
    bool is_pasted(event& e);
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
    void refuse(read_operation::pointer operation, error_code ec);
    void complete_by_post();
    void complete();

    read_home home_;
    std::shared_ptr<listener> self_; // while open
    std::shared_ptr<backend> backend_;
    std::shared_ptr<asker> questions_;
    outstanding read_;
    bool releases_;
    int in_a_row_ = 0; // since something went through the executor
    event last_;       // that was read in a row
    event ahead_;      // decoded, but taken by nobody yet, if has_ahead_
    bool has_ahead_ = false;
    pasted_keys pasted_;           // behind the event ahead
    std::deque<owned_event> kept_; // what came while only answers were waited for
    std::size_t kept_bytes_ = 0;   // of them
    owned_event given_;            // the last that was taken from there
    int pauses_ = 0;
    error_code end_; // once set, for ever
};

} // namespace cotty::detail
