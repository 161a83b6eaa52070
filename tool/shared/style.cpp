// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/style.hpp"

#include "shared/standard_input.hpp"

#include <cstdlib>

namespace cotty::tool {

bool has_style(int fd)
{
    const char* const forbidden = std::getenv("NO_COLOR");
    const char* const term = std::getenv("TERM");
    return is_terminal(fd) && (forbidden == nullptr || *forbidden == '\0') && term != nullptr &&
           std::string_view(term) != "dumb";
}

} // namespace cotty::tool
