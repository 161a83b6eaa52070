// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <initializer_list>
#include <optional>

namespace cotty::test {

struct system_call {
    long number;
    /// Only with this as the second argument, such as the request of an ioctl.
    std::optional<unsigned> second = {};
};

/// From here on each of these calls ends the process, and the children that it starts, by SIGSYS.
/// For a forked child, as nothing allows them again. (Linux)
/// \returns false if the system cannot do that.
[[nodiscard]] bool forbid(std::initializer_list<system_call> calls);

} // namespace cotty::test
