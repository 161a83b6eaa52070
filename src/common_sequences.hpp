// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "mouse_report.hpp"
#include "sequences.hpp"

#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>

#include <cstddef>
#include <cstdint>

/// A shortcut for the sequences that make up nearly all input, several times as fast as the way
/// they take otherwise. It knows nothing of its own: what it does not take, the scanner and the
/// interpreters take, and what it takes, they would take in the same way. Tests hold it to that, as
/// a sequence that arrives byte by byte never comes here.
namespace cotty::detail {

class common_sequence {
public:
    /// How many bytes must be there to look at.
    static constexpr std::size_t window = 40;

    explicit common_sequence(const decoder_options& options) noexcept
        : dialect_(static_cast<std::size_t>(options.function_keys)), options_(options)
    {
    }

    /// Reads a sequence whose ESC stands before `at`. Returns where it ends, or null: then `e` may
    /// hold anything.
    /// \pre `window` bytes can be read at `at`
    const char* read(const char* at, event& e) const noexcept
    {
        const char introducer = *at++;
        if (introducer == '[')
            return *at == '<' ? read_mouse(at + 1, e) : read_csi(at, e);
        if (introducer == 'O')
            return set_meaning(at + 1, e, sequences::ss3_by_letter[dialect_], *at);
        const auto typed = static_cast<unsigned char>(introducer);
        if (typed <= 0x20 || typed >= 0x7F || typed == ']' || typed == 'P' || typed == '_')
            return nullptr;
        key& k = e.value.emplace<key>();
        k.code = static_cast<key_code>(typed);
        k.mods = modifiers::alt;
        return at;
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

    /// At most five digits. What follows a longer number is a digit, which nothing here expects.
    static const char* read_number(const char* at, std::uint32_t& value) noexcept
    {
        for (int digits = 0; digits < 5; ++digits, ++at) {
            const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
            if (digit > 9)
                break;
            value = value * 10 + digit;
        }
        return at;
    }

    static const char* set_meaning(const char* end, event& e, const sequences::letter_table& table,
                                   char letter) noexcept
    {
        const std::size_t index = static_cast<unsigned char>(letter) - std::size_t{0x40};
        if (index >= table.size() || table[index].code == key_code::none)
            return nullptr;
        key& k = e.value.emplace<key>();
        k.code = table[index].code;
        k.mods = table[index].mods;
        return end;
    }

    const char* read_csi(const char* at, event& e) const noexcept
    {
        numbers n;
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
            if (*at == ';')
                at = read_number(at + 1, n.text);
        }
        if (n.mods > 256 || n.action > 3)
            return nullptr;
        const char final = *at++;
        if (final == 'u')
            return set_kitty(n, e) ? at : nullptr;
        return n.shifted + n.base + n.text == 0 && set_legacy(n, final, e) ? at : nullptr;
    }

    static key& set_key(event& e, key_code code, const numbers& n) noexcept
    {
        key& k = e.value.emplace<key>();
        k.code = code;
        k.mods = static_cast<modifiers>(n.mods - (n.mods != 0 ? 1U : 0U));
        k.action = static_cast<key_action>(n.action - (n.action != 0 ? 1U : 0U));
        return k;
    }

    bool set_legacy(const numbers& n, char final, event& e) const noexcept
    {
        sequences::meaning m;
        if (final == '~') {
            if (n.number < sequences::csi_by_number[0].size())
                m = sequences::csi_by_number[dialect_][n.number];
        } else {
            const std::size_t index = static_cast<unsigned char>(final) - std::size_t{0x40};
            if (index < sequences::csi_by_letter[0].size() && n.number <= 1 && final != 'R')
                m = sequences::csi_by_letter[dialect_][index];
        }
        if (m.code == key_code::none)
            return false;
        set_key(e, m.code, n).mods |= m.mods;
        return true;
    }

    static bool is_graphic(std::uint32_t number) noexcept { return number - 0x21 < 0x7F - 0x21; }

    static bool set_kitty(const numbers& n, event& e) noexcept
    {
        constexpr std::uint32_t first = 57344;
        if (!is_graphic(n.number)) {
            if (n.number - first >= functional_names.size() || n.shifted + n.base + n.text != 0)
                return false;
            set_key(e, functional_code(n.number - first), n);
            return true;
        }
        key& k = set_key(e, static_cast<key_code>(n.number), n);
        if (n.shifted + n.base != 0) {
            if (!is_graphic(n.shifted) || (n.base != 0 && !is_graphic(n.base)))
                return false;
            k.shifted = static_cast<key_code>(n.shifted);
            k.base = static_cast<key_code>(n.base);
        } else if (is_ascii_upper(k.code)) {
            return false;
        }
        if (k.action == key_action::release)
            return n.text == 0 || is_graphic(n.text);
        if (n.text != 0) {
            k.text.assign(static_cast<char>(n.text));
            return is_graphic(n.text);
        }
        if (k.mods == modifiers::none)
            k.text.assign(static_cast<char>(n.number));
        else if ((k.mods & (modifiers::ctrl | modifiers::alt)) == modifiers::none)
            return false; // what it types takes more thought
        return true;
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
        const char final = *at++;
        if (final != 'M' && final != 'm')
            return nullptr;
        mouse& m = e.value.emplace<mouse>();
        m.pixels = options_.mouse_pixels;
        return set_mouse(m, bits, x, y, final == 'm') ? at : nullptr;
    }

    std::size_t dialect_;
    const decoder_options& options_;
};

} // namespace cotty::detail
