// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/event_json.hpp"

#include "shared/hex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>
#include <variant>

namespace cotty::tool {
namespace {

// ---- Values ----

constexpr bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/// What JSON allows in a string, but a terminal would obey, or would use to show the line in
/// another order than it has.
constexpr bool disturbs_a_terminal(char32_t c)
{
    return (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_escaped(std::string& out, char32_t c)
{
    constexpr std::array<std::pair<char32_t, std::string_view>, 5> short_forms{
        {{U'"', "\\\""}, {U'\\', "\\\\"}, {U'\n', "\\n"}, {U'\r', "\\r"}, {U'\t', "\\t"}}};
    for (const auto& [scalar, form] : short_forms)
        if (c == scalar) {
            out += form;
            return;
        }
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
}

/// The scalar value that `text` begins with and its length in bytes; U+FFFD for a byte that is
/// part of none.
std::pair<char32_t, std::size_t> first_scalar(std::string_view text)
{
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length)
        if (const auto scalar = detail::single_scalar(text.substr(0, length)))
            return {*scalar, length};
    return {U'\uFFFD', 1};
}

void append_string(std::string& out, std::string_view text)
{
    out += '"';
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(
            std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty())
            break;
        const auto [scalar, length] = first_scalar(text);
        if (scalar < 0x80 || disturbs_a_terminal(scalar))
            append_escaped(out, scalar);
        else
            out += key_text(scalar).view();
        text.remove_prefix(length);
    }
    out += '"';
}

void append_value(std::string& out, std::string_view text)
{
    append_string(out, text);
}

void append_value(std::string& out, const key_text& text)
{
    append_string(out, text);
}

void append_value(std::string& out, bool value)
{
    out += value ? "true" : "false";
}

template <std::integral T>
void append_value(std::string& out, T value)
{
    out += fmt::format_int(value).c_str();
}

void append_value(std::string& out, modifiers mods)
{
    out += '[';
    const auto add = [&out](std::string_view name) {
        if (out.back() != '[')
            out += ',';
        append_string(out, name);
    };
    for (const auto& [name, bit] : detail::modifier_names)
        if ((mods & bit) != modifiers::none)
            add(name);
    if ((mods & modifiers::caps_lock) != modifiers::none)
        add("caps_lock");
    if ((mods & modifiers::num_lock) != modifiers::none)
        add("num_lock");
    out += ']';
}

template <class T>
void append_field(std::string& out, std::string_view name, const T& value)
{
    out += ",\"";
    out += name;
    out += "\":";
    append_value(out, value);
}

void append_raw(std::string& out, std::string_view raw)
{
    out += R"(,"raw":")";
    append_hex(out, raw);
    out += '"';
}

// ---- Events: each writes its type, its fields and `raw` ----

std::string name_of(key_code code)
{
    key k;
    k.code = code;
    return to_string(k);
}

void append_event(std::string& out, const key& k, std::string_view raw)
{
    out += "\"key\"";
    append_field(out, "key", std::string_view(to_string(k)));
    append_field(out, "action", to_string(k.action));
    append_field(out, "text", k.text);
    append_raw(out, raw);
    if (k.shifted != key_code::none)
        append_field(out, "shifted", std::string_view(name_of(k.shifted)));
    if (k.base != key_code::none)
        append_field(out, "base", std::string_view(name_of(k.base)));
    if ((k.mods & lock_modifiers) != modifiers::none)
        append_field(out, "locks", k.mods & lock_modifiers);
}

void append_event(std::string& out, const mouse& m, std::string_view raw)
{
    out += "\"mouse\"";
    append_field(out, "action", to_string(m.action));
    append_field(out, "button", to_string(m.button));
    append_field(out, "x", m.x);
    append_field(out, "y", m.y);
    append_field(out, "pixels", m.pixels);
    append_field(out, "modifiers", m.mods);
    append_raw(out, raw);
}

void append_event(std::string& out, const paste& p, std::string_view raw)
{
    out += "\"paste\"";
    append_field(out, "text", p.text);
    append_field(out, "begins", p.begins);
    append_field(out, "ends", p.ends);
    append_field(out, "aborted", p.aborted);
    append_raw(out, raw);
}

void append_event(std::string& out, const focus& f, std::string_view raw)
{
    out += "\"focus\"";
    append_field(out, "gained", f.gained);
    append_raw(out, raw);
}

void append_event(std::string& out, const resize& r, std::string_view raw)
{
    out += "\"resize\"";
    append_field(out, "columns", r.size.columns);
    append_field(out, "rows", r.size.rows);
    append_field(out, "x_pixels", r.size.x_pixels);
    append_field(out, "y_pixels", r.size.y_pixels);
    append_raw(out, raw);
}

void append_event(std::string& out, const reply& r, std::string_view raw)
{
    out += "\"reply\"";
    append_field(out, "kind", to_string(r.kind));
    out += ",\"numbers\":[";
    for (std::size_t i = 0; i < r.count; ++i) {
        if (i > 0)
            out += ',';
        append_value(out, r.numbers[i]);
    }
    out += ']';
    append_field(out, "private", r.is_private);
    append_field(out, "text", r.text);
    append_raw(out, raw);
}

void append_event(std::string& out, const unknown& u, std::string_view raw)
{
    out += "\"unknown\"";
    append_field(out, "partial", u.partial);
    append_raw(out, raw);
}

} // namespace

void append_json(std::string& out, std::string_view text)
{
    append_string(out, text);
}

void append_json(std::string& out, const event& e)
{
    out += "{\"type\":";
    std::visit([&](const auto& value) { append_event(out, value, e.raw); }, e.value);
    out += '}';
}

} // namespace cotty::tool
