// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cotty::detail {

/// The parameters of a control sequence: numbers in fields separated by `;`, of which the first
/// may have more values and the second one more, separated by `:` (kitty: the key's other codes,
/// and the action). The third may be a list of any length, which is text.
class parameters {
public:
    /// Numbers saturate here, above any scalar value.
    static constexpr std::uint32_t largest = 0x200000;

    /// But some are X's numbers of keys, which are larger.
    static constexpr std::uint32_t widest = 0x19999998; // ten times it, and a digit, fit 32 bits
    static constexpr std::size_t max_fields = 6;

    parameters() = default;
    explicit parameters(std::string_view bytes) noexcept
    {
        const char* const end = bytes.data() + bytes.size();
        valid_ = parse(bytes.data(), end) == end && valid_;
    }

    /// Reads from `at` up to the first byte that is no digit, `;` or `:`, or up to `end`, and
    /// returns where that is. To be called once.
    const char* parse(const char* at, const char* end) noexcept;

    /// False if there is anything but numbers, or a field has too many values.
    [[nodiscard]] bool valid() const noexcept { return valid_; }

    /// 0 where there is no byte at all.
    [[nodiscard]] std::size_t fields() const noexcept { return fields_; }

    /// The first value of a field; 0 where it is left out or the field does not exist.
    /// \pre `field < max_fields`
    [[nodiscard]] std::uint32_t number(std::size_t field) const noexcept
    {
        return std::min(largest, wide_number(field));
    }

    /// The same, up to `widest`.
    [[nodiscard]] std::uint32_t wide_number(std::size_t field) const noexcept
    {
        return values_[field * values_per_field];
    }

    /// The first field's second (0) and third (1) value.
    [[nodiscard]] std::uint32_t alternate(std::size_t i) const noexcept
    {
        return std::min(largest, values_[1 + i]);
    }

    /// The second field's second value.
    [[nodiscard]] std::uint32_t action() const noexcept { return values_[values_per_field + 1]; }

    /// Whether there is a `:` anywhere.
    [[nodiscard]] bool has_values() const noexcept { return has_values_; }

    /// The third field's bytes.
    [[nodiscard]] std::string_view third() const noexcept
    {
        return {third_, static_cast<std::size_t>(third_end_ - third_)};
    }

private:
    static constexpr std::size_t values_per_field = 3;

    static constexpr std::size_t last_slot = max_fields * values_per_field; // for what is not kept

    std::uint32_t* next_value(std::uint32_t* slot) noexcept;

    std::array<std::uint32_t, last_slot + 1> values_{};
    std::size_t fields_ = 0;
    const char* third_ = nullptr;
    const char* third_end_ = nullptr;
    bool has_values_ = false;
    bool valid_ = true;
};

inline const char* parameters::parse(const char* at, const char* end) noexcept
{
    const char* const begin = at;
    std::uint32_t* slot = values_.data(); // where the value that comes next belongs
    std::uint32_t* field = slot;
    for (;;) {
        std::uint32_t value = 0;
        for (; at != end; ++at) {
            const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
            if (digit > 9)
                break;
            value = std::min(widest, value * 10 + digit);
        }
        *slot = value;
        if (at == end || (*at != ';' && *at != ':'))
            break;
        if (*at == ';') {
            if (fields_ == 2)
                third_end_ = at;
            field = std::min(field + values_per_field, values_.data() + last_slot);
            slot = field;
            ++fields_;
            if (fields_ == 2)
                third_ = at + 1;
        } else {
            has_values_ = true;
            slot = next_value(slot);
        }
        ++at;
    }
    if (fields_ == 2)
        third_end_ = at;
    fields_ += at == begin ? 0 : 1;
    return at;
}

/// How many values a field may have: those beyond are not valid, but for the third field, where
/// they are not kept.
inline std::uint32_t* parameters::next_value(std::uint32_t* slot) noexcept
{
    constexpr std::array<std::size_t, max_fields> last_position{2, 1, 0, 0, 0, 0};
    const auto at = static_cast<std::size_t>(slot - values_.data());
    if (at < last_slot && at % values_per_field < last_position[fields_])
        return slot + 1;
    valid_ = valid_ && fields_ == 2;
    return values_.data() + last_slot;
}

} // namespace cotty::detail
