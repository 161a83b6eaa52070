// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/chord.hpp>
#include <cotty/key.hpp>

#include <fmt/format.h>

#include <string_view>

/// For programs that use fmt (https://fmt.dev): `fmt::print("{:>12}", k)` writes names of keys and
/// chords as text. cotty itself does not need it. Fails as formatting text does: by
/// fmt::format_error where the format is none for text.

template <>
struct fmt::formatter<cotty::key> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const cotty::key& k, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(to_string(k), context);
    }
};

template <>
struct fmt::formatter<cotty::chord> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const cotty::chord& c, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(to_string(c), context);
    }
};
