// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "doctor/doctor.hpp"

#include "doctor/diagnosis.hpp"
#include "shared/event_json.hpp"
#include "shared/event_line.hpp"
#include "shared/standard_input.hpp"
#include "shared/style.hpp"

#include <cotty/terminal.hpp>

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

namespace cotty::tool {
namespace {

namespace asio = boost::asio;

/// The terminal, whatever standard input and output are; -1 if there is none.
int open_terminal()
{
    if (::isatty(STDIN_FILENO) == 1)
        return ::dup(STDIN_FILENO);
    return ::open("/dev/tty", O_RDWR | O_CLOEXEC);
}

void look_around(symptoms& s, int terminal)
{
    for (const char* const name : {"TERM", "TMUX", "STY", "LC_ALL", "LC_CTYPE", "LANG"})
        if (const char* const value = std::getenv(name))
            s.environment[name] = value;
    s.input_is_terminal = ::isatty(STDIN_FILENO) == 1;
    s.in_foreground = ::tcgetpgrp(terminal) == ::getpgrp() || ::tcgetpgrp(terminal) < 0;
    termios t{};
    if (::tcgetattr(terminal, &t) == 0) {
        s.edits_lines = (t.c_lflag & ICANON) != 0;
        s.echoes = (t.c_lflag & ECHO) != 0;
#ifdef IUTF8
        s.knows_utf8 = (t.c_iflag & IUTF8) != 0;
#endif
    }
    winsize w{};
    if (::ioctl(terminal, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 && w.ws_row > 0)
        s.kernel_size = window_size{w.ws_col, w.ws_row, w.ws_xpixel, w.ws_ypixel};
    // Absent on systems older than the switch: there it is allowed.
    std::ifstream allowed("/proc/sys/dev/tty/legacy_tiocsti");
    int value = 1;
    allowed >> value;
    s.may_be_typed_into = value != 0;
}

/// All questions at once, so that a slow line costs one round trip.
void ask(symptoms& s, int terminal)
{
    asio::io_context context(1);
    cotty::terminal tty(context, {.input = terminal, .output = terminal});
    const auto raw = tty.cbreak_mode(); // Ctrl-C goes on to end it
    tty.async_capabilities([&](error_code, capabilities c) { s.terminal = std::move(c); });
    tty.async_query(query::text_area(), [&](error_code ec, window_size size) {
        if (!ec)
            s.own_size = size;
    });
    for (const std::uint32_t number : modes_to_look_at())
        tty.async_query(query::mode{number}, [&s, number](error_code ec, query::mode_state state) {
            if (!ec)
                s.left_on[number] = state;
        });
    for (auto& [number, color] : {std::pair(10U, &s.foreground), std::pair(11U, &s.background)})
        tty.async_query(query::color{number}, [place = color](error_code ec, query::rgb value) {
            if (!ec)
                *place = value;
        });
    context.run();
    s.round_trip = tty.round_trip();
    s.escape = tty.escape_decided_by();
}

/// A name and its value; in a narrow window the value has lines of its own.
void print_fact(const fact& f, std::size_t width, int columns, const style& s)
{
    const int room = columns - static_cast<int>(width) - 2;
    if (static_cast<int>(f.value.size()) <= room)
        fmt::print("{}{}  {}\n", s.bold(f.name), std::string(width - f.name.size(), ' '), f.value);
    else
        fmt::print("{}\n    {}", s.bold(f.name), wrapped(f.value, columns - 4));
}

/// Those that need something done, or the others.
void print_findings(const std::vector<finding>& findings, bool needs_doing, int columns,
                    const std::string& heading)
{
    bool begun = false;
    for (const finding& f : findings) {
        if (f.needs_doing != needs_doing)
            continue;
        if (!std::exchange(begun, true))
            fmt::print("\n{}\n", heading);
        fmt::print("{}", wrapped("* " + f.what, columns));
        fmt::print("    {}", wrapped(f.remedy, columns - 4));
    }
}

bool need_doing(const std::vector<finding>& findings)
{
    return std::any_of(findings.begin(), findings.end(),
                       [](const finding& f) { return f.needs_doing; });
}

void print_text(const symptoms& s, const std::vector<finding>& findings)
{
    const style look(has_style(STDOUT_FILENO));
    std::size_t width = 0;
    const auto facts = facts_of(s);
    for (const fact& f : facts)
        width = std::max(width, f.name.size());
    // What goes to a file has the width of files.
    const bool is_shown = is_terminal(STDOUT_FILENO) && s.kernel_size;
    const int columns = std::max(is_shown ? s.kernel_size->columns : 80, 20);
    for (const fact& f : facts)
        print_fact(f, width, columns, look);
    if (!need_doing(findings))
        fmt::print("\n{}\n", look.good("Nothing is wrong."));
    print_findings(findings, true, columns, look.warning("To do:"));
    print_findings(findings, false, columns, look.bold("Good to know:"));
}

void print_json(const symptoms& s, const std::vector<finding>& findings)
{
    std::string out = "{";
    for (const fact& f : facts_of(s)) {
        append_json(out, f.name);
        out += ':';
        append_json(out, f.value);
        out += ',';
    }
    append_json(out, std::string_view("Findings"));
    out += ":[";
    for (const finding& f : findings) {
        out += out.back() == '[' ? "{" : ",{";
        append_json(out, std::string_view("what"));
        out += ':';
        append_json(out, f.what);
        out += ',';
        append_json(out, std::string_view("remedy"));
        out += ':';
        append_json(out, f.remedy);
        out += fmt::format(",\"needs_doing\":{}}}", f.needs_doing);
    }
    fmt::print("{}]}}\n", out);
}

} // namespace

int run_doctor(const doctor_options& options)
{
    const int terminal = open_terminal();
    if (terminal < 0) {
        fmt::print(stderr, "cotty: there is no terminal to look at: standard input is none, and "
                           "this program has no controlling terminal\n");
        return 2;
    }
    symptoms s;
    look_around(s, terminal);
    if (s.in_foreground)
        ask(s, terminal);
    ::close(terminal);
    // Some terminals show the end of a question that they do not know.
    if (is_terminal(STDOUT_FILENO) && s.terminal.modes().empty())
        fmt::print("\r\x1b[K");
    const auto findings = findings_of(s);
    if (options.json)
        print_json(s, findings);
    else
        print_text(s, findings);
    return need_doing(findings) ? 1 : 0;
}

} // namespace cotty::tool
