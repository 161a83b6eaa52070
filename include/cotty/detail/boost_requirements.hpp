// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// What those headers need besides that include Boost, read before they do.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <boost/version.hpp>

#if BOOST_VERSION < 108100
#error "cotty needs Boost 1.81 or newer (Debian 12: libboost1.81-dev)"
#elif !defined(__cpp_impl_coroutine)
#error "cotty needs coroutines: do not compile with -fno-coroutines"
#endif
