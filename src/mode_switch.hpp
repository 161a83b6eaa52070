// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>
#include <cotty/mode.hpp>

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

    /// `mode` has been entered.
    static mode_guard guard(std::shared_ptr<mode_switch> s, line_mode mode)
    {
        return {std::move(s), mode};
    }
};

} // namespace cotty::detail
