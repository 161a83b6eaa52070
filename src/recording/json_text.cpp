// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "recording/json_text.hpp"

#include <cotty/key.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace cotty::detail {
namespace {

constexpr int deepest = 64;

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

constexpr bool is_high_surrogate(unsigned c) noexcept
{
    return c >= 0xD800 && c < 0xDC00;
}

constexpr bool is_low_surrogate(unsigned c) noexcept
{
    return c >= 0xDC00 && c < 0xE000;
}

} // namespace

void append_utf8(std::string& out, char32_t c)
{
    const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        add(c);
        return;
    }
    const unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr char32_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    add(leads[more] | c >> 6U * more);
    for (unsigned i = more; i-- > 0;)
        add(0x80U | (c >> 6U * i & 0x3FU));
}

std::size_t character_length(std::string_view bytes) noexcept
{
    if (bytes.empty())
        return 0;
    const std::string_view first = bytes.substr(0, utf8_length(bytes.front()));
    return single_scalar(first) ? first.size() : 0;
}

void json_reader::skip_space() noexcept
{
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
}

bool json_reader::accept(char c)
{
    skip_space();
    if (!rest_.starts_with(c))
        return false;
    rest_.remove_prefix(1);
    return true;
}

void json_reader::expect(char c)
{
    if (!accept(c))
        throw json_error(std::string("this is not the JSON expected: no '") + c + "'" +
                         (rest_.empty() ? " before its end" : ""));
}

bool json_reader::is_next(char kind)
{
    skip_space();
    if (rest_.empty())
        return false;
    const char c = rest_.front();
    return kind == '0' ? c == '-' || is_digit(c) : c == kind;
}

char json_reader::take()
{
    if (rest_.empty())
        throw json_error("a JSON string has no end");
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
}

unsigned json_reader::hex4()
{
    const std::string_view digits = rest_.substr(0, 4);
    unsigned value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, ec] = std::from_chars(digits.data(), end, value, 16);
    if (digits.size() != 4 || ec != std::errc() || stop != end)
        throw json_error("\\u in a JSON string needs four hexadecimal digits");
    rest_.remove_prefix(4);
    return value;
}

/// What follows a backslash.
char32_t json_reader::escaped()
{
    const char c = take();
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const auto at = letters.find(c); at != std::string_view::npos)
        return static_cast<char32_t>(meanings[at]);
    if (c != 'u')
        throw json_error("a JSON string has an escape that there is not");
    const unsigned first = hex4();
    if (!is_high_surrogate(first) && !is_low_surrogate(first))
        return first;
    if (is_high_surrogate(first) && rest_.starts_with("\\u")) {
        rest_.remove_prefix(2);
        if (const unsigned second = hex4(); is_low_surrogate(second))
            return 0x10000U + ((first - 0xD800U) << 10U | (second - 0xDC00U));
    }
    throw json_error("a JSON string has half of a surrogate pair");
}

std::string json_reader::string()
{
    expect('"');
    std::string out;
    for (;;) {
        const std::size_t length = character_length(rest_);
        if (length == 0 && !rest_.empty())
            throw json_error("a JSON string is not valid UTF-8");
        if (length > 1) {
            out += rest_.substr(0, length);
            rest_.remove_prefix(length);
            continue;
        }
        const char c = take();
        if (c == '"')
            return out;
        if (c == '\\')
            append_utf8(out, escaped());
        else if (static_cast<unsigned char>(c) < 0x20)
            throw json_error("a JSON string has a control character that is not escaped");
        else
            out += c;
    }
}

/// By the grammar: what from_chars takes besides (`inf`, `01`, `1.`) is no number of JSON.
std::string_view json_reader::number_text()
{
    skip_space();
    std::size_t at = rest_.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < rest_.size() && is_digit(rest_[at]))
            ++at;
        return at - from;
    };
    const auto sees = [&](std::string_view any) {
        return at < rest_.size() && any.find(rest_[at]) != std::string_view::npos;
    };
    const bool zero = sees("0");
    const std::size_t whole = digits();
    bool valid = whole == 1 || (whole > 1 && !zero);
    if (sees(".")) {
        ++at;
        valid = digits() > 0 && valid;
    }
    if (sees("eE")) {
        ++at;
        if (sees("+-"))
            ++at;
        valid = digits() > 0 && valid;
    }
    if (!valid)
        throw json_error("this is not the JSON expected: no number");
    const std::string_view text = rest_.substr(0, at);
    rest_.remove_prefix(at);
    return text;
}

double json_reader::number()
{
    const std::string_view text = number_text();
    double value = 0;
    const auto [stop, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc() || !std::isfinite(value))
        throw json_error("a number is out of range");
    return value;
}

void json_reader::skip(int depth)
{
    if (depth > deepest)
        throw json_error("JSON is nested too deep");
    if (is_next('"')) {
        static_cast<void>(string());
    } else if (is_next('0')) {
        static_cast<void>(number_text());
    } else if (accept('[')) {
        if (accept(']'))
            return;
        do
            skip(depth + 1);
        while (accept(','));
        expect(']');
    } else if (accept('{')) {
        if (accept('}'))
            return;
        do {
            static_cast<void>(string());
            expect(':');
            skip(depth + 1);
        } while (accept(','));
        expect('}');
    } else {
        for (const std::string_view word : {"true", "false", "null"})
            if (rest_.starts_with(word)) {
                rest_.remove_prefix(word.size());
                return;
            }
        throw json_error("this is not the JSON expected: no value");
    }
}

void json_reader::expect_end()
{
    skip_space();
    if (!rest_.empty())
        throw json_error("something follows behind the JSON");
}

} // namespace cotty::detail
