// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decoded.hpp"

#include <algorithm>
#include <initializer_list>
#include <sstream>
#include <utility>

namespace cotty::recordings {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> starts)
{
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view start) { return name.starts_with(start); });
}

seen keep(const event& e)
{
    seen s{e, std::string(e.raw), {}};
    s.e.raw = {};
    if (auto* p = std::get_if<paste>(&s.e.value)) {
        s.text = p->text;
        p->text = {};
    } else if (auto* r = std::get_if<reply>(&s.e.value)) {
        s.text = r->text;
        r->text = {};
    }
    return s;
}

/// The pieces of one paste count as one, whichever way the bytes were cut.
void add(events& out, seen s)
{
    auto* more = std::get_if<paste>(&s.e.value);
    auto* last = out.empty() ? nullptr : std::get_if<paste>(&out.back().e.value);
    if (more != nullptr && last != nullptr && !more->begins && !last->ends) {
        last->ends = more->ends;
        last->aborted = more->aborted;
        out.back().text += s.text;
        out.back().raw += s.raw;
        return;
    }
    out.push_back(std::move(s));
}

} // namespace

decoder_options options_for(const recording& r)
{
    decoder_options o;
    o.backspace_sends_bs = r.erase == "08";
    if (r.mode == "backarrow" && is_one_of(r.terminal, {"xterm", "urxvt"}) &&
        !r.terminal.starts_with("xterm.js"))
        o.backspace_sends_bs = true; // which the others ignore
    if (is_one_of(r.terminal, {"urxvt", "rxvt", "eterm", "xiterm", "pterm"}))
        o.function_keys = keyboard::rxvt;
    else if (r.terminal.starts_with("linux"))
        o.function_keys = keyboard::linux_console;
    else if (r.terminal == "st") {
        o.function_keys = keyboard::st;
        o.mouse = mouse_encoding::none; // unless the mouse was asked for: see below
    } else if (r.terminal == "xterm" && r.mode == "vt52")
        o.function_keys = keyboard::vt52;
    // Where controls are sent in 8 bits, Alt as the eighth bit cannot be told from them.
    if ((r.terminal == "xterm-latin1" && r.mode != "s8c1t") || r.mode.starts_with("meta-bit"))
        o.high_bytes = eighth_bit::meta;
    if (r.terminal.ends_with("-meta_utf8")) // a program that was told of eightBitInput
        o.high_bytes = eighth_bit::meta_utf8;
    o.cursor_position_expected = r.kind == recording_kind::queries;
    if (r.kind == recording_kind::mouse) {
        // As DECRQM tells, not every terminal knows that mode.
        const bool utf8 = r.mode.ends_with("+1005") &&
                          is_one_of(r.terminal, {"alacritty", "foot", "kitty", "mlterm", "tmux",
                                                 "urxvt", "vim", "xterm"}) &&
                          !r.terminal.starts_with("xterm.js");
        o.mouse = utf8 ? mouse_encoding::utf8 : mouse_encoding::bytes;
        o.mouse_pixels = r.mode.ends_with("+1016");
    }
    return o;
}

events decode(const std::vector<std::string_view>& pieces, const decoder_options& options)
{
    events out;
    decoder d(options);
    event e;
    for (const std::string_view piece : pieces) {
        std::string_view input = piece;
        while (d.next(input, e))
            add(out, keep(e));
    }
    while (d.flush(e))
        add(out, keep(e));
    return out;
}

events decode(std::string_view bytes, const decoder_options& options)
{
    return decode(std::vector{bytes}, options);
}

std::string readable(std::string_view bytes)
{
    std::ostringstream out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        constexpr std::string_view digits = "0123456789abcdef";
        if (byte == 0x1B)
            out << "ESC ";
        else if (byte > 0x20 && byte < 0x7F)
            out << c;
        else
            out << "\\x" << digits[byte >> 4U] << digits[byte & 0xFU];
    }
    return out.str();
}

std::string name_of(const seen& s)
{
    if (const auto* k = s.e.get_if<key>()) {
        if (k->code == key_code{U'\uFFFD'})
            return "unknown";
        std::string name = to_string(*k);
        if (k->action != key_action::press)
            name += '/' + std::string(to_string(k->action));
        return name;
    }
    if (const auto* m = s.e.get_if<mouse>())
        return "mouse " + std::string(to_string(m->button)) + ' ' +
               std::string(to_string(m->action));
    if (const auto* r = s.e.get_if<reply>())
        return "reply " + std::string(to_string(r->kind));
    if (s.e.get_if<paste>() != nullptr)
        return "paste";
    if (s.e.get_if<focus>() != nullptr)
        return "focus";
    if (s.e.get_if<resize>() != nullptr)
        return "resize";
    return "unknown";
}

/// `nothing`, `unknown`, or the names with a space between them.
std::string names_of(const events& all)
{
    std::string out;
    for (const seen& s : all) {
        const std::string name = name_of(s);
        if (name == "unknown" && out == name)
            continue;
        out += (out.empty() ? "" : " ") + name;
    }
    return out.empty() ? "nothing" : out;
}

} // namespace cotty::recordings
