// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/encode.hpp"

/// The kitty keyboard protocol (https://sw.kovidgoyal.net/kitty/keyboard-protocol/).
namespace cotty::detail {
namespace {

enum flag : unsigned {
    disambiguate = 1,
    report_events = 2,
    report_alternates = 4,
    report_all = 8,
    report_text = 16,
};

/// The number of a key: the oldest keys' are their control characters, those of the other
/// functional keys lie in Unicode's private use area, in the order of key_code.
std::uint32_t number_of(key_code code)
{
    if (const auto control = control_of(code))
        return *control;
    if (is_functional(code))
        return 57344 + static_cast<std::uint32_t>(functional_index(code));
    return static_cast<std::uint32_t>(code);
}

struct form {
    std::uint32_t number;
    char final;
};

/// The protocol's table of functional keys. It takes only those old sequences that are beyond
/// doubt: `CSI R` is also a cursor position, and what follows `CSI 24 ~` differs between terminals.
form form_of(key_code code)
{
    constexpr std::uint8_t last_number = 24;
    const char letter = csi_letter_of(code);
    if (letter != 0 && letter != 'R')
        return {1, letter};
    const std::uint8_t number = csi_number_of(code);
    if (number != 0 && number <= last_number)
        return {number, '~'};
    return {number_of(code), 'u'};
}

/// Which fields of the sequence are told.
struct report {
    modifiers mods;
    std::optional<key_action> action;
    std::optional<key_code> shifted;
    std::optional<key_code> base;
    key_text text;
};

report report_of(const key& k, unsigned flags)
{
    report r{.mods = k.mods, .action = {}, .shifted = {}, .base = {}, .text = {}};
    if ((flags & report_events) != 0 && k.action != key_action::press)
        r.action = k.action;
    if ((flags & report_alternates) != 0 && !k.is_functional()) {
        if (k.shifted != key_code::none && any_of(k.mods, modifiers::shift))
            r.shifted = k.shifted;
        if (k.base != key_code::none)
            r.base = k.base;
    }
    if ((flags & report_text) != 0 && k.action != key_action::release)
        r.text = typed_text(k);
    return r;
}

/// `;` and the characters of the text, if there are any.
void write_text(sequence_writer& out, std::string_view text)
{
    char separator = ';';
    while (const auto scalar = take_scalar(text)) {
        out.byte(separator).number(*scalar);
        separator = ':';
    }
}

/// CSI number:shifted:base ; modifiers:action ; text final
void write(sequence_writer& out, form f, const report& r)
{
    const bool second = r.mods != modifiers::none || r.action;
    out.csi();
    if (f.number != 1 || second)
        out.number(f.number);
    if (r.shifted || r.base)
        out.byte(':');
    if (r.shifted)
        out.number(number_of(*r.shifted));
    if (r.base)
        out.byte(':').number(number_of(*r.base));
    if (second)
        out.modifier_field(r.mods);
    else if (!r.text.empty())
        out.byte(';');
    if (r.action)
        out.byte(':').number(static_cast<std::uint32_t>(*r.action) + 1);
    write_text(out, r.text);
    out.byte(f.final);
}

constexpr bool keeps_its_byte(key_code code)
{
    return code == key_code::enter || code == key_code::tab || code == key_code::backspace;
}

/// Without report_all: what is sent as it always was. Returns false for all others.
bool encode_if_plain(sequence_writer& out, const key& k, unsigned flags)
{
    const bool release = k.action == key_action::release;
    if (is_modifier_key(k.code))
        return true;
    if (keeps_its_byte(k.code) && !any_of(k.mods, ~lock_modifiers)) {
        if (!release)
            encode_control_key(out, k.code, false, false);
        return true;
    }
    if (release)
        return false;
    if (k.action == key_action::press && (flags & disambiguate) == 0) {
        encode_legacy(out, k);
        return true;
    }
    const key_text text = typed_text(k);
    out.text(text);
    return !text.empty();
}

} // namespace

void encode_kitty(sequence_writer& out, const key& k)
{
    const unsigned flags = out.options().kitty_flags;
    if (k.action == key_action::release && (flags & report_events) == 0)
        return;
    if ((flags & report_all) == 0 && encode_if_plain(out, k, flags))
        return;
    const report r = report_of(k, flags);
    if (is_functional(k.code) || own_character(k.code))
        write(out, form_of(k.code), r);
    else if (!r.text.empty()) // typed by no key: from an input method, say
        write(out, {0, 'u'}, r);
}

} // namespace cotty::detail
