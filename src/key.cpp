// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/key.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <ostream>

namespace cotty {
namespace {

struct scalar_range {
    std::uint32_t first;
    std::uint32_t last;
};

// Characters that show nothing, look like an ordinary space, or change how a terminal shows its
// neighbours: controls, spaces other than U+0020, line separators, format and bidirectional
// controls, variation selectors, tags, noncharacters. From the Unicode 15.0 general categories
// Cc, Cf, Zl, Zp, Zs and the property Default_Ignorable_Code_Point. Sorted.
constexpr auto invisible = std::to_array<scalar_range>({
    {0x0000, 0x001F},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x0600, 0x0605},   {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},
    {0x0890, 0x0891},   {0x08E2, 0x08E2},   {0x115F, 0x1160},   {0x1680, 0x1680},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},   {0x2028, 0x202F},
    {0x205F, 0x206F},   {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFDD0, 0xFDEF},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
});

bool is_visible(char32_t scalar)
{
    const auto c = static_cast<std::uint32_t>(scalar);
    if ((c & 0xFFFEU) == 0xFFFE)
        return false; // the last two of each plane are noncharacters
    const auto* at = std::find_if(invisible.begin(), invisible.end(),
                                  [c](const scalar_range& r) { return c <= r.last; });
    return at == invisible.end() || c < at->first;
}

bool is_visible(std::string_view utf8)
{
    while (!utf8.empty()) {
        const std::size_t length = detail::utf8_length(utf8.front());
        const auto scalar = detail::single_scalar(utf8.substr(0, length));
        if (!scalar || !is_visible(*scalar))
            return false;
        utf8.remove_prefix(length);
    }
    return true;
}

void append_hex(std::string& out, std::uint32_t value)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string reversed;
    for (; value != 0; value >>= 4U)
        reversed += digits[value & 0xFU];
    std::copy(reversed.rbegin(), reversed.rend(), std::back_inserter(out));
}

} // namespace

std::string to_string(const key& k)
{
    std::string name;
    for (const auto& [word, bit] : detail::modifier_names) {
        if ((k.mods & bit) != modifiers::none) {
            name += word;
            name += '+';
        }
    }
    if (k.is_functional())
        return name += detail::functional_names[detail::functional_index(k.code)];
    if (k.code == key_code::space)
        return name += "space";
    const auto scalar = static_cast<char32_t>(k.code);
    if (is_visible(scalar))
        return name += key_text(scalar).view();
    name += "u+";
    append_hex(name, static_cast<std::uint32_t>(scalar));
    return name;
}

std::string display(const key& k)
{
    if (!k.text.empty() && is_visible(k.text))
        return std::string(k.text);
    return to_string(k);
}

std::ostream& operator<<(std::ostream& out, const key& k)
{
    return out << to_string(k);
}

} // namespace cotty
