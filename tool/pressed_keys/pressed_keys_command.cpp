// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "pressed_keys/pressed_keys_command.hpp"

#include "pressed_keys/duration.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace cotty::tool {
namespace {

void read_interval(const std::string& text, pressed_keys_options& options)
{
    const auto d = parse_duration(text);
    if (!d)
        throw CLI::ValidationError("--interval",
                                   fmt::format("'{}' is no duration; write a number and its unit, "
                                               "such as 250ms, 1s or 2m (at most 24h)",
                                               text));
    options.interval = *d;
}

void read_count(const std::string& text, pressed_keys_options& options)
{
    // Not left to CLI11, for which -1 is a large number.
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, options.count);
    if (error != std::errc() || rest != end || options.count == 0)
        throw CLI::ValidationError(
            "--count", fmt::format("'{}' is not a number of lines; write 1 or more", text));
}

} // namespace

command add_pressed_keys(CLI::App& app, pressed_keys_options& options)
{
    app.add_option_function<std::string>(
           "--interval", [&options](const std::string& text) { read_interval(text, options); },
           "How often to print a line: a number with the unit ms, s, m or h")
        ->type_name("DURATION")
        ->default_str("1s");
    app.add_option_function<std::string>(
           "--count", [&options](const std::string& text) { read_count(text, options); },
           "Stop after this many lines")
        ->type_name("N");
    return {
        .app = &app,
        .paragraphs = {"Ctrl-C ends it, Ctrl-Z suspends it. Keys may also come from a pipe or a "
                       "file; it ends with them."},
        .examples = {{"cotty --interval 250ms", "Print four times a second"},
                     {"printf hello | cotty", "Read keys from a pipe"},
                     {"cotty keys", "See what your terminal sends"}},
        .statuses = {{"0", "Ctrl-C, the end of the input or of --count, or nobody reads what is "
                           "printed"},
                     {"1", "The keys cannot be read, or the lines cannot be printed"},
                     {"2", "A mistake on the command line, or there is no input"}},
        .document = "README.md",
        .run = [&options] { return run_pressed_keys(options); }};
}

} // namespace cotty::tool
