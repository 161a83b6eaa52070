// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/hex.hpp"

#include <cstddef>

namespace cotty::tool {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

} // namespace

void append_hex(std::string& out, std::string_view bytes)
{
    std::size_t at = out.size();
    out.resize(at + 2 * bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out[at++] = digits[byte >> 4U];
        out[at++] = digits[byte & 0xFU];
    }
}

} // namespace cotty::tool
