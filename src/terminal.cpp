// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/terminal.hpp>

#include "backend.hpp"
#include "reader.hpp"
#include "writer.hpp"

#include <boost/system/system_error.hpp>

#include <utility>

namespace cotty {

struct terminal::implementation {
    asio::any_io_executor executor;
    std::shared_ptr<detail::backend> backend;
    std::shared_ptr<detail::reader> reader;
    std::shared_ptr<detail::writer> writer;

    implementation(const asio::any_io_executor& ex, const terminal_options& options)
        : executor(ex), backend(detail::open_backend(ex, options)),
          reader(std::make_shared<detail::reader>(ex, backend)),
          writer(std::make_shared<detail::writer>(ex, backend))
    {
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
            cancel();
        impl_ = std::move(other.impl_);
    }
    return *this;
}

terminal::~terminal()
{
    if (impl_)
        cancel();
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

bool terminal::try_read_event(event& e) noexcept
{
    return impl_->reader->try_read(e, false);
}

bool terminal::try_read_key(key& k) noexcept
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

void terminal::cancel()
{
    impl_->reader->cancel();
    impl_->writer->cancel();
}

} // namespace cotty
