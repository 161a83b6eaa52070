// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/replies.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace cotty::detail {
namespace {

/// The answers that are control sequences, by what stands around their numbers.
struct csi_row {
    char prefix;
    char final;
    reply_kind kind;
    std::uint8_t fewest; // numbers
};

constexpr auto csi_rows = std::to_array<csi_row>({
    {'?', 'c', reply_kind::primary_attributes, 1},
    {'>', 'c', reply_kind::secondary_attributes, 1},
    {0, 'R', reply_kind::cursor_position, 2},
    {'?', 'R', reply_kind::cursor_position, 2},
    {0, 'n', reply_kind::status, 1},
    {'?', 'n', reply_kind::status, 1},
    {'?', 'u', reply_kind::keyboard_flags, 1},
    {'>', 'm', reply_kind::key_modifiers, 1},
    {'?', 'S', reply_kind::graphics, 2},
    {0, 'x', reply_kind::terminal_parameters, 1},
});

/// The answers in device control strings, by how their payload begins. `#` is one digit, which is
/// the reply's number.
struct dcs_row {
    std::string_view begins;
    reply_kind kind;
};

constexpr auto dcs_rows = std::to_array<dcs_row>({
    {"!|", reply_kind::tertiary_attributes},
    {">|", reply_kind::terminal_version},
    {"#+r", reply_kind::capability},
    {"#$r", reply_kind::setting},
    {"#$u", reply_kind::presentation},
    {"#!~", reply_kind::checksum},
});

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// \pre there are fewer than may be
void add_number(reply& r, std::uint32_t number) noexcept
{
    r.numbers[r.count++] = number;
}

/// Takes the digits at the front; false if there are none.
bool take_number(std::string_view& text, std::uint32_t& number) noexcept
{
    if (text.empty() || !is_digit(text.front()))
        return false;
    number = 0;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1))
        number = std::min(parameters::largest,
                          number * 10 + static_cast<std::uint32_t>(text.front() - '0'));
    return true;
}

void set_numbers(reply& r, reply_kind kind, char prefix, std::string_view body,
                 const parameters& p) noexcept
{
    r.kind = kind;
    r.is_private = prefix == '?';
    r.text = body;
    for (std::size_t i = 0; i < std::min({p.fields(), parameters::max_fields, r.numbers.size()});
         ++i)
        add_number(r, p.number(i));
}

/// OSC number ; rest, OSC l rest, OSC L rest: the scanner takes none that begins with anything
/// else.
bool osc_reply(reply& r, std::string_view payload) noexcept
{
    if (payload.front() == 'l' || payload.front() == 'L') {
        r.kind = reply_kind::title;
        r.text = payload.substr(1);
        add_number(r, payload.front() == 'l' ? 0 : 1);
        return true;
    }
    std::uint32_t number = 0;
    take_number(payload, number);
    if (!payload.starts_with(';'))
        return false;
    payload.remove_prefix(1);
    add_number(r, number);
    if (number == 52) {
        r.kind = reply_kind::clipboard;
    } else if (number == 4 || number == 5) {
        r.kind = reply_kind::color;
        std::uint32_t index = 0;
        if (!take_number(payload, index) || !payload.starts_with(';'))
            return false;
        payload.remove_prefix(1);
        add_number(r, index);
    } else if (number >= 10 && number <= 19) {
        r.kind = reply_kind::color;
    } else {
        return false;
    }
    r.text = payload;
    return true;
}

bool dcs_reply(reply& r, std::string_view payload) noexcept
{
    for (const auto& [begins, kind] : dcs_rows) {
        const bool numbered = begins.front() == '#';
        if (payload.size() < begins.size() ||
            payload.substr(numbered ? 1 : 0, begins.size() - (numbered ? 1 : 0)) !=
                begins.substr(numbered ? 1 : 0) ||
            (numbered && !is_digit(payload.front())))
            continue;
        r.kind = kind;
        if (numbered)
            add_number(r, static_cast<std::uint32_t>(payload.front() - '0'));
        r.text = payload.substr(begins.size());
        return true;
    }
    return false;
}

} // namespace

bool csi_reply(reply& r, char prefix, char final, std::string_view body,
               const parameters& p) noexcept
{
    if (!p.valid() || p.has_values())
        return false;
    constexpr std::uint32_t color_scheme = 997;
    const auto is = [&](reply_kind kind) {
        set_numbers(r, kind, prefix, body, p);
        return true;
    };
    if (prefix == '?' && final == 'n' && p.number(0) == color_scheme)
        return is(reply_kind::color_scheme);
    if (prefix == 0 && final == 't' && p.number(0) >= 1 && p.number(0) <= 9)
        return is(reply_kind::window);
    for (const csi_row& row : csi_rows)
        if (row.prefix == prefix && row.final == final && p.fields() >= row.fewest)
            return is(row.kind);
    return false;
}

bool mode_reply(reply& r, char prefix, std::string_view body) noexcept
{
    const parameters p(body);
    if ((prefix != 0 && prefix != '?') || !p.valid() || p.has_values() || p.fields() != 2)
        return false;
    set_numbers(r, reply_kind::mode, prefix, body, p);
    return true;
}

bool string_reply(reply& r, char introducer, std::string_view payload) noexcept
{
    switch (introducer) {
    case ']':
        return osc_reply(r, payload);
    case 'P':
        return dcs_reply(r, payload);
    default:
        r.kind = reply_kind::graphics;
        r.text = payload;
        return true;
    }
}

} // namespace cotty::detail
