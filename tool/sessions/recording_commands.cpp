// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/recording_commands.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>
#include <system_error>
#include <vector>

namespace cotty::tool {
namespace {

/// What both have, and to which the options in front of them say nothing.
CLI::App* add_subcommand(CLI::App& app, const char* name, const char* help, std::string& file,
                         std::vector<std::string>& command, const char* command_help)
{
    CLI::App* sub = app.add_subcommand(name, help);
    sub->set_help_flag("--help,-h", "Print this help");
    sub->add_option("FILE", file, "The recording, asciicast v2")->required()->type_name("");
    sub->add_option("COMMAND", command, command_help)->type_name("");
    for (CLI::Option* option : app.get_options())
        if (option->get_name() != "--help" && option->get_name() != "--version")
            sub->excludes(option);
    return sub;
}

double speed_of(const std::string& text)
{
    double speed = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, speed, std::chars_format::fixed);
    if (error != std::errc() || rest != end || !std::isfinite(speed) || speed <= 0)
        throw CLI::ValidationError(
            "--speed", fmt::format("'{}' is no speed; write a number above 0, such as 2.5", text));
    return speed;
}

} // namespace

CLI::App* add_record(CLI::App& app, record_options& options)
{
    CLI::App* record = add_subcommand(
        app, "record", "Runs a program and keeps what is typed, what it writes, and when",
        options.file, options.command,
        "What to run, behind --, with its arguments; the shell if it is left out");
    record->add_flag("--force", options.force, "Replace the file if there is one");
    record->footer("What you type is in the file, passwords too. It ends when the program does.\n"
                   "docs/record.md tells more.");
    return record;
}

CLI::App* add_replay(CLI::App& app, replay_command_options& options)
{
    CLI::App* replay = add_subcommand(
        app, "replay", "Types what was recorded to a program, or prints what it means as JSON",
        options.file, options.command,
        "What to type it to, behind --, with its arguments; if it is left out, each event is "
        "printed");
    CLI::Option* speed =
        replay
            ->add_option_function<std::string>(
                "--speed", [&options](const std::string& text) { options.speed = speed_of(text); },
                "So many times as fast as it was")
            ->type_name("N");
    replay->add_flag("--fast", options.fast, "Make no delay longer than 100 ms")->excludes(speed);
    add_decoder_flags(*replay->add_option_group("Decoding", "How bytes become events"),
                      options.how);
    replay->footer("docs/record.md tells more.");
    return replay;
}

} // namespace cotty::tool
