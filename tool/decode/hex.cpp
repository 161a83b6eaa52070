// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decode/hex.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace cotty::tool {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

unsigned digit_value(char c)
{
    if (c >= 'A' && c <= 'F')
        c = static_cast<char>(c - 'A' + 'a');
    const std::size_t value = digits.find(c);
    if (value == std::string_view::npos)
        throw std::invalid_argument(c >= 0x20 && c < 0x7F
                                        ? fmt::format("'{}' is no hexadecimal digit", c)
                                        : "only hexadecimal digits can stand here");
    return static_cast<unsigned>(value);
}

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

std::string parse_hex(std::string_view text)
{
    std::string bytes;
    bool half = false;
    for (const char c : text) {
        if (std::string_view(" \t\r\n").find(c) != std::string_view::npos)
            continue;
        const unsigned value = digit_value(c);
        if (half)
            bytes.back() = static_cast<char>(static_cast<unsigned char>(bytes.back()) | value);
        else
            bytes += static_cast<char>(value << 4U);
        half = !half;
    }
    if (half)
        throw std::invalid_argument("the last byte has only one digit");
    return bytes;
}

} // namespace cotty::tool
