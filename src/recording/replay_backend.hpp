// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/backend.hpp"

#include <cotty/recording.hpp>
#include <cotty/replay.hpp>

#include <memory>

namespace cotty::detail {

/// A backend whose terminal is a recording, on any platform. Nothing in it is switched: it has
/// neither modes nor features.
std::shared_ptr<backend> open_replay(const asio::any_io_executor& executor, recording r,
                                     const replay_options& options);

} // namespace cotty::detail
