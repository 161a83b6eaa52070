// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "core/control_sequence.hpp"

#include "core/mouse_report.hpp"
#include "core/parameters.hpp"
#include "core/replies.hpp"
#include "core/sequence_keys.hpp"

namespace cotty::detail {
namespace {

constexpr std::uint32_t paste_begins = 200;
constexpr std::uint32_t in_band_resize = 48;

key& new_key(event& e, modifiers held) noexcept
{
    key& k = e.value.emplace<key>();
    k.mods = held;
    return k;
}

/// CSI 48 ; rows ; columns ; height ; width t: mode 2048
/// (https://gist.github.com/rockorager/e695fb2924d36b2bcf1fff4a3704bd83).
bool set_resize(event& e, const parameters& p) noexcept
{
    if (p.fields() < 3 || p.number(1) == 0 || p.number(2) == 0)
        return false;
    const auto number = [&](std::size_t i) { return static_cast<int>(p.number(i)); };
    e.value.emplace<resize>(resize{{number(2), number(1), number(4), number(3)}});
    return true;
}

/// CSI 1 ; n R is F3 with modifiers unless a position is expected, or the number tells a lock or a
/// key that hardly anybody has. So is what has no two numbers.
bool is_f3(const parameters& p, const decoder_options& options) noexcept
{
    if (p.fields() < 2 || p.has_values())
        return true;
    return p.fields() == 2 && p.number(0) == 1 && p.number(1) > 1 && p.number(1) <= 16 &&
           !options.cursor_position_expected;
}

/// Sequences with one of `<=>?` in front.
bool set_private(event& e, const control_sequence& s, modifiers held,
                 const decoder_options& options) noexcept
{
    const parameters& p = s.numbers;
    if (s.prefix == '<')
        return (s.final == 'M' || s.final == 'm') &&
               sgr_mouse(e.value.emplace<mouse>(), s.final, s.body, options);
    if (csi_reply(e.value.emplace<reply>(), s.prefix, s.final, s.body, p))
        return true;
    // xterm with modifyCursorKeys 3 marks the keys that have modifiers.
    return s.prefix == '>' && p.valid() && p.fields() == 2 &&
           csi_key(new_key(e, held), s.final, p, options);
}

bool set_kitty(event& e, const control_sequence& s, modifiers held, const decoder_options& options,
               beyond_one_event& beyond) noexcept
{
    std::size_t left = 0;
    if (!kitty_key(new_key(e, held), s.numbers, options, left))
        return false;
    if (left != 0) {
        beyond.what = beyond_one_event::kind::text;
        beyond.size = left + 1; // and the final
    }
    return true;
}

bool set_plain(event& e, const control_sequence& s, modifiers held, const decoder_options& options,
               beyond_one_event& beyond) noexcept
{
    const parameters& p = s.numbers;
    if (s.final == 'M' && s.body.find(';') != std::string_view::npos)
        return urxvt_mouse(e.value.emplace<mouse>(), s.body);
    if (!p.valid())
        return false;
    const auto is_reply = [&] {
        return csi_reply(e.value.emplace<reply>(), 0, s.final, s.body, p);
    };
    const auto is_key = [&] { return csi_key(new_key(e, held), s.final, p, options); };
    switch (s.final) {
    case 'u':
        return set_kitty(e, s, held, options, beyond);
    case '~':
        if (p.number(0) == paste_begins && p.fields() == 1) {
            e.value.emplace<paste>().ends = false;
            return true;
        }
        if (p.number(0) == 27 && p.fields() == 3)
            return other_key(new_key(e, held), p, options);
        break;
    case '_':
        return win32_key(new_key(e, held), p, beyond);
    case 'z':
        return sun_key(new_key(e, held), p, options);
    case 'I':
    case 'O':
        if (p.fields() != 0)
            break;
        e.value.emplace<focus>().gained = s.final == 'I';
        return true;
    case 'R':
        if (!is_f3(p, options))
            return is_reply();
        break;
    case 't':
        if (p.number(0) == in_band_resize)
            return set_resize(e, p);
        [[fallthrough]];
    case 'n':
    case 'x':
        return (p.fields() == 2 && is_key()) || is_reply(); // mintty's 4, `.` and 8
    default:
        break;
    }
    return is_key() || st_key(new_key(e, held), s.final, p);
}

} // namespace

control_sequence::control_sequence(std::string_view bytes) noexcept
{
    final = bytes.back();
    if (bytes.front() >= '<' && bytes.front() <= '?') {
        prefix = bytes.front();
        bytes.remove_prefix(1);
    }
    body = bytes.substr(0, bytes.size() - (bytes.empty() ? 0 : 1));
    numbers = parameters(body);
}

void interpret_csi(event& e, const control_sequence& s, modifiers held,
                   const decoder_options& options, beyond_one_event& beyond) noexcept
{
    bool known = false;
    if (s.final == 'y' && s.body.ends_with('$'))
        known = mode_reply(e.value.emplace<reply>(), s.prefix, s.body.substr(0, s.body.size() - 1));
    else if (s.final >= 0x40 || s.final == '$')
        known = s.prefix == 0 ? set_plain(e, s, held, options, beyond)
                              : set_private(e, s, held, options);
    if (!known)
        e.value.emplace<unknown>();
}

} // namespace cotty::detail
