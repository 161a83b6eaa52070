// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/switched_on.hpp"

#include "terminal/feature_sequences.hpp"
#include "posix/descriptor.hpp"
#include "posix/guardian.hpp"
#include "posix/held_terminal.hpp"
#include "posix/patience.hpp"

#include <boost/asio/error.hpp>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <utility>

namespace cotty::posix {

/// Read and written by whoever has `busy`: the thread that switches features, which blocks signals
/// meanwhile, and signal handlers on any thread.
struct feature_record {
    std::atomic<bool> taken = false;
    std::atomic<bool> busy = false;
    held_terminal terminal;
    guardian* observer = nullptr;
    bool exclusive = false; // see channel
    bool mouse_pixels = false;
    bool patient = false;
    bool given_back = false;
    features wanted;
    detail::feature_bytes off; // all that is wanted
    detail::feature_bytes on;
};

namespace {

std::array<feature_record, 16> records;

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

/// A program in the background is stopped, as by changing the terminal's settings (SIGTTOU): the
/// kernel does that before it looks what there is to be flushed, which is nothing that exists.
void wait_for_foreground(int fd) noexcept
{
    constexpr int nothing = -1;
    while (::tcflush(fd, nothing) != 0 && errno == EINTR) {
    }
}

bool tell(const feature_record& r, const detail::feature_bytes& bytes) noexcept
{
    return write_all(r.terminal.fd, r.exclusive, bytes.view());
}

void note_features(const feature_record& r, const features& before, const features& wanted) noexcept
{
    if (r.observer != nullptr)
        r.observer->note_features(before, wanted, r.mouse_pixels);
}

bool is_on_record(const feature_record& r) noexcept
{
    return r.taken.load() && !r.on.view().empty() && r.terminal.is_ours();
}

} // namespace

feature_record* remember_features(const channel& c, bool mouse_pixels, guardian* g, bool patient,
                                  error_code& ec) noexcept
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
        r.observer = g;
        r.exclusive = c.exclusive;
        r.mouse_pixels = mouse_pixels;
        r.given_back = false;
        r.patient = patient;
        r.wanted = {};
        r.off = {};
        r.on = {};
        return &r;
    }
    ec = errc::too_many_terminals;
    return nullptr;
}

namespace {

/// With the record's lock, and while nobody stops the program.
error_code switch_now(feature_record& r, const features& before, const features& wanted) noexcept
{
    if (giving_back::for_ever)
        return {}; // what is on is switched off by another thread
    // On record before it is done: whatever happens from here on is undone.
    r.wanted = wanted;
    r.off = detail::feature_change(wanted, {}, r.mouse_pixels);
    r.on = detail::feature_change({}, wanted, r.mouse_pixels);
    if (r.patient && !r.terminal.in_foreground())
        r.given_back = true;
    if (r.given_back || !r.terminal.is_ours())
        return {};
    note_features(r, before, wanted);
    if (!tell(r, detail::feature_change(before, wanted, r.mouse_pixels)))
        return last_error();
    note_features(r, wanted, wanted);
    return {};
}

} // namespace

error_code switch_features(feature_record& r, const features& before,
                           const features& wanted) noexcept
{
    if (r.on.view().empty() && !r.patient)
        wait_for_foreground(r.terminal.fd);
    for (;;) {
        giving_back::wait_for_end_of_stop();
        const signals_blocked blocked; // the background may not be stopped by SIGTTOU here
        const record_lock lock(r);
        if (!lock)
            return boost::asio::error::timed_out;
        if (!giving_back::until_continued)
            return switch_now(r, before, wanted);
    }
}

void forget(feature_record& r) noexcept
{
    const signals_blocked blocked;
    const record_lock lock(r);
    if (!giving_back::for_ever) // then it is needed by who switches all off
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
        tell(r, r.off);
        note_features(r, {}, {});
    }
}

void switch_all_on_again(going_on how) noexcept
{
    const signals_blocked blocked;
    for (feature_record& r : records) {
        const record_lock lock(r);
        if (!lock || !is_on_record(r) || !r.terminal.in_foreground())
            continue;
        if (!r.given_back && how != going_on::after_any_stop)
            continue;
        note_features(r, r.wanted, r.wanted);
        if (!std::exchange(r.given_back, false))
            tell(r, r.off); // the kitty protocol's stack does not grow
        tell(r, r.on);
    }
}

} // namespace cotty::posix
