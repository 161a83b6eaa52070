// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/sequence_keys.hpp"

#include "core/sequences.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace cotty::detail {
namespace {

constexpr bool types_text(modifiers mods)
{
    return (mods & ~(lock_modifiers | modifiers::shift)) == modifiers::none;
}

constexpr bool has(modifiers set, modifiers one)
{
    return (set & one) != modifiers::none;
}

/// xterm and kitty: the sum of the modifiers' bits, plus 1. 0 is a number left out.
bool add_modifiers(key& k, std::uint32_t sum) noexcept
{
    if (sum > 256)
        return false;
    k.mods |= static_cast<modifiers>(sum == 0 ? 0U : sum - 1);
    return true;
}

/// kitty: 1 press, 2 repeat, 3 release; 0 is a number left out.
bool set_action(key& k, std::uint32_t action) noexcept
{
    if (action > 3)
        return false;
    k.action = static_cast<key_action>(action == 0 ? 0U : action - 1);
    return true;
}

/// The numbers that the kitty keyboard protocol gives to keys: functional keys have some in the
/// private use area, the oldest keys their control characters.
std::optional<key_code> kitty_code(std::uint32_t number) noexcept
{
    constexpr std::uint32_t first = 57344;
    if (number >= 0x20 && number < 0x7F)
        return static_cast<key_code>(number);
    if (number >= first && number < first + functional_names.size())
        return functional_code(number - first);
    switch (number) {
    case 8: // xterm's modifyOtherKeys, for a Backspace that sends BS
    case 127:
        return key_code::backspace;
    case 9:
        return key_code::tab;
    case 13:
        return key_code::enter;
    case 27:
        return key_code::escape;
    default:
        if (number < 0xA0 || !is_scalar_value(number))
            return {};
        return static_cast<key_code>(number);
    }
}

/// Where `A` stands for shift+a, as xterm reports it, says so.
void lower_letter(key& k) noexcept
{
    if (!has(k.mods, modifiers::shift) || !is_ascii_upper(k.code))
        return;
    k.shifted = k.code;
    k.code = static_cast<key_code>(static_cast<std::uint32_t>(k.code) + 0x20);
}

/// A list of scalar values, separated by `:`. Controls in it are left out.
void append_text(key_text& text, std::string_view list) noexcept
{
    std::uint32_t value = 0;
    const auto append = [&] {
        if (value >= 0x20 && (value < 0x7F || value >= 0xA0) && is_scalar_value(value))
            text.append(static_cast<char32_t>(value));
        value = 0;
    };
    for (const char byte : list) {
        if (byte == ':')
            append();
        else
            value =
                std::min(parameters::largest, value * 10 + static_cast<std::uint32_t>(byte - '0'));
    }
    append();
}

/// What a key types whose terminal does not tell the text: only what is sure.
void guess_text(key& k) noexcept
{
    if (k.is_functional() || !types_text(k.mods))
        return;
    const bool letter = k.code >= key_code{U'a'} && k.code <= key_code{U'z'};
    const bool shift = has(k.mods, modifiers::shift);
    // A shifted key that is no character, as nobody sends it, types nothing.
    if (shift && k.shifted != key_code::none && k.shifted <= key_code::first_functional_)
        k.text.append(static_cast<char32_t>(k.shifted));
    else if (k.code == key_code::space)
        k.text.assign(' ');
    else if (!shift && !(has(k.mods, modifiers::caps_lock) && (letter || k.code > key_code{0x7F})))
        k.text.append(static_cast<char32_t>(k.code));
}

bool numbered_key(key& k, const sequences::meaning& m, const parameters& p) noexcept
{
    k.code = m.code;
    k.mods |= m.mods;
    return m.code != key_code::none && p.fields() <= 2 && add_modifiers(k, p.number(1)) &&
           set_action(k, p.action());
}

std::size_t dialect_of(const decoder_options& options) noexcept
{
    return static_cast<std::size_t>(options.function_keys);
}

} // namespace

void character_key(key& k, char32_t scalar) noexcept
{
    k.code = static_cast<key_code>(scalar);
    const bool control = scalar < 0xA0 && scalar >= 0x7F;
    if (types_text(k.mods) && !control)
        k.text.append(scalar);
}

void control_key(key& k, unsigned char byte, const decoder_options& options) noexcept
{
    auto [code, mods] = sequences::by_control[byte];
    if (options.backspace_sends_bs && (byte == 0x08 || byte == 0x7F)) {
        code = key_code::backspace;
        mods = byte == 0x08 ? modifiers::none : modifiers::ctrl;
    }
    if (options.line_feed_is_enter && byte == '\n') {
        code = key_code::enter;
        mods = modifiers::none;
    }
    if (options.tab_is_ctrl_i && byte == '\t') {
        code = key_code{U'i'};
        mods = modifiers::ctrl;
    }
    k.code = code;
    k.mods |= mods;
}

bool csi_key(key& k, char final, const parameters& p, const decoder_options& options) noexcept
{
    const std::uint32_t number = p.number(0);
    if (final == '~' || (options.rxvt_endings && (final == '^' || final == '@' || final == '$'))) {
        const auto& table = sequences::csi_by_number[dialect_of(options)];
        if (number >= table.size() || (final != '~' && p.fields() > 1))
            return false;
        if (final == '~')
            return numbered_key(k, table[number], p);
        k.mods |= final == '^'   ? modifiers::ctrl
                  : final == '$' ? modifiers::shift
                                 : modifiers::ctrl | modifiers::shift;
        // Where the ending tells Shift, the number is that of a key without it.
        return numbered_key(k, final == '^' ? table[number] : sequences::csi_by_number[0][number],
                            p);
    }
    if (final < 0x40)
        return false; // torn
    const auto& letters = p.fields() == 0 ? sequences::bare_csi_by_letter[dialect_of(options)]
                                          : sequences::csi_by_letter;
    const auto [code, mods] = letters[static_cast<std::size_t>(final - 0x40)];
    k.code = code;
    k.mods |= mods;
    if (code == key_code::none || p.fields() > 2)
        return false;
    // xterm with modifyCursorKeys 0 or 1 leaves the leading 1 out.
    if (p.fields() == 1 && number > 1 && !p.has_values())
        return add_modifiers(k, number);
    return number <= 1 && add_modifiers(k, p.number(1)) && set_action(k, p.action());
}

bool kitty_key(key& k, const parameters& p) noexcept
{
    if (p.fields() == 0 || p.fields() > 3 || !add_modifiers(k, p.number(1)) ||
        !set_action(k, p.action()))
        return false;
    const bool typing = k.action != key_action::release;
    if (!p.third().empty() && typing)
        append_text(k.text, p.third());
    // A text without a key, as an input method commits it, is its own key.
    auto code = kitty_code(p.number(0));
    if (p.number(0) == 0 && !k.text.empty())
        code = static_cast<key_code>(
            single_scalar(k.text.view().substr(0, utf8_length(k.text.view()[0]))).value());
    if (!code)
        return false;
    k.code = *code;
    k.shifted = kitty_code(p.alternate(0)).value_or(key_code::none);
    k.base = kitty_code(p.alternate(1)).value_or(key_code::none);
    if (!p.has_values() || (p.alternate(0) == 0 && p.alternate(1) == 0))
        lower_letter(k);
    if (k.text.empty() && typing)
        guess_text(k);
    return true;
}

bool other_key(key& k, const parameters& p) noexcept
{
    const auto code = kitty_code(p.number(2));
    if (p.has_values() || !code || !add_modifiers(k, p.number(1)))
        return false;
    k.code = *code;
    // Here the code is what the key types.
    if (!k.is_functional() && types_text(k.mods))
        k.text.append(static_cast<char32_t>(k.code));
    lower_letter(k);
    // Here the code is what Shift has made of the key.
    if (has(k.mods, modifiers::shift) && !k.is_functional())
        k.shifted = static_cast<key_code>(p.number(2));
    return true;
}

bool sun_key(key& k, const parameters& p) noexcept
{
    return p.number(0) < sequences::sun_by_number.size() &&
           numbered_key(k, sequences::sun_by_number[p.number(0)], p);
}

bool st_key(key& k, char final, const parameters& p) noexcept
{
    for (const sequences::editing_row& row : sequences::st_editing) {
        if (row.final != final || row.number != p.number(0) ||
            p.fields() != (row.number == 0 ? 0U : 1U))
            continue;
        k.code = row.code;
        k.mods |= row.mods;
        return true;
    }
    return false;
}

bool ss3_key(key& k, std::string_view body, const decoder_options& options) noexcept
{
    if (body.back() < 0x40)
        return false; // torn
    // konsole puts the modifiers where CSI has its number, VTE once had both.
    const parameters p(body.substr(0, body.size() - 1));
    const auto& letters = p.fields() == 0 ? sequences::bare_ss3_by_letter[dialect_of(options)]
                                          : sequences::ss3_by_letter;
    const auto [code, mods] = letters[static_cast<std::size_t>(body.back() - 0x40)];
    k.code = code;
    k.mods |= mods;
    return code != key_code::none && p.fields() <= 2 &&
           add_modifiers(k, p.number(p.fields() == 2 ? 1 : 0));
}

bool linux_key(key& k, std::string_view body) noexcept
{
    if (body.size() < 2 || body.back() < 0x40)
        return false;
    k.code = sequences::linux_by_letter[static_cast<std::size_t>(body.back() - 0x40)].code;
    return k.code != key_code::none;
}

bool vt52_key(key& k, char letter, bool keypad) noexcept
{
    if (letter < 0x40 || letter > 0x7E)
        return false;
    const auto& table = keypad ? sequences::ss3_by_letter : sequences::vt52_by_letter;
    const auto [code, mods] = table[static_cast<std::size_t>(letter - 0x40)];
    k.code = code;
    k.mods |= mods;
    return code != key_code::none;
}

} // namespace cotty::detail
