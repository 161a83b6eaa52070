// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cstdlib>

namespace cotty::test {

/// How often a test does what it does over and over: `all` in `make check`, which says so by the
/// environment variable COTTY_LONG; a part of that in `make test`, which shall be over soon.
template <class Number>
Number effort(Number all, Number part)
{
    return std::getenv("COTTY_LONG") != nullptr ? all : part;
}

} // namespace cotty::test
