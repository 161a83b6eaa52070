// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/encoder.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What the parts of the encoder share: how sequences are written, and what a key types.
namespace cotty::detail {

constexpr bool any_of(modifiers held, modifiers bits) noexcept
{
    return (held & bits) != modifiers::none;
}

/// The modifiers that terminals tell without a protocol of their own.
inline constexpr modifiers classic_modifiers = modifiers::shift | modifiers::alt | modifiers::ctrl;

/// Writes the pieces of sequences, and characters as the terminal's character set has them.
class sequence_writer {
public:
    sequence_writer(std::string& out, const encoder_options& options) noexcept
        : out_(out), options_(options)
    {
    }

    [[nodiscard]] const encoder_options& options() const noexcept { return options_; }

    sequence_writer& csi();
    sequence_writer& ss3();
    sequence_writer& byte(char value);
    sequence_writer& number(std::uint32_t value);
    sequence_writer& bytes(std::string_view text);

    /// `;` and the sum of the modifiers' bits plus 1, as xterm and kitty tell them.
    sequence_writer& modifier_field(modifiers held);

    /// A character, or nothing if the character set does not have it.
    sequence_writer& character(char32_t scalar);

    /// The same, with what alt does to it.
    sequence_writer& typed(char32_t scalar, bool alt);

    /// The characters of UTF-8.
    sequence_writer& text(std::string_view utf8);

private:
    [[nodiscard]] bool single_byte() const noexcept;

    std::string& out_;
    const encoder_options& options_;
};

constexpr bool is_functional(key_code code) noexcept
{
    return code > key_code::first_functional_ && code < key_code::last_functional_;
}

/// The character that a code is; nothing for functional keys, control characters and what no
/// character has.
[[nodiscard]] std::optional<char32_t> own_character(key_code code) noexcept;

/// The byte that stands for a key on its own (`controls` in sequences.hpp): tab, enter, escape and
/// backspace have one.
[[nodiscard]] std::optional<unsigned char> control_of(key_code code) noexcept;

/// The final letter of a key's control sequence, or 0.
[[nodiscard]] char csi_letter_of(key_code code, modifiers own = modifiers::none) noexcept;
[[nodiscard]] char ss3_letter_of(key_code code) noexcept;

/// The number in front of `~`, or 0.
[[nodiscard]] std::uint8_t csi_number_of(key_code code) noexcept;

/// The character that a key of the keypad types.
[[nodiscard]] std::optional<char32_t> keypad_character(key_code code) noexcept;

/// A lone modifier or lock.
[[nodiscard]] bool is_modifier_key(key_code code) noexcept;

/// A small letter and shift instead of an ASCII capital, as all protocols count keys; and the
/// capital as what shift makes of the letter.
[[nodiscard]] key normalised(const key& k) noexcept;

/// The character that the key types with the shift and the locks that are held, whatever else is;
/// nothing where that depends on a keyboard that nobody described.
[[nodiscard]] std::optional<char32_t> typed_character(const key& k) noexcept;

/// What the key types, empty if nothing.
[[nodiscard]] key_text typed_text(const key& k) noexcept;

/// The scalar values of UTF-8, one after the other; what is not well-formed is left out.
[[nodiscard]] std::optional<char32_t> take_scalar(std::string_view& utf8) noexcept;

void encode_legacy(sequence_writer& out, const key& k);
void encode_kitty(sequence_writer& out, const key& k);
void encode_win32(sequence_writer& out, const key& k);

/// The keys that the kitty protocol, too, leaves as they always were, so that a shell can be used
/// after a program that switched it on has died: the byte of enter, tab and backspace.
void encode_control_key(sequence_writer& out, key_code code, bool ctrl, bool alt);

} // namespace cotty::detail
