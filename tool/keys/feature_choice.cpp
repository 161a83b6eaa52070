// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "keys/feature_choice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <system_error>

namespace cotty::tool {
namespace {

/// False if `text` is no number up to `largest`.
bool read_number(std::string_view text, unsigned largest, unsigned& n)
{
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, n);
    return error == std::errc() && rest == end && n <= largest;
}

struct mouse_word {
    std::string_view word;
    mouse_tracking tracking;
};

constexpr std::array<mouse_word, 4> mouse_words{{{"drags", mouse_tracking::drags},
                                                 {"buttons", mouse_tracking::buttons},
                                                 {"all", mouse_tracking::all_movement},
                                                 {"presses", mouse_tracking::presses}}};

bool set_mouse(features& f, std::string_view text)
{
    for (const auto& [word, tracking] : mouse_words)
        if (text == word)
            f.mouse = tracking;
    return f.mouse != mouse_tracking::off;
}

std::string mouse_value(const features& f)
{
    for (const auto& [word, tracking] : mouse_words)
        if (f.mouse == tracking)
            return std::string(word);
    return {};
}

bool set_kitty(features& f, std::string_view text)
{
    unsigned n = 0;
    const bool read = read_number(text, static_cast<unsigned>(kitty_flags::all), n);
    f.kitty = static_cast<kitty_flags>(n);
    return read;
}

std::string kitty_value(const features& f)
{
    return fmt::format("{}", static_cast<unsigned>(f.kitty));
}

bool set_other_keys(features& f, std::string_view text)
{
    unsigned n = 0;
    const bool read = read_number(text, 2, n);
    f.modify_other_keys = static_cast<other_keys>(n);
    return read;
}

std::string other_keys_value(const features& f)
{
    return fmt::format("{}", static_cast<unsigned>(f.modify_other_keys));
}

template <auto Member>
void copy(features& to, const features& from)
{
    to.*Member = from.*Member;
}

template <auto Member>
bool set_true(features& f, std::string_view /*text*/)
{
    return f.*Member = true;
}

struct feature_name {
    std::string_view name;
    std::string_view values; // for the help; the first is what the name alone means
    bool (*set)(features& f, std::string_view value); // false: the value is not right
    void (*copy)(features& to, const features& from);
    std::string (*value)(const features& f);
};

constexpr auto feature_table = std::to_array<feature_name>({
    {"kitty", "31", set_kitty, copy<&features::kitty>, kitty_value},
    {"other-keys", "2", set_other_keys, copy<&features::modify_other_keys>, other_keys_value},
    {"win32-input", "", set_true<&features::win32_input>, copy<&features::win32_input>, nullptr},
    {"mouse", "drags|buttons|all", set_mouse, copy<&features::mouse>, mouse_value},
    {"paste", "", set_true<&features::paste>, copy<&features::paste>, nullptr},
    {"focus", "", set_true<&features::focus>, copy<&features::focus>, nullptr},
    {"resize", "", set_true<&features::resize>, copy<&features::resize>, nullptr},
    {"color-scheme", "", set_true<&features::color_scheme>, copy<&features::color_scheme>, nullptr},
    {"cursor", "", set_true<&features::application_cursor>, copy<&features::application_cursor>,
     nullptr},
    {"keypad", "", set_true<&features::application_keypad>, copy<&features::application_keypad>,
     nullptr},
});

/// Reads `name` or `name=value` into the feature's row and `f`.
const feature_name& read(std::string_view text, features& f)
{
    const std::size_t equals = text.find('=');
    const bool has_value = equals != std::string_view::npos;
    for (const feature_name& row : feature_table) {
        if (row.name != text.substr(0, equals) || (has_value && row.values.empty()))
            continue;
        const std::string_view standard = row.values.substr(0, row.values.find('|'));
        if (row.set(f, has_value ? text.substr(equals + 1) : standard))
            return row;
    }
    throw std::invalid_argument(fmt::format("'{}' is none of {}", text, feature_names()));
}

} // namespace

void feature_choice::want(std::string_view name)
{
    features ignored;
    read(name, ignored);
    wanted_.emplace_back(name);
}

void feature_choice::refuse(std::string_view name)
{
    features ignored;
    refused_.push_back(read(name, ignored).name);
}

features feature_choice::apply(const features& offered) const
{
    features f = plain_ ? features() : offered;
    for (const feature_name& row : feature_table)
        if (std::find(refused_.begin(), refused_.end(), row.name) != refused_.end())
            row.copy(f, features());
    for (const std::string& name : wanted_) {
        features one;
        read(name, one).copy(f, one);
    }
    return f;
}

std::vector<std::string> names_of(const features& f)
{
    std::vector<std::string> names;
    for (const feature_name& row : feature_table) {
        features one;
        row.copy(one, f);
        if (one != features())
            names.push_back(row.value == nullptr ? std::string(row.name)
                                                 : fmt::format("{}={}", row.name, row.value(f)));
    }
    return names;
}

std::string feature_names()
{
    std::vector<std::string> names;
    for (const feature_name& row : feature_table)
        names.push_back(row.values.empty() ? std::string(row.name)
                                           : fmt::format("{}={}", row.name, row.values));
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace cotty::tool
