// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decode/decode.hpp"
#include "decode/hex.hpp"
#include "doctor/doctor.hpp"
#include "keys/keys_command.hpp"
#include "pressed_keys/duration.hpp"
#include "pressed_keys/pressed_keys.hpp"
#include "sessions/recording_commands.hpp"

#include <cotty/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

using cotty::tool::decode_options;
using cotty::tool::keys_options;
using cotty::tool::pressed_keys_options;
using cotty::tool::record_options;
using cotty::tool::replay_command_options;

void add_options(CLI::App& app, pressed_keys_options& options)
{
    app.add_option_function<std::string>(
           "--interval",
           [&options](const std::string& text) {
               const auto d = cotty::tool::parse_duration(text);
               if (!d)
                   throw CLI::ValidationError(
                       "--interval", fmt::format("'{}' is no duration; write a number and its "
                                                 "unit, such as 250ms, 1s or 2m (at most 24h)",
                                                 text));
               options.interval = *d;
           },
           "How often to print a line: a number with the unit ms, s, m or h")
        ->type_name("DURATION")
        ->default_str("1s");
    app.add_option_function<std::string>(
           "--count",
           [&options](const std::string& text) {
               // Not left to CLI11, for which -1 is a large number.
               const char* const end = text.data() + text.size();
               const auto [rest, error] = std::from_chars(text.data(), end, options.count);
               if (error != std::errc() || rest != end || options.count == 0)
                   throw CLI::ValidationError(
                       "--count",
                       fmt::format("'{}' is not a number of lines; write 1 or more", text));
           },
           "Stop after this many lines")
        ->type_name("N");
}

/// `decode`, to which the options in front of it say nothing.
CLI::App* add_decode(CLI::App& app, decode_options& options)
{
    CLI::App* decode = app.add_subcommand(
        "decode", "Prints what the bytes mean that a terminal sends, an event a line, as JSON");
    decode->footer(
        "Of several words the first is the default. The bytes come from a pipe or a file;\n"
        "what they leave undecided is decided by their end, not by time.\n"
        "docs/decode.md explains fields and options.");
    decode->set_help_flag("--help,-h", "Print this help");
    decode
        ->add_option_function<std::string>(
            "--hex",
            [&options](const std::string& text) {
                try {
                    options.bytes = cotty::tool::parse_hex(text);
                } catch (const std::invalid_argument& e) {
                    throw CLI::ValidationError("--hex", e.what());
                }
            },
            "Decode these bytes instead, such as \"1b 5b 41\"")
        ->type_name("BYTES");
    cotty::tool::add_decoder_flags(*decode, options.how);
    for (CLI::Option* option : app.get_options())
        if (option->get_name() != "--help" && option->get_name() != "--version")
            decode->excludes(option);
    return decode;
}

int run(int argc, char** argv)
{
    CLI::App app(
        "Prints once a second which keys you pressed. Ctrl-C ends it, Ctrl-Z suspends it.\n"
        "Keys may also come from a pipe or a file: printf hello | cotty",
        "cotty");
    app.set_help_flag("--help,-h", "Print this help");
    app.set_version_flag("--version", fmt::format("cotty {}", cotty::version), "Print the version");
    pressed_keys_options options;
    add_options(app, options);
    decode_options bytes;
    const CLI::App* const decode = add_decode(app, bytes);
    keys_options inspected;
    const CLI::App* const keys = cotty::tool::add_keys(app, inspected);
    cotty::tool::doctor_options examined;
    const CLI::App* const doctor = cotty::tool::add_doctor(app, examined);
    record_options recorded;
    const CLI::App* const record = cotty::tool::add_record(app, recorded);
    replay_command_options replayed;
    const CLI::App* const replay = cotty::tool::add_replay(app, replayed);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        return app.exit(e); // --help, --version
    } catch (const CLI::ParseError& e) {
        fmt::print(stderr, "cotty: {} (cotty{} --help lists the options)\n", e.what(),
                   decode->parsed()   ? " decode"
                   : keys->parsed()   ? " keys"
                   : doctor->parsed() ? " doctor"
                   : record->parsed() ? " record"
                   : replay->parsed() ? " replay"
                                      : "");
        return 2;
    }
    // A reader of the output that goes away is an error of writing, not a reason to be killed.
    std::signal(SIGPIPE, SIG_IGN);
    return decode->parsed()   ? run_decode(bytes)
           : keys->parsed()   ? run_keys(inspected)
           : doctor->parsed() ? run_doctor(examined)
           : record->parsed() ? run_record(recorded)
           : replay->parsed() ? run_replay(replayed)
                              : run_pressed_keys(options);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::exception& e) {
        fmt::print(stderr, "cotty: {}\n", e.what());
        return 1;
    }
}
