// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "key_judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace cotty::recordings {
namespace {

/// The flags of the kitty keyboard protocol that are in force: nobody else in the recordings has
/// it.
unsigned kitty_flags(const recording& r)
{
    const std::size_t at = r.mode.rfind("kitty");
    if (at == std::string::npos || r.terminal.substr(0, r.terminal.find('-')) != "kitty")
        return 0;
    return static_cast<unsigned>(std::strtoul(r.mode.c_str() + at + 5, nullptr, 10));
}

constexpr unsigned report_event_types = 2;
constexpr unsigned report_all_keys = 8;

std::string to_string(key_code code)
{
    key k;
    k.code = code;
    return cotty::to_string(k);
}

/// The sequence for the same key alone, in the way of xterm and in that of rxvt; Alt as ESC and as
/// the eighth bit.
std::string without_modifiers(std::string_view bytes)
{
    if (bytes.size() == 1)
        return {static_cast<char>(static_cast<unsigned char>(bytes.front()) & 0x7FU)};
    if (bytes.starts_with("\x1B\x1B"))
        bytes.remove_prefix(1);
    if (!bytes.starts_with("\x1B[") || bytes.size() < 4)
        return std::string(bytes);
    std::string_view body = bytes.substr(2, bytes.size() - 3);
    body.remove_prefix(body.starts_with('>') ? 1 : 0);
    const bool modified = body.find(';') != std::string_view::npos;
    body = body.substr(0, body.find(';'));
    const char final = bytes.back();
    if (modified && body == "1" && final != '~')
        body = {};
    const bool rxvt = final == '$' || final == '^' || final == '@';
    return "\x1B[" + std::string(body) + (rxvt ? '~' : final);
}

std::string without_modifiers_name(const std::string& name)
{
    auto k = parse_key(name);
    if (!k)
        return name;
    k->mods = modifiers::none;
    return to_string(*k);
}

/// The key whose number stands in the sequence: CSI number u, CSI 27 ; modifiers ; number ~.
std::string spelled(std::string_view bytes)
{
    const bool other_keys = bytes.starts_with("\x1B[27;") && bytes.ends_with('~');
    if (!bytes.starts_with("\x1B[") || !(bytes.ends_with('u') || other_keys))
        return {};
    const std::size_t at = other_keys ? bytes.rfind(';') + 1 : 2;
    const unsigned long number = std::strtoul(std::string(bytes.substr(at)).c_str(), nullptr, 10);
    constexpr unsigned long first_functional = 57344;
    const std::map<unsigned long, key_code> controls{{8, key_code::backspace},
                                                     {9, key_code::tab},
                                                     {13, key_code::enter},
                                                     {27, key_code::escape},
                                                     {127, key_code::backspace}};
    key k;
    if (number >= first_functional + detail::functional_names.size())
        return {};
    if (number >= first_functional)
        k.code = detail::functional_code(number - first_functional);
    else if (const auto found = controls.find(number); found != controls.end())
        k.code = found->second;
    else
        k.code = static_cast<key_code>(number);
    return to_string(k);
}

bool types_only(const events& got)
{
    return std::all_of(got.begin(), got.end(), [](const seen& s) {
        const key* k = s.e.get_if<key>();
        return k != nullptr && !k->is_functional();
    });
}

bool is_modifier_key(const key& k)
{
    return k.code >= key_code::left_shift || k.code == key_code::caps_lock ||
           k.code == key_code::num_lock;
}

/// `shift+a` and `press shift`, or `Control_L a (modifier released first)` and `keyup a`.
std::pair<std::string, std::string> chord_and_part(const recorded& line)
{
    const std::size_t space = line.key.find(' ');
    if (space == std::string::npos)
        return {line.key, line.phase};
    const std::map<std::string_view, std::string, std::less<>> words{
        {"Control_L", "ctrl"}, {"Shift_L", "shift"}, {"Alt_L", "alt"}, {"Super_L", "super"}};
    const std::string held = words.at(line.key.substr(0, space));
    const std::string key = line.key.substr(space + 1, line.key.find(" (") - space - 1);
    const std::string pressed_key = line.phase.substr(line.phase.find(' ') + 1);
    const bool up = line.phase.starts_with("keyup");
    if (pressed_key != key)
        return {held + '+' + key, (up ? "release " : "press ") + held};
    return {up ? key : held + '+' + key, up ? "release" : "press"}; // released after it
}

/// What Enter, Tab and Backspace send as the byte they always sent, they send without a release.
bool tells_release(unsigned flags, std::string_view press)
{
    return (flags & report_event_types) != 0 && press != "\r" && press != "\t" && press != "\x7F";
}

std::vector<std::string> held_keys(const chord& c, bool releases)
{
    std::vector<std::string> out;
    if (c.is_modifier)
        return out;
    for (const key_code code : c.held)
        out.push_back(to_string(code) + "/press");
    for (auto code = c.held.rbegin(); releases && code != c.held.rend(); ++code)
        out.push_back(to_string(*code) + "/release");
    return out;
}

} // namespace

key_judge::key_judge(const std::vector<recording>& all) : all_(all)
{
    for (const recording& r : all_)
        if (r.kind == recording_kind::keys)
            for (const recorded& line : r.lines)
                learn(r, line);
}

void key_judge::all()
{
    for (const recording& r : all_) {
        if (r.kind == recording_kind::keys)
            keys(r);
        else if (r.kind == recording_kind::events)
            phases(r);
    }
}

void key_judge::keys(const recording& r)
{
    if (r.mode.starts_with("K_RAW") || r.mode.starts_with("K_MEDIUMRAW"))
        return; // the keyboard's scan codes, which no terminal passes on
    for (const recorded& line : r.lines) {
        // The console's keymap was not recorded: nobody knows what AltGr should type.
        if (r.terminal.starts_with("linux") && line.key.starts_with("altgr+"))
            continue;
        const auto wanted = pressed(r, line);
        const events got = decode(line.bytes, options_for(r));
        ++lines_;
        if (kitty_flags(r) != 0)
            presses_and_releases(r, line, wanted, got);
        else
            all_presses(r, line, wanted, got);
    }
}

void key_judge::complain(const recording& r, const recorded& line, const std::string& what)
{
    ++wrong_;
    if (wrong_ <= shown)
        ADD_FAILURE() << r.name() << ": " << line.key << ' ' << line.phase << " sent "
                      << readable(line.bytes) << ": " << what;
}

void key_judge::press(const recording& r, const recorded& line, const chord& wanted,
                      const std::string& arrived, std::string_view bytes)
{
    const auto path = losses_.explain(r, wanted, arrived);
    if (!path) {
        complain(r, line, "that is " + arrived + ", not what was pressed");
        return;
    }
    if (path->empty())
        return;
    ++lost_;
    used_.insert(path->begin(), path->end());
    const bool evident = std::any_of(path->begin(), path->end(),
                                     [&](std::size_t i) { return losses_.is_evident(i); });
    if (!evident && !is_truly_lost(r, wanted, arrived, bytes))
        complain(r, line, "that is " + arrived + ", and no other key sends these bytes");
}

bool key_judge::is_truly_lost(const recording& r, const chord& wanted, const std::string& arrived,
                              std::string_view bytes) const
{
    if (meanings_.count({std::string(bytes), arrived}) != 0 ||
        meanings_.count({without_modifiers(bytes), without_modifiers_name(arrived)}) != 0)
        return true;
    if (spelled(bytes) == without_modifiers_name(arrived))
        return true;
    const auto same = senders_.find({r.terminal, std::string(bytes)});
    return same != senders_.end() &&
           (same->second.size() > 1 ||
            (wanted.readings.size() == 1 && *same->second.begin() != wanted.readings.front()));
}

void key_judge::learn(const recording& r, const recorded& line)
{
    const auto wanted = pressed(r, line);
    if (line.pasted || wanted.size() != 1 || wanted.front().readings.empty() || kitty_flags(r) != 0)
        return;
    senders_[{r.terminal, line.bytes}].insert(wanted.front().readings.front());
    const events got = decode(line.bytes, options_for(r));
    const key* k = got.size() == 1 ? got.front().e.get_if<key>() : nullptr;
    if (k != nullptr && wanted.front().is(*k))
        meanings_.insert({line.bytes, name_of(got.front())});
}

void key_judge::all_presses(const recording& r, const recorded& line,
                            const std::vector<chord>& wanted, const events& got)
{
    if (line.pasted) {
        press(r, line, wanted.front(), "a paste", line.bytes);
    } else if (wanted.front().composes && types_only(got)) {
        return;
    } else if (wanted.size() > 1 && got.size() == wanted.size()) {
        for (std::size_t i = 0; i < got.size(); ++i)
            press(r, line, wanted[i], name_of(got[i]), got[i].raw);
    } else {
        press(r, line, wanted.front(), names_of(got), line.bytes);
        if (const key* k = got.size() == 1 ? got.front().e.get_if<key>() : nullptr)
            text(r, line, wanted.front(), *k);
    }
}

void key_judge::presses_and_releases(const recording& r, const recorded& line,
                                     const std::vector<chord>& wanted, const events& got)
{
    const unsigned flags = kitty_flags(r);
    std::vector<std::string> held_wanted;
    if ((flags & report_all_keys) != 0)
        held_wanted = held_keys(wanted.front(), (flags & report_event_types) != 0);
    std::vector<std::string> held;
    events presses;
    events releases;
    for (const seen& s : got) {
        const key* k = s.e.get_if<key>();
        if (k != nullptr && is_modifier_key(*k) && !wanted.front().is_modifier)
            held.push_back(to_string(k->code) + '/' + std::string(to_string(k->action)));
        else
            (k != nullptr && k->action == key_action::release ? releases : presses).push_back(s);
    }
    if (held != held_wanted)
        return complain(r, line, "the modifiers' keys are told as " + names_of(got));
    const bool keys_only = std::all_of(presses.begin(), presses.end(),
                                       [](const seen& s) { return s.e.get_if<key>() != nullptr; });
    if (wanted.front().composes && types_only(presses))
        return;
    if (!keys_only || presses.size() != wanted.size())
        return press(r, line, wanted.front(), names_of(presses), line.bytes);
    for (std::size_t i = 0; i < presses.size(); ++i) {
        press(r, line, wanted[i], to_string(*presses[i].e.get_if<key>()), presses[i].raw);
        text(r, line, wanted[i], *presses[i].e.get_if<key>());
    }
    for (std::size_t i = 0; i < presses.size(); ++i) {
        if (!tells_release(flags, presses[i].raw))
            continue;
        const key* k = i < releases.size() ? releases[i].e.get_if<key>() : nullptr;
        const chord& c = wanted[std::min(i, wanted.size() - 1)];
        // Released in whichever way it was pressed. (A modifier's own release may count it.)
        const key& press_told = *presses[i].e.get_if<key>();
        if (k == nullptr || !(c.is(*k) || press_told.code == k->code))
            complain(r, line, "the release is missing or another key's: " + names_of(got));
    }
    if (releases.size() > presses.size() ||
        (!releases.empty() && (flags & report_event_types) == 0))
        complain(r, line, "a release too many: " + names_of(got));
}

void key_judge::phases(const recording& r)
{
    // These hold bytes back, so that they were recorded with the next press.
    if (r.terminal == "screen" || r.terminal == "tmux" || r.terminal == "vim-terminal" ||
        r.terminal == "nvim" || r.terminal.starts_with("xiterm"))
        return;
    for (const recorded& line : r.lines) {
        ++lines_;
        const events got = decode(line.bytes, options_for(r));
        const auto [chord_name, part] = chord_and_part(line);
        recorded named = line;
        named.key = chord_name;
        const chord wanted = pressed(r, named).front();
        const key_action action = part.starts_with("release") ? key_action::release
                                  : part.starts_with("hold")  ? key_action::repeat
                                                              : key_action::press;
        if (part.find(' ') != std::string::npos)
            modifier_phase(r, line, wanted, part.substr(part.find(' ') + 1), action, got);
        else
            key_phase(r, line, wanted, action, got);
    }
}

void key_judge::modifier_phase(const recording& r, const recorded& line, const chord& wanted,
                               std::string_view word, key_action action, const events& got)
{
    const std::map<std::string_view, key_code, std::less<>> codes{{"ctrl", key_code::left_control},
                                                                  {"shift", key_code::left_shift},
                                                                  {"alt", key_code::left_alt},
                                                                  {"super", key_code::left_super}};
    const key* k = got.size() == 1 ? got.front().e.get_if<key>() : nullptr;
    const bool told = (kitty_flags(r) & report_all_keys) != 0 &&
                      (action == key_action::press || (kitty_flags(r) & report_event_types) != 0);
    if (told ? k == nullptr || k->code != codes.at(word) || k->action != action : !got.empty())
        press(r, line, wanted, names_of(got), line.bytes);
}

void key_judge::key_phase(const recording& r, const recorded& line, const chord& wanted,
                          key_action action, const events& got)
{
    const unsigned flags = kitty_flags(r);
    const bool types = (flags & report_event_types) != 0;
    const bool modifier = wanted.is_modifier;
    if (got.empty()) {
        const bool nothing_to_tell =
            modifier ? action == key_action::repeat || (flags & report_all_keys) == 0
                     : action == key_action::release && !types;
        if (!nothing_to_tell)
            press(r, line, wanted, "nothing", "");
        return;
    }
    for (std::size_t i = 0; i < got.size(); ++i) {
        const key* k = got[i].e.get_if<key>();
        if (k == nullptr) {
            complain(r, line, "that is " + name_of(got[i]));
            continue;
        }
        // A repetition may come late, so that it is recorded with the release.
        const bool last = i + 1 == got.size();
        const bool is_release =
            types && action == key_action::release && last && tells_release(flags, got[i].raw);
        const bool repeats =
            types && action != key_action::press && got[i].raw.starts_with("\x1B[");
        const key_action right = is_release ? key_action::release
                                 : repeats  ? key_action::repeat
                                            : key_action::press;
        if (k->action != right)
            complain(r, line,
                     "that is " + name_of(got[i]) + ", no " + std::string(to_string(right)));
        if (modifier && k->code == wanted.readings.front().code)
            continue;
        key as_pressed = *k;
        as_pressed.action = key_action::press;
        press(r, line, wanted, to_string(as_pressed), got[i].raw);
    }
}

void key_judge::text(const recording& r, const recorded& line, const chord& wanted, const key& k)
{
    // CSI u tells the text only if that was asked for, and not of every key then.
    const bool told = !k.text.empty() || (kitty_flags(r) == 0 && !line.bytes.ends_with('u'));
    if (wanted.is(k) && told && !wanted.text.empty() && k.text.view() != wanted.text)
        complain(r, line, "it types " + std::string(k.text.view()));
    for (const reading& base : wanted.on_us_keyboard)
        if (k.base == base.code || k.base == key_code::none)
            return;
    if (!wanted.on_us_keyboard.empty())
        complain(r, line, "on a US keyboard that is not " + to_string(k.base));
}

} // namespace cotty::recordings
