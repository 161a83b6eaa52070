// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/boost_requirements.hpp>
#include <cotty/detail/memory_in_place.hpp>
#include <cotty/error.hpp>
#include <cotty/event.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace cotty::detail {

namespace asio = boost::asio;

/// A read that waits for its event: its handler, without the handler's type.
///
/// asio::any_completion_handler would do, but for one thing: it tells the handler's executor only
/// as another type-erased one, made anew each time. Nearly always that is the terminal's own, and
/// whoever knows that saves half of what a key costs.
class read_operation {
public:
    struct destroyer {
        void operator()(read_operation* o) const noexcept { o->destroy(); }
    };
    using pointer = std::unique_ptr<read_operation, destroyer>;

    read_operation(const read_operation&) = delete;
    read_operation& operator=(const read_operation&) = delete;

    /// Calls the handler; to be done on its executor. Its memory is free by then, for the handler's
    /// next read.
    static void complete(pointer o, error_code ec, const event& e) { o.release()->call(ec, e); }

    [[nodiscard]] virtual asio::cancellation_slot slot() const noexcept = 0;

    /// The handler's executor, which is kept at work; none if that is the terminal's own, which is
    /// at work as long as it waits.
    std::optional<asio::any_completion_executor> elsewhere;

protected:
    read_operation() noexcept = default;
    ~read_operation() = default;

private:
    virtual void call(error_code ec, const event& e) = 0;
    virtual void destroy() noexcept = 0;
};

template <class Executor>
bool is_same_executor(const asio::any_io_executor& a, const Executor& b) noexcept
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        return a == b;
    } else {
        const auto* target = a.target<Executor>();
        return target != nullptr && *target == b;
    }
}

/// Where reads are at home: at their terminal, of which one is outstanding at a time.
struct read_home {
    asio::any_io_executor executor;
    memory_in_place memory;
};

/// The read of a handler for `void(error_code, Value)`. Value is `event` or `key`.
template <class Value, class Handler>
class read_operation_of final : public read_operation {
public:
    /// \param home outlives the operation
    static pointer make(Handler&& handler, read_home& home)
    {
        allocator memory(asio::get_associated_allocator(handler, default_allocator(home.memory)));
        const auto free = [&memory](read_operation_of* o) { traits::deallocate(memory, o, 1); };
        std::unique_ptr<read_operation_of, decltype(free)> space(traits::allocate(memory, 1), free);
        pointer made(::new (static_cast<void*>(space.get()))
                         read_operation_of(std::move(handler), home.memory));
        auto& self = static_cast<read_operation_of&>(*made);
        static_cast<void>(space.release());
        const auto executor = asio::get_associated_executor(self.handler_, home.executor);
        if (!is_same_executor(home.executor, executor))
            self.elsewhere.emplace(
                asio::prefer(executor, asio::execution::outstanding_work.tracked));
        return made;
    }

    [[nodiscard]] asio::cancellation_slot slot() const noexcept override
    {
        return asio::get_associated_cancellation_slot(handler_);
    }

private:
    using default_allocator = allocator_in_place<void>;
    using traits =
        typename std::allocator_traits<asio::associated_allocator_t<Handler, default_allocator>>::
            template rebind_traits<read_operation_of>;
    using allocator = typename traits::allocator_type;

    read_operation_of(Handler&& handler, memory_in_place& home)
        : handler_(std::move(handler)), home_(&home)
    {
    }

    void call(error_code ec, const event& e) override
    {
        Handler handler = take_handler();
        if constexpr (std::is_same_v<Value, event>) {
            // A copy: the handler may start the next read, which changes `e`.
            std::move(handler)(ec, event(e));
        } else {
            const Value* value = e.get_if<Value>();
            std::move(handler)(ec, value != nullptr ? *value : Value{});
        }
    }

    void destroy() noexcept override { static_cast<void>(take_handler()); }

    /// The handler, which survives this object: its allocator may live in it.
    Handler take_handler()
    {
        Handler handler(std::move(handler_));
        allocator memory(asio::get_associated_allocator(handler, default_allocator(*home_)));
        this->~read_operation_of();
        traits::deallocate(memory, this, 1);
        return handler;
    }

    Handler handler_;
    memory_in_place* home_;
};

} // namespace cotty::detail
