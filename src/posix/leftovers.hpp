// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/descriptor.hpp"

#include <atomic>
#include <span>
#include <string_view>

#include <sys/types.h>

/// What was read from an input and taken by nobody when its object was destroyed: it belongs to
/// whoever reads there next. Files are simply set back; for all others it is kept in the process,
/// in order, until it is read. Safe to be called by several threads.
namespace cotty::posix {

/// Which input that is, however many descriptors there are for it.
struct input_place {
    dev_t device = 0;
    ino_t number = 0;

    friend bool operator==(const input_place&, const input_place&) noexcept = default;
};
input_place place_of(const channel& input) noexcept;

/// \param bytes the last that were read there
/// \param behind whether after what was left behind already, and not before what is left of that
void leave_behind(const channel& input, std::string_view bytes, bool behind = false);

/// How many inputs there are at which something was left behind. Asked before each read, and nearly
/// always 0.
extern std::atomic<int> inputs_with_leftovers;

inline bool are_there_leftovers() noexcept
{
    return inputs_with_leftovers.load(std::memory_order_relaxed) != 0;
}

/// Whether `read_leftovers` would find something.
bool has_leftovers(const input_place& place) noexcept;

/// Moves the first bytes that were left behind to `space`. \returns how many those are.
std::size_t read_leftovers(const input_place& place, std::span<char> space) noexcept;

} // namespace cotty::posix
