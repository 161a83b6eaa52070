// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "steps.hpp"

// This file is compiled without the calls: it is what they call.
namespace {

std::uint64_t steps = 0;

} // namespace

extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc()
{
    ++steps;
}

std::uint64_t cotty::fuzz::steps_so_far() noexcept
{
    return steps;
}
