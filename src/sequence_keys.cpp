// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sequence_keys.hpp"

#include "sequences.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace cotty::detail {
namespace {

constexpr bool types_text(modifiers mods)
{
    return (mods & ~(lock_modifiers | modifiers::shift)) == modifiers::none;
}

/// The parameters of a control sequence as keys use them: three fields, separated by `;`, of up to
/// three values each, separated by `:`. The third field may hold text instead: any number of
/// values.
struct parameters {
    static constexpr std::uint32_t too_large = 0x200000; // above any scalar value: saturates

    std::array<std::array<std::uint32_t, 3>, 3> value{};
    std::size_t fields = 0; // 0: no byte at all
    key_text text;
    bool valid = true;

    explicit parameters(std::string_view bytes)
    {
        if (bytes.empty())
            return;
        fields = 1;
        std::size_t position = 0;
        std::uint32_t number = 0;
        for (const char byte : bytes) {
            if (byte == ';' || byte == ':') {
                store(position, number);
                number = 0;
                position = byte == ';' ? 0 : position + 1;
                fields += byte == ';' ? 1U : 0U;
            } else if (byte >= '0' && byte <= '9') {
                number = std::min(too_large, number * 10 + static_cast<std::uint32_t>(byte - '0'));
            } else {
                valid = false;
            }
        }
        store(position, number);
        valid = valid && fields <= value.size();
    }

    /// xterm and kitty: the sum of the modifiers' bits, plus 1.
    [[nodiscard]] std::optional<modifiers> mods() const
    {
        const std::uint32_t sum = value[1][0];
        if (sum > 256)
            return {};
        return static_cast<modifiers>(sum == 0 ? 0U : sum - 1);
    }

    [[nodiscard]] std::optional<key_action> action() const
    {
        switch (value[1][1]) {
        case 0:
        case 1:
            return key_action::press;
        case 2:
            return key_action::repeat;
        case 3:
            return key_action::release;
        default:
            return {};
        }
    }

private:
    void store(std::size_t position, std::uint32_t number)
    {
        if (fields <= value.size() && position < value[0].size())
            value[fields - 1][position] = number;
        if (fields == 3 && number >= 0x20 && is_scalar_value(number))
            text.append(static_cast<char32_t>(number));
    }
};

/// The numbers that the kitty keyboard protocol gives to keys: functional keys have some in the
/// private use area, the oldest keys their control characters.
std::optional<key_code> kitty_code(std::uint32_t number)
{
    constexpr std::uint32_t first = 57344;
    if (number >= first && number < first + functional_names.size())
        return functional_code(number - first);
    switch (number) {
    case 9:
        return key_code::tab;
    case 13:
        return key_code::enter;
    case 27:
        return key_code::escape;
    case 127:
        return key_code::backspace;
    default:
        if (number < 0x20 || !is_scalar_value(number))
            return {};
        return static_cast<key_code>(number);
    }
}

/// CSI code:shifted:base ; modifiers:action ; text u (kitty), and CSI 27 ; modifiers ; code ~
/// (xterm's modifyOtherKeys).
std::optional<key> coded_key(std::uint32_t number, const parameters& p, modifiers mods,
                             key_action action)
{
    const auto code = kitty_code(number);
    if (!code)
        return {};
    key k = functional_key(*code, mods);
    k.action = action;
    if (k.is_functional() || action == key_action::release)
        return k;
    if (!p.text.empty())
        k.text = p.text;
    else if ((mods & modifiers::shift) == modifiers::none)
        k.text = character_key(static_cast<char32_t>(number), mods).text;
    return k;
}

} // namespace

key character_key(char32_t scalar, modifiers mods)
{
    key k;
    k.code = static_cast<key_code>(scalar);
    k.mods = mods;
    const bool control = scalar < 0xA0 && scalar >= 0x7F;
    if (types_text(mods) && !control)
        k.text = key_text(scalar);
    return k;
}

key functional_key(key_code code, modifiers mods)
{
    key k;
    k.code = code;
    k.mods = mods;
    return k;
}

key control_key(unsigned char byte, modifiers mods, const decoder_options& options)
{
    auto [code, own_mods] = sequences::by_control[byte];
    if (options.backspace_sends_bs && (byte == 0x08 || byte == 0x7F)) {
        code = key_code::backspace;
        own_mods = byte == 0x08 ? modifiers::none : modifiers::ctrl;
    }
    if (options.line_feed_is_enter && byte == '\n') {
        code = key_code::enter;
        own_mods = modifiers::none;
    }
    return functional_key(code, mods | own_mods);
}

std::optional<key> csi_key(std::string_view body, modifiers mods)
{
    const char final = body.back();
    if (final < 0x40 && final != '$')
        return {}; // torn
    const parameters p(body.substr(0, body.size() - 1));
    const auto held = p.mods();
    const auto action = p.action();
    if (!p.valid || !held || !action)
        return {};
    mods |= *held;
    const std::uint32_t number = p.value[0][0];

    if (final == 'u' && p.fields >= 1) {
        auto k = coded_key(number, p, mods, *action);
        const auto optional_code = [](std::uint32_t c) {
            return c == 0 ? key_code::none : kitty_code(c).value_or(key_code::none);
        };
        if (k) {
            k->shifted = optional_code(p.value[0][1]);
            k->base = optional_code(p.value[0][2]);
        }
        return k;
    }
    if (final == '~' && number == 27 && p.fields == 3)
        return coded_key(p.value[2][0], parameters({}), mods, *action);

    for (const auto& [ending, extra] : sequences::number_endings) {
        if (final != ending || p.fields == 0)
            continue;
        if (number >= sequences::csi_by_number.size() || p.fields > (ending == '~' ? 2U : 1U) ||
            sequences::csi_by_number[number] == key_code::none)
            return {};
        key k = functional_key(sequences::csi_by_number[number], mods | extra);
        k.action = *action;
        return k;
    }

    if (final == '$')
        return {};
    const auto [code, extra] = sequences::csi_by_letter[static_cast<std::size_t>(final - 0x40)];
    if (code == key_code::none || p.fields > 2 || number > 1)
        return {};
    key k = functional_key(code, mods | extra);
    k.action = *action;
    return k;
}

std::optional<key> ss3_key(std::string_view body, modifiers mods)
{
    if (body.back() < 0x40)
        return {}; // torn
    // konsole puts the modifiers where CSI has its number: read them as a second field.
    const parameters number(body.substr(0, body.size() - 1));
    parameters p({});
    p.value[1][0] = number.value[0][0];
    const auto held = p.mods();
    const auto [code, extra] =
        sequences::ss3_by_letter[static_cast<std::size_t>(body.back() - 0x40)];
    if (!held || code == key_code::none)
        return {};
    return functional_key(code, mods | *held | extra);
}

std::optional<key> linux_key(std::string_view body, modifiers mods)
{
    if (body.size() < 2 || body.back() < 0x40)
        return {};
    const auto code = sequences::linux_by_letter[static_cast<std::size_t>(body.back() - 0x40)].code;
    if (code == key_code::none)
        return {};
    return functional_key(code, mods);
}

} // namespace cotty::detail
