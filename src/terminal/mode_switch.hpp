// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>
#include <cotty/mode.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace cotty::detail {

/// What mode guards hold: the platform's way to put one terminal into a mode and back.
class mode_switch {
public:
    virtual ~mode_switch() = default;
    mode_switch() = default;
    mode_switch(const mode_switch&) = delete;
    mode_switch& operator=(const mode_switch&) = delete;

    /// One more guard wants `mode`. On an error nothing has changed.
    virtual error_code enter(line_mode mode) = 0;

    /// One guard less wants `mode`.
    virtual void leave(line_mode mode) noexcept = 0;

    /// Lends the terminal to another program: puts it back as it was found, and leaves it so, and
    /// leaves it alone however this program ends, until it is taken back as often as it was lent.
    /// Guards that come and go meanwhile are only counted. What is typed for the other program, the
    /// signals of Ctrl-C and Ctrl-\ included, does not concern this one.
    virtual void lend() noexcept = 0;

    /// The loan is over: the terminal is as it was before, whatever has been made of it, or in the
    /// mode that guards want.
    virtual error_code take_back() noexcept = 0;

    /// \param f called before the terminal is in no mode any more: when the last guard goes. What
    /// it returns is kept until the mode has been left.
    void before_leaving(std::function<std::shared_ptr<void>()> f)
    {
        before_leaving_ = std::move(f);
    }

    /// `mode` has been entered.
    static mode_guard guard(std::shared_ptr<mode_switch> s, line_mode mode)
    {
        return {std::move(s), mode};
    }

protected:
    [[nodiscard]] std::shared_ptr<void> leaving() const
    {
        return before_leaving_ ? before_leaving_() : nullptr;
    }

private:
    std::function<std::shared_ptr<void>()> before_leaving_;
};

} // namespace cotty::detail
