// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "losses.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace cotty::recordings {
namespace {

std::uint32_t number(key_code code)
{
    return static_cast<std::uint32_t>(code);
}

bool between(key_code code, key_code first, key_code last)
{
    return number(code) >= number(first) && number(code) <= number(last);
}

/// The classes of keys that stand for a key in a pattern: `<letter>`.
bool is_in_class(std::string_view name, key_code code)
{
    const std::uint32_t c = number(code);
    const bool character = c <= 0x10FFFF && code != key_code::none && code != key_code::space;
    if (name == "any key")
        return true;
    if (name == "letter")
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (name == "character")
        return character;
    if (name == "Latin-1")
        return c >= 0xA0 && c <= 0xFF;
    if (name == "beyond Latin-1")
        return character && c > 0xFF;
    if (name == "beyond ASCII")
        return character && c > 0x7F;
    if (name == "arrow")
        return between(code, key_code::left, key_code::down);
    if (name == "editing key")
        return between(code, key_code::insert, key_code::delete_) ||
               between(code, key_code::page_up, key_code::end);
    if (name == "function key")
        return between(code, key_code::f1, key_code::f35);
    if (name == "keypad key")
        return between(code, key_code::kp_0, key_code::kp_begin);
    if (name == "keypad digit")
        return between(code, key_code::kp_0, key_code::kp_decimal);
    if (name == "keypad sign")
        return between(code, key_code::kp_divide, key_code::kp_separator);
    if (name == "keypad direction")
        return between(code, key_code::kp_left, key_code::kp_begin);
    if (name == "media key")
        return between(code, key_code::media_play, key_code::mute_volume) ||
               code == key_code::none; // which cotty has no name for
    if (name == "modifier key")
        return between(code, key_code::left_shift, key_code::iso_level5_shift);
    throw std::runtime_error("no such class of keys: " + std::string(name));
}

constexpr std::array<std::pair<key_code, key_code>, 27> keypad_to_main{{
    {key_code::kp_0, key_code{U'0'}},          {key_code::kp_1, key_code{U'1'}},
    {key_code::kp_2, key_code{U'2'}},          {key_code::kp_3, key_code{U'3'}},
    {key_code::kp_4, key_code{U'4'}},          {key_code::kp_5, key_code{U'5'}},
    {key_code::kp_6, key_code{U'6'}},          {key_code::kp_7, key_code{U'7'}},
    {key_code::kp_8, key_code{U'8'}},          {key_code::kp_9, key_code{U'9'}},
    {key_code::kp_decimal, key_code{U'.'}},    {key_code::kp_divide, key_code{U'/'}},
    {key_code::kp_multiply, key_code{U'*'}},   {key_code::kp_subtract, key_code{U'-'}},
    {key_code::kp_add, key_code{U'+'}},        {key_code::kp_enter, key_code::enter},
    {key_code::kp_equal, key_code{U'='}},      {key_code::kp_separator, key_code{U','}},
    {key_code::kp_left, key_code::left},       {key_code::kp_right, key_code::right},
    {key_code::kp_up, key_code::up},           {key_code::kp_down, key_code::down},
    {key_code::kp_page_up, key_code::page_up}, {key_code::kp_page_down, key_code::page_down},
    {key_code::kp_home, key_code::home},       {key_code::kp_end, key_code::end},
    {key_code::kp_insert, key_code::insert},
}};

constexpr std::array<std::pair<key_code, key_code>, 11> num_lock_turns{{
    {key_code::kp_0, key_code::kp_insert},
    {key_code::kp_1, key_code::kp_end},
    {key_code::kp_2, key_code::kp_down},
    {key_code::kp_3, key_code::kp_page_down},
    {key_code::kp_4, key_code::kp_left},
    {key_code::kp_5, key_code::kp_begin},
    {key_code::kp_6, key_code::kp_right},
    {key_code::kp_7, key_code::kp_home},
    {key_code::kp_8, key_code::kp_up},
    {key_code::kp_9, key_code::kp_page_up},
    {key_code::kp_decimal, key_code::kp_delete},
}};

/// Alt as the eighth bit of the byte that the key sends without it.
reading eighth_bit_set(const reading& r)
{
    std::uint32_t byte = number(r.code);
    const auto holds = [&](modifiers m) { return (r.mods & m) != modifiers::none; };
    if (r.code == key_code::tab)
        byte = 0x09;
    else if (r.code == key_code::enter)
        byte = 0x0D;
    else if (r.code == key_code::escape)
        byte = 0x1B;
    else if (r.code == key_code::backspace)
        byte = holds(modifiers::ctrl) ? 0x08 : 0x7F;
    else if (holds(modifiers::ctrl) && (byte == ' ' || (byte >= '@' && byte < 0x7F)))
        byte &= 0x1FU;
    else if (holds(modifiers::shift) && byte >= 'a' && byte <= 'z')
        byte -= 0x20;
    return byte < 0x80 ? reading{modifiers::none, key_code{byte + 0x80}} : reading{};
}

/// What stands for a key on the right side: `none` where there is no such key.
key_code turned_into(std::string_view name, key_code code)
{
    if (name == "main key") {
        if (code == key_code::kp_delete)
            return key_code::delete_;
        for (const auto& [keypad, main] : keypad_to_main)
            if (keypad == code)
                return main;
        return key_code::none;
    }
    if (name == "with NumLock turned") {
        for (const auto& [on, off] : num_lock_turns) {
            if (code == on)
                return off;
            if (code == off)
                return on;
        }
        return key_code::none;
    }
    if (name == "low half")
        return number(code) > 0x80 && number(code) < 0x100 ? key_code{number(code) - 0x80}
                                                           : key_code::none;
    if (name.starts_with("Fn + ") || name.starts_with("Fn - ")) {
        const int by = std::stoi(std::string(name.substr(5)));
        const int to = static_cast<int>(number(code)) + (name[3] == '+' ? by : -by);
        const auto there = static_cast<key_code>(to);
        return is_in_class("function key", code) && is_in_class("function key", there)
                   ? there
                   : key_code::none;
    }
    return is_in_class(name, code) ? code : key_code::none;
}

/// `ctrl+<letter>`, `shift+enter`
struct key_pattern {
    modifiers mods = modifiers::none;
    key_code code = key_code::none; // none: a class
    std::string name;               // of the class

    explicit key_pattern(std::string_view text)
    {
        const std::size_t angle = text.find('<');
        if (angle == std::string_view::npos || !text.ends_with('>') || text == "<") {
            const auto k = parse_key(text);
            if (!k)
                throw std::runtime_error("no such key: " + std::string(text));
            code = k->code;
            mods = k->mods;
            return;
        }
        name = text.substr(angle + 1, text.size() - angle - 2);
        const auto k = parse_key(std::string(text.substr(0, angle)) + 'x');
        if (!k)
            throw std::runtime_error("no such modifiers: " + std::string(text));
        mods = k->mods;
    }

    [[nodiscard]] bool holds(const reading& r) const
    {
        if ((r.mods & mods) != mods)
            return false;
        return name.empty() ? r.code == code : is_in_class(name, r.code);
    }

    /// What this is on the right side: `from` without what the left side took of its modifiers.
    [[nodiscard]] std::vector<reading> results(const reading& from, const chord& pressed) const
    {
        if (name == "US key")
            return pressed.on_us_keyboard;
        if (name == "eighth bit") {
            const reading set = eighth_bit_set(from);
            return {{set.mods | mods, set.code}};
        }
        return {{from.mods | mods, name.empty() ? code : turned_into(name, from.code)}};
    }
};

bool is_evident_word(std::string_view arrives)
{
    return arrives == "nothing" || arrives == "a paste" || arrives == "unknown" ||
           arrives == "something else";
}

} // namespace

struct losses::effect {
    key_pattern from;
    std::vector<key_pattern> to; // empty: `word`
    std::string word;
    place_list where;
};

losses::~losses() = default;

losses::losses(const std::filesystem::path& page)
{
    for (const page_row& found : read_table(page, "pressed")) {
        rows_.push_back({found.line, found.cells[0]});
        auto& effects = effects_.emplace_back();
        try {
            std::vector<key_pattern> to;
            for (const std::string& span : code_spans(found.cells[1]))
                to.emplace_back(span);
            if (to.empty() && !is_evident_word(found.cells[1]))
                throw std::runtime_error("arrives as what?");
            for (const std::string& span : code_spans(found.cells[0]))
                effects.push_back(
                    {key_pattern(span), to, found.cells[1], place_list(found.cells[2])});
        } catch (const std::exception& e) {
            throw std::runtime_error("line " + std::to_string(found.line) + ": " + e.what());
        }
    }
}

bool losses::is_evident(std::size_t index) const
{
    const auto& to = effects_[index].front().to;
    return to.size() != 1 || to.front().name == "eighth bit";
}

std::optional<std::vector<std::size_t>>
losses::explain(const recording& where, const chord& pressed, const std::string& arrived) const
{
    struct step {
        reading at;
        std::vector<std::size_t> path;
    };
    const auto arrives = [&](const reading& r) {
        key k = to_key(r);
        if (to_string(k) == arrived)
            return true;
        const auto got = parse_key(arrived);
        return got && got->matches(k);
    };
    std::vector<step> queue;
    for (const reading& r : pressed.readings)
        queue.push_back({r, {}});
    if (queue.empty())
        queue.push_back({});
    constexpr std::size_t longest = 5;
    for (std::size_t i = 0; i < queue.size(); ++i) {
        const step now = queue[i];
        if (arrives(now.at))
            return now.path;
        if (now.path.size() == longest)
            continue;
        for (std::size_t index = 0; index < rows_.size(); ++index) {
            for (const effect& e : effects_[index]) {
                if (!e.from.holds(now.at) || !e.where.holds(where))
                    continue;
                auto path = now.path;
                path.push_back(index);
                if (e.to.empty()) {
                    if (e.word == arrived || e.word == "something else")
                        return path;
                    continue;
                }
                const reading rest{now.at.mods & ~e.from.mods, now.at.code};
                if (e.to.size() > 1) {
                    std::string all;
                    for (const key_pattern& to : e.to)
                        all += (all.empty() ? "" : " ") +
                               to_string(to_key(to.results(rest, pressed).front()));
                    if (all == arrived)
                        return path;
                    continue;
                }
                for (const reading& next : e.to.front().results(rest, pressed))
                    if (next.code != key_code::none &&
                        std::none_of(queue.begin(), queue.end(),
                                     [&](const step& s) { return s.at == next; }))
                        queue.push_back({next, path});
            }
        }
    }
    return {};
}

} // namespace cotty::recordings
