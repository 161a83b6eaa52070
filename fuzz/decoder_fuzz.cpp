// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "properties.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// What libFuzzer calls (https://llvm.org/docs/LibFuzzer.html).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const cotty::fuzz::decoder_case c =
        cotty::fuzz::read_case({reinterpret_cast<const char*>(data), size});
    if (const auto f = cotty::fuzz::broken_promise(c)) {
        std::fprintf(stderr, "%s: %s\n", f->way, f->what);
        std::abort();
    }
    return 0;
}
