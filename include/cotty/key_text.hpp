// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key_code.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace cotty {

namespace detail {

/// How many bytes a UTF-8 character has that begins with `lead`, which can begin one.
constexpr std::size_t utf8_length(char lead) noexcept
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Decodes `s` if it is exactly one well-formed UTF-8 character.
constexpr std::optional<char32_t> single_scalar(std::string_view s) noexcept
{
    if (s.empty() || s.size() > 4)
        return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = utf8_length(s[0]);
    if (s.size() != length || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4)
        return {};
    std::uint32_t c = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return {};
        c = c << 6U | (byte(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (c < least[length] || !is_scalar_value(c))
        return {};
    return static_cast<char32_t>(c);
}

} // namespace detail

/// UTF-8 text of bounded length, held inside the object.
class key_text {
public:
    /// In bytes; the longest emoji sequence that Unicode recommends takes 35.
    static constexpr std::size_t capacity = 41;

    constexpr key_text() noexcept = default;

    /// \pre `utf8.size() <= capacity`
    constexpr explicit key_text(std::string_view utf8) noexcept
        : size_(static_cast<std::uint8_t>(utf8.size()))
    {
        std::copy(utf8.begin(), utf8.end(), bytes_.begin());
    }

    constexpr explicit key_text(char32_t scalar) noexcept { append(scalar); }

    /// Makes an empty text this character. (In place: a text that is copied just after its bytes
    /// were written makes the processor wait.)
    /// \pre `ascii` is in ASCII
    constexpr void assign(char ascii) noexcept
    {
        size_ = 1;
        bytes_[0] = ascii;
    }

    /// Makes an empty text these bytes.
    /// \pre at `utf8` stand at least 4 bytes, of which the first `size`, at most 4, are the text.
    void assign(const char* utf8, std::size_t size) noexcept
    {
        size_ = static_cast<std::uint8_t>(size);
        std::memcpy(bytes_.data(), utf8, 4); // of a constant length: faster than `size` bytes
    }

    /// Adds a scalar value. Returns false, and adds nothing, when it does not fit.
    constexpr bool append(char32_t scalar) noexcept
    {
        const auto c = static_cast<std::uint32_t>(scalar);
        const unsigned length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (size_ + length > capacity)
            return false;
        const auto tail = [c](unsigned shift) {
            return static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
        };
        char* out = bytes_.data() + size_;
        switch (length) {
        case 1:
            *out++ = static_cast<char>(c);
            break;
        case 2:
            *out++ = static_cast<char>(0xC0U | (c >> 6U));
            *out++ = tail(0);
            break;
        case 3:
            *out++ = static_cast<char>(0xE0U | (c >> 12U));
            *out++ = tail(6);
            *out++ = tail(0);
            break;
        default:
            *out++ = static_cast<char>(0xF0U | (c >> 18U));
            *out++ = tail(12);
            *out++ = tail(6);
            *out++ = tail(0);
        }
        size_ = static_cast<std::uint8_t>(size_ + length);
        return true;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept
    {
        return {bytes_.data(), size_};
    }
    constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

    friend constexpr bool operator==(const key_text& a, const key_text& b) noexcept
    {
        return a.view() == b.view();
    }

private:
    std::uint8_t size_ = 0;
    std::array<char, capacity> bytes_{};
};

} // namespace cotty
