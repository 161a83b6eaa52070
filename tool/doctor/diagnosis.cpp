// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "doctor/diagnosis.hpp"

#include "shared/event_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace cotty::tool {
namespace {

/// What programs switch on, and what it does to whoever comes after one that did not switch it off.
struct left_on_row {
    std::uint32_t mode;
    const char* what;
};

constexpr left_on_row left_on_rows[] = {
    {9, "mouse reports (mode 9) are on"},        {1000, "mouse reports (mode 1000) are on"},
    {1002, "mouse reports (mode 1002) are on"},  {1003, "mouse reports (mode 1003) are on"},
    {1004, "focus reports (mode 1004) are on"},  {2031, "color scheme reports (mode 2031) are on"},
    {2048, "resize reports (mode 2048) are on"}, {9001, "win32-input-mode (9001) is on"},
};

std::string value_of(const symptoms& s, const std::string& name)
{
    const auto found = s.environment.find(name);
    return found == s.environment.end() ? std::string() : found->second;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// What comes first counts, as for setlocale(3).
std::string locale_of(const symptoms& s)
{
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (const std::string value = value_of(s, name); !value.empty())
            return value;
    return {};
}

bool is_utf8(const std::string& locale)
{
    const std::string name = lower(locale);
    return name.find("utf-8") != std::string::npos || name.find("utf8") != std::string::npos;
}

/// The multiplexer that answers in the terminal's place, as far as it can be told.
std::string multiplexer_of(const symptoms& s)
{
    const std::string version = lower(s.terminal.version().value_or(""));
    const std::string term = value_of(s, "TERM");
    if (version.starts_with("tmux") || (!value_of(s, "TMUX").empty() && version.empty()))
        return "tmux";
    if (version.starts_with("zellij"))
        return "zellij";
    if (!value_of(s, "STY").empty() || (version.empty() && term.starts_with("screen")))
        return "screen";
    return {};
}

std::string in_milliseconds(std::chrono::microseconds t)
{
    return fmt::format("{:.1f} ms", static_cast<double>(t.count()) / 1000);
}

std::string size_text(const window_size& s)
{
    std::string text = fmt::format("{} columns, {} rows", s.columns, s.rows);
    if (s.x_pixels > 0 && s.y_pixels > 0)
        text += fmt::format(", {} x {} pixels", s.x_pixels, s.y_pixels);
    return text;
}

std::string color_text(const std::optional<query::rgb>& c)
{
    return c ? fmt::format("#{:02x}{:02x}{:02x}", c->red >> 8U, c->green >> 8U, c->blue >> 8U)
             : std::string("unknown");
}

std::string escape_text(const symptoms& s)
{
    switch (s.escape) {
    case escape_decision::protocol:
        return "a sequence of its own: nothing to decide";
    case escape_decision::answer:
        return "decided by the terminal's answer" +
               (s.round_trip ? ", " + in_milliseconds(*s.round_trip) + " after it arrives"
                             : std::string());
    case escape_decision::timeout:
        break;
    }
    return "decided by time, 50 ms";
}

std::string keyboard_text(const symptoms& s)
{
    if (!s.terminal.answered())
        return "unknown";
    if (s.terminal.keyboard_flags())
        return "kitty keyboard protocol: all keys, releases and repeats";
    if (s.terminal.version())
        return "no kitty protocol; modifyOtherKeys may be known";
    return "plain: no releases, and ctrl+i is tab";
}

/// Known, not known, or not said.
std::string mode_text(const symptoms& s, std::uint32_t number)
{
    if (s.terminal.has_mode(number))
        return "yes";
    if (s.terminal.refuses_mode(number))
        return "no";
    return "does not say";
}

void look_at_descriptors(const symptoms& s, std::vector<finding>& all)
{
    if (!s.input_is_terminal)
        all.push_back({"Standard input is no terminal: a program reads its keys from there, and "
                       "ends with it.",
                       "Start it without `<` and without `|` in front, or with `</dev/tty`.",
                       false});
    if (!s.in_foreground)
        all.push_back({"This program is in the background: reading keys stops it.",
                       "Bring it to the foreground with `fg`."});
}

void look_at_term(const symptoms& s, std::vector<finding>& all)
{
    const std::string term = value_of(s, "TERM");
    const std::string version = lower(s.terminal.version().value_or(""));
    if (term.empty() || term == "dumb") {
        all.push_back({term.empty() ? "TERM is not set." : "TERM is `dumb`.",
                       "No program asks such a terminal anything. If it is a real one, say which: "
                       "`export TERM=xterm-256color`."});
        return;
    }
    const bool multiplexed = term.starts_with("tmux") || term.starts_with("screen");
    if (version.starts_with("tmux") && !multiplexed)
        all.push_back({fmt::format("TERM is `{}`, but this is tmux, which sends other sequences.",
                                   inert(term)),
                       "Do not set TERM in the shell's startup files; in tmux.conf: "
                       "`set -g default-terminal tmux-256color`."});
    else if (multiplexed && !version.empty() && multiplexer_of(s).empty())
        all.push_back(
            {fmt::format("TERM is `{}`, but the terminal says that it is {}.", inert(term),
                         inert(*s.terminal.version())),
             "TERM was kept from inside a multiplexer; set it to what this terminal is."});
    if (term == "xterm-kitty" && s.terminal.answered() && !s.terminal.keyboard_flags())
        all.push_back({"TERM is `xterm-kitty`, but this terminal has no kitty keyboard protocol.",
                       "Set TERM to what this terminal is, `xterm-256color` for most."});
    if (term == "linux" && !version.empty())
        all.push_back({fmt::format("TERM is `linux`, the text console, but the terminal says that "
                                   "it is {}.",
                                   inert(*s.terminal.version())),
                       "Set TERM to what this terminal is, `xterm-256color` for most."});
}

void look_at_answers(const symptoms& s, std::vector<finding>& all)
{
    if (!s.terminal.answered()) {
        const std::string term = value_of(s, "TERM");
        if (s.in_foreground && !term.empty() && term != "dumb")
            all.push_back({"The terminal answers no questions, not even what it is.",
                           "Escape is told by time then (50 ms), which a slow line defeats; "
                           "terminal_options::escape_timeout makes it longer. Terminals that do "
                           "answer: xterm, kitty, foot, VTE, tmux and most others.",
                           false});
        return;
    }
    const std::string between = multiplexer_of(s);
    if (between == "tmux")
        all.push_back({"tmux is in between: it answers itself, and tells Escape by time before it "
                       "passes it on (escape-time, 500 ms before tmux 3.5).",
                       "In tmux.conf: `set -s escape-time 10`; for focus reports also "
                       "`set -g focus-events on`, for modified keys `set -s extended-keys on`.",
                       false});
    else if (between == "screen")
        all.push_back({"screen is in between: it answers itself, and tells Escape by time before "
                       "it passes it on (maptimeout, 300 ms).",
                       "In .screenrc: `maptimeout 10`.", false});
    if (s.round_trip && *s.round_trip > std::chrono::milliseconds(100))
        all.push_back({fmt::format("The terminal takes {} to answer: a slow line.",
                                   in_milliseconds(*s.round_trip)),
                       "Nothing to do: keys are told right, Escape comes that much later.", false});
}

void look_at_leftovers(const symptoms& s, std::vector<finding>& all)
{
    constexpr auto remedy = "A program before this one left it so. `reset` helps.";
    if (s.input_is_terminal && !s.edits_lines)
        all.push_back({"The terminal is in raw or cbreak mode already.",
                       "A program before this one left it so. `stty sane` helps."});
    else if (s.input_is_terminal && !s.echoes)
        all.push_back({"The terminal does not echo what is typed.",
                       "A program before this one left it so. `stty echo` helps."});
    for (const auto& [mode, what] : left_on_rows) {
        const auto found = s.left_on.find(mode);
        if (found != s.left_on.end() && found->second == query::mode_state::set)
            all.push_back({fmt::format("Before any program asked for them, {}.", what), remedy});
    }
    if (s.terminal.keyboard_flags().value_or(0) != 0)
        all.push_back({fmt::format("The kitty keyboard protocol is on already (flags {}).",
                                   *s.terminal.keyboard_flags()),
                       remedy});
}

void look_at_text(const symptoms& s, std::vector<finding>& all)
{
    const std::string locale = locale_of(s);
    if (!is_utf8(locale))
        all.push_back({locale.empty() ? "No locale is set: programs may take no input but ASCII."
                                      : fmt::format("The locale `{}` is not UTF-8.", inert(locale)),
                       "`export LC_CTYPE=C.UTF-8`, or your language's, such as en_US.UTF-8."});
    else if (s.input_is_terminal && !s.knows_utf8)
        all.push_back({"The kernel does not know that the terminal sends UTF-8: Backspace removes "
                       "half a character where it edits lines.",
                       "`stty iutf8`"});
}

/// tmux before 3.4 tells columns and rows the wrong way round.
bool is_same_size(const window_size& a, const window_size& b)
{
    return (a.columns == b.columns && a.rows == b.rows) ||
           (a.columns == b.rows && a.rows == b.columns);
}

void look_at_size(const symptoms& s, std::vector<finding>& all)
{
    if (s.input_is_terminal && !s.kernel_size)
        all.push_back({"The window has no size: programs take 80 columns and 24 rows.",
                       s.own_size ? fmt::format("`stty rows {} columns {}`", s.own_size->rows,
                                                s.own_size->columns)
                                  : "`stty rows 24 columns 80`, or what it is."});
    else if (s.kernel_size && s.own_size && !is_same_size(*s.kernel_size, *s.own_size))
        all.push_back({fmt::format("Programs are told {}; the terminal itself says {}.",
                                   size_text(*s.kernel_size), size_text(*s.own_size)),
                       fmt::format("`stty rows {} columns {}`, as serial lines need it.",
                                   s.own_size->rows, s.own_size->columns)});
}

void look_at_safety(const symptoms& s, std::vector<finding>& all)
{
    if (s.may_be_typed_into)
        all.push_back({"Any program that is started here can type into this terminal (TIOCSTI).",
                       "`sysctl dev.tty.legacy_tiocsti=0` forbids it, from Linux 6.2 on.", false});
}

} // namespace

const std::vector<std::uint32_t>& modes_to_look_at()
{
    static const std::vector<std::uint32_t> all = [] {
        std::vector<std::uint32_t> numbers;
        for (const left_on_row& row : left_on_rows)
            numbers.push_back(row.mode);
        return numbers;
    }();
    return all;
}

std::vector<fact> facts_of(const symptoms& s)
{
    const std::string term = value_of(s, "TERM");
    std::vector<fact> all;
    const auto add = [&](const char* name, std::string value) {
        all.push_back({name, std::move(value)});
    };
    add("Terminal", s.terminal.version()    ? inert(*s.terminal.version())
                    : s.terminal.answered() ? "does not tell its name"
                                            : "does not answer");
    add("TERM", term.empty() ? "not set" : inert(term));
    const std::string between = multiplexer_of(s);
    if (!between.empty())
        add("In between", between);
    add("Size", s.kernel_size ? size_text(*s.kernel_size) : "unknown");
    add("Answers", s.round_trip ? "within " + in_milliseconds(*s.round_trip) : "none");
    add("Escape", escape_text(s));
    add("Keyboard", keyboard_text(s));
    if (!s.terminal.answered())
        return all;
    add("Mouse", mode_text(s, 1006));
    add("Bracketed paste", mode_text(s, 2004));
    add("Focus reports", mode_text(s, 1004));
    add("Resize reports", mode_text(s, 2048));
    add("Color scheme", mode_text(s, 2031));
    add("Synchronized output", mode_text(s, 2026));
    add("Colors",
        fmt::format("text {}, background {}", color_text(s.foreground), color_text(s.background)));
    return all;
}

std::vector<finding> findings_of(const symptoms& s)
{
    std::vector<finding> all;
    look_at_descriptors(s, all);
    look_at_term(s, all);
    look_at_answers(s, all);
    look_at_leftovers(s, all);
    look_at_text(s, all);
    look_at_size(s, all);
    look_at_safety(s, all);
    return all;
}

} // namespace cotty::tool
