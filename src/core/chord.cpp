// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/chord.hpp>

#include <algorithm>
#include <cstddef>
#include <ostream>

namespace cotty {

std::optional<chord> parse_chord(std::string_view names, std::string& why)
{
    if (const auto c = parse_chord(names))
        return c;
    std::size_t count = 0;
    for (;;) {
        names.remove_prefix(std::min(names.find_first_not_of(' '), names.size()));
        if (names.empty())
            break;
        const std::string_view name = names.substr(0, names.find(' '));
        if (!parse_key(name, why))
            return {};
        ++count;
        names.remove_prefix(name.size());
    }
    why = count == 0 ? "a key's name is missing"
                     : "a chord has at most " + std::to_string(chord::capacity) + " keys, not " +
                           std::to_string(count);
    return {};
}

std::string to_string(const chord& c)
{
    std::string names;
    for (const key& k : c) {
        if (!names.empty())
            names += ' ';
        names += to_string(k);
    }
    return names;
}

std::ostream& operator<<(std::ostream& out, const chord& c)
{
    return out << to_string(c);
}

} // namespace cotty
