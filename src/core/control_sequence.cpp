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

/// CSI 1 ; n R is F3 with modifiers unless a position is expected. So is what has no two numbers.
bool is_f3(const parameters& p, const decoder_options& options) noexcept
{
    if (p.fields() < 2 || p.has_values())
        return true;
    return p.fields() == 2 && p.number(0) == 1 && p.number(1) > 1 && p.number(1) <= 256 &&
           !options.cursor_position_expected;
}

/// Sequences with one of `<=>?` in front.
bool set_private(event& e, const control_sequence& s, modifiers held,
                 const decoder_options& options) noexcept
{
    const parameters& p = s.numbers;
    if (s.prefix == '<')
        return (s.final == 'M' || s.final == 'm') && p.valid() &&
               sgr_mouse(e.value.emplace<mouse>(), s.final, p, options);
    if (csi_reply(e.value.emplace<reply>(), s.prefix, s.final, s.body, p))
        return true;
    // xterm with modifyCursorKeys 3 marks the keys that have modifiers.
    return s.prefix == '>' && p.valid() && p.fields() == 2 &&
           csi_key(new_key(e, held), s.final, p, options);
}

bool set_plain(event& e, const control_sequence& s, modifiers held, const decoder_options& options,
               std::uint32_t& half) noexcept
{
    const parameters& p = s.numbers;
    if (!p.valid())
        return false;
    const auto is_reply = [&] {
        return csi_reply(e.value.emplace<reply>(), 0, s.final, s.body, p);
    };
    switch (s.final) {
    case 'u':
        return kitty_key(new_key(e, held), p);
    case '~':
        if (p.number(0) == paste_begins && p.fields() == 1) {
            e.value.emplace<paste>().ends = false;
            return true;
        }
        if (p.number(0) == 27 && p.fields() == 3)
            return other_key(new_key(e, held), p);
        break;
    case '_':
        return win32_key(new_key(e, held), p, half);
    case 'z':
        return sun_key(new_key(e, held), p);
    case 'I':
    case 'O':
        e.value.emplace<focus>().gained = s.final == 'I';
        return p.fields() == 0;
    case 'M':
        if (p.fields() > 1)
            return urxvt_mouse(e.value.emplace<mouse>(), p);
        break;
    case 'R':
        if (!is_f3(p, options))
            return is_reply();
        break;
    case 't':
        return p.number(0) == in_band_resize ? set_resize(e, p) : is_reply();
    case 'n':
    case 'x':
        return is_reply();
    default:
        break;
    }
    return csi_key(new_key(e, held), s.final, p, options) || st_key(new_key(e, held), s.final, p);
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
                   const decoder_options& options, std::uint32_t& half) noexcept
{
    bool known = false;
    if (s.final == 'y' && s.body.ends_with('$'))
        known = mode_reply(e.value.emplace<reply>(), s.prefix, s.body.substr(0, s.body.size() - 1));
    else if (s.final >= 0x40 || s.final == '$')
        known =
            s.prefix == 0 ? set_plain(e, s, held, options, half) : set_private(e, s, held, options);
    if (!known)
        e.value.emplace<unknown>();
}

} // namespace cotty::detail
