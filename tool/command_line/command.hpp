// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace cotty::tool {

/// A command of the program, and all that there is to say about it. Help, man pages and completions
/// are made of this and of the options in `app`, so that none of them knows more than the others.
struct command {
    struct example {
        std::string line;
        std::string meaning;
    };
    struct exit_status {
        std::string status;
        std::string meaning;
    };

    CLI::App* app = nullptr;
    /// What is said below the summary, a paragraph each.
    std::vector<std::string> paragraphs{};
    std::vector<example> examples{};
    std::vector<exit_status> statuses{};
    /// Its file in docs/, or nothing.
    std::string document{};
    /// Runs it, once its options are filled in; returns the program's exit status.
    std::function<int()> run{};
};

/// What the command is called: `cotty`, `cotty keys`.
[[nodiscard]] std::string name_of(const command& c);

/// An option as it is shown.
struct option_row {
    std::vector<std::string> names; // short ones first; one without dashes is a place
    std::string value;              // what stands behind it: `DURATION`, `yes|no`; or nothing
    std::string fallback;           // what holds without it; or nothing
    std::string help;
    bool is_file = false; // the value is a file's name
};

/// Options under their headings.
struct option_group {
    std::string heading;
    std::vector<option_row> rows;
};
[[nodiscard]] std::vector<option_group> options_of(const command& c);

/// All words that an option takes, if it takes words: `del`, `bs`.
[[nodiscard]] std::vector<std::string> words_of(const option_row& row);

/// Adds a subcommand, to which the options of `app` itself say nothing.
CLI::App* add_subcommand(CLI::App& app, const std::string& name, const std::string& summary);

} // namespace cotty::tool
