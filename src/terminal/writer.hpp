// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/backend.hpp"
#include "terminal/output_state.hpp"
#include "terminal/shutdown.hpp"
#include "terminal/unwritten.hpp"

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <thread>

namespace cotty::detail {

/// All that is written to a terminal, on any backend, comes by here: one after the other, each
/// whole.
///
/// The user's own bytes may be a sequence that takes several writes, and nothing else may get into
/// it: what is whole by itself, texts and questions, waits meanwhile, and the user's next write
/// goes first. Not for ever: a sequence that does not go on is ended, and so is one that was given
/// up midway. What still comes of it is not written.
class writer final : public std::enable_shared_from_this<writer>,
                     private backend::listener,
                     private shutdown_member,
                     private unwritten {
public:
    using handler_type = asio::any_completion_handler<void(error_code, std::size_t)>;

    /// What is whole by itself.
    enum class whole : std::uint8_t {
        text,     // has been promised: it is written even if everybody has gone
        question, // nobody wants to know any more then
    };

    /// \param last_patience how long a terminal that is left may take nothing
    writer(const asio::any_io_executor& executor, std::shared_ptr<backend> sink,
           std::chrono::milliseconds last_patience = {});

    /// The user's own bytes, theirs or handed over.
    void start(asio::const_buffer data, handler_type handler);
    void start(std::string bytes, handler_type handler);

    void start(whole kind, std::string bytes, handler_type handler = {});

    /// Ends the user's writes; what is whole by itself is still written.
    void cancel();

    /// Cancels what is written from memory of somebody else's, writes the rest, as far as the
    /// terminal goes on taking it, and then nothing any more.
    void close();

    /// Until `resume` nothing is written, but for the rest of what has been written in part.
    void pause();
    void resume();

    /// Lets somebody else write: finishes what has been written in part, waiting for the terminal,
    /// and ends a sequence that is not whole. Not for longer than `limit`.
    void settle(std::chrono::milliseconds limit);

    /// The same, and all that is waiting.
    void flush(std::chrono::milliseconds limit);

    /// Whether something that is whole by itself, written now, would have to wait for the user to
    /// go on with a sequence.
    [[nodiscard]] bool would_be_held() const;

private:
    struct operation {
        enum class what : std::uint8_t { users, text, question, end_of_sequence };

        std::uint64_t id = 0;
        what kind = what::users;
        handler_type handler;
        asio::any_completion_executor executor; // the handler's, which it keeps at work
        std::string own;                        // the bytes, if they were handed over
        asio::const_buffer rest;
        std::size_t written = 0;
    };
    using operations = std::list<operation>;
    using time_point = std::chrono::steady_clock::time_point;

    void ready() override;
    void shutdown() noexcept override;
    void write_last() noexcept override;
    operation& add(operation::what kind, handler_type handler);
    void begin(operation& o);
    void write();
    void write_first(error_code& ec);
    std::size_t drop_broken(std::string_view bytes) noexcept;
    bool choose();
    void hold();
    [[nodiscard]] bool may_interrupt() const noexcept { return broken_ || state_.is_between(); }
    [[nodiscard]] bool is_midway() const noexcept;
    template <class Condition, class Deadline>
    void write_while(Condition condition, Deadline deadline);
    void write_rest() noexcept;
    void cancel(std::uint64_t id, asio::cancellation_type type);
    void finish(operations::iterator done, error_code ec);
    void end_sequence();

    asio::any_io_executor executor_;
    std::shared_ptr<backend> backend_;
    bool obeyed_; // by what the output is: sequences mean something
    std::chrono::milliseconds last_patience_;
    operations operations_;
    std::uint64_t last_id_ = 0;
    int pauses_ = 0;
    output_state state_;  // as the user's bytes have left it
    bool broken_ = false; // it has been ended, and its rest is not written
    time_point last_progress_;
    time_point last_of_user_;
    asio::steady_timer timer_; // while a sequence holds up what is whole
    bool timer_started_ = false;
    bool closed_ = false;
    bool down_ = false;      // the event loop does nothing any more
    std::thread::id thread_; // which has left something to write
};

} // namespace cotty::detail
