// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/capabilities.hpp>
#include <cotty/event.hpp>
#include <cotty/query.hpp>
#include <cotty/terminal_options.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cotty::tool {

/// What `cotty doctor` has found out.
struct symptoms {
    /// Of TERM, TMUX, STY, LC_ALL, LC_CTYPE, LANG those that are set.
    std::map<std::string, std::string> environment;

    bool input_is_terminal = false;
    bool in_foreground = true;

    /// The terminal's settings when the doctor came.
    bool edits_lines = true;
    bool echoes = true;
    bool knows_utf8 = true;
    bool may_be_typed_into = false; // by any program that has it: TIOCSTI

    std::optional<window_size> kernel_size; // nothing where it says 0
    std::optional<window_size> own_size;    // what the terminal says itself

    capabilities terminal;
    std::map<std::uint32_t, query::mode_state> left_on; // modes that programs switch on and off
    std::optional<query::rgb> foreground;
    std::optional<query::rgb> background;
    std::optional<std::chrono::microseconds> round_trip;
    escape_decision escape = escape_decision::timeout;
};

/// The modes that are asked for `symptoms::left_on`.
[[nodiscard]] const std::vector<std::uint32_t>& modes_to_look_at();

/// Something that a person should know, and what can be done about it.
struct finding {
    std::string what;
    std::string remedy;
    /// Whether this terminal is not as it should be; otherwise it is as good as it is, or it is up
    /// to the whole machine.
    bool needs_doing = true;
};

/// A line of the report: `Mouse`, `yes`.
struct fact {
    std::string name;
    std::string value;
};

[[nodiscard]] std::vector<fact> facts_of(const symptoms& s);
[[nodiscard]] std::vector<finding> findings_of(const symptoms& s);

} // namespace cotty::tool
