// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/asio_signals.hpp"

#include <cotty/error.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstddef>
#include <exception>

namespace cotty::posix::asio_signals {
namespace {

namespace asio = boost::asio;

/// How many sets listen to each signal is known to nobody but Asio itself
/// (asio/detail/impl/signal_set_service.ipp), and only where its code is compiled into the program
/// with ours. A version that keeps it in another way, or in a library, tells nothing.
template <class State>
concept tells_listeners = requires(State* s)
{
    s->registration_count_[0];
};

template <class State>
class counts {
public:
    static constexpr bool known = false;
    static std::size_t of(int /*number*/) noexcept { return 0; }
};

template <tells_listeners State>
class counts<State> {
public:
    static constexpr bool known = true;
    /// Read without Asio's mutex, which a signal handler cannot take: a set that begins or ends at
    /// this very moment counts or does not.
    __attribute__((no_sanitize("thread"))) static std::size_t of(int number) noexcept
    {
        const State* const state = asio::detail::get_signal_state();
        const volatile std::size_t& count = state->registration_count_[number];
        return count;
    }
};

using listeners = counts<asio::detail::signal_state>;

/// Never runs, and is never destroyed: guards may live longer than any other execution context.
struct seat {
    asio::io_context context{1};
    asio::signal_set signals{context};
};

seat& our_seat()
{
    static seat& instance = *new seat;
    return instance;
}

} // namespace

bool join(int number) noexcept
{
    if (!listeners::known)
        return false;
    try {
        error_code ec;
        our_seat().signals.add(number, ec);
        return !ec;
    } catch (const std::exception&) { // the system has no descriptors left, or no memory
        return false;
    }
}

void leave(int number) noexcept
{
    error_code ignored;
    our_seat().signals.remove(number, ignored);
}

bool has_listeners(int number, bool joined) noexcept
{
    return listeners::of(number) > (joined ? 1U : 0U);
}

void deliver(int number) noexcept
{
    asio::detail::boost_asio_signal_handler(number);
}

bool is_handled_by_asio(const struct sigaction& a) noexcept
{
    return (a.sa_flags & SA_SIGINFO) == 0 &&
           a.sa_handler == asio::detail::boost_asio_signal_handler;
}

struct sigaction asio_action() noexcept
{
    struct sigaction a {};
    a.sa_handler = asio::detail::boost_asio_signal_handler;
    ::sigfillset(&a.sa_mask);
    return a;
}

} // namespace cotty::posix::asio_signals
