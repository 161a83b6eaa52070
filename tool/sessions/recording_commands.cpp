// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/recording_commands.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>
#include <system_error>
#include <vector>

namespace cotty::tool {
namespace {

/// What both have.
void add_places(CLI::App& app, std::string& file, std::vector<std::string>& command,
                const char* command_help)
{
    app.add_option("FILE", file, "The recording, asciicast v2")->required()->type_name("");
    app.add_option("COMMAND", command, command_help)->type_name("");
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

command add_record(CLI::App& app, record_options& options)
{
    CLI::App* const record = add_subcommand(
        app, "record", "Runs a program and keeps what is typed, what it writes, and when");
    add_places(*record, options.file, options.command,
               "What to run, behind --, with its arguments; the shell if it is left out");
    record->add_flag("--force", options.force, "Replace the file if there is one");
    return {.app = record,
            .paragraphs = {"What you type is in the file, passwords too. It ends when the program "
                           "does."},
            .examples = {{"cotty record session.cast", "Your shell, until you leave it"},
                         {"cotty record s.cast -- vi notes", "Another program"}},
            .statuses = {{"N", "The program's; 128 + the signal that ended it"},
                         {"126, 127", "The program cannot be run; there is no such program"},
                         {"2", "A mistake on the command line or with the file"}},
            .document = "record.md",
            .run = [&options] { return run_record(options); }};
}

command add_replay(CLI::App& app, replay_command_options& options)
{
    CLI::App* const replay = add_subcommand(
        app, "replay", "Types what was recorded to a program, or prints what it means as JSON");
    add_places(
        *replay, options.file, options.command,
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
    return {.app = replay,
            .examples = {{"cotty replay session.cast", "What was typed, an event a line"},
                         {"cotty replay s.cast -- vi notes", "Typed once more"}},
            .statuses = {{"N", "The program's; without one 0"},
                         {"126, 127", "The program cannot be run; there is no such program"},
                         {"2", "A mistake on the command line or in the file"}},
            .document = "record.md",
            .run = [&options] { return run_replay(options); }};
}

} // namespace cotty::tool
