// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/complain.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace cotty::tool {

int complain(std::string_view message, int status)
{
    fmt::print(stderr, "cotty: {}\n", message);
    return status;
}

} // namespace cotty::tool
