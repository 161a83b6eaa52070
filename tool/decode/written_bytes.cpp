// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decode/written_bytes.hpp"

#include "shared/control_names.hpp"

#include <cotty/key.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace cotty::tool {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::string_view octal_digits = "01234567";
constexpr std::string_view white_space = " \t\r\n";
constexpr std::string_view separators = " \t\r\n,;:-";

[[noreturn]] void refuse(const std::string& why)
{
    throw std::invalid_argument(why);
}

bool is_one_of(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_one_of(text.front(), white_space))
        text.remove_prefix(1);
    while (!text.empty() && is_one_of(text.back(), white_space))
        text.remove_suffix(1);
    return text;
}

/// What stands around literals in C, Python and shells: `"..."`, `b'...'`, `$'...'`, `{...}`.
std::string_view without_quotes(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 8> pairs{{{"$'", '\''},
                                                                      {"b'", '\''},
                                                                      {"b\"", '"'},
                                                                      {"u8\"", '"'},
                                                                      {"'", '\''},
                                                                      {"\"", '"'},
                                                                      {"{", '}'},
                                                                      {"[", ']'}}};
    text = trimmed(text);
    for (const auto& [begin, end] : pairs)
        if (text.size() > begin.size() && text.starts_with(begin) && text.back() == end)
            return trimmed(text.substr(begin.size(), text.size() - begin.size() - 1));
    return text;
}

// ---- Digits ----

/// One byte for each two digits.
void append_pairs(std::string& out, std::string_view digits)
{
    for (const char c : digits)
        if (!is_one_of(c, hex_digits))
            refuse(
                c >= 0x20 && c < 0x7F
                    ? fmt::format("'{}' is no hexadecimal digit; write bytes as 1b5b41, \\x1b[A, "
                                  "^[[A or ESC [ A",
                                  c)
                    : "only hexadecimal digits can stand here");
    if (digits.size() % 2 != 0)
        refuse("the last byte has only one digit");
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16);
        out += static_cast<char>(value);
    }
}

std::string parse_digits(std::string_view text)
{
    std::string out;
    std::string plain; // digits between white space alone
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        std::string_view word = text.substr(0, end);
        const bool marked = word.starts_with("0x") || word.starts_with("0X");
        const bool ends_number =
            marked || (end < text.size() && !is_one_of(text[end], white_space));
        if (marked) {
            append_pairs(out, std::exchange(plain, {}));
            word.remove_prefix(2);
            if (word.size() == 1) // 0x9
                plain += '0';
        }
        plain += word;
        if (ends_number)
            append_pairs(out, std::exchange(plain, {}));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    append_pairs(out, plain);
    return out;
}

// ---- Escapes ----

/// Takes up to `most` digits off the text; nothing if there are none.
std::optional<std::uint32_t> take_number(std::string_view& text, std::string_view digits,
                                         std::size_t most, int base)
{
    std::size_t size = 0;
    while (size < std::min(most, text.size()) && is_one_of(text[size], digits))
        ++size;
    std::uint32_t value = 0;
    if (size == 0)
        return {};
    std::from_chars(text.data(), text.data() + size, value, base);
    text.remove_prefix(size);
    return value;
}

void append_scalar(std::string& out, std::optional<std::uint32_t> value)
{
    if (!value || *value > 0x10FFFF || (*value >= 0xD800 && *value < 0xE000))
        refuse("behind \\u stands the number of a character, such as \\u001b");
    out += key_text(static_cast<char32_t>(*value)).view();
}

/// Takes what stands behind a backslash off the text.
void append_escape(std::string& out, std::string_view& text)
{
    constexpr std::array<std::pair<char, char>, 12> letters{{{'e', '\x1b'},
                                                             {'E', '\x1b'},
                                                             {'a', '\a'},
                                                             {'b', '\b'},
                                                             {'t', '\t'},
                                                             {'n', '\n'},
                                                             {'v', '\v'},
                                                             {'f', '\f'},
                                                             {'r', '\r'},
                                                             {'s', ' '},
                                                             {'\\', '\\'},
                                                             {'?', '?'}}};
    if (text.empty())
        refuse("something must stand behind the last \\");
    if (const auto octal = take_number(text, octal_digits, 3, 8)) {
        out += static_cast<char>(*octal);
        return;
    }
    const char letter = text.front();
    text.remove_prefix(1);
    if (letter == 'x' || letter == 'X') {
        const auto value = take_number(text, hex_digits, 2, 16);
        if (!value)
            refuse("behind \\x stand one or two hexadecimal digits");
        out += static_cast<char>(*value);
    } else if (letter == 'u' || letter == 'U') {
        const bool braces = text.starts_with('{');
        text.remove_prefix(braces ? 1 : 0);
        append_scalar(out, take_number(text, hex_digits, letter == 'u' && !braces ? 4 : 8, 16));
        if (braces && !text.starts_with('}'))
            refuse("a } is missing behind \\u{");
        text.remove_prefix(braces ? 1 : 0);
    } else {
        const auto* const found = std::find_if(letters.begin(), letters.end(),
                                               [&](const auto& l) { return l.first == letter; });
        if (found == letters.end() && is_letter(letter))
            refuse(fmt::format("\\{} is no escape that is known here", letter));
        out += found == letters.end() ? letter : found->second;
    }
}

/// Whether there is nothing but escapes, so that what separates them is no part of the bytes.
bool is_list_of_escapes(std::string_view text)
{
    bool all = text.find_first_of(separators) != std::string_view::npos;
    while (all && !text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        const std::string_view word = text.substr(0, end);
        all = word.empty() || (word.front() == '\\' && word.find_first_of("xX01234567eE") == 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

/// Escapes and carets; all else is itself.
std::string parse_escapes(std::string_view text)
{
    const bool is_list = is_list_of_escapes(text);
    std::string out;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '\\') {
            append_escape(out, text);
        } else if (c == '^' && !text.empty() && text.front() >= '?' && text.front() <= '_') {
            out += static_cast<char>(text.front() ^ 0x40);
            text.remove_prefix(1);
        } else if (!is_list || !is_one_of(c, separators)) {
            out += c;
        }
    }
    return out;
}

// ---- Names ----

/// The bytes of the name that the text begins with, and the name's length; 0 if it is none. As what
/// follows letters belongs to a word: `ESC[A`, but not `ESCAPE`.
std::pair<std::string, std::size_t> name_at(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> introducers{
        {{"CSI", "\x1b["},
         {"SS3", "\x1bO"},
         {"OSC", "\x1b]"},
         {"DCS", "\x1bP"},
         {"APC", "\x1b_"},
         {"ST", "\x1b\\"},
         {"DEL", "\x7f"},
         {"Esc", "\x1b"},
         {"esc", "\x1b"}}};
    std::size_t size = 0;
    while (size < text.size() &&
           (is_letter(text[size]) || (size > 0 && is_one_of(text[size], "0123456789"))))
        ++size;
    const std::string_view word = text.substr(0, size);
    for (const auto& [name, bytes] : introducers)
        if (word == name)
            return {std::string(bytes), size};
    for (std::size_t i = 0; i < control_names.size(); ++i)
        if (word == control_names[i])
            return {std::string(1, static_cast<char>(i)), size};
    return {{}, 0};
}

bool has_names(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((i == 0 || !is_letter(text[i - 1])) && name_at(text.substr(i)).second > 0)
            return true;
    return false;
}

/// Escapes that do not stand beside names, where bytes above 7f are `\xc3`.
bool has_escapes(std::string_view text)
{
    for (std::size_t at = 0; (at = text.find('\\', at)) != std::string_view::npos; ++at) {
        const std::string_view behind = text.substr(at + 1, 2);
        if (behind.empty() || is_one_of(behind.front(), "eE01234567uU"))
            return true;
        if (behind.front() == 'x' && behind.size() == 2 && is_one_of(behind[1], octal_digits))
            return true;
    }
    return false;
}

/// Names, escapes of single bytes (`\xc3`), and what stands between them without its white space.
std::string parse_names(std::string_view text)
{
    std::string out;
    char before = ' ';
    while (!text.empty()) {
        const char c = text.front();
        auto [bytes, size] =
            is_letter(before) ? std::pair(std::string(), std::size_t{0}) : name_at(text);
        // <ESC> is ESC, too.
        if (c == '<' && size == 0 && name_at(text.substr(1)).second > 0) {
            std::tie(bytes, size) = name_at(text.substr(1));
            size = text.size() > size + 1 && text[size + 1] == '>' ? size + 2 : 0;
        }
        if (size > 0) {
            out += bytes;
            before = ' ';
            text.remove_prefix(size);
            continue;
        }
        before = c;
        text.remove_prefix(1);
        if (c == '\\' && text.starts_with('x'))
            append_escape(out, text);
        else if (!is_one_of(c, white_space))
            out += c;
    }
    return out;
}

} // namespace

std::string parse_written_bytes(std::string_view text)
{
    text = without_quotes(text);
    // FF and DC1 would be names, too.
    const bool is_digits = std::all_of(text.begin(), text.end(), [](char c) {
        return is_one_of(c, hex_digits) || is_one_of(c, separators) || c == 'x' || c == 'X';
    });
    if (is_digits)
        return parse_digits(text);
    if (!has_escapes(text) && has_names(text))
        return parse_names(text);
    const bool has_controls = std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && !is_one_of(c, white_space)) || c == 0x7F;
    });
    if (has_controls || text.find_first_of("\\^") != std::string_view::npos)
        return parse_escapes(text);
    return parse_digits(text);
}

} // namespace cotty::tool
