// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "core/sequences.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// The commonest keys' sequences by their bytes, made from the tables in sequences.hpp when cotty
/// is compiled. To look one up takes no branch that depends on which it is: a processor cannot
/// foresee the next key, and a wrong guess costs more than all else.
namespace cotty::detail {

class known_sequences {
public:
    /// How many bytes must be there to look at.
    static constexpr std::size_t window = 8;

    struct entry {
        std::uint64_t bytes = 1; // without the ESC; the last one highest. 1 is no sequence
        sequences::meaning key;
    };

    struct found {
        const entry* sequence; // or null
        std::size_t size;
    };

    /// Looks for a sequence whose ESC stands before `at`.
    [[nodiscard]] static found find(const char* at) noexcept
    {
        if constexpr (std::endian::native != std::endian::little)
            return {nullptr, 0};
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        // The first byte from 0x40 on is the last one, but for the introducers; Alt has only one.
        const auto first = static_cast<unsigned char>(word);
        const std::uint64_t last =
            first == '[' || first == 'O' ? word & 0x4040404040404000U : std::uint64_t{0x40};
        if (last == 0)
            return {nullptr, 0};
        const auto bits = static_cast<unsigned>(std::countr_zero(last)) | 7U;
        const std::uint64_t bytes = word << (63U - bits);
        const entry* const at_slot = &table[slot(bytes)];
        const std::size_t size = (bits + 1) / 8;
        if (at_slot->bytes == bytes)
            return {at_slot, size};
        return {at_slot[1].bytes == bytes ? at_slot + 1 : nullptr, size};
    }

private:
    static constexpr unsigned index_bits = 11;
    using entries = std::array<entry, (std::size_t{1} << index_bits) + 1>;

    static constexpr std::size_t slot(std::uint64_t bytes) noexcept
    {
        // Found by trying: all have their slot, or the one behind it.
        return static_cast<std::size_t>((bytes * 0xAD50DA771BC8E7F1U) >> (64U - index_bits));
    }

    static constexpr void add(entries& all, std::string_view sequence, sequences::meaning key)
    {
        std::uint64_t bytes = 0;
        for (std::size_t i = 0; i < sequence.size(); ++i)
            bytes |= std::uint64_t{static_cast<unsigned char>(sequence[i])}
                     << 8U * (8 - sequence.size() + i);
        std::size_t place = slot(bytes);
        if (all.at(place).bytes != entry{}.bytes && all.at(++place).bytes != entry{}.bytes)
            throw "no place for this sequence: another factor is needed";
        all.at(place) = {bytes, key};
    }

    template <std::size_t N>
    static constexpr void add(entries& all, const std::array<char, N>& sequence,
                              sequences::meaning key)
    {
        add(all, std::string_view(sequence.data(), N), key);
    }

    /// The sequence with nothing, and with the modifiers 2 to 8: shift, alt, ctrl and all of them.
    static constexpr void add_with_modifiers(entries& all, std::string_view number, char final,
                                             sequences::meaning key)
    {
        std::array<char, window> text{'['};
        std::size_t size = 1;
        for (const char digit : number)
            text.at(size++) = digit;
        text.at(size) = final;
        add(all, {text.data(), size + 1}, key);
        if (number.empty())
            text.at(size++) = '1';
        for (unsigned held = 1; held < 8; ++held) {
            text.at(size) = ';';
            text.at(size + 1) = static_cast<char>('1' + held);
            text.at(size + 2) = final;
            add(all, {text.data(), size + 3}, {key.code, key.mods | static_cast<modifiers>(held)});
        }
    }

    static consteval entries make()
    {
        entries all{};
        for (const sequences::letter_row& row : sequences::csi_letters)
            if (row.final != 'R') // a cursor position, perhaps
                add_with_modifiers(all, {}, row.final, {row.code, row.mods});
        for (const sequences::number_row& row : sequences::csi_numbers) {
            const std::array<char, 2> digits{static_cast<char>('0' + row.number / 10),
                                             static_cast<char>('0' + row.number % 10)};
            const std::string_view number{digits.data(), 2};
            add_with_modifiers(all, number.substr(row.number < 10 ? 1 : 0), '~', {row.code});
        }
        for (const sequences::letter_row& row : sequences::ss3_letters)
            add(all, std::array<char, 2>{'O', row.final}, {row.code, row.mods});
        for (char c = 0x21; c < 0x7F; ++c)
            if (c != '[' && c != 'O' && c != ']' && c != 'P' && c != '_')
                add(all, std::array<char, 1>{c}, {static_cast<key_code>(c), modifiers::alt});
        return all;
    }

    static const entries table;
};

inline constexpr known_sequences::entries known_sequences::table = make();

} // namespace cotty::detail
