// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/leftovers.hpp"

namespace cotty::posix {

/// Of several objects of this process for one terminal only one reads at a time: two would take
/// each other's keys, one here and one there. Safe to be used by several threads.
class input_seat {
public:
    explicit input_seat(const input_place& place) noexcept : place_(place) {}
    ~input_seat() { leave(); }
    input_seat(const input_seat&) = delete;
    input_seat& operator=(const input_seat&) = delete;

    /// False if another one has it. Idempotent.
    bool take();

    void leave() noexcept;

private:
    input_place place_;
    bool taken_ = false;
};

} // namespace cotty::posix
