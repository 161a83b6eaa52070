// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/encoder.hpp>

#include "core/encode.hpp"

#include <algorithm>

namespace cotty {
namespace {

using detail::any_of;
using detail::sequence_writer;

std::uint32_t not_negative(int value)
{
    return static_cast<std::uint32_t>(std::max(value, 0));
}

/// Whether the program has asked for this.
bool is_tracked(const mouse& m, mouse_tracking tracking)
{
    switch (tracking) {
    case mouse_tracking::off:
        return false;
    case mouse_tracking::presses:
        return m.action == mouse_action::press && m.button >= mouse_button::left &&
               m.button <= mouse_button::right;
    case mouse_tracking::buttons:
        return m.action != mouse_action::move;
    case mouse_tracking::drags:
        return m.action != mouse_action::move || m.button != mouse_button::none;
    case mouse_tracking::all_movement:
        return true;
    }
    return false;
}

/// A button's number in ctlseqs, "Mouse Tracking": 0 to 2, from 64 the wheels, from 128 the others;
/// 3 is none.
std::uint32_t button_number(mouse_button button)
{
    const auto n = static_cast<std::uint32_t>(button);
    if (button == mouse_button::none)
        return 3;
    if (button < mouse_button::wheel_up)
        return n - static_cast<std::uint32_t>(mouse_button::left);
    if (button < mouse_button::button_8)
        return 64 + n - static_cast<std::uint32_t>(mouse_button::wheel_up);
    return 128 + n - static_cast<std::uint32_t>(mouse_button::button_8);
}

/// The button's number, and what was held and done.
std::uint32_t mouse_code(const mouse& m, bool tells_released, bool tells_mods)
{
    const bool hidden = m.action == mouse_action::release && !tells_released;
    std::uint32_t code = button_number(hidden ? mouse_button::none : m.button);
    const auto add = [&](bool condition, std::uint32_t value) { code += condition ? value : 0U; };
    add(tells_mods && any_of(m.mods, modifiers::shift), 4);
    add(tells_mods && any_of(m.mods, modifiers::alt), 8);
    add(tells_mods && any_of(m.mods, modifiers::ctrl), 16);
    add(m.action == mouse_action::move, 32);
    return code;
}

/// 32 more, as a byte or as a UTF-8 character of at most two bytes; NUL for what does not fit.
void write_offset(sequence_writer& out, std::uint32_t value, bool is_coordinate)
{
    constexpr std::uint32_t offset = 32;
    const bool utf8 = out.options().mouse_reports == mouse_format::utf8;
    const std::uint32_t last = (utf8 ? 0x7FFU : 0xFFU) - offset;
    if (value > last || (is_coordinate && value == 0))
        out.byte('\0');
    else if (utf8)
        out.bytes(key_text(static_cast<char32_t>(value + offset)));
    else
        out.byte(static_cast<char>(value + offset));
}

constexpr bool is_bracket(char32_t c)
{
    return c == 0x1B || c == 0x9B;
}

/// The length of the character in front: 1 if it is none in UTF-8.
std::size_t character_length(std::string_view text)
{
    for (std::size_t length = 2; length <= std::min<std::size_t>(4, text.size()); ++length)
        if (detail::single_scalar(text.substr(0, length)))
            return length;
    return 1;
}

void write_bracketed(std::string& out, std::string_view text, bool utf8)
{
    while (!text.empty()) {
        const std::size_t length = utf8 ? character_length(text) : 1;
        const auto byte = static_cast<unsigned char>(text.front());
        const char32_t c =
            length == 1 ? byte : detail::single_scalar(text.substr(0, length)).value_or(0);
        if (is_bracket(c))
            out += ' ';
        else
            out += text.substr(0, length);
        text.remove_prefix(length);
    }
}

void write_typed(std::string& out, std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            continue;
        out += text[i] == '\n' ? '\r' : text[i];
    }
}

template <class T>
std::string encoded(const T& value, const encoder_options& options)
{
    std::string out;
    encode_to(out, value, options);
    return out;
}

} // namespace

void encode_to(std::string& out, const key& k, const encoder_options& options)
{
    constexpr unsigned sequences_at_all = 1 + 2 + 8; // kitty flags that change anything alone
    sequence_writer writer(out, options);
    const key n = detail::normalised(k);
    if (options.win32_input)
        detail::encode_win32(writer, n);
    else if ((options.kitty_flags & sequences_at_all) != 0)
        detail::encode_kitty(writer, n);
    else
        detail::encode_legacy(writer, n);
}

void encode_to(std::string& out, const mouse& m, const encoder_options& options)
{
    const mouse_format format = options.mouse_reports;
    if (!is_tracked(m, options.mouse) || m.pixels != (format == mouse_format::pixels))
        return;
    const bool sgr = format == mouse_format::sgr || format == mouse_format::pixels;
    const std::uint32_t code = mouse_code(m, sgr, options.mouse != mouse_tracking::presses);
    sequence_writer writer(out, options);
    writer.csi();
    if (format == mouse_format::bytes || format == mouse_format::utf8) {
        writer.byte('M');
        write_offset(writer, code, false);
        write_offset(writer, not_negative(m.x), true);
        write_offset(writer, not_negative(m.y), true);
        return;
    }
    if (sgr)
        writer.byte('<');
    writer.number(sgr ? code : code + 32);
    for (const int coordinate : {m.x, m.y}) {
        writer.byte(';').bytes(coordinate < 0 ? "-" : "");
        const auto size = static_cast<std::uint32_t>(coordinate);
        writer.number(coordinate < 0 ? 0U - size : size);
    }
    writer.byte(sgr && m.action == mouse_action::release ? 'm' : 'M');
}

void encode_to(std::string& out, const focus& f, const encoder_options& options)
{
    if (options.focus_reports)
        sequence_writer(out, options).csi().byte(f.gained ? 'I' : 'O');
}

void encode_to(std::string& out, const paste& p, const encoder_options& options)
{
    if (!options.bracketed_paste) {
        write_typed(out, p.text);
        return;
    }
    sequence_writer writer(out, options);
    if (p.begins)
        writer.csi().bytes("200~");
    write_bracketed(out, p.text,
                    options.high_bytes == eighth_bit::utf8 ||
                        options.high_bytes == eighth_bit::meta_utf8);
    if (p.ends)
        writer.csi().bytes("201~");
}

void encode_to(std::string& out, const resize& r, const encoder_options& options)
{
    if (!options.resize_reports)
        return;
    sequence_writer writer(out, options);
    writer.csi().number(48);
    for (const int value : {r.size.rows, r.size.columns, r.size.y_pixels, r.size.x_pixels})
        writer.byte(';').number(not_negative(value));
    writer.byte('t');
}

std::string encode(const key& k, const encoder_options& options)
{
    return encoded(k, options);
}

std::string encode(const mouse& m, const encoder_options& options)
{
    return encoded(m, options);
}

std::string encode(const focus& f, const encoder_options& options)
{
    return encoded(f, options);
}

std::string encode(const paste& p, const encoder_options& options)
{
    return encoded(p, options);
}

std::string encode(const resize& r, const encoder_options& options)
{
    return encoded(r, options);
}

} // namespace cotty
