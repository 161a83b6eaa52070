// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "pressed_keys/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace cotty::tool {
namespace {

struct unit {
    std::string_view symbol;
    std::string_view word;
    std::chrono::milliseconds length;
};

using namespace std::chrono_literals;

/// From long to short.
constexpr std::array<unit, 4> units{{
    {"h", "hour", 1h},
    {"m", "minute", 1min},
    {"s", "second", 1s},
    {"ms", "millisecond", 1ms},
}};

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text)
{
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    if (error != std::errc() || !std::isfinite(number))
        return {};
    for (const unit& u : units) {
        if (std::string_view(rest, static_cast<std::size_t>(end - rest)) != u.symbol)
            continue;
        const double ms = std::round(number * static_cast<double>(u.length.count()));
        const auto longest = std::chrono::milliseconds(24h);
        if (ms < 1 || ms > static_cast<double>(longest.count()))
            return {};
        return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(ms));
    }
    return {};
}

std::string in_words(std::chrono::milliseconds d)
{
    for (const unit& u : units) {
        if (d % u.length != 0ms)
            continue;
        const auto number = d / u.length;
        return number == 1 ? std::string(u.word) : fmt::format("{} {}s", number, u.word);
    }
    return {}; // every duration is a number of milliseconds
}

} // namespace cotty::tool
