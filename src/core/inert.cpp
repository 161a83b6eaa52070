// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/inert.hpp>

#include <cotty/key.hpp>

#include "core/visible.hpp"

#include <algorithm>

namespace cotty {
namespace {

constexpr bool joins_emoji(char32_t c)
{
    return c == 0x200D || c == 0xFE0E || c == 0xFE0F;
}

void append_byte(std::string& out, char c)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
}

std::string inert(std::string_view text, std::string_view kept)
{
    std::string out;
    out.reserve(text.size());
    char32_t before = 0;
    while (!text.empty()) {
        const std::size_t length = std::min(detail::utf8_length(text.front()), text.size());
        const auto scalar = detail::single_scalar(text.substr(0, length));
        if (!scalar) {
            append_byte(out, text.front());
            text.remove_prefix(1);
            before = 0;
            continue;
        }
        const char32_t c = *scalar;
        if (c == U'\r' && !kept.empty() && text.starts_with("\r\n"))
            ; // the line end that follows is enough
        else if (detail::is_visible(c) || detail::is_space(c) ||
                 (c < 0x80 && kept.find(static_cast<char>(c)) != std::string_view::npos) ||
                 (joins_emoji(c) && before >= 0x80))
            out += text.substr(0, length);
        else
            out += '<' + detail::scalar_name(c) + '>';
        before = c;
        text.remove_prefix(length);
    }
    return out;
}

} // namespace

std::string inert(std::string_view text)
{
    return inert(text, "\n\t");
}

std::string inert_line(std::string_view text)
{
    return inert(text, {});
}

} // namespace cotty
