// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/sequence_keys.hpp"

#include "core/encode.hpp"
#include "core/keysyms.hpp"
#include "core/letter_case.hpp"
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

/// The same, where the fourth bit is what the terminal means by it.
bool add_modifiers(key& k, std::uint32_t sum, fourth_modifier fourth) noexcept
{
    key told;
    if (!add_modifiers(told, sum))
        return false;
    if (has(told.mods, modifiers::super) &&
        (fourth == fourth_modifier::meta || fourth == fourth_modifier::alt)) {
        told.mods &= ~modifiers::super;
        told.mods |= fourth == fourth_modifier::meta ? modifiers::meta : modifiers::alt;
    }
    k.mods |= told.mods;
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

/// Sets the key that has a number, by kitty's numbers or X's; or a control character as tmux 3.2
/// tells one with Shift, which is Ctrl and a letter. False if there is none.
bool set_code(key& k, std::uint32_t number) noexcept
{
    if (const auto code = kitty_code(number)) {
        k.code = *code;
        return true;
    }
    if (number >= sequences::by_control.size())
        return false;
    const auto [code, mods] = sequences::by_control[number];
    k.code = code;
    k.mods |= mods;
    return code != key_code::none;
}

/// The same, with X's numbers of keys in front of characters.
bool set_keysym(key& k, std::uint32_t number) noexcept
{
    if (const auto [code, mods] = keysyms::find(number); code != key_code::none) {
        k.code = code;
        k.mods |= mods;
        return true;
    }
    const bool is_character = (number & ~0x1FFFFFU) == keysyms::unicode;
    return set_code(k, is_character ? number - keysyms::unicode : number);
}

/// Where the number tells what the key types, and Shift is told as well: a capital is Shift and the
/// letter; or, with Ctrl and without Shift, the letter with Caps Lock on. (With Alt alone, as in
/// ESC and a capital, it may be that Shift is not told: vim's terminal.)
void lower_letter(key& k) noexcept
{
    if (k.is_functional())
        return;
    const auto small = static_cast<key_code>(small_letter(static_cast<char32_t>(k.code)));
    if (small == k.code)
        return;
    if (has(k.mods, modifiers::shift))
        k.shifted = k.code;
    else if (has(k.mods, modifiers::ctrl))
        k.mods |= modifiers::caps_lock;
    else
        return;
    k.code = small;
}

/// Adds the text of a list of scalar values, separated by `:`, up to the first that finds no room.
/// Returns how many bytes of the list that and what follows take. Controls are left out.
std::size_t append_text(key_text& text, std::string_view list) noexcept
{
    while (!list.empty()) {
        std::uint32_t value = 0;
        std::size_t size = 0;
        for (; size < list.size() && list[size] != ':'; ++size)
            value = std::min(parameters::largest,
                             value * 10 + static_cast<std::uint32_t>(list[size] - '0'));
        const bool typed =
            value >= 0x20 && (value < 0x7F || value >= 0xA0) && is_scalar_value(value);
        if (typed && !text.append(static_cast<char32_t>(value)))
            break;
        list.remove_prefix(std::min(size + 1, list.size()));
    }
    return list.size();
}

/// What a key types whose terminal does not tell the text: only what is sure.
void guess_text(key& k) noexcept
{
    if (!types_text(k.mods))
        return;
    if (const auto typed = keypad_character(k.code))
        k.text.append(*typed);
    if (k.is_functional())
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

bool numbered_key(key& k, const sequences::meaning& m, const parameters& p,
                  fourth_modifier fourth) noexcept
{
    k.code = m.code;
    k.mods |= m.mods;
    return m.code != key_code::none && p.fields() <= 2 && add_modifiers(k, p.number(1), fourth) &&
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
            return numbered_key(k, table[number], p, options.fourth);
        k.mods |= final == '^'   ? modifiers::ctrl
                  : final == '$' ? modifiers::shift
                                 : modifiers::ctrl | modifiers::shift;
        // Where the ending tells Shift, the number is that of a key without it.
        return numbered_key(k, final == '^' ? table[number] : sequences::csi_by_number[0][number],
                            p, options.fourth);
    }
    if (final < 0x40)
        return false; // torn
    const auto& letters = p.fields() == 0   ? sequences::bare_csi_by_letter[dialect_of(options)]
                          : p.fields() == 2 ? sequences::modified_csi_by_letter
                                            : sequences::csi_by_letter;
    const auto [code, mods] = letters[static_cast<std::size_t>(final - 0x40)];
    k.code = code;
    k.mods |= mods;
    if (code == key_code::none || p.fields() > 2)
        return false;
    // xterm with modifyCursorKeys 0 or 1 leaves the leading 1 out.
    if (p.fields() == 1 && number > 1 && !p.has_values())
        return add_modifiers(k, number, options.fourth);
    return number <= 1 && add_modifiers(k, p.number(1), options.fourth) &&
           set_action(k, p.action());
}

std::size_t more_text(key& k, std::string_view list) noexcept
{
    const std::size_t left = append_text(k.text, list);
    if (!k.text.empty())
        k.code = static_cast<key_code>(
            single_scalar(k.text.view().substr(0, utf8_length(k.text.view()[0]))).value());
    return left;
}

/// mintty's 5 with modifiers, which looks like ctrl+a: that is told so with Shift only.
bool is_five(const key& k, const parameters& p) noexcept
{
    return p.number(0) == 1 && p.fields() == 2 && k.mods != modifiers::none &&
           (!has(k.mods, modifiers::shift) || has(k.mods, modifiers::ctrl));
}

bool kitty_key(key& k, const parameters& p, const decoder_options& options,
               std::size_t& text_left) noexcept
{
    // Who says Meta is no terminal that speaks kitty's protocol.
    const auto fourth =
        options.fourth == fourth_modifier::meta ? options.fourth : fourth_modifier::super;
    if (p.fields() == 0 || p.fields() > 3 || !add_modifiers(k, p.number(1), fourth) ||
        !set_action(k, p.action()))
        return false;
    const bool typing = k.action != key_action::release;
    const bool plain = !p.has_values() || (p.alternate(0) == 0 && p.alternate(1) == 0);
    const std::uint32_t number = p.number(0);
    if (is_five(k, p)) {
        k.code = key_code{U'5'};
        return true;
    }
    if (number == 0 && !p.third().empty() && typing) {
        // A text without a key, as an input method commits it, is its own key.
        text_left = more_text(k, p.third());
        return !k.text.empty();
    }
    // Held with others, X's numbers are none of the characters they might be.
    const bool chord = !types_text(k.mods);
    if (number == 0 && (p.fields() != 2 || p.has_values() || k.mods == modifiers::none))
        return false;
    if (!(chord && plain ? set_keysym(k, p.wide_number(0)) : set_code(k, number)))
        return false;
    k.shifted = kitty_code(p.alternate(0)).value_or(key_code::none);
    k.base = kitty_code(p.alternate(1)).value_or(key_code::none);
    if (!p.third().empty() && typing)
        text_left = append_text(k.text, p.third());
    // (Beyond ASCII vim's terminal leaves Shift out with Ctrl, too.)
    if (plain && (has(k.mods, modifiers::shift) || is_ascii_upper(k.code)))
        lower_letter(k);
    if (k.text.empty() && typing)
        guess_text(k);
    return true;
}

bool other_key(key& k, const parameters& p, const decoder_options& options) noexcept
{
    if (p.has_values() || !add_modifiers(k, p.number(1), options.fourth) ||
        !set_keysym(k, p.wide_number(2)))
        return false;
    const key_code typed = k.code; // here the number tells what Shift has made of the key
    if (types_text(k.mods) && !k.is_functional())
        k.text.append(static_cast<char32_t>(typed));
    else if (k.is_functional())
        guess_text(k);
    lower_letter(k);
    if (has(k.mods, modifiers::shift) && !k.is_functional() && p.number(2) >= 0x20)
        k.shifted = typed;
    return true;
}

bool sun_key(key& k, const parameters& p, const decoder_options& options) noexcept
{
    return p.number(0) < sequences::sun_by_number.size() &&
           numbered_key(k, sequences::sun_by_number[p.number(0)], p, options.fourth);
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
           add_modifiers(k, p.number(p.fields() == 2 ? 1 : 0), options.fourth);
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
