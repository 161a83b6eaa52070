// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/event_line.hpp"

#include "shared/control_names.hpp"
#include "shared/hex.hpp"

#include <cotty/inert.hpp>
#include <cotty/width.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <variant>

namespace cotty::tool {
namespace {

/// As many bytes, or scalar values, of what is long are shown.
constexpr std::size_t most_shown = 96;

constexpr std::size_t indent = 4;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The bytes as ECMA-48 writes about them: `ESC [ 1 ; 5 D`. Numbers and words stay together.
std::string notation(std::string_view bytes)
{
    std::string out;
    for (std::size_t i = 0; i < std::min(bytes.size(), most_shown); ++i) {
        const char c = bytes[i];
        const char before = i > 0 ? bytes[i - 1] : '\0';
        if (i > 0 && !(is_digit(c) && is_digit(before)) && !(is_letter(c) && is_letter(before)))
            out += ' ';
        const auto byte = static_cast<unsigned char>(c);
        if (byte < control_names.size())
            out += control_names[byte];
        else if (byte == 0x7F)
            out += "DEL";
        else if (byte > 0x7F)
            out += fmt::format("\\x{:02x}", byte);
        else
            out += c;
    }
    if (bytes.size() > most_shown)
        out += fmt::format(" ... {} bytes", bytes.size());
    return out;
}

struct cells {
    std::string name;
    std::string action;
    std::string text;
};

std::string quoted(std::string_view text)
{
    return text.empty() ? std::string() : '"' + inert(text) + '"';
}

cells cells_of(const key& k)
{
    return {to_string(k), std::string(to_string(k.action)), quoted(k.text)};
}

cells cells_of(const mouse& m)
{
    key held; // for the modifiers' names
    held.mods = m.mods;
    held.code = key_code::space;
    std::string name = to_string(held);
    name.resize(name.size() - std::string_view("space").size());
    return {fmt::format("mouse {}{}", name, to_string(m.button)), std::string(to_string(m.action)),
            fmt::format("{},{}{}", m.x, m.y, m.pixels ? "px" : "")};
}

cells cells_of(const paste& p)
{
    return {"paste", p.aborted ? "aborted" : "", quoted(p.text)};
}

cells cells_of(const focus& f)
{
    return {"focus", f.gained ? "gained" : "lost", ""};
}

cells cells_of(const resize& r)
{
    return {"resize", "", fmt::format("{}x{}", r.size.columns, r.size.rows)};
}

cells cells_of(const reply& r)
{
    return {fmt::format("reply {}", to_string(r.kind)), "", quoted(r.text)};
}

cells cells_of(const unknown& u)
{
    return {"unknown", u.partial ? "partial" : "", ""};
}

void append_cell(std::string& line, std::string_view cell, std::size_t columns)
{
    line += cell;
    line.append(std::max(columns, width(cell)) - width(cell) + 1, ' ');
}

} // namespace

std::string inert(std::string_view text)
{
    std::size_t size = 0;
    for (std::size_t shown = 0; size < text.size(); ++shown) {
        if (shown == most_shown)
            return inert_line(text.substr(0, size)) + "...";
        const std::size_t length = std::min(detail::utf8_length(text[size]), text.size() - size);
        size += detail::single_scalar(text.substr(size, length)) ? length : 1;
    }
    return inert_line(text);
}

std::string wrapped(std::string_view text, int columns)
{
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        const std::size_t next = used + width(word) + (used > 0 ? 1 : 0);
        if (used > 0 && next > static_cast<std::size_t>(columns)) {
            out += '\n';
            out.append(indent, ' ');
            used = indent + width(word);
        } else {
            if (used > 0)
                out += ' ';
            used = next;
        }
        out += word;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return out += '\n';
}

std::string event_line(const event& e, int columns)
{
    const bool narrow = columns < 72;
    const auto room = static_cast<std::size_t>(columns);
    const cells c = std::visit([](const auto& value) { return cells_of(value); }, e.value);
    std::string line;
    append_cell(line, c.name, narrow ? 9 : 16);
    append_cell(line, c.action, 7);
    append_cell(line, c.text, narrow ? 3 : 5);
    const std::string bytes = notation(e.raw);
    if (width(line) + width(bytes) <= room) {
        line += bytes;
        std::string hex;
        append_hex(hex, e.raw.substr(0, most_shown));
        if (!hex.empty() && width(line) + 2 + hex.size() <= room && e.raw.size() <= most_shown)
            line += "  " + hex;
    } else {
        line.erase(line.find_last_not_of(' ') + 1);
        line = wrapped(line, columns);
        line.append(indent, ' ');
        line += wrapped(bytes, columns - static_cast<int>(indent));
        line.pop_back();
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line += '\n';
}

} // namespace cotty::tool
