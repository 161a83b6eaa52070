// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

namespace cotty::detail {

/// Somebody who may have something to write when the process ends by `exit`, where no object of
/// `main` or of a coroutine is destroyed.
class unwritten {
public:
    unwritten(const unwritten&) = delete;
    unwritten& operator=(const unwritten&) = delete;

    /// Writes it, within a bounded time. Called on whatever thread the process ends.
    virtual void write_last() noexcept = 0;

protected:
    unwritten();
    ~unwritten();

private:
    friend class unwritten_list;

    unwritten* next_ = nullptr;
    unwritten** link_ = nullptr; // what points here
};

} // namespace cotty::detail
