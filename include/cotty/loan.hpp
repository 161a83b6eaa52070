// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <functional>
#include <utility>

namespace cotty {

class terminal;

/// While it lives a terminal is lent to another program, an editor or a pager: it is in the modes
/// in which it was found, nothing is switched on, this program reads nothing, writes nothing and
/// takes no notice of Ctrl-C, Ctrl-\ and (as every job does) is stopped by Ctrl-Z together with the
/// borrower. Afterwards modes and features are asserted again, whatever the borrower has made of
/// them, writes that waited are written, and reads go on.
///
/// What was read before stays with this program: what somebody types ahead of the loan is the
/// borrower's only from the moment on when the reads stopped.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class [[nodiscard]] loan {
public:
    /// Lends nothing.
    loan() noexcept = default;
    loan(loan&& other) noexcept : end_(std::exchange(other.end_, nullptr)) {}
    loan& operator=(loan&& other) noexcept
    {
        if (this != &other) {
            release();
            end_ = std::exchange(other.end_, nullptr);
        }
        return *this;
    }
    ~loan() { release(); }

    /// Takes the terminal back now. No-op on one that lends nothing.
    void release() noexcept
    {
        if (const auto end = std::exchange(end_, nullptr))
            end();
    }

    /// Whether it lends a terminal.
    explicit operator bool() const noexcept { return static_cast<bool>(end_); }

private:
    friend class terminal;
    explicit loan(std::function<void()> end) noexcept : end_(std::move(end)) {}

    std::function<void()> end_;
};

} // namespace cotty
