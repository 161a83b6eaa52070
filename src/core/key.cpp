// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/key.hpp>

#include "core/visible.hpp"

#include <ostream>

namespace cotty {
namespace {

bool is_visible(std::string_view utf8)
{
    while (!utf8.empty()) {
        const std::size_t length = detail::utf8_length(utf8.front());
        const auto scalar = detail::single_scalar(utf8.substr(0, length));
        if (!scalar || !detail::is_visible(*scalar))
            return false;
        utf8.remove_prefix(length);
    }
    return true;
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
    if (detail::is_visible(scalar))
        return name += key_text(scalar).view();
    return name += detail::scalar_name(scalar);
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
