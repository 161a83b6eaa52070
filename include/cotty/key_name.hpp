// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace cotty {

/// Reads a key's name, such as `a`, `é`, `space`, `ctrl+c`, `ctrl+alt+shift+page_up`, `kp_5`,
/// `ctrl++` or `u+200d` (a scalar value in hexadecimal). Modifiers may stand in any order.
/// `parse_key(to_string(k))` is equal to `k`, and has its code and its modifiers, locks left out;
/// but `ctrl+C` is `ctrl+c`.
///
/// Other spellings that people use are understood: `Ctrl+C`, `CTRL-C`, `^C`, `C-c`, `<C-c>`, `M-x`,
/// `esc`, `Return`, `PgUp`, `page-down`, `Del`, `Numpad 7`, `F1`, `Cmd+S`, `Option+Left`,
/// `Shift+Tab`. Upper and lower case are the same there, so that a letter behind a modifier is
/// Shift's only if that is named; on its own, `A` is `shift+a`, and so it is in `alt+A`, with the
/// modifier spelled as here.
///
/// Returns nothing if `name` is not the name of a key.
[[nodiscard]] constexpr std::optional<key> parse_key(std::string_view name) noexcept;

/// The same, and says why not: a sentence for a person, with the nearest name where there is one.
/// `why` is not touched if `name` is one.
[[nodiscard]] std::optional<key> parse_key(std::string_view name, std::string& why);

/// The key's name: modifiers in the order ctrl alt shift super hyper meta, then the key.
/// Characters that would be invisible or would disturb a terminal are written as `u+200d`.
[[nodiscard]] std::string to_string(const key& k);

/// `press`, `repeat`, `release`.
[[nodiscard]] std::string_view to_string(key_action action) noexcept;

/// What to show a person for this key: its text where that is visible, a space for the space
/// bar, else its name. Safe to print on a terminal: never a control or format character.
[[nodiscard]] std::string display(const key& k);

/// Writes the key's name.
std::ostream& operator<<(std::ostream& out, const key& k);

namespace detail {

struct modifier_name {
    std::string_view name;
    modifiers bit;
};

/// In the order in which names show them.
inline constexpr std::array<modifier_name, 6> modifier_names{{
    {"ctrl", modifiers::ctrl},
    {"alt", modifiers::alt},
    {"shift", modifiers::shift},
    {"super", modifiers::super},
    {"hyper", modifiers::hyper},
    {"meta", modifiers::meta},
}};

/// What people call them besides; upper and lower case are the same.
inline constexpr auto other_modifier_names = std::to_array<modifier_name>({
    {"ctl", modifiers::ctrl},
    {"control", modifiers::ctrl},
    {"option", modifiers::alt},
    {"opt", modifiers::alt},
    {"cmd", modifiers::super},
    {"command", modifiers::super},
    {"win", modifiers::super},
    {"windows", modifiers::super},
    {"logo", modifiers::super},
});

/// Those of Emacs and vi, which stand in front of a `-` and are told by their case.
inline constexpr std::array<modifier_name, 4> modifier_letters{{
    {"C", modifiers::ctrl},
    {"M", modifiers::alt},
    {"A", modifiers::alt},
    {"S", modifiers::shift},
}};

/// `delete` cannot be an enumerator: it is spelled with an underscore behind it.
constexpr std::string_view functional_name(std::string_view enumerator) noexcept
{
    if (enumerator.ends_with('_'))
        enumerator.remove_suffix(1);
    return enumerator;
}

inline constexpr auto functional_names = std::to_array<std::string_view>({
#define COTTY_NAME(name) functional_name(#name),
    COTTY_FUNCTIONAL_KEYS(COTTY_NAME)
#undef COTTY_NAME
});

constexpr key_code functional_code(std::size_t index) noexcept
{
    return static_cast<key_code>(static_cast<std::size_t>(key_code::first_functional_) + 1 + index);
}

constexpr std::size_t functional_index(key_code code) noexcept
{
    return static_cast<std::size_t>(code) - static_cast<std::size_t>(key_code::first_functional_) -
           1;
}

struct other_key_name {
    std::string_view name;
    key_code code;
    modifiers mods = modifiers::none;
};

/// What people call them besides, without `_`, `-` and spaces; upper and lower case are the same.
inline constexpr auto other_key_names = std::to_array<other_key_name>({
    {"esc", key_code::escape},
    {"return", key_code::enter},
    {"ret", key_code::enter},
    {"cr", key_code::enter},
    {"spc", key_code::space},
    {"spacebar", key_code::space},
    {"bs", key_code::backspace},
    {"bksp", key_code::backspace},
    {"backtab", key_code::tab, modifiers::shift},
    {"del", key_code::delete_},
    {"ins", key_code::insert},
    {"pgup", key_code::page_up},
    {"pageup", key_code::page_up},
    {"pgdn", key_code::page_down},
    {"pgdown", key_code::page_down},
    {"arrowleft", key_code::left},
    {"arrowright", key_code::right},
    {"arrowup", key_code::up},
    {"arrowdown", key_code::down},
    {"leftarrow", key_code::left},
    {"rightarrow", key_code::right},
    {"uparrow", key_code::up},
    {"downarrow", key_code::down},
    {"prtsc", key_code::print_screen},
    {"prtscr", key_code::print_screen},
    {"break", key_code::pause},
    {"apps", key_code::menu},
    {"plus", key_code{U'+'}},
    {"minus", key_code{U'-'}},
    {"hyphen", key_code{U'-'}},
    {"comma", key_code{U','}},
    {"period", key_code{U'.'}},
    {"dot", key_code{U'.'}},
    {"slash", key_code{U'/'}},
    {"backslash", key_code{U'\\'}},
    {"semicolon", key_code{U';'}},
    {"colon", key_code{U':'}},
    {"quote", key_code{U'\''}},
    {"backtick", key_code{U'`'}},
    {"grave", key_code{U'`'}},
    {"equal", key_code{U'='}},
    {"equals", key_code{U'='}},
    {"lt", key_code{U'<'}},
    {"gt", key_code{U'>'}},
    {"bar", key_code{U'|'}},
});

/// Why something is not the name of a key.
enum class name_fault : std::uint8_t {
    none,
    empty,  ///< nothing there
    no_key, ///< only modifiers
    modifier_twice,
    unknown_key,
    no_character, ///< `u+` and no number of a character
    control,      ///< C0 controls and DEL have names: ctrl+letter, tab, enter, escape, backspace
};

/// What a name was found to be.
struct read_name {
    key k{};
    name_fault fault = name_fault::none;
    std::string_view rest{}; // where the fault is
};

constexpr char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_filler(char c) noexcept
{
    return c == '_' || c == '-' || c == ' ';
}

/// Whether two names are the same but for upper and lower case and what stands between words.
constexpr bool is_alike(std::string_view a, std::string_view b) noexcept
{
    std::size_t i = 0;
    std::size_t j = 0;
    for (;; ++i, ++j) {
        while (i < a.size() && is_filler(a[i]))
            ++i;
        while (j < b.size() && is_filler(b[j]))
            ++j;
        if (i == a.size() || j == b.size())
            return i == a.size() && j == b.size();
        if (lower(a[i]) != lower(b[j]))
            return false;
    }
}

/// A modifier in front of something else, which is taken off the name; `exact` becomes false if it
/// is spelled in another way than cotty's.
constexpr modifiers take_modifier(std::string_view& name, bool& exact) noexcept
{
    const std::size_t end = name.find_first_of("+-");
    if (end == std::string_view::npos || end == 0 || end + 1 == name.size())
        return modifiers::none;
    const std::string_view word = name.substr(0, end);
    modifiers found = modifiers::none;
    for (const auto& [known, bit] : modifier_names)
        if (is_alike(word, known)) {
            found = bit;
            exact = exact && word == known && name[end] == '+';
        }
    for (const auto& [known, bit] : other_modifier_names)
        if (is_alike(word, known)) {
            found = bit;
            exact = false;
        }
    if (name[end] == '-')
        for (const auto& [known, bit] : modifier_letters)
            if (word == known) {
                found = bit;
                exact = false;
            }
    if (found == modifiers::none)
        return found;
    name.remove_prefix(end + 1);
    while (name.size() > 1 && name.front() == ' ') // "ctrl + c"
        name.remove_prefix(1);
    return found;
}

constexpr std::optional<std::uint32_t> hexadecimal(std::string_view digits) noexcept
{
    std::uint32_t c = 0;
    if (digits.empty() || digits.size() > 6)
        return {};
    for (const char each : digits) {
        const char digit = lower(each);
        const bool decimal = digit >= '0' && digit <= '9';
        if (!decimal && (digit < 'a' || digit > 'f'))
            return {};
        c = c * 16 + static_cast<std::uint32_t>(decimal ? digit - '0' : digit - 'a' + 10);
    }
    return c;
}

/// The key itself, without modifiers.
constexpr name_fault read_code(std::string_view name, key& k) noexcept
{
    std::optional<std::uint32_t> c;
    if (const auto scalar = single_scalar(name)) {
        c = static_cast<std::uint32_t>(*scalar);
        if (c == U' ')
            return name_fault::unknown_key; // is it one, or is something missing?
    } else if (name.size() > 2 && lower(name[0]) == 'u' && name[1] == '+') {
        c = hexadecimal(name.substr(2));
        if (!c || !is_scalar_value(*c))
            return name_fault::no_character;
    }
    if (c) {
        if (*c < 0x20 || *c == 0x7F)
            return name_fault::control;
        k.code = static_cast<key_code>(*c);
        return name_fault::none;
    }
    if (is_alike(name, "space")) {
        k.code = key_code::space;
        return name_fault::none;
    }
    constexpr std::string_view keypad = "numpad";
    const bool on_keypad =
        name.size() > keypad.size() && is_alike(name.substr(0, keypad.size()), keypad);
    for (std::size_t i = 0; i < functional_names.size(); ++i)
        if (is_alike(functional_names[i], name) ||
            (on_keypad && functional_names[i].starts_with("kp_") &&
             is_alike(functional_names[i].substr(3), name.substr(keypad.size())))) {
            k.code = functional_code(i);
            return name_fault::none;
        }
    for (const auto& [known, code, mods] : other_key_names)
        if (is_alike(known, name)) {
            k.code = code;
            k.mods |= mods;
            return name_fault::none;
        }
    return name_fault::unknown_key;
}

constexpr bool is_modifier(std::string_view word) noexcept
{
    for (const auto& [known, bit] : modifier_names)
        if (is_alike(word, known))
            return true;
    for (const auto& [known, bit] : other_modifier_names)
        if (is_alike(word, known))
            return true;
    return false;
}

/// Reads the whole name.
constexpr read_name read_key_name(std::string_view name) noexcept
{
    read_name r;
    if (name.size() > 2 && name.front() == '<' && name.back() == '>') // vi's
        name = name.substr(1, name.size() - 2);
    r.rest = name;
    if (name.empty()) {
        r.fault = name_fault::empty;
        return r;
    }
    bool exact = true;
    if (name.size() > 1 && name.front() == '^' && single_scalar(name.substr(1))) {
        r.k.mods = modifiers::ctrl;
        exact = false;
        name.remove_prefix(1);
    }
    for (;;) {
        const modifiers bit = take_modifier(name, exact);
        if (bit == modifiers::none)
            break;
        if ((r.k.mods & bit) != modifiers::none) {
            r.fault = name_fault::modifier_twice;
            return r;
        }
        r.k.mods |= bit;
    }
    r.rest = name;
    r.fault = read_code(name, r.k);
    if (r.fault != name_fault::none) {
        if (is_modifier(name) || (name.size() > 1 && (name.back() == '+' || name.back() == '-') &&
                                  is_modifier(name.substr(0, name.size() - 1))))
            r.fault = name_fault::no_key;
        return r;
    }
    // No terminal tells ctrl+C from ctrl+c by the letter: who writes it means the key.
    const bool with_ctrl = (r.k.mods & modifiers::ctrl) != modifiers::none;
    if (r.k.mods != modifiers::none && (with_ctrl || !exact))
        r.k.code = small_letter(r.k.code);
    if (!r.k.is_functional() && r.k.mods == modifiers::none)
        r.k.text = key_text(static_cast<char32_t>(r.k.code));
    return r;
}

} // namespace detail

constexpr std::optional<key> parse_key(std::string_view name) noexcept
{
    const detail::read_name r = detail::read_key_name(name);
    if (r.fault != detail::name_fault::none)
        return {};
    return r.k;
}

inline namespace literals {

/// `"ctrl+c"_key`: a key by its name, checked when the program is compiled.
consteval key operator""_key(const char* name, std::size_t size)
{
    const detail::read_name r = detail::read_key_name({name, size});
    switch (r.fault) {
    case detail::name_fault::none:
        return r.k;
    case detail::name_fault::empty:
        throw "a key's name is missing";
    case detail::name_fault::no_key:
        throw "behind the modifiers there is no key";
    case detail::name_fault::modifier_twice:
        throw "a modifier is named twice";
    case detail::name_fault::no_character:
        throw "behind u+ there is no hexadecimal number of a character";
    case detail::name_fault::control:
        throw "control characters are keys with names: ctrl+a, tab, enter, escape, backspace";
    default:
        throw "no key has this name: parse_key says which is the nearest";
    }
}

} // namespace literals

} // namespace cotty
