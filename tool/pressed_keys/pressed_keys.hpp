// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace cotty::tool {

struct pressed_keys_options {
    std::chrono::milliseconds interval = std::chrono::seconds(1);
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max(); // lines to print
};

/// The main job: one task listens to the keys and fills a queue, another prints once an interval
/// what is in it. Returns the program's exit status.
int run_pressed_keys(const pressed_keys_options& options);

} // namespace cotty::tool
