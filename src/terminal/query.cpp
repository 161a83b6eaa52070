// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/query.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace cotty::query {
namespace {

constexpr std::uint32_t largest_coordinate = 32767;

/// All numbers of `1;2;3`, however many.
std::vector<std::uint32_t> numbers_in(std::string_view text)
{
    std::vector<std::uint32_t> all;
    while (!text.empty()) {
        std::uint32_t number = 0;
        const char* const end = text.data() + text.size();
        const char* const at = std::from_chars(text.data(), end, number).ptr;
        if (at != text.data())
            all.push_back(number);
        text.remove_prefix(static_cast<std::size_t>(at - text.data()));
        if (!text.empty())
            text.remove_prefix(1);
    }
    return all;
}

/// The digits of one part of a colour, scaled to 16 bits as XParseColor(3) does it.
std::optional<std::uint16_t> scaled(std::string_view digits) noexcept
{
    if (digits.empty() || digits.size() > 4)
        return {};
    unsigned value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [at, ec] = std::from_chars(digits.data(), end, value, 16);
    if (ec != std::errc() || at != end)
        return {};
    const unsigned most = (1U << (4 * digits.size())) - 1;
    return static_cast<std::uint16_t>(value * 0xFFFFU / most);
}

std::optional<rgb> joined(const std::array<std::string_view, 3>& parts) noexcept
{
    const auto r = scaled(parts[0]);
    const auto g = scaled(parts[1]);
    const auto b = scaled(parts[2]);
    if (!r || !g || !b)
        return {};
    return rgb{*r, *g, *b};
}

std::string hex(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result += digits[byte >> 4U];
        result += digits[byte & 0xFU];
    }
    return result;
}

std::optional<std::string> from_hex(std::string_view text)
{
    std::string result;
    if (text.size() % 2 != 0)
        return {};
    for (; !text.empty(); text.remove_prefix(2)) {
        unsigned byte = 0;
        if (std::from_chars(text.data(), text.data() + 2, byte, 16).ptr != text.data() + 2)
            return {};
        result += static_cast<char>(byte);
    }
    return result;
}

/// RFC 4648, with or without padding. Nothing if it is none.
std::optional<std::string> from_base64(std::string_view text)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    while (text.ends_with('='))
        text.remove_suffix(1);
    std::string result;
    result.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const std::size_t value = digits.find(c);
        if (value == std::string_view::npos)
            return {};
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
        }
    }
    if (count == 6) // a digit that is no byte
        return {};
    return result;
}

bool hear_numbers(const reply& r, reply_kind kind, std::optional<std::vector<std::uint32_t>>& all)
{
    if (r.kind != kind)
        return false;
    all = numbers_in(r.text);
    return true;
}

bool hear_color(const reply& r, std::optional<rgb>& result)
{
    const auto value = parse_color(r.text);
    if (value)
        result = value;
    return value.has_value();
}

} // namespace

std::optional<rgb> parse_color(std::string_view text) noexcept
{
    if (text.starts_with('#')) {
        text.remove_prefix(1);
        const std::size_t each = text.size() / 3;
        if (each == 0 || text.size() % 3 != 0)
            return {};
        return joined({text.substr(0, each), text.substr(each, each), text.substr(2 * each)});
    }
    const bool with_alpha = text.starts_with("rgba:");
    if (!with_alpha && !text.starts_with("rgb:"))
        return {};
    text.remove_prefix(with_alpha ? 5 : 4);
    std::array<std::string_view, 3> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size() && !with_alpha;
        const std::size_t slash = last ? text.size() : text.find('/');
        if (slash == std::string_view::npos)
            return {};
        parts.at(i) = text.substr(0, slash);
        text.remove_prefix(std::min(text.size(), slash + 1));
    }
    return joined(parts);
}

bool primary_attributes::hear(const reply& r, std::optional<result_type>& result) const
{
    return hear_numbers(r, reply_kind::primary_attributes, result);
}

bool secondary_attributes::hear(const reply& r, std::optional<result_type>& result) const
{
    return hear_numbers(r, reply_kind::secondary_attributes, result);
}

bool terminal_version::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::terminal_version)
        return false;
    result = r.text;
    return true;
}

bool cursor_position::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::cursor_position)
        return false;
    const auto whole = [](std::uint32_t n) {
        return static_cast<int>(std::clamp(n, 1U, largest_coordinate));
    };
    if (!result)
        result = position{whole(r.numbers[0]), whole(r.numbers[1])};
    return true;
}

std::string color::question() const
{
    return "\x1b]" + std::to_string(number) + ";?\x1b\\";
}

bool color::hear(const reply& r, std::optional<result_type>& result) const
{
    return r.kind == reply_kind::color && r.numbers[0] == number && hear_color(r, result);
}

std::string palette_color::question() const
{
    return "\x1b]4;" + std::to_string(index) + ";?\x1b\\";
}

bool palette_color::hear(const reply& r, std::optional<result_type>& result) const
{
    return r.kind == reply_kind::color && r.numbers[0] == 4 && r.numbers[1] == index &&
           hear_color(r, result);
}

bool color_scheme::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::color_scheme || (r.numbers[1] != 1 && r.numbers[1] != 2))
        return false;
    result = r.numbers[1] == 1 ? scheme::dark : scheme::light;
    return true;
}

bool keyboard_flags::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::keyboard_flags)
        return false;
    result = static_cast<std::uint8_t>(r.numbers[0] & 0x1FU);
    return true;
}

std::string clipboard::question() const
{
    return std::string("\x1b]52;") + selection + ";?\x1b\\";
}

bool clipboard::hear(const reply& r, std::optional<result_type>& result) const
{
    // xterm names the selection that it has chosen itself, others leave it out.
    const std::size_t semicolon = r.text.find(';');
    if (r.kind != reply_kind::clipboard || semicolon == std::string_view::npos)
        return false;
    result.emplace(from_base64(r.text.substr(semicolon + 1)));
    return true;
}

std::string mode::question() const
{
    return (is_private ? "\x1b[?" : "\x1b[") + std::to_string(number) + "$p";
}

bool mode::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::mode || r.is_private != is_private || r.numbers[0] != number ||
        r.numbers[1] > 4)
        return false;
    result = static_cast<mode_state>(r.numbers[1]);
    return true;
}

bool text_area::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::window || r.count < 3 || (r.numbers[0] != 4 && r.numbers[0] != 8))
        return false;
    const auto whole = [](std::uint32_t n) {
        return static_cast<int>(std::min(n, largest_coordinate));
    };
    if (!result)
        result = window_size();
    if (r.numbers[0] == 4) {
        result->y_pixels = whole(r.numbers[1]);
        result->x_pixels = whole(r.numbers[2]);
    } else {
        result->rows = whole(r.numbers[1]);
        result->columns = whole(r.numbers[2]);
    }
    return true;
}

std::string capability::question() const
{
    return "\x1bP+q" + hex(name) + "\x1b\\";
}

bool capability::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::capability)
        return false;
    if (r.numbers[0] != 1) {
        result.emplace(std::nullopt);
        return true;
    }
    const std::size_t equals = r.text.find('=');
    if (from_hex(r.text.substr(0, equals)) != name)
        return false;
    auto value =
        equals == std::string_view::npos ? std::string() : from_hex(r.text.substr(equals + 1));
    result.emplace(std::move(value));
    return true;
}

bool setting::hear(const reply& r, std::optional<result_type>& result) const
{
    if (r.kind != reply_kind::setting || (r.numbers[0] == 1 && !r.text.ends_with(name)))
        return false;
    if (r.numbers[0] == 1)
        result.emplace(std::string(r.text));
    else
        result.emplace(std::nullopt);
    return true;
}

} // namespace cotty::query
