// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>
#include <cotty/event.hpp>

#include <boost/asio/associator.hpp>

#include <utility>

namespace cotty::detail {

/// Lets a handler for keys complete an operation that yields events. Whatever is associated with
/// the handler (executor, allocator, cancellation slot) is associated with this.
template <class Handler>
struct key_handler {
    Handler handler;

    void operator()(error_code ec, const event& e) &&
    {
        const key* k = e.get_if<key>();
        std::move(handler)(ec, k != nullptr ? *k : key{});
    }
};

template <class Handler>
key_handler(Handler) -> key_handler<Handler>;

} // namespace cotty::detail

template <template <class, class> class Associator, class Handler, class Default>
struct boost::asio::associator<Associator, cotty::detail::key_handler<Handler>, Default>
    : Associator<Handler, Default> {
    static auto get(const cotty::detail::key_handler<Handler>& h) noexcept
    {
        return Associator<Handler, Default>::get(h.handler);
    }
    static auto get(const cotty::detail::key_handler<Handler>& h, const Default& d) noexcept
    {
        return Associator<Handler, Default>::get(h.handler, d);
    }
};
