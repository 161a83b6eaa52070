// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/signals_blocked.hpp"

namespace cotty::posix {

/// Whoever reads or changes what is known of terminals that are given back, or such a terminal
/// itself, does so alone and with all signals blocked: so no signal handler, on this thread or
/// another, ever finds either half done. Async-signal-safe.
///
/// But nobody waits for ever: a handler on its way out goes on without the lock, if its holder
/// does not let it go. (It may be this very thread, which crashed.) A child of fork(2) does not
/// wait for what another thread of its parent has held.
class record_lock {
public:
    record_lock() noexcept;
    ~record_lock();
    record_lock(const record_lock&) = delete;
    record_lock& operator=(const record_lock&) = delete;

    explicit operator bool() const noexcept { return owned_; }

private:
    signals_blocked blocked_; // the background may not be stopped by SIGTTOU either
    bool owned_ = false;
};

} // namespace cotty::posix
