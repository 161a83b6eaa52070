// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/capabilities.hpp>
#include <cotty/detail/boost_requirements.hpp>
#include <cotty/detail/question.hpp>
#include <cotty/detail/read_operation.hpp>
#include <cotty/detail/survives_co_await.hpp>
#include <cotty/error.hpp>
#include <cotty/event.hpp>
#include <cotty/features.hpp>
#include <cotty/keymap.hpp>
#include <cotty/loan.hpp>
#include <cotty/mode.hpp>
#include <cotty/owned_event.hpp>
#include <cotty/query.hpp>
#include <cotty/style.hpp>
#include <cotty/terminal_options.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cotty {

namespace asio = boost::asio;

namespace detail {
class backend;
} // namespace detail

/// A terminal, or whatever else stands in its place as input and output, that is read by keys.
///
///     cotty::terminal tty(co_await asio::this_coro::executor);
///     auto raw = tty.raw_mode();
///     cotty::key k = co_await tty.async_read_key();
///
/// Nothing is read from the input unless a read or a query is outstanding. While none is, and no
/// write is, the object keeps no work in the event loop. What has been read stays in the object, up
/// to 8 KiB, until it is taken.
///
/// As long as the object exists, and its input is a terminal, the process handles SIGWINCH
/// (`asio::signal_set`), so that slow system calls elsewhere may end with EINTR.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe. Where several threads
/// run the event loop, construct the terminal with a strand, and use it, run its completion
/// handlers and emit its cancellation signals on that strand only.
class terminal {
public:
    using executor_type = asio::any_io_executor;

    /// Opens the input and the output. It changes no mode of the terminal.
    /// \throws boost::system::system_error if the input is not open for reading.
    explicit terminal(const executor_type& executor, const terminal_options& options = {});

    /// As above for an execution context such as `asio::io_context`.
    template <class Context>
        requires(requires(Context& c) { executor_type(c.get_executor()); })
    explicit terminal(Context& context, const terminal_options& options = {})
        : terminal(executor_type(context.get_executor()), options)
    {
    }

    /// A terminal that is none of this system's: what it sends and takes is the backend's affair.
    /// For stand-ins such as a recording (replay.hpp), which is where to get one from. Of the
    /// options those about questions and printing count here, all others are the backend's.
    terminal(const executor_type& executor, std::shared_ptr<detail::backend> backend,
             const terminal_options& options);

    /// One that was moved from is no terminal: its operations end with
    /// `asio::error::bad_descriptor`, its guards are empty, and nothing else does anything.
    terminal(terminal&&) noexcept = default;
    terminal& operator=(terminal&&) noexcept;

    /// Outstanding operations end with `asio::error::operation_aborted`; but what was printed
    /// (async_print), and what was handed over to be written, is written before, as long as the
    /// terminal takes it: one that takes nothing for `terminal_options::leave_timeout`, the time
    /// before this included, is not waited for any longer, nor is any for longer than ten times
    /// that. Who has to know that all has arrived awaits async_flush.
    ///
    /// The same is written when the process ends by `std::exit` on the thread that has used the
    /// terminal last; not by a signal, `std::quick_exit`, or an exception that nobody catches.
    ~terminal();

    [[nodiscard]] executor_type get_executor() const noexcept;

    /// Whether the input is a terminal, or a pipe, a file, a device.
    [[nodiscard]] bool is_terminal() const noexcept;

    /// The window's size. Where neither input nor output is a terminal, or it says 0, the
    /// environment's COLUMNS and LINES are taken, else 80 columns and 24 rows: never 0.
    [[nodiscard]] window_size size() const noexcept;

    /// Puts the terminal into raw mode while the result lives, see mode.hpp. Output processing
    /// stays on: '\n' still begins a new line. For an input that is no terminal there is nothing
    /// to switch and the guard is empty.
    /// \throws boost::system::system_error if the terminal refuses.
    mode_guard raw_mode() { return enter(line_mode::raw); }

    /// The same for cbreak mode, in which Ctrl-C and Ctrl-Z still send their signals.
    mode_guard cbreak_mode() { return enter(line_mode::cbreak); }

    /// The same for raw mode without output processing, see line_mode::pass_through.
    mode_guard pass_through_mode() { return enter(line_mode::pass_through); }

    /// Switches on what the terminal can send beyond keys, while the result lives, see
    /// features.hpp. If nothing is wanted, or input or output is no terminal, nothing is written
    /// and the guard is empty.
    ///
    /// The sequences are written at once, but behind what was printed and written before, and not
    /// into the middle of a sequence. What the terminal sent before it saw them still arrives as
    /// it was.
    /// \throws boost::system::system_error if the terminal is gone, or takes no output for a
    /// second.
    feature_guard enable(const features& wanted);

    /// Lends the terminal to another program while the result lives, see loan.hpp. Waits, at most
    /// as long as the terminal may take to answer, until what was written is out and what was asked
    /// is answered. For an input that is no terminal, reading and writing stop all the same. Of
    /// several loans the last that ends takes the terminal back.
    [[nodiscard]] loan lend();

    /// The same without blocking the event loop, for as long as `borrower` takes: a function that
    /// returns an awaitable, or one that does its work before it returns (and blocks the event
    /// loop until then).
    ///
    ///     co_await tty.async_lend([] { std::system("$EDITOR notes"); });
    ///
    /// Completes when the terminal has been taken back, with what the borrower returned or threw.
    ///
    /// Handler signature: `void(std::exception_ptr)`, or `void(std::exception_ptr, T)`.
    ///
    /// Lifetime: the terminal may be moved meanwhile, and even destroyed.
    ///
    /// Per-operation cancellation: terminal; once the terminal is lent it is the borrower's, if
    /// that is an awaitable.
    ///
    /// The token defaults to use_awaitable: coroutines cannot await a deferred operation that
    /// completes with an exception and a value in Boost 1.81.
    ///
    /// With GCC 12 give a lambda that has captured something by value, a string for one, a name,
    /// and pass that: within a co_await expression the compiler would destroy it twice.
    template <class Borrower, class Token = asio::use_awaitable_t<>>
    auto async_lend(Borrower&& borrower, Token&& token = {})
    {
        static_assert(detail::survives_co_await<Borrower>,
                      "GCC 12 destroys this lambda twice where it is written within a co_await "
                      "expression: give it a name, and pass that.");
        return lend_while(std::forward<Borrower>(borrower), std::forward<Token>(token));
    }

    /// Runs a command of the shell (`/bin/sh -c`) with the terminal lent to it. It has the standard
    /// input, output and error of this program; but where input or output is no terminal, and this
    /// object's input is one, it has this terminal: an editor works although this program's input
    /// is a pipe.
    ///
    ///     int status = co_await tty.async_run("${EDITOR:-vi} notes");
    ///
    /// Handler signature: `void(std::exception_ptr, int)`, with the exit status, or 128 and the
    /// number of the signal that ended it, as shells say it.
    ///
    /// It is as trusted as this program: where the system allows it (Linux: dev.tty.legacy_tiocsti)
    /// it can type into the terminal, for whoever reads there next.
    ///
    /// It belongs to the same job as this program: Ctrl-C and Ctrl-\ are typed for it alone (they
    /// do not concern this program during a loan), Ctrl-Z stops both together, as shells expect.
    ///
    /// Lifetime: as async_lend.
    ///
    /// Per-operation cancellation: terminal. The program is asked to end (SIGTERM), and made to
    /// (SIGKILL) if it has not after two seconds; its own children are its own business. Once it
    /// has ended, and the terminal has been taken back, the operation ends with
    /// `asio::error::operation_aborted`.
    template <class Token = asio::use_awaitable_t<>>
    auto async_run(std::string command, Token&& token = {})
    {
        std::vector<std::string> argv;
        for (std::string_view word : {"/bin/sh", "-c", "--"})
            argv.emplace_back(word);
        argv.push_back(std::move(command));
        return async_run(std::move(argv), std::forward<Token>(token));
    }

    /// The same for a program, found along PATH, and its arguments. One that cannot be started is
    /// an exception, boost::system::system_error. (GCC 12 cannot compile a list in braces within
    /// the expression of a co_await: give the vector a name.)
    template <class Token = asio::use_awaitable_t<>>
    auto async_run(std::vector<std::string> argv, Token&& token = {})
    {
        return lend_while([argv = std::move(argv), impl = impl_] { return run_child(impl, argv); },
                          std::forward<Token>(token));
    }

    /// What Ctrl-Z does where it is not a key: gives the terminal back and stops the process
    /// group; returns once the program has been continued and modes and features are back. No-op
    /// for an input that is no terminal.
    void suspend();

    /// Reads the next key that is pressed or repeated.
    ///
    ///     cotty::key k = co_await tty.async_read_key();
    ///
    /// Events that are no keys are dropped; but nothing that was typed or pasted is: a paste
    /// (features::paste) arrives as the keys of its characters, marked as `key::pasted`. Releases
    /// are dropped unless `terminal_options::releases` asks for them.
    ///
    /// Completes when a key is there, or the input has ended or failed. A key that has arrived
    /// already is taken without a trip through the executor, but no more than 64 in a row, so that
    /// a flood of keys keeps nothing else waiting.
    ///
    /// Errors, thrown as boost::system::system_error: `asio::error::eof` when the input has ended
    /// or the terminal was closed, after all that came before has been read;
    /// `errc::read_in_progress` if a read is outstanding already (that one goes on);
    /// `asio::error::operation_aborted` if cancelled or if the terminal object is destroyed;
    /// `asio::error::bad_descriptor` for one that was moved from; otherwise what the system
    /// reports. An error of the input is permanent: later reads report it again.
    ///
    /// Lifetime: the operation does not refer to this object's address; moving the terminal
    /// while it is outstanding is fine.
    ///
    /// Cancellation (`||`, co_spawn's slot): terminal, partial and total. A cancelled read takes no
    /// key, even if its completion was already on its way: what it would have read is read next.
    [[nodiscard]] asio::awaitable<key> async_read_key();

    /// The same with a deadline: nothing if no key came until then. What comes later is read next.
    ///
    ///     if (auto k = co_await tty.async_read_key_for(5s))
    ///
    /// A key that has arrived is taken even if the time is up already.
    [[nodiscard]] asio::awaitable<std::optional<key>>
    async_read_key_for(std::chrono::steady_clock::duration time);

    /// Reads keys until they mean something to a keymap, or nothing.
    ///
    ///     cotty::keymap<command> map{{"ctrl+x ctrl+s"_chord, command::save}};
    ///     const auto got = co_await tty.async_read_action(map);
    ///     if (got)
    ///         perform(*got.action);
    ///     else
    ///         for (const cotty::key& k : got.keys)
    ///             insert(k);
    ///
    /// Completes with the action of a chord that is complete, or with the keys of one that was
    /// broken, or with a key that begins none. What the keymap ignores (`keymap_status::ignored`:
    /// releases, lone modifier keys) is dropped. A paste is text: its keys come one by one, bound
    /// to nothing.
    ///
    /// \param chord_timeout how long to wait for the next key of a chord: when it is over, those
    /// that came are handed back, as if the chord was broken. A key that has arrived counts however
    /// little that is. Without it, for ever; for a chord's first key always.
    ///
    /// Errors: as async_read_key(). A chord in progress stays in the keymap, after an error and
    /// after a cancellation: no key of it is lost. The next read goes on with it, unless
    /// `keymap::reset` takes it out.
    ///
    /// Lifetime: the keymap must exist, at its address, until completion, and nobody else may feed
    /// it; bindings may come and go. Of this object, and cancellation: as async_read_key().
    template <class Action>
    [[nodiscard]] asio::awaitable<bound_keys<Action>>
    async_read_action(keymap<Action>& map,
                      std::optional<std::chrono::steady_clock::duration> chord_timeout = {})
    {
        return read_action(impl_, map, chord_timeout);
    }

    /// Reads the next event: a key (releases, too), the mouse, a paste, a new window size, an
    /// answer that nobody asked for, or input that is unknown. Otherwise as async_read_key().
    ///
    /// `event::raw` and the texts of pastes and replies are valid until the next event is taken
    /// from this terminal, or the terminal is read for an answer (async_query). To keep them, make
    /// it an `owned_event`.
    [[nodiscard]] asio::awaitable<event> async_read_event();

    /// The same for any completion token. Always completes by way of the executor, never from
    /// within this call.
    ///
    /// Handler signature: `void(error_code, event)`. Errors, lifetime, per-operation cancellation:
    /// as async_read_key().
    template <asio::completion_token_for<void(error_code, event)> Token>
    auto async_read_event(Token&& token)
    {
        return asio::async_initiate<Token, void(error_code, event)>(
            [impl = impl_](auto handler) { start_read<event>(impl.get(), std::move(handler)); },
            token);
    }

    /// Handler signature: `void(error_code, key)`.
    template <asio::completion_token_for<void(error_code, key)> Token>
    auto async_read_key(Token&& token)
    {
        return asio::async_initiate<Token, void(error_code, key)>(
            [impl = impl_](auto handler) { start_read<key>(impl.get(), std::move(handler)); },
            token);
    }

    /// Takes an event that has arrived already, without a system call and without waiting; nothing
    /// if none has, or while a read is outstanding. To handle what has arrived together, for one
    /// redraw, wait for an event and then take the others:
    ///
    ///     event e = co_await tty.async_read_event();
    ///     do use(e); while (tty.try_read_event(e));
    ///
    /// \returns false if there is none; `e` may hold anything then.
    bool try_read_event(event& e);

    /// The same for keys, as async_read_key() gives them.
    bool try_read_key(key& k);

    /// Writes all of `data`, in the order in which writes were started: the bytes of two writes
    /// never mix. A terminal that does not take it blocks this operation only.
    ///
    /// Handler signature: `void(error_code, std::size_t)`, with the number of bytes written.
    ///
    /// Errors: `asio::error::operation_aborted` if cancelled or if the terminal object is
    /// destroyed; otherwise what the system reports, `asio::error::broken_pipe` for one. (A pipe
    /// nobody reads also raises SIGPIPE, unless the program ignores it.)
    ///
    /// Lifetime: the memory of `data` must stay valid until completion.
    ///
    /// Per-operation cancellation: total as long as nothing has been written; partial and
    /// terminal at any time, then the number says how much was.
    template <asio::completion_token_for<void(error_code, std::size_t)> Token = asio::deferred_t>
    auto async_write(asio::const_buffer data, Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [impl = impl_, data](auto handler) {
                if (impl)
                    start_write(impl, data, std::move(handler));
                else
                    refuse(std::move(handler), std::size_t{0});
            },
            token);
    }

    /// The same for a text that is handed over, a string or a literal. It is also written, within
    /// the time that `~terminal` has, if the object is destroyed.
    ///
    /// A sequence may take several writes, an image for one. Until it is whole nothing else gets
    /// into it: what is printed, asked and switched on waits for its end. It is ended early (ST),
    /// and the rest of it is not written any more, when something waits and no write has gone on
    /// with it for a second, or when the terminal is lent, suspended or switched meanwhile.
    template <std::convertible_to<std::string_view> Text,
              asio::completion_token_for<void(error_code, std::size_t)> Token = asio::deferred_t>
    auto async_write(Text&& text, Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [impl = impl_](auto handler, std::string t) {
                if (impl)
                    start_write(impl, std::move(t), std::move(handler));
                else
                    refuse(std::move(handler), std::size_t{0});
            },
            token, std::string(std::forward<Text>(text)));
    }

    /// Asks the terminal a question of query.hpp, or one of your own, and waits for the answer.
    ///
    ///     cotty::query::position at = co_await tty.async_query(cotty::query::cursor_position());
    ///
    /// Completes when the answer has come, or an answer to something that was asked later, so that
    /// none will come; never from within this call. Several questions may be outstanding. Keys
    /// and other events that come meanwhile are kept for the next reads, in order (up to 4,096
    /// events or 1 MiB; what is more is not read before they are taken, and the answer may be
    /// behind it). An answer is never a key and never an event; one that comes too late is dropped.
    ///
    /// Handler signature: `void(error_code, Query::result_type)`.
    ///
    /// Errors: `errc::not_answered` if the terminal answers questions, but not this one;
    /// `asio::error::timed_out` if it does not answer at all within
    /// `terminal_options::answer_timeout`; `errc::cannot_be_asked` if it is no terminal, calls
    /// itself dumb, or is in no raw or cbreak mode, so that the answers would be echoed;
    /// `asio::error::operation_aborted` if cancelled or if the terminal object is destroyed;
    /// otherwise what the input has failed with. For a query of several parts the result holds what
    /// has been heard in the cases of not_answered and timed_out, too.
    ///
    /// Per-operation cancellation: terminal, partial and total.
    template <class Query, asio::completion_token_for<
                               void(error_code, typename std::decay_t<Query>::result_type)>
                               Token = asio::deferred_t>
    auto async_query(Query&& query, Token&& token = {})
    {
        static_assert(detail::survives_co_await<Query>,
                      "GCC 12 destroys this query twice where it is built in braces within a "
                      "co_await expression: give its class a constructor, or the query a name.");
        using query_type = std::decay_t<Query>;
        return asio::async_initiate<Token, void(error_code, typename query_type::result_type)>(
            [impl = impl_](auto handler, query_type q) {
                if (impl)
                    start_query(*impl, std::move(q), std::move(handler));
                else
                    refuse(std::move(handler), typename query_type::result_type());
            },
            token, query_type(std::forward<Query>(query)));
    }

    /// Asks once, in one round trip, what the terminal is and what it can do, and remembers it.
    ///
    /// Handler signature: `void(error_code, capabilities)`. A terminal that cannot be asked, or
    /// does not answer, is no error: `capabilities::answered` is false then.
    ///
    /// Errors, cancellation: as async_query, but for `cannot_be_asked` and `timed_out`.
    template <asio::completion_token_for<void(error_code, capabilities)> Token = asio::deferred_t>
    auto async_capabilities(Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code, capabilities)>(
            [impl = impl_](auto handler) {
                if (impl)
                    start_probe(impl, std::move(handler));
                else
                    refuse(std::move(handler), capabilities());
            },
            token);
    }

    /// How an Escape byte is decided on at the moment.
    [[nodiscard]] escape_decision escape_decided_by() const noexcept;

    /// How long the terminal took to answer the last question; nothing if it never has.
    [[nodiscard]] std::optional<std::chrono::microseconds> round_trip() const noexcept;

    /// Writes a text that may come from anywhere, made inert (inert.hpp): nothing in it is obeyed
    /// by the terminal but line ends and tabs. Texts never mix, with each other and with what
    /// async_write writes; print whole lines.
    ///
    /// Completes as soon as the text has its place in the queue: at once if less than
    /// `terminal_options::output_limit` bytes are waiting there, else when so much has been written
    /// that this is so. It is written then in any case, see `~terminal`.
    ///
    /// Handler signature: `void(error_code)`.
    ///
    /// Errors: what writing an earlier text has failed with, once that is known: then nothing is
    /// printed any more (async_flush tells whether the last ones were);
    /// `asio::error::operation_aborted` if cancelled while it waited for its place: nothing of it
    /// is written.
    ///
    /// Per-operation cancellation: terminal, partial and total.
    template <asio::completion_token_for<void(error_code)> Token = asio::deferred_t>
    auto async_print(std::string text, Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code)>(
            [impl = impl_](auto handler, std::string t) {
                if (impl)
                    start_print(impl, std::move(t), std::move(handler));
                else
                    refuse(std::move(handler));
            },
            token, std::move(text));
    }

    /// The same for a text with colours and the like, see style.hpp.
    template <asio::completion_token_for<void(error_code)> Token = asio::deferred_t>
    auto async_print(styled_text text, Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code)>(
            [impl = impl_](auto handler, const styled_text& t) {
                if (impl)
                    start_print(impl, t, std::move(handler));
                else
                    refuse(std::move(handler));
            },
            token, std::move(text));
    }

    /// The same without waiting: false, and nothing is printed, if the queue is full or writing has
    /// failed.
    bool try_print(std::string_view text);
    bool try_print(const styled_text& text);

    /// Completes when all that was printed and written before is with the terminal.
    ///
    ///     co_await tty.async_flush(); // or throws: something has not been written
    ///
    /// Handler signature: `void(error_code)`.
    ///
    /// Errors: what writing a text has failed with; `asio::error::operation_aborted` if cancelled,
    /// or if the terminal object was destroyed and time was up. (Writes tell their errors
    /// themselves.)
    ///
    /// Per-operation cancellation: terminal, partial and total; what is waited for is written all
    /// the same.
    template <asio::completion_token_for<void(error_code)> Token = asio::deferred_t>
    auto async_flush(Token&& token = {})
    {
        return asio::async_initiate<Token, void(error_code)>(
            [impl = impl_](auto handler) {
                if (impl)
                    start_flush(impl, std::move(handler));
                else
                    refuse(std::move(handler));
            },
            token);
    }

    /// Cancels all outstanding operations; they end with `asio::error::operation_aborted`. Texts
    /// that have their place in the queue are still written.
    void cancel();

private:
    struct implementation;
    using write_handler = asio::any_completion_handler<void(error_code, std::size_t)>;
    using handler_type = asio::any_completion_handler<void(error_code)>;
    using probe_handler = asio::any_completion_handler<void(error_code, capabilities)>;

    mode_guard enter(line_mode mode);
    [[nodiscard]] static loan lend_now(const std::shared_ptr<implementation>& impl);
    static asio::awaitable<loan> begin_loan(std::shared_ptr<implementation> impl);
    static asio::awaitable<int> run_child(std::shared_ptr<implementation> impl,
                                          std::vector<std::string> argv);

    template <class Result>
    struct result_of {
        using type = Result;
        static constexpr bool awaitable = false;
    };
    template <class Result, class Executor>
    struct result_of<asio::awaitable<Result, Executor>> {
        using type = Result;
        static constexpr bool awaitable = true;
    };

    template <class Borrower>
    static asio::awaitable<typename result_of<std::invoke_result_t<Borrower&>>::type>
    lend_to(std::shared_ptr<implementation> impl, Borrower borrower)
    {
        const loan until_the_end = co_await begin_loan(std::move(impl));
        if constexpr (result_of<std::invoke_result_t<Borrower&>>::awaitable)
            co_return co_await borrower();
        else
            co_return borrower();
    }

    template <class Value>
    static asio::awaitable<Value> read(std::shared_ptr<implementation> impl);
    template <class Value>
    static asio::awaitable<Value> read_later(std::shared_ptr<implementation> impl);
    static asio::awaitable<std::optional<key>>
    read_until(std::shared_ptr<implementation> impl, std::chrono::steady_clock::time_point end);

    /// Nothing at the end of the time that there is, if there is one.
    static asio::awaitable<std::optional<key>>
    read_key_of_chord(std::shared_ptr<implementation> impl,
                      std::optional<std::chrono::steady_clock::duration> time);

    template <class Action>
    static asio::awaitable<bound_keys<Action>>
    read_action(std::shared_ptr<implementation> impl, keymap<Action>& map,
                std::optional<std::chrono::steady_clock::duration> chord_timeout)
    {
        for (;;) {
            const auto time = map.pending().empty() ? std::nullopt : chord_timeout;
            const std::optional<key> k = co_await read_key_of_chord(impl, time);
            if (!k)
                co_return bound_keys<Action>{nullptr, map.reset()};
            const auto r = map.feed(*k);
            if (r.status != keymap_status::matched && r.status != keymap_status::unmatched)
                continue;
            bound_keys<Action> got;
            got.action = r.action;
            for (const key& each : r.keys)
                got.keys.push_back(each);
            co_return got;
        }
    }

    template <class Borrower, class Token>
    auto lend_while(Borrower&& borrower, Token&& token)
    {
        return asio::co_spawn(
            get_executor(),
            lend_to(impl_, std::decay_t<Borrower>(std::forward<Borrower>(borrower))),
            std::forward<Token>(token));
    }

    template <class Value, class Handler>
    static void start_read(implementation* impl, Handler&& handler)
    {
        using operation = detail::read_operation_of<Value, std::decay_t<Handler>>;
        if (impl != nullptr)
            start_read(*impl, operation::make(std::forward<Handler>(handler), home_of(*impl)),
                       std::is_same_v<Value, key>);
        else
            refuse(std::forward<Handler>(handler), Value());
    }
    static void start_read(implementation& impl, detail::read_operation::pointer operation,
                           bool keys_only);

    /// Of an object that was moved from.
    template <class Handler, class... Values>
    static void refuse(Handler&& handler, Values&&... values)
    {
        const auto executor = asio::get_associated_executor(handler);
        asio::post(executor, asio::append(std::forward<Handler>(handler),
                                          error_code(asio::error::bad_descriptor),
                                          std::forward<Values>(values)...));
    }
    static detail::read_home& home_of(implementation& impl) noexcept;
    static const executor_type& executor_of(const implementation& impl) noexcept;
    static void start_write(const std::shared_ptr<implementation>& impl, asio::const_buffer data,
                            write_handler handler);
    static void start_write(const std::shared_ptr<implementation>& impl, std::string text,
                            write_handler handler);

    template <class Query, class Handler>
    static void start_query(implementation& impl, Query&& query, Handler&& handler)
    {
        using question_type = detail::question_of<std::decay_t<Query>>;
        const auto asked = std::make_shared<question_type>(std::forward<Query>(query));
        const auto executor = asio::get_associated_executor(handler, executor_of(impl));
        const auto slot = asio::get_associated_cancellation_slot(handler);
        const auto allocator = asio::get_associated_allocator(handler);
        start_asking(
            impl, asked,
            handler_type(asio::bind_cancellation_slot(
                slot, asio::bind_allocator(
                          allocator,
                          asio::bind_executor(executor, [asked, h = std::forward<Handler>(handler)](
                                                            error_code ec) mutable {
                              std::move(h)(ec, asked->take_result());
                          })))));
    }
    static void start_asking(implementation& impl, std::shared_ptr<detail::question> asked,
                             handler_type handler);
    static void start_probe(const std::shared_ptr<implementation>& impl, probe_handler handler);
    static void start_print(const std::shared_ptr<implementation>& impl, std::string text,
                            handler_type handler);
    static void start_print(const std::shared_ptr<implementation>& impl, const styled_text& text,
                            handler_type handler);
    static void start_flush(const std::shared_ptr<implementation>& impl, handler_type handler);

    std::shared_ptr<implementation> impl_;
};

} // namespace cotty
