// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/chord.hpp>

#include <ostream>

namespace cotty {

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
