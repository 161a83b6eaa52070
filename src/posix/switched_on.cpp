// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/switched_on.hpp"

#include "posix/descriptor.hpp"
#include "posix/held_terminal.hpp"

#include <boost/asio/error.hpp>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <string_view>

namespace cotty::posix {

/// Read and written by whoever has `busy`: the thread that switches features, which blocks signals
/// meanwhile, and signal handlers on any thread.
struct feature_record {
    std::atomic<bool> taken = false;
    std::atomic<bool> busy = false;
    held_terminal terminal;
    bool exclusive = false; // see channel
    bool given_back = false;
    bool anew = false;         // on again after a stop, and SIGCONT may still have to tell so
    detail::feature_bytes off; // all that is on
    detail::feature_bytes on;
};

namespace {

std::array<feature_record, 16> records;

/// In milliseconds: for a terminal that takes no output, and for another thread that waits for it.
constexpr long patience = 1000;

class deadline {
public:
    [[nodiscard]] long left() const noexcept { return end_ - now(); }

private:
    static long now() noexcept
    {
        timespec t{};
        ::clock_gettime(CLOCK_MONOTONIC, &t);
        return static_cast<long>(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000;
    }
    long end_ = now() + patience;
};

/// Has a record for itself, unless somebody else does not let it go.
class record_lock {
public:
    explicit record_lock(feature_record& r) noexcept : record_(r)
    {
        const deadline end;
        while ((owned_ = !record_.busy.exchange(true)) == false && end.left() > 0)
            ::poll(nullptr, 0, 1);
    }
    ~record_lock()
    {
        if (owned_)
            record_.busy = false;
    }
    record_lock(const record_lock&) = delete;
    record_lock& operator=(const record_lock&) = delete;

    explicit operator bool() const noexcept { return owned_; }

private:
    feature_record& record_;
    bool owned_ = false;
};

/// False, with errno, if the terminal does not take all.
bool write_all(const feature_record& r, std::string_view bytes) noexcept
{
    const deadline end;
    while (!bytes.empty()) {
        pollfd p{r.terminal.fd, POLLOUT, 0};
        const long left = end.left();
        if (left <= 0 || ::poll(&p, 1, static_cast<int>(left)) == 0) {
            errno = ETIMEDOUT;
            return false;
        }
        // A byte is all that a blocking terminal takes for certain without blocking.
        const ssize_t n = ::write(r.terminal.fd, bytes.data(), r.exclusive ? bytes.size() : 1);
        if (n > 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR && errno != EAGAIN)
            return false;
    }
    return true;
}

/// A program in the background is stopped, as by changing the terminal's settings (SIGTTOU): the
/// kernel does that before it looks what there is to be flushed, which is nothing that exists.
void wait_for_foreground(int fd) noexcept
{
    constexpr int nothing = -1;
    while (::tcflush(fd, nothing) != 0 && errno == EINTR) {
    }
}

bool is_on_record(const feature_record& r) noexcept
{
    return r.taken.load() && !r.on.view().empty() && r.terminal.is_ours();
}

} // namespace

feature_record* remember_features(const channel& c, error_code& ec) noexcept
{
    held_terminal terminal;
    ec = terminal.hold(c.fd.get());
    if (ec)
        return nullptr;
    for (feature_record& r : records) {
        if (r.taken.exchange(true))
            continue;
        const signals_blocked blocked;
        const record_lock lock(r);
        r.terminal = terminal;
        r.exclusive = c.exclusive;
        r.given_back = false;
        r.anew = false;
        r.off = {};
        r.on = {};
        return &r;
    }
    ec = errc::too_many_terminals;
    return nullptr;
}

error_code switch_features(feature_record& r, const detail::feature_bytes& now,
                           const detail::feature_bytes& off,
                           const detail::feature_bytes& on) noexcept
{
    if (r.on.view().empty())
        wait_for_foreground(r.terminal.fd);
    const signals_blocked blocked; // the background may not be stopped by SIGTTOU here
    const record_lock lock(r);
    if (!lock)
        return boost::asio::error::timed_out;
    // On record before it is done: whatever happens from here on is undone.
    r.off = off;
    r.on = on;
    if (r.given_back || !r.terminal.is_ours() || write_all(r, now.view()))
        return {};
    return last_error();
}

void forget(feature_record& r) noexcept
{
    r.taken = false;
}

void switch_all_off() noexcept
{
    const signals_blocked blocked;
    for (feature_record& r : records) {
        const record_lock lock(r);
        if (!lock || !is_on_record(r) || r.given_back)
            continue;
        r.given_back = true;
        write_all(r, r.off.view());
    }
}

void switch_all_on_again(going_on how) noexcept
{
    const signals_blocked blocked;
    for (feature_record& r : records) {
        const record_lock lock(r);
        if (!lock || !is_on_record(r) || !r.terminal.in_foreground())
            continue;
        if (r.given_back) {
            r.given_back = false;
            r.anew = true;
        } else if (how == going_on::after_our_stop || r.anew) {
            // Both the end of a stop that was handled and SIGCONT have come here, in any order.
            r.anew = false;
            continue;
        } else {
            write_all(r, r.off.view()); // the kitty protocol's stack does not grow
        }
        write_all(r, r.on.view());
    }
}

} // namespace cotty::posix
