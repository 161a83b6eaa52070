// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/terminal.hpp>

#include <cotty/clock.hpp>
#include <cotty/inert.hpp>
#include <cotty/timer.hpp>

#include "terminal/asker.hpp"
#include "terminal/backend.hpp"
#include "terminal/printer.hpp"
#include "terminal/reader.hpp"
#include "terminal/writer.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <cstdlib>
#include <new>
#include <utility>

namespace cotty {

namespace {

/// With a terminal that takes no output, where something is switched on.
constexpr std::chrono::seconds patience{1};

/// The same where the terminal is left, and for its last answers.
constexpr std::chrono::milliseconds last_patience{250};

/// What the output can use, unless that is decided.
styling styling_for(const detail::backend& output, styling wanted)
{
    if (wanted != styling::automatic)
        return wanted;
    const char* const term = std::getenv("TERM");
    const std::string_view name = term != nullptr ? term : "";
    if (!output.writes_to_terminal() || name.empty() || name == "dumb")
        return styling::none;
    const char* const no_color = std::getenv("NO_COLOR");
    return no_color != nullptr && *no_color != '\0' ? styling::no_color : styling::full;
}

/// While it lives, features are off, or at least on their way there.
class features_off {
public:
    explicit features_off(std::shared_ptr<detail::feature_switch> f) : features_(std::move(f))
    {
        if (features_)
            features_->lend();
    }
    ~features_off()
    {
        if (features_)
            static_cast<void>(features_->take_back());
    }
    features_off(const features_off&) = delete;
    features_off& operator=(const features_off&) = delete;

private:
    std::shared_ptr<detail::feature_switch> features_;
};

} // namespace

/// While it lives, what makes the terminal send by itself is off.
class hush {
public:
    explicit hush(std::shared_ptr<detail::feature_switch> f) : features_(std::move(f))
    {
        if (features_)
            features_->hush();
    }
    ~hush()
    {
        if (features_)
            static_cast<void>(features_->speak());
    }
    hush(const hush&) = delete;
    hush& operator=(const hush&) = delete;

private:
    std::shared_ptr<detail::feature_switch> features_;
};

struct terminal::implementation : std::enable_shared_from_this<implementation> {
    asio::any_io_executor executor;
    std::shared_ptr<detail::backend> backend;
    std::shared_ptr<detail::writer> writer;
    std::shared_ptr<detail::asker> asker;
    std::shared_ptr<detail::reader> reader;
    std::shared_ptr<detail::printer> printer;
    std::optional<capabilities> known; // once probed
    styling styles;

    implementation(const asio::any_io_executor& ex, std::shared_ptr<detail::backend> source,
                   const terminal_options& options)
        : executor(ex), backend(std::move(source)),
          writer(std::make_shared<detail::writer>(ex, backend, options.leave_timeout)),
          asker(std::make_shared<detail::asker>(ex, backend, writer, options.answer_timeout,
                                                options.ask_about_escape)),
          reader(std::make_shared<detail::reader>(ex, backend, asker, options.releases)),
          printer(std::make_shared<detail::printer>(ex, writer, options.output_limit)),
          styles(styling_for(*backend, options.styling))
    {
        reader->open();
        asker->on_idle([weak = std::weak_ptr(reader)] {
            if (const auto r = weak.lock())
                r->relax();
        });
    }

    /// Guards may outlive the terminal object, and then do without.
    void watch_guards()
    {
        const auto weak = weak_from_this();
        if (const auto mode = backend->mode())
            mode->before_leaving([weak]() -> std::shared_ptr<void> {
                const auto self = weak.lock();
                return self ? self->hush_and_settle() : nullptr;
            });
        if (const auto features = backend->switchable_features())
            features->before_change([weak](bool leaving) {
                if (const auto self = weak.lock())
                    self->writer->flush(leaving ? last_patience : patience);
            });
    }

    /// Nothing that the terminal still sends by itself, or because it was asked, is left for
    /// whoever has it next: it is read, up to an answer to a last question. Keys are kept.
    void settle()
    {
        const auto end = std::chrono::steady_clock::now() + last_patience;
        const auto left = [end] {
            return std::chrono::ceil<std::chrono::milliseconds>(end -
                                                                std::chrono::steady_clock::now());
        };
        if (backend->reports_under_way())
            asker->ask_fence();
        if (asker->expects() && !asker->is_silent()) {
            writer->flush(left());
            reader->drain(left());
        }
        backend->note_settled();
    }

    /// The same, and until the result goes the terminal sends nothing more by itself.
    std::shared_ptr<void> hush_and_settle()
    {
        auto quiet = std::make_shared<hush>(backend->switchable_features());
        settle();
        return quiet;
    }

    void cancel()
    {
        reader->cancel();
        asker->cancel();
    }

    /// Nothing is done any more.
    void close()
    {
        cancel();
        try {
            reader->leave_behind();
        } catch (const std::bad_alloc&) { // what was typed ahead is lost, and no more
        }
        reader->close();
        printer->close();
        writer->close();
    }
};

terminal::terminal(const executor_type& executor, const terminal_options& options)
    : terminal(executor, detail::open_backend(executor, options), options)
{
}

terminal::terminal(const executor_type& executor, std::shared_ptr<detail::backend> backend,
                   const terminal_options& options)
    : impl_(std::make_shared<implementation>(executor, std::move(backend), options))
{
    impl_->watch_guards();
}

terminal& terminal::operator=(terminal&& other) noexcept
{
    if (this != &other) {
        if (impl_)
            impl_->close();
        impl_ = std::move(other.impl_);
    }
    return *this;
}

terminal::~terminal()
{
    if (impl_)
        impl_->close();
}

terminal::executor_type terminal::get_executor() const noexcept
{
    return impl_ ? impl_->executor : executor_type();
}

bool terminal::is_terminal() const noexcept
{
    return impl_ && impl_->backend->is_terminal();
}

window_size terminal::size() const noexcept
{
    return impl_ ? impl_->backend->size() : window_size{80, 24};
}

mode_guard terminal::enter(line_mode mode)
{
    const auto mode_switch = impl_ ? impl_->backend->mode() : nullptr;
    if (!mode_switch)
        return {};
    if (const error_code ec = mode_switch->enter(mode))
        throw boost::system::system_error(ec, "cotty::terminal: the mode cannot be switched");
    return detail::mode_switch::guard(mode_switch, mode);
}

feature_guard terminal::enable(const features& wanted)
{
    const auto feature_switch = impl_ ? impl_->backend->switchable_features() : nullptr;
    if (!feature_switch || wanted == features())
        return {};
    if (const error_code ec = feature_switch->enable(wanted))
        throw boost::system::system_error(ec, "cotty::terminal: features cannot be switched on");
    return detail::feature_switch::guard(feature_switch, wanted);
}

void terminal::suspend()
{
    if (!impl_ || !impl_->backend->mode())
        return; // no terminal, or a recorded one
    const features_off meanwhile(impl_->backend->switchable_features());
    impl_->settle();
    detail::suspend_process();
    impl_->asker->meet_strangers();
}

loan terminal::lend()
{
    if (!impl_)
        return {};
    const features_off meanwhile(impl_->backend->switchable_features());
    impl_->settle();
    impl_->writer->flush(last_patience);
    return lend_now(impl_);
}

/// The same, with waiting left to the event loop.
asio::awaitable<loan> terminal::begin_loan(std::shared_ptr<implementation> impl)
{
    auto no_throw = asio::as_tuple(asio::use_awaitable);
    using token = decltype(no_throw);
    const features_off meanwhile(impl->backend->switchable_features());
    impl->asker->trust(); // nothing is asked again, whose answer the borrower would get
    if (impl->backend->reports_under_way() || impl->asker->expects())
        co_await asio::async_initiate<token, void(error_code)>(
            [&impl](auto handler) {
                using fence = detail::question_of<query::primary_attributes>;
                start_asking(*impl, std::make_shared<fence>(query::primary_attributes()),
                             std::move(handler));
            },
            no_throw);
    impl->backend->note_settled();
    // What was written before is on the screen before the borrower is.
    co_await asio::async_initiate<token, void(error_code)>(
        [&impl](auto handler) { start_flush(impl, std::move(handler)); }, no_throw);
    co_return lend_now(impl);
}

asio::awaitable<int> terminal::run_child(std::shared_ptr<implementation> impl,
                                         std::vector<std::string> argv)
{
    return impl->backend->run(std::move(argv));
}

loan terminal::lend_now(const std::shared_ptr<implementation>& impl)
{
    const auto mode = impl->backend->mode();
    const auto features = impl->backend->switchable_features();
    impl->writer->pause();
    impl->reader->pause();
    if (features)
        features->lend();
    if (mode)
        mode->lend();
    return loan([impl, mode, features] {
        if (mode)
            static_cast<void>(mode->take_back());
        if (features)
            static_cast<void>(features->take_back());
        impl->asker->meet_strangers();
        impl->writer->resume();
        impl->reader->resume();
    });
}

void terminal::start_read(implementation& impl, detail::read_operation::pointer operation,
                          bool keys_only)
{
    impl.reader->start(std::move(operation), keys_only);
}

detail::read_home& terminal::home_of(implementation& impl) noexcept
{
    return impl.reader->home();
}

const terminal::executor_type& terminal::executor_of(const implementation& impl) noexcept
{
    return impl.executor;
}

namespace {

/// Whether completing now would be told to whoever started this coroutine by way of the executor,
/// and might be overtaken there by a cancellation: then the key would be lost. Only co_spawn's own
/// frame knows; in Boost 1.81 (asio/impl/co_spawn.hpp) it posts where the flag is not set.
using would_not_be_posted = asio::detail::awaitable_thread_has_context_switched;

template <class Value>
const Value& value_of(const event& e) noexcept
{
    if constexpr (std::is_same_v<Value, event>)
        return e;
    else
        return *e.get_if<Value>();
}

} // namespace

/// Small, as it runs once a key.
template <class Value>
asio::awaitable<Value> terminal::read(std::shared_ptr<implementation> impl)
{
    const bool quickly = co_await would_not_be_posted();
    if (quickly && impl) [[likely]]
        if (const event* const e = impl->reader->read_in_a_row(std::is_same_v<Value, key>))
            co_return value_of<Value>(*e);
    co_return co_await read_later<Value>(std::move(impl));
}

template <class Value>
asio::awaitable<Value> terminal::read_later(std::shared_ptr<implementation> impl)
{
    return asio::async_initiate<const asio::use_awaitable_t<>, void(error_code, Value)>(
        [i = std::move(impl)](auto handler) { start_read<Value>(i.get(), std::move(handler)); },
        asio::use_awaitable);
}

/// Where nothing has arrived there is nothing to take quickly.
asio::awaitable<key> terminal::async_read_key()
{
    if (impl_ && impl_->reader->may_have_more())
        return read<key>(impl_);
    return read_later<key>(impl_);
}

asio::awaitable<event> terminal::async_read_event()
{
    if (impl_ && impl_->reader->may_have_more())
        return read<event>(impl_);
    return read_later<event>(impl_);
}

asio::awaitable<std::optional<key>>
terminal::async_read_key_for(std::chrono::steady_clock::duration time)
{
    return read_until(impl_, clock::now() + time);
}

asio::awaitable<std::optional<key>> terminal::read_until(std::shared_ptr<implementation> impl,
                                                         std::chrono::steady_clock::time_point end)
{
    using namespace asio::experimental::awaitable_operators;
    timer too_late(co_await asio::this_coro::executor, end);
    const auto got =
        co_await (read<key>(std::move(impl)) || too_late.async_wait(asio::use_awaitable));
    if (const key* const k = std::get_if<key>(&got))
        co_return *k;
    co_return std::nullopt;
}

asio::awaitable<std::optional<key>>
terminal::read_key_of_chord(std::shared_ptr<implementation> impl,
                            std::optional<std::chrono::steady_clock::duration> time)
{
    if (time)
        co_return co_await read_until(std::move(impl), clock::now() + *time);
    co_return co_await read<key>(std::move(impl));
}

bool terminal::try_read_event(event& e)
{
    return impl_ && impl_->reader->try_read(e, false);
}

bool terminal::try_read_key(key& k)
{
    event e;
    if (!impl_ || !impl_->reader->try_read(e, true))
        return false;
    k = *e.get_if<key>();
    return true;
}

void terminal::start_write(const std::shared_ptr<implementation>& impl, asio::const_buffer data,
                           write_handler handler)
{
    impl->writer->start(data, std::move(handler));
}

void terminal::start_write(const std::shared_ptr<implementation>& impl, std::string text,
                           write_handler handler)
{
    impl->writer->start(std::move(text), std::move(handler));
}

void terminal::start_asking(implementation& impl, std::shared_ptr<detail::question> asked,
                            handler_type handler)
{
    if (impl.asker->may_meet_strangers())
        impl.reader->catch_up();
    impl.asker->start(std::move(asked), std::move(handler));
    impl.reader->attend();
}

void terminal::start_probe(const std::shared_ptr<implementation>& impl, probe_handler handler)
{
    if (impl->known) {
        asio::post(impl->executor, asio::append(std::move(handler), error_code(), *impl->known));
        return;
    }
    const auto executor = asio::get_associated_executor(handler, impl->executor);
    start_query(*impl, query::everything(),
                asio::bind_executor(executor, [weak = std::weak_ptr(impl), h = std::move(handler)](
                                                  error_code ec, capabilities found) mutable {
                    const auto self = weak.lock();
                    if (!ec && self)
                        self->known = found;
                    if (ec == errc::cannot_be_asked || ec == errc::not_answered ||
                        ec == asio::error::timed_out)
                        ec = {};
                    std::move(h)(ec, std::move(found));
                }));
}

escape_decision terminal::escape_decided_by() const noexcept
{
    const auto features = impl_ ? impl_->backend->switchable_features() : nullptr;
    if (features && features->is_escape_a_sequence())
        return escape_decision::protocol;
    return impl_ && impl_->asker->decides_by_answer() ? escape_decision::answer
                                                      : escape_decision::timeout;
}

std::optional<std::chrono::microseconds> terminal::round_trip() const noexcept
{
    return impl_ ? impl_->asker->round_trip() : std::nullopt;
}

void terminal::start_print(const std::shared_ptr<implementation>& impl, std::string text,
                           handler_type handler)
{
    impl->printer->start(inert(text), std::move(handler));
}

void terminal::start_print(const std::shared_ptr<implementation>& impl, const styled_text& text,
                           handler_type handler)
{
    impl->printer->start(text.bytes(impl->styles), std::move(handler));
}

void terminal::start_flush(const std::shared_ptr<implementation>& impl, handler_type handler)
{
    impl->printer->flush(std::move(handler));
}

bool terminal::try_print(std::string_view text)
{
    return impl_ && impl_->printer->try_print(inert(text));
}

bool terminal::try_print(const styled_text& text)
{
    return impl_ && impl_->printer->try_print(text.bytes(impl_->styles));
}

void terminal::cancel()
{
    if (!impl_)
        return;
    impl_->cancel();
    impl_->printer->cancel();
    impl_->writer->cancel();
}

} // namespace cotty
