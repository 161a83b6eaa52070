// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "core/known_sequences.hpp"
#include "core/mouse_report.hpp"
#include "core/sequences.hpp"

#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>

#include <cstddef>
#include <cstdint>

/// A shortcut for the characters and sequences that make up nearly all input, several times as fast
/// as the way they take otherwise. It knows nothing of its own: what it does not take, the scanner
/// and the interpreters take, and what it takes, they would take in the same way. Tests hold it to
/// that, as input that arrives byte by byte never comes here.
namespace cotty::detail {

class common_input {
public:
    /// How many bytes must be there to look at.
    static constexpr std::size_t window = 40;

    /// Whether the shortcut may be taken at all: these options give what it knows another meaning.
    static bool is_open(const decoder_options& options) noexcept
    {
        return options.high_bytes == eighth_bit::utf8 && options.function_keys != keyboard::vt52 &&
               !options.alt_bracket_is_key && !options.alt_o_is_key;
    }

    explicit common_input(const decoder_options& options) noexcept : options_(options) {}

    /// Reads one event from `at`, and returns where it ends; or null: then `e` may hold anything.
    /// \pre `window` bytes can be read at `at`; the first is no printable ASCII
    const char* read(const char* at, event& e) const noexcept
    {
        const auto lead = static_cast<unsigned char>(*at);
        return lead >= 0xC2 ? read_utf8(at, e) : lead == 0x1B ? read_escape(at + 1, e) : nullptr;
    }

private:
    /// The numbers of a key's sequence, 0 where they are left out.
    struct numbers {
        std::uint32_t number = 0;
        std::uint32_t shifted = 0;
        std::uint32_t base = 0;
        std::uint32_t mods = 0;
        std::uint32_t action = 0;
        std::uint32_t text = 0;
    };

    static const char* read_utf8(const char* at, event& e) noexcept
    {
        const auto byte = [at](std::size_t i) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i]));
        };
        std::uint32_t tails = (byte(1) & 0xC0U) ^ 0x80U; // 0 if they are continuation bytes
        std::uint32_t c = (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
        std::uint32_t least = 0xA0; // U+0080 to U+009F are controls
        std::size_t length = 2;
        if (byte(0) >= 0xE0) {
            tails |= (byte(2) & 0xC0U) ^ 0x80U;
            c = (c & 0x3FFU) << 6U | (byte(2) & 0x3FU);
            least = 0x800;
            length = 3;
            if (byte(0) >= 0xF0) {
                tails |= (byte(3) & 0xC0U) ^ 0x80U;
                c = (byte(0) & 0x0FU) << 18U | (c & 0xFFFU) << 6U | (byte(3) & 0x3FU);
                least = 0x10000;
                length = 4;
            }
        }
        if (tails != 0 || c < least || !is_scalar_value(c))
            return nullptr;
        key& k = e.value.emplace<key>();
        k.code = static_cast<key_code>(c);
        k.text.assign(at, length);
        return at + length;
    }

    const char* read_escape(const char* at, event& e) const noexcept
    {
        const char introducer = *at;
        if (introducer == '[' && at[1] == '<')
            return read_mouse(at + 2, e);
        if (options_.function_keys == keyboard::xterm) {
            const auto [sequence, size] = known_sequences::find(at);
            if (sequence != nullptr) {
                key& k = e.value.emplace<key>();
                k.code = sequence->key.code;
                k.mods = sequence->key.mods;
                return at + size;
            }
        }
        ++at;
        if (introducer == '[')
            return read_csi(at, e);
        if (introducer == 'O') {
            numbers none;
            return set_letter(none, *at, sequences::bare_ss3_by_letter[dialect()], e) ? at + 1
                                                                                      : nullptr;
        }
        if (introducer <= 0x20 || introducer >= 0x7F || introducer == ']' || introducer == 'P' ||
            introducer == '_')
            return nullptr;
        key& k = e.value.emplace<key>();
        k.code = static_cast<key_code>(introducer);
        k.mods = modifiers::alt;
        return at;
    }

    /// At most five digits. What follows a longer number is a digit, which nothing here expects.
    [[gnu::always_inline]] static const char* read_number(const char* at,
                                                          std::uint32_t& value) noexcept
    {
        std::uint32_t number = 0;
        for (const char* const last = at + 5; at != last; ++at) {
            const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
            if (digit > 9)
                break;
            number = number * 10 + digit;
        }
        value = number;
        return at;
    }

    const char* read_csi(const char* at, event& e) const noexcept
    {
        const char* const begin = at;
        numbers n;
        bool third_field = false; // no letter and no `~` may have one, not even an empty one
        at = read_number(at, n.number);
        if (*at == ':') {
            at = read_number(at + 1, n.shifted);
            if (*at == ':')
                at = read_number(at + 1, n.base);
        }
        if (*at == ';') {
            at = read_number(at + 1, n.mods);
            if (*at == ':')
                at = read_number(at + 1, n.action);
            third_field = *at == ';';
            if (third_field)
                at = read_number(at + 1, n.text);
        }
        if (n.mods > most_modifiers() || n.action > 3)
            return nullptr;
        const char final = *at;
        const auto& letters =
            at == begin ? sequences::bare_csi_by_letter[dialect()] : sequences::csi_by_letter;
        const bool known = final == 'u'                               ? set_kitty(n, e)
                           : third_field || (n.shifted | n.base) != 0 ? false
                           : final == '~'                             ? set_numbered(n, e)
                           : n.number > 1 || final == 'R'             ? false
                                                          : set_letter(n, final, letters, e);
        return known ? at + 1 : nullptr;
    }

    /// Beyond, the fourth of them is another one than what its bit says.
    [[nodiscard]] std::uint32_t most_modifiers() const noexcept
    {
        return options_.fourth <= fourth_modifier::super ? 256 : 8;
    }

    [[nodiscard]] std::size_t dialect() const noexcept
    {
        return static_cast<std::size_t>(options_.function_keys);
    }

    static key& set_key(event& e, const sequences::meaning& m, const numbers& n) noexcept
    {
        key& k = e.value.emplace<key>();
        k.code = m.code;
        k.mods = m.mods | static_cast<modifiers>(n.mods - (n.mods != 0 ? 1U : 0U));
        k.action = static_cast<key_action>(n.action - (n.action != 0 ? 1U : 0U));
        return k;
    }

    static bool set_letter(const numbers& n, char letter, const sequences::letter_table& table,
                           event& e) noexcept
    {
        const std::size_t index = static_cast<unsigned char>(letter) - std::size_t{0x40};
        if (index >= table.size() || table[index].code == key_code::none)
            return false;
        set_key(e, table[index], n);
        return true;
    }

    bool set_numbered(const numbers& n, event& e) const noexcept
    {
        const auto& table = sequences::csi_by_number[dialect()];
        if (n.number >= table.size() || table[n.number].code == key_code::none)
            return false;
        set_key(e, table[n.number], n);
        return true;
    }

    static bool is_graphic(std::uint32_t number) noexcept { return number - 0x21 < 0x7F - 0x21; }

    static bool set_kitty(const numbers& n, event& e) noexcept
    {
        constexpr std::uint32_t first = 57344;
        if (!is_graphic(n.number)) {
            if (n.number - first >= functional_names.size() || (n.shifted | n.base | n.text) != 0)
                return false;
            const key_code code = functional_code(n.number - first);
            set_key(e, {code}, n);
            return code < key_code::kp_0 || code > key_code::kp_separator; // those type something
        }
        key& k = set_key(e, {static_cast<key_code>(n.number)}, n);
        if ((n.shifted | n.base) != 0) {
            if (!is_graphic(n.shifted) || (n.base != 0 && !is_graphic(n.base)))
                return false;
            k.shifted = static_cast<key_code>(n.shifted);
            k.base = static_cast<key_code>(n.base);
        } else if (is_ascii_upper(k.code)) {
            return false;
        }
        if (n.text != 0) {
            if (k.action != key_action::release)
                k.text.assign(static_cast<char>(n.text));
            return is_graphic(n.text);
        }
        if (k.action == key_action::release || k.mods == modifiers::ctrl)
            return true;
        if (k.mods == modifiers::none)
            k.text.assign(static_cast<char>(n.number));
        // With a lock, what it types takes more thought; with the others it is nothing.
        return (k.mods & lock_modifiers) == modifiers::none &&
               (k.mods != modifiers::shift || n.shifted == 0);
    }

    const char* read_mouse(const char* at, event& e) const noexcept
    {
        std::uint32_t bits = 0;
        std::uint32_t x = 0;
        std::uint32_t y = 0;
        at = read_number(at, bits);
        if (*at != ';')
            return nullptr;
        at = read_number(at + 1, x);
        if (*at != ';')
            return nullptr;
        at = read_number(at + 1, y);
        if (*at != 'M' && *at != 'm')
            return nullptr;
        mouse& m = e.value.emplace<mouse>();
        m.pixels = options_.mouse_pixels;
        return set_mouse(m, bits, static_cast<int>(x), static_cast<int>(y), *at == 'm') ? at + 1
                                                                                        : nullptr;
    }

    const decoder_options& options_;
};

} // namespace cotty::detail
