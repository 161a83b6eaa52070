// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/terminal.hpp>

#include <cotty/inert.hpp>

#include "asker.hpp"
#include "backend.hpp"
#include "printer.hpp"
#include "reader.hpp"
#include "writer.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace cotty {

struct terminal::implementation {
    asio::any_io_executor executor;
    std::shared_ptr<detail::backend> backend;
    std::shared_ptr<detail::writer> writer;
    std::shared_ptr<detail::asker> asker;
    std::shared_ptr<detail::reader> reader;
    std::shared_ptr<detail::printer> printer;
    std::optional<capabilities> known; // once probed

    implementation(const asio::any_io_executor& ex, const terminal_options& options)
        : executor(ex), backend(detail::open_backend(ex, options)),
          writer(std::make_shared<detail::writer>(ex, backend)),
          asker(std::make_shared<detail::asker>(ex, backend, writer, options.answer_timeout,
                                                options.ask_about_escape)),
          reader(std::make_shared<detail::reader>(ex, backend, asker)),
          printer(std::make_shared<detail::printer>(ex, writer, options.output_limit))
    {
        asker->on_idle([weak = std::weak_ptr(reader)] {
            if (const auto r = weak.lock())
                r->relax();
        });
    }

    void cancel()
    {
        reader->cancel();
        asker->cancel();
        printer->cancel();
    }

    /// Nothing is done any more.
    void close()
    {
        cancel();
        writer->close();
    }
};

terminal::terminal(const executor_type& executor, const terminal_options& options)
    : impl_(std::make_shared<implementation>(executor, options))
{
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
    return impl_->executor;
}

bool terminal::is_terminal() const noexcept
{
    return impl_->backend->is_terminal();
}

window_size terminal::size() const noexcept
{
    return impl_->backend->size();
}

mode_guard terminal::enter(line_mode mode)
{
    const auto mode_switch = impl_->backend->mode();
    if (!mode_switch)
        return {};
    if (const error_code ec = mode_switch->enter(mode))
        throw boost::system::system_error(ec, "cotty::terminal: the mode cannot be switched");
    return detail::mode_switch::guard(mode_switch, mode);
}

feature_guard terminal::enable(const features& wanted)
{
    const auto feature_switch = impl_->backend->switchable_features();
    if (!feature_switch || wanted == features())
        return {};
    if (const error_code ec = feature_switch->enable(wanted))
        throw boost::system::system_error(ec, "cotty::terminal: features cannot be switched on");
    return detail::feature_switch::guard(feature_switch, wanted);
}

void terminal::suspend()
{
    if (is_terminal())
        detail::suspend_process();
}

void terminal::start_read(implementation& impl, detail::read_operation::pointer operation,
                          bool keys_only)
{
    impl.reader->start(std::move(operation), keys_only);
}

const terminal::executor_type& terminal::executor_of(const implementation& impl) noexcept
{
    return impl.executor;
}

bool terminal::try_read_event(event& e)
{
    return impl_->reader->try_read(e, false);
}

bool terminal::try_read_key(key& k)
{
    event e;
    if (!impl_->reader->try_read(e, true))
        return false;
    k = *e.get_if<key>();
    return true;
}

void terminal::start_write(const std::shared_ptr<implementation>& impl, asio::const_buffer data,
                           write_handler handler)
{
    impl->writer->start(data, std::move(handler));
}

void terminal::start_asking(implementation& impl, std::shared_ptr<detail::question> asked,
                            handler_type handler)
{
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
                    if (ec == errc::cannot_be_asked || ec == asio::error::timed_out)
                        ec = {};
                    std::move(h)(ec, std::move(found));
                }));
}

escape_decision terminal::escape_decided_by() const noexcept
{
    const auto features = impl_->backend->switchable_features();
    if (features && features->is_escape_a_sequence())
        return escape_decision::protocol;
    return impl_->asker->decides_by_answer() ? escape_decision::answer : escape_decision::timeout;
}

std::optional<std::chrono::microseconds> terminal::round_trip() const noexcept
{
    return impl_->asker->round_trip();
}

void terminal::start_print(const std::shared_ptr<implementation>& impl, std::string text,
                           handler_type handler)
{
    impl->printer->start(inert(text), std::move(handler));
}

bool terminal::try_print(std::string_view text)
{
    return impl_->printer->try_print(inert(text));
}

void terminal::cancel()
{
    impl_->cancel();
    impl_->writer->cancel();
}

} // namespace cotty
