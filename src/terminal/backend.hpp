// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/feature_switch.hpp"
#include "terminal/mode_switch.hpp"

#include <cotty/detail/question.hpp>
#include <cotty/error.hpp>
#include <cotty/event.hpp>
#include <cotty/terminal_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The platform seam: all that cotty needs of a system is in this file, in mode_switch.hpp and in
/// feature_switch.hpp. docs/porting.md is its guide.
namespace cotty::detail {

namespace asio = boost::asio;

/// One input and one output of a platform. It yields events, not bytes: some systems deliver
/// records or key codes. It never blocks, and knows nothing of handlers, cancellation and order,
/// which are the same everywhere (reader, writer).
///
/// All members are called on the executor it was opened with, and so are the listeners.
class backend {
public:
    using time_point = std::chrono::steady_clock::time_point;

    class listener {
    public:
        virtual void ready() = 0;

    protected:
        ~listener() = default;
    };

    virtual ~backend() = default;
    backend() = default;
    backend(const backend&) = delete;
    backend& operator=(const backend&) = delete;

    [[nodiscard]] virtual bool is_terminal() const noexcept = 0;

    /// Whether what is written is seen by a terminal, so that sequences in it mean something.
    [[nodiscard]] virtual bool writes_to_terminal() const noexcept { return false; }

    /// What another program opens to have the same terminal; empty where there is none.
    [[nodiscard]] virtual std::string terminal_name() const { return {}; }

    /// Never 0: where the system does not know, what `terminal::size` promises.
    [[nodiscard]] virtual window_size size() const noexcept = 0;

    /// Null where there is no mode to switch.
    [[nodiscard]] virtual std::shared_ptr<mode_switch> mode() = 0;

    /// Null where there are no features to switch on: input or output is no terminal.
    [[nodiscard]] virtual std::shared_ptr<feature_switch> switchable_features() = 0;

    /// Takes the next event that has been received. No system call. The event's raw bytes are
    /// valid until the next call of `take` or `receive`.
    virtual bool take(event& e) noexcept = 0;

    /// Whether `take` will find something, as far as can be said without looking.
    [[nodiscard]] virtual bool may_have_more() const noexcept { return true; }

    /// Receives what has arrived. True: `take` may find something now. False without an error:
    /// nothing has arrived. False with one: the input has ended (`asio::error::eof`) or failed,
    /// for ever, and there is nothing left to take.
    virtual bool receive(error_code& ec) = 0;

    /// Whether a terminal is there that answers what is written to it, and is in a mode in which
    /// answers arrive unseen.
    [[nodiscard]] virtual bool can_be_asked() const noexcept { return false; }

    /// `q` is about to be asked; only where it can be. An error if no answer will ever come: it is
    /// not written then. For stand-ins, which have to know what they are asked.
    [[nodiscard]] virtual error_code prepare_answer(const question& /*q*/) { return {}; }

    /// Whether other programs may have asked the terminal something: not in a recording.
    [[nodiscard]] virtual bool is_shared() const noexcept { return true; }

    /// Whether bytes wait for what may belong to them, so that the answer to a question would tell
    /// that nothing does.
    [[nodiscard]] virtual bool is_undecided() const noexcept { return false; }

    /// A question has been asked: what is undecided waits for the answer, but not beyond `until`.
    /// Holds until `receive` has something to say.
    virtual void expect_answer(time_point /*until*/) noexcept {}

    /// So many answers are still to come, and should not be left behind when the program ends;
    /// which is worth so much time, none if the terminal is known not to answer.
    virtual void note_unanswered(int /*unanswered*/,
                                 std::chrono::milliseconds /*patience*/) noexcept
    {
    }

    /// Whether features were on that make the terminal send by itself, so that it may be sending
    /// what nobody will want; until `note_settled` says that this has been read.
    [[nodiscard]] virtual bool reports_under_way() const noexcept { return false; }
    virtual void note_settled() noexcept {}

    /// While a cursor position is expected, what could be one or a key is one.
    virtual void expect_cursor_position(bool /*expected*/) noexcept {}

    enum class direction { input, output };

    /// Waits, without the event loop, until `receive` or `write` may have something to say; false
    /// if the time is up. For the way out, where there is no event loop any more.
    virtual bool wait_now(direction /*d*/, std::chrono::milliseconds /*limit*/) { return false; }

    /// What is undecided is decided: nobody waits for more.
    virtual void decide() noexcept {}

    /// What has been read and nobody has taken, for whoever reads this input next.
    virtual void leave_behind(std::string /*bytes*/) {}

    /// To be asked before input is waited for: false while another backend of this process reads
    /// the same terminal. Given up by `stop_waiting_for_input`.
    virtual bool claim_input() { return true; }

    /// Calls the input listener once when `receive` may have something to say; a call without
    /// cause is allowed, one from inside this function is not. Idempotent. What waits in the event
    /// loop shares the listener, which is always the same one and shares this backend.
    virtual void wait_for_input(const std::shared_ptr<listener>& l) = 0;

    /// Forgets the listener and what was started for it, so that the event loop has no work of
    /// it. Idempotent.
    virtual void stop_waiting_for_input() noexcept = 0;

    /// Writes the beginning of `data`, as much as goes without blocking; returns how much that
    /// was, with `asio::error::would_block` if it is nothing for now.
    virtual std::size_t write(std::string_view data, error_code& ec) = 0;

    /// As for input: calls the listener once when `write` may go on.
    virtual void wait_for_output(listener& l) = 0;
    virtual void stop_waiting_for_output() noexcept = 0;

    /// Runs a program at this terminal, which is lent to it.
    virtual asio::awaitable<int> run(std::vector<std::string> argv);
};

/// Opens the platform's backend. The caller keeps the shared pointer; operations of the event
/// loop that are under way share it.
/// \throws boost::system::system_error if the input cannot be read.
std::shared_ptr<backend> open_backend(const asio::any_io_executor& executor,
                                      const terminal_options& options);

/// Starts a program and waits for its end. It has the standard input, output and error of this one,
/// or `terminal` where input or output is no terminal, unless that is empty.
///
/// Cancellation: terminal, see terminal::async_run.
/// \returns its exit status, or 128 and the signal's number
/// \throws boost::system::system_error if it cannot be started, or was cancelled.
asio::awaitable<int> run_child(std::vector<std::string> argv, std::string terminal);

inline asio::awaitable<int> backend::run(std::vector<std::string> argv)
{
    return run_child(std::move(argv), terminal_name());
}

/// What Ctrl-Z does on this system: stops the program, and returns once it goes on.
void suspend_process();

} // namespace cotty::detail
