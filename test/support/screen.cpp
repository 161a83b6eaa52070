// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "screen.hpp"

#include <vterm.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>

namespace cotty::test {

namespace {

constexpr std::size_t most_at_once = 4096;

struct free_terminal {
    void operator()(VTerm* t) const noexcept { ::vterm_free(t); }
};
using terminal_pointer = std::unique_ptr<VTerm, free_terminal>;

terminal_pointer make_terminal()
{
    terminal_pointer t(::vterm_new(24, 80));
    ::vterm_set_utf8(t.get(), 1);
    return t;
}

} // namespace

struct screen::implementation {
    implementation()
    {
        screen_callbacks.settermprop = [](VTermProp p, VTermValue* v, void* user) {
            static_cast<implementation*>(user)->set(p, *v);
            return 1;
        };
        VTermScreen* const s = ::vterm_obtain_screen(terminal.get());
        ::vterm_screen_set_callbacks(s, &screen_callbacks, this);
        ::vterm_screen_enable_altscreen(s, 1);
        ::vterm_screen_reset(s, 1);
        ::vterm_output_set_callback(
            terminal.get(),
            [](const char* bytes, std::size_t size, void* user) {
                static_cast<implementation*>(user)->output.append(bytes, size);
            },
            this);
    }

    void set(VTermProp p, const VTermValue& v)
    {
        if (p == VTERM_PROP_MOUSE)
            known.mouse = v.number;
        if (p == VTERM_PROP_ALTSCREEN)
            known.alternate_screen = v.boolean != 0;
        if (p == VTERM_PROP_CURSORVISIBLE)
            known.cursor_hidden = v.boolean == 0;
    }

    /// Cuts out control sequences, as ECMA-48 has them, for what libvterm does not know.
    void look_for_sequences(std::string_view bytes)
    {
        for (const char c : bytes) {
            if (c == '\x1b')
                sequence = c;
            else if (sequence == "\x1b")
                sequence = c == '[' ? "\x1b[" : "";
            else if (!sequence.empty() && c >= 0x40 && c <= 0x7E)
                control_sequence(std::exchange(sequence, {}).substr(2), c);
            else if (!sequence.empty() && c >= 0x20)
                sequence += c;
        }
    }

    void control_sequence(const std::string& body, char command)
    {
        const char leader = body.find_first_of("<=>?") == 0 ? body.front() : '\0';
        std::vector<long> numbers; // a missing one is -1
        std::istringstream fields(leader == '\0' ? body : body.substr(1));
        for (std::string field; std::getline(fields, field, ';');)
            numbers.push_back(field.empty() ? -1 : std::strtol(field.c_str(), nullptr, 10));
        const auto argument = [&](std::size_t i, long otherwise) {
            return i < numbers.size() && numbers[i] >= 0 ? numbers[i] : otherwise;
        };
        if (leader == '?' && (command == 'h' || command == 'l'))
            for (const long number : numbers)
                set_private_mode(number, command == 'h');
        if (leader == '>' && command == 'm' && argument(0, 0) == 4)
            known.other_keys = static_cast<unsigned>(argument(1, 0));
        if (leader == '>' && command == 'u')
            known.kitty.push_back(static_cast<unsigned>(argument(0, 0)));
        if (leader == '<' && command == 'u')
            for (long n = argument(0, 1); n > 0 && !known.kitty.empty(); --n)
                known.kitty.pop_back();
    }

    void set_private_mode(long number, bool on)
    {
        if (number == 1006)
            known.sgr_mouse = on;
        if (number == 2031)
            known.color_scheme = on;
        if (number == 2048)
            known.resize = on;
        if (number == 9001)
            known.win32_input = on;
    }

    /// What the terminal would send now.
    template <class Function>
    std::string sent(Function act)
    {
        output.clear();
        act();
        return output;
    }

    terminal_pointer terminal = make_terminal();
    VTermScreenCallbacks screen_callbacks{};
    std::string output;
    std::string sequence; // what has come of one
    screen_modes known;
};

screen::screen() : impl_(std::make_unique<implementation>()) {}
screen::~screen() = default;

void screen::write(std::string_view bytes)
{
    impl_->look_for_sequences(bytes);
    // In pieces: libvterm 0.1.4 needs stack for each character of a text.
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), most_at_once)))
        ::vterm_input_write(impl_->terminal.get(), bytes.data(),
                            std::min(bytes.size(), most_at_once));
}

screen_modes screen::modes() const
{
    VTerm* const t = impl_->terminal.get();
    screen_modes m = impl_->known;
    m.paste = !impl_->sent([t] { ::vterm_keyboard_start_paste(t); }).empty();
    m.focus = !impl_->sent([t] { ::vterm_state_focus_in(::vterm_obtain_state(t)); }).empty();
    m.application_cursor =
        impl_->sent([t] { ::vterm_keyboard_key(t, VTERM_KEY_UP, VTERM_MOD_NONE); }) == "\x1bOA";
    m.application_keypad =
        impl_->sent([t] { ::vterm_keyboard_key(t, VTERM_KEY_KP_0, VTERM_MOD_NONE); }) == "\x1bOp";
    return m;
}

screen_modes modes_after(std::string_view written)
{
    screen s;
    s.write(written);
    return s.modes();
}

std::ostream& operator<<(std::ostream& out, const screen_modes& m)
{
    const auto flag = [&out](const char* name, bool on) {
        if (on)
            out << ' ' << name;
    };
    out << "on:";
    flag("sgr_mouse", m.sgr_mouse);
    flag("paste", m.paste);
    flag("focus", m.focus);
    flag("resize", m.resize);
    flag("color_scheme", m.color_scheme);
    flag("application_cursor", m.application_cursor);
    flag("application_keypad", m.application_keypad);
    flag("alternate_screen", m.alternate_screen);
    flag("cursor_hidden", m.cursor_hidden);
    flag("win32_input", m.win32_input);
    out << " mouse " << m.mouse << " other_keys " << m.other_keys << " kitty";
    for (const unsigned flags : m.kitty)
        out << ' ' << flags;
    return out;
}

} // namespace cotty::test
