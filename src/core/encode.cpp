// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/encode.hpp"

#include "core/sequences.hpp"

#include <algorithm>
#include <charconv>

namespace cotty::detail {
namespace {

/// By functional key, what `sequences` has for it; the first row wins.
template <class T>
using by_key = std::array<T, functional_names.size()>;

/// Rows with modifiers of their own say more than which key it is: shift+tab, and rxvt's.
template <std::size_t N>
consteval by_key<char> letters_of(const std::array<sequences::letter_row, N>& rows)
{
    by_key<char> table{};
    for (const auto& row : rows) {
        char& place = table.at(functional_index(row.code));
        if (place == 0 && row.mods == modifiers::none)
            place = row.final;
    }
    return table;
}

constexpr by_key<char> csi_letter_by_key = letters_of(sequences::csi_letters);
constexpr by_key<char> ss3_letter_by_key = letters_of(sequences::ss3_letters);

constexpr by_key<std::uint8_t> csi_number_by_key = [] {
    by_key<std::uint8_t> table{};
    for (const auto& row : sequences::csi_numbers) {
        std::uint8_t& place = table.at(functional_index(row.code));
        if (place == 0)
            place = row.number;
    }
    return table;
}();

template <class T>
T look_up(const by_key<T>& table, key_code code)
{
    const std::size_t index = functional_index(code); // huge for a character
    return index < table.size() ? table[index] : T{};
}

/// In the order of the keys kp_0 to kp_separator; enter types no character.
constexpr std::u32string_view keypad_characters = U"0123456789./*-+\r=,";
static_assert(functional_index(key_code::kp_separator) - functional_index(key_code::kp_0) + 1 ==
              keypad_characters.size());

constexpr bool is_text(std::string_view utf8)
{
    return !utf8.empty() && std::none_of(utf8.begin(), utf8.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
}

} // namespace

bool sequence_writer::single_byte() const noexcept
{
    return options_.high_bytes == eighth_bit::meta || options_.high_bytes == eighth_bit::latin1;
}

sequence_writer& sequence_writer::csi()
{
    return bytes(options_.eight_bit_controls ? "\x9B" : "\033[");
}

sequence_writer& sequence_writer::ss3()
{
    return bytes(options_.eight_bit_controls ? "\x8F" : "\033O");
}

sequence_writer& sequence_writer::byte(char value)
{
    out_ += value;
    return *this;
}

sequence_writer& sequence_writer::number(std::uint32_t value)
{
    std::array<char, 10> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return bytes({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

sequence_writer& sequence_writer::bytes(std::string_view text)
{
    out_ += text;
    return *this;
}

sequence_writer& sequence_writer::modifier_field(modifiers held)
{
    return byte(';').number(static_cast<std::uint32_t>(held) + 1);
}

sequence_writer& sequence_writer::character(char32_t scalar)
{
    if (!single_byte())
        return bytes(key_text(scalar));
    if (scalar <= 0xFF)
        byte(static_cast<char>(scalar));
    return *this;
}

sequence_writer& sequence_writer::typed(char32_t scalar, bool alt)
{
    const bool eighth =
        options_.high_bytes == eighth_bit::meta || options_.high_bytes == eighth_bit::meta_utf8;
    if (alt && eighth) // there is no further bit for a character that has it
        return character(scalar < 0x80 ? scalar + 0x80 : scalar);
    if (alt && !(single_byte() && scalar > 0xFF))
        byte(0x1B);
    return character(scalar);
}

sequence_writer& sequence_writer::text(std::string_view utf8)
{
    while (const auto scalar = take_scalar(utf8))
        character(*scalar);
    return *this;
}

std::optional<char32_t> own_character(key_code code) noexcept
{
    const auto c = static_cast<std::uint32_t>(code);
    if (c < 0x20 || c == 0x7F || !is_scalar_value(c))
        return {};
    return static_cast<char32_t>(c);
}

std::optional<unsigned char> control_of(key_code code) noexcept
{
    for (const auto& row : sequences::controls)
        if (row.code == code && row.mods == modifiers::none)
            return row.byte;
    return {};
}

char csi_letter_of(key_code code, modifiers own) noexcept
{
    if (own == modifiers::none)
        return look_up(csi_letter_by_key, code);
    for (const auto& row : sequences::csi_letters)
        if (row.code == code && row.mods == own)
            return row.final;
    return 0;
}

char ss3_letter_of(key_code code) noexcept
{
    return look_up(ss3_letter_by_key, code);
}

std::uint8_t csi_number_of(key_code code) noexcept
{
    return look_up(csi_number_by_key, code);
}

std::optional<char32_t> keypad_character(key_code code) noexcept
{
    if (code < key_code::kp_0 || code > key_code::kp_separator || code == key_code::kp_enter)
        return {};
    return keypad_characters[functional_index(code) - functional_index(key_code::kp_0)];
}

bool is_modifier_key(key_code code) noexcept
{
    return (code >= key_code::left_shift && code <= key_code::iso_level5_shift) ||
           (code >= key_code::caps_lock && code <= key_code::num_lock);
}

key normalised(const key& k) noexcept
{
    constexpr std::uint32_t to_small = U'a' - U'A';
    key n = k;
    if (is_ascii_upper(k.code)) {
        n.code = static_cast<key_code>(static_cast<std::uint32_t>(k.code) + to_small);
        if (!any_of(k.mods, modifiers::caps_lock))
            n.mods |= modifiers::shift;
    }
    if (n.shifted == key_code::none && any_of(n.mods, modifiers::shift) &&
        n.code >= key_code{U'a'} && n.code <= key_code{U'z'})
        n.shifted = static_cast<key_code>(static_cast<std::uint32_t>(n.code) - to_small);
    return n;
}

std::optional<char32_t> typed_character(const key& k) noexcept
{
    if (k.is_functional())
        return keypad_character(k.code);
    const auto c = own_character(k.code);
    const bool shift = any_of(k.mods, modifiers::shift);
    const bool caps = any_of(k.mods, modifiers::caps_lock);
    if (c >= U'a' && c <= U'z' && (caps || k.shifted == key_code::none))
        return shift != caps ? *c - 0x20 : *c;
    if (!shift || c == U' ')
        return c;
    if (const auto shifted = own_character(k.shifted))
        return shifted;
    return single_scalar(k.text);
}

key_text typed_text(const key& k) noexcept
{
    if (is_text(k.text))
        return k.text;
    constexpr modifiers allowed = modifiers::shift | lock_modifiers;
    if (any_of(k.mods, ~allowed))
        return {};
    const auto c = typed_character(k);
    return c ? key_text(*c) : key_text();
}

std::optional<char32_t> take_scalar(std::string_view& utf8) noexcept
{
    while (!utf8.empty()) {
        for (std::size_t length = 1; length <= std::min<std::size_t>(4, utf8.size()); ++length) {
            if (const auto scalar = single_scalar(utf8.substr(0, length))) {
                utf8.remove_prefix(length);
                return scalar;
            }
        }
        utf8.remove_prefix(1);
    }
    return {};
}

} // namespace cotty::detail
