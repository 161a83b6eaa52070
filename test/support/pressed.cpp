// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/paths.hpp"

#include "pressed.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace cotty::recordings {
namespace {

using names = std::map<std::string, key_code, std::less<>>;

key_code character(char32_t c)
{
    return static_cast<key_code>(c);
}

/// The recorders' names of the keys that type nothing, and of the keypad's.
const names& functional_keys()
{
    static const names table = [] {
        names all{
            // X
            {"Return", key_code::enter},
            {"Tab", key_code::tab},
            {"ISO_Left_Tab", key_code::tab},
            {"BackSpace", key_code::backspace},
            {"Escape", key_code::escape},
            {"Delete", key_code::delete_},
            {"Insert", key_code::insert},
            {"Home", key_code::home},
            {"End", key_code::end},
            {"Prior", key_code::page_up},
            {"Next", key_code::page_down},
            {"Up", key_code::up},
            {"Down", key_code::down},
            {"Left", key_code::left},
            {"Right", key_code::right},
            {"Menu", key_code::menu},
            {"Print", key_code::print_screen},
            {"Pause", key_code::pause},
            {"Scroll_Lock", key_code::scroll_lock},
            {"Num_Lock", key_code::num_lock},
            {"Caps_Lock", key_code::caps_lock},
            {"KP_Home", key_code::kp_home},
            {"KP_Up", key_code::kp_up},
            {"KP_Prior", key_code::kp_page_up},
            {"KP_Left", key_code::kp_left},
            {"KP_Begin", key_code::kp_begin},
            {"KP_Right", key_code::kp_right},
            {"KP_End", key_code::kp_end},
            {"KP_Down", key_code::kp_down},
            {"KP_Next", key_code::kp_page_down},
            {"KP_Insert", key_code::kp_insert},
            {"KP_Delete", key_code::kp_delete},
            {"KP_Enter", key_code::kp_enter},
            {"KP_Divide", key_code::kp_divide},
            {"KP_Multiply", key_code::kp_multiply},
            {"KP_Subtract", key_code::kp_subtract},
            {"KP_Add", key_code::kp_add},
            {"KP_Equal", key_code::kp_equal},
            {"KP_Decimal", key_code::kp_decimal},
            {"KP_Separator", key_code::kp_separator},
            {"Shift_L", key_code::left_shift},
            {"Shift_R", key_code::right_shift},
            {"Control_L", key_code::left_control},
            {"Control_R", key_code::right_control},
            {"Alt_L", key_code::left_alt},
            {"Alt_R", key_code::right_alt},
            {"Super_L", key_code::left_super},
            {"Super_R", key_code::right_super},
            {"ISO_Level3_Shift", key_code::iso_level3_shift},
            {"XF86AudioPlay", key_code::media_play},
            {"XF86AudioRaiseVolume", key_code::raise_volume},
            {"XF86AudioMute", key_code::mute_volume},
            {"XF86Back", key_code::none}, // keys without a name in cotty: no terminal tells them
            {"XF86Calculator", key_code::none},
            // the DOM
            {"Enter", key_code::enter},
            {"Backspace", key_code::backspace},
            {"PageUp", key_code::page_up},
            {"PageDown", key_code::page_down},
            {"ArrowUp", key_code::up},
            {"ArrowDown", key_code::down},
            {"ArrowLeft", key_code::left},
            {"ArrowRight", key_code::right},
            {"Space", key_code::space},
            {"ContextMenu", key_code::menu},
            {"NumpadAdd", key_code::kp_add},
            {"NumpadSubtract", key_code::kp_subtract},
            {"NumpadMultiply", key_code::kp_multiply},
            {"NumpadDivide", key_code::kp_divide},
            {"NumpadEnter", key_code::kp_enter},
            {"Shift", key_code::left_shift},
            {"Control", key_code::left_control},
            {"Alt", key_code::left_alt},
            {"Meta", key_code::left_super},
            {"CapsLock", key_code::caps_lock},
            {"NumLock", key_code::num_lock},
            // X's key codes of keys that were pressed by them
            {"62", key_code::right_shift},
            {"79", key_code::kp_home},
            {"84", key_code::kp_begin},
            {"92", key_code::iso_level3_shift},
            {"104", key_code::kp_enter},
            {"105", key_code::right_control},
            {"108", key_code::right_alt},
            {"172", key_code::media_play},
        };
        for (unsigned n = 1; n <= 35; ++n)
            all["F" + std::to_string(n)] =
                static_cast<key_code>(static_cast<unsigned>(key_code::f1) + n - 1);
        for (unsigned n = 0; n <= 9; ++n)
            all["KP_" + std::to_string(n)] =
                static_cast<key_code>(static_cast<unsigned>(key_code::kp_0) + n);
        return all;
    }();
    return table;
}

/// What X's key symbols type: `eacute`, `Cyrillic_a`.
const std::map<std::string, char32_t, std::less<>>& keysyms()
{
    static const auto table = [] {
        std::map<std::string, char32_t, std::less<>> all;
        std::ifstream in(std::filesystem::path(COTTY_SOURCE_DIR) / "test" / "corpus" /
                         "keysyms.txt");
        std::string row;
        while (std::getline(in, row)) {
            const std::size_t space = row.find(' ');
            if (!row.starts_with('#') && space != std::string::npos)
                all[row.substr(0, space)] =
                    static_cast<char32_t>(std::stoul(row.substr(space + 1), nullptr, 16));
        }
        return all;
    }();
    return table;
}

constexpr std::string_view us_plain = R"(`1234567890-=qwertyuiop[]\asdfghjkl;'zxcvbnm,./)";
constexpr std::string_view us_shifted = R"(~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?)";
constexpr std::u32string_view de_plain = U"^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-";
constexpr std::u32string_view de_shifted = U"°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_";

/// The rows of a PC keyboard by X's key codes: 10 is `1`, 24 `q`, 38 `a`, 52 `z`.
char32_t us_key(unsigned code)
{
    constexpr std::array<std::pair<unsigned, std::string_view>, 6> rows{{{10, "1234567890-="},
                                                                         {24, "qwertyuiop[]"},
                                                                         {38, "asdfghjkl;'`"},
                                                                         {51, "\\zxcvbnm,./"},
                                                                         {65, " "},
                                                                         {94, "<"}}};
    for (const auto& [first, keys] : rows)
        if (code >= first && code - first < keys.size())
            return static_cast<unsigned char>(keys[code - first]);
    throw std::runtime_error("no such place on the keyboard: " + std::to_string(code));
}

char32_t upper(char32_t c)
{
    const bool letter = (c >= U'a' && c <= U'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7) ||
                        (c >= 0x3B1 && c <= 0x3C9) || (c >= 0x430 && c <= 0x44F);
    if (letter)
        return c - 0x20;
    if (c >= 0x450 && c <= 0x45F)
        return c - 0x50;
    return c == 0xDF ? 0x1E9E : c;
}

char32_t lower(char32_t c)
{
    const bool letter = (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
                        (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F);
    return letter ? c + 0x20 : c;
}

std::optional<char32_t> us_level(std::string_view from, std::string_view to, char32_t c)
{
    const std::size_t i = c < 0x80 ? from.find(static_cast<char>(c)) : std::string_view::npos;
    if (i == std::string_view::npos)
        return {};
    return static_cast<unsigned char>(to[i]);
}

/// What was held, in front of the key's name.
struct prefix {
    modifiers mods = modifiers::none;
    bool altgr = false;
    bool caps_lock = false;
    bool num_lock = false;
    std::vector<key_code> held;
};

prefix take_prefix(std::string_view& name)
{
    struct word {
        std::string_view spelling;
        modifiers bit;
        key_code code;
    };
    constexpr std::array<word, 5> words{{{"shift+", modifiers::shift, key_code::left_shift},
                                         {"ctrl+", modifiers::ctrl, key_code::left_control},
                                         {"alt+", modifiers::alt, key_code::left_alt},
                                         {"super+", modifiers::super, key_code::left_super},
                                         {"altgr+", modifiers::none, key_code::iso_level3_shift}}};
    prefix out;
    const auto skip = [&](std::string_view start) {
        const bool there = name.size() > start.size() && name.starts_with(start);
        if (there)
            name.remove_prefix(start.size());
        return there;
    };
    out.num_lock = skip("numlock:");
    out.caps_lock = skip("capslock:");
    skip("insertText:");
    for (bool found = true; found;) {
        found = false;
        for (const auto& [spelling, bit, code] : words) {
            if (!skip(spelling))
                continue;
            out.mods |= bit;
            out.altgr = out.altgr || code == key_code::iso_level3_shift;
            out.held.push_back(code);
            found = true;
        }
    }
    return out;
}

/// The levels of a key that types: without and with shift, and with AltGr instead.
struct levels {
    std::optional<char32_t> plain;
    std::optional<char32_t> shifted;
    bool implied_shift = false; // the key cannot be pressed without it: `exclam`
};

std::optional<char32_t> typed_by(std::string_view symbol)
{
    if (const auto c = detail::single_scalar(symbol))
        return c;
    if (const auto found = keysyms().find(symbol); found != keysyms().end())
        return found->second;
    if (symbol.size() >= 5 && symbol.front() == 'U' &&
        symbol.find_first_not_of("0123456789ABCDEFabcdef", 1) == std::string_view::npos)
        return static_cast<char32_t>(std::stoul(std::string(symbol.substr(1)), nullptr, 16));
    return {};
}

/// `KeyA`, `Digit1`, `BracketLeft`: places on a US keyboard.
std::optional<char32_t> dom_place(std::string_view name)
{
    static const std::map<std::string, char32_t, std::less<>> punctuation{
        {"Minus", U'-'},      {"Equal", U'='},     {"BracketLeft", U'['}, {"BracketRight", U']'},
        {"Backslash", U'\\'}, {"Semicolon", U';'}, {"Quote", U'\''},      {"Comma", U','},
        {"Period", U'.'},     {"Slash", U'/'},     {"Backquote", U'`'},   {"Less102nd", U'<'}};
    if (const auto found = punctuation.find(name); found != punctuation.end())
        return found->second;
    const bool key = name.size() == 4 && name.starts_with("Key");
    const bool digit = name.size() == 6 && name.starts_with("Digit");
    if (!key && !digit)
        return {};
    return lower(static_cast<unsigned char>(name.back()));
}

levels us_levels(char32_t c)
{
    if (const auto shifted = us_level(us_plain, us_shifted, c))
        return {c, shifted};
    if (const auto plain = us_level(us_shifted, us_plain, c))
        return {plain, c, true};
    return {c, upper(c)};
}

/// The key beside the left shift that US keyboards lack.
constexpr levels beside_shift{U'<', U'>'};

/// `kc24` with the symbols of its levels: without and with shift, twice, then with AltGr.
levels layout_levels(const std::vector<std::string>& symbols, bool altgr)
{
    std::size_t first = 0;
    if (altgr && symbols.size() > 4)
        first = 4;
    else if (altgr && symbols.size() > 2)
        first = 2;
    const auto symbol = [&](std::size_t i) {
        return i < symbols.size() ? typed_by(symbols[i]) : std::nullopt;
    };
    levels out{symbol(first), symbol(first + 1)};
    if (first + 1 >= symbols.size())
        out.shifted = out.plain ? std::optional(upper(*out.plain)) : std::nullopt;
    return out;
}

void append_utf8(std::string& out, char32_t c)
{
    out += key_text(c).view();
}

chord typing_chord(const prefix& front, const levels& on_key)
{
    chord out;
    out.held = front.held;
    const bool held_shift = (front.mods & modifiers::shift) != modifiers::none;
    if (on_key.implied_shift && !held_shift)
        out.held.push_back(key_code::left_shift);
    const bool shift = held_shift || on_key.implied_shift;
    const modifiers others = front.mods & ~modifiers::shift;
    const auto add = [&](modifiers mods, std::optional<char32_t> c) {
        if (c)
            out.readings.push_back({mods, character(*c)});
    };
    add(shift ? others | modifiers::shift : others, on_key.plain);
    if (shift) {
        add(others, on_key.shifted);
        add(others | modifiers::shift, on_key.shifted);
    }
    auto typed = shift ? on_key.shifted : on_key.plain;
    if (front.caps_lock && typed && on_key.plain && upper(*on_key.plain) != *on_key.plain) {
        typed = shift ? lower(*typed) : upper(*typed);
        add(others, typed);
    }
    out.composes = !typed; // a dead key, or a level on which nothing stands
    // What shift and Caps Lock make together, vim knows better than X.
    if (typed && others == modifiers::none && !front.altgr && !(shift && front.caps_lock))
        append_utf8(out.text, *typed);
    return out;
}

chord functional_chord(const prefix& front, key_code code)
{
    chord out;
    out.held = front.held;
    out.readings.push_back({front.mods, code});
    out.is_modifier =
        code >= key_code::left_shift || code == key_code::caps_lock || code == key_code::num_lock;
    if (code == key_code::space && (front.mods & ~modifiers::shift) == modifiers::none) {
        out.readings.push_back({modifiers::none, code});
        out.text = " ";
    }
    return out;
}

/// The keypad types digits only with NumLock.
key_code keypad_without_num_lock(key_code code)
{
    constexpr std::array<key_code, 11> other{
        key_code::kp_insert, key_code::kp_end,     key_code::kp_down,  key_code::kp_page_down,
        key_code::kp_left,   key_code::kp_begin,   key_code::kp_right, key_code::kp_home,
        key_code::kp_up,     key_code::kp_page_up, key_code::kp_delete};
    const auto i = static_cast<std::size_t>(code) - static_cast<std::size_t>(key_code::kp_0);
    return i < other.size() ? other[i] : code;
}

chord one_chord(const recording& where, std::string_view name,
                const std::vector<std::string>& symbols)
{
    prefix front = take_prefix(name);
    front.caps_lock = front.caps_lock || where.mode.find("capslock") != std::string::npos;
    const bool linux_console = where.terminal.starts_with("linux");
    if (const auto found = functional_keys().find(name); found != functional_keys().end()) {
        const bool num_lock = !linux_console || where.mode.find("numlock") != std::string::npos;
        return functional_chord(front,
                                num_lock ? found->second : keypad_without_num_lock(found->second));
    }
    if (name.starts_with("Numpad")) { // pressed without NumLock, where shift turns it round
        const auto code = functional_keys().find("KP_" + std::string(name.substr(6)))->second;
        const bool shift = (front.mods & modifiers::shift) != modifiers::none;
        return functional_chord(front, shift ? code : keypad_without_num_lock(code));
    }
    if (name.starts_with("kc") && !symbols.empty()) {
        chord out = typing_chord(front, layout_levels(symbols, front.altgr));
        if (front.altgr) { // which not every terminal has a level for
            const chord plain = typing_chord(front, layout_levels(symbols, false));
            out.readings.insert(out.readings.end(), plain.readings.begin(), plain.readings.end());
        }
        const auto base = us_key(static_cast<unsigned>(std::stoul(std::string(name.substr(2)))));
        out.on_us_keyboard =
            typing_chord(front, base == U'<' ? beside_shift : us_levels(base)).readings;
        return out;
    }
    auto c = dom_place(name);
    if (!c)
        c = typed_by(name);
    if (!c && name == "93") // spare places that the recorder gave these to
        c = U'é';
    if (!c && name == "120")
        c = U'а';
    if (!c && name == "154")
        c = U'😀';
    if (!c && name.starts_with("dead_"))
        return typing_chord(front, {});
    if (!c)
        throw std::runtime_error("no such key: " + std::string(name));
    if (linux_console && where.mode.ends_with("-de")) {
        const std::size_t i = *c < 0x80 ? us_plain.find(static_cast<char>(*c)) : de_plain.size();
        levels german = name == "Less102nd" ? beside_shift : us_levels(*c);
        if (i < de_plain.size()) {
            const bool dead = de_plain[i] == U'^' || de_plain[i] == U'´';
            german = {dead ? std::nullopt : std::optional(de_plain[i]),
                      de_shifted[i] == U'`' ? std::nullopt : std::optional(de_shifted[i])};
        }
        return typing_chord(front, german);
    }
    return typing_chord(front, name == "Less102nd" ? beside_shift : us_levels(*c));
}

} // namespace

key to_key(const reading& r)
{
    key k;
    k.code = r.code;
    k.mods = r.mods;
    return k;
}

bool chord::is(const key& k) const
{
    key down = k; // a release is of the same key
    down.action = key_action::press;
    return std::any_of(readings.begin(), readings.end(),
                       [&](const reading& r) { return down.matches(to_key(r)); });
}

std::vector<chord> pressed(const recording& where, const recorded& line)
{
    std::string_view name = line.key;
    // Keys that make one character together, X's way.
    for (const auto& [keys, typed] :
         {std::pair("dead_acute,e", U'é'), std::pair("dead_acute,space", U'\''),
          std::pair("Multi_key,o,c", U'©')}) {
        if (name == keys) {
            chord out = typing_chord({}, {typed, upper(typed)});
            return {out};
        }
    }
    std::vector<chord> out;
    for (std::size_t comma; !name.empty();) {
        comma = name.find(',', 1);
        if (comma == name.size() - 1 || name.find('+', 1) != std::string_view::npos)
            comma = std::string_view::npos;
        out.push_back(one_chord(where, name.substr(0, comma), line.keysyms));
        if (comma == std::string_view::npos)
            break;
        name.remove_prefix(comma + 1);
    }
    return out;
}

} // namespace cotty::recordings
