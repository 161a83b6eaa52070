// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "keys/keys_command.hpp"

#include <fmt/format.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cotty::tool {
namespace {

/// An option that takes names of features, separated by commas.
void add_names(CLI::App& app, const std::string& name, const std::string& help,
               const std::function<void(std::string_view)>& use)
{
    app.add_option_function<std::vector<std::string>>(
           name,
           [name, use](const std::vector<std::string>& features) {
               try {
                   for (const std::string& f : features)
                       use(f);
               } catch (const std::invalid_argument& e) {
                   throw CLI::ValidationError(name, e.what());
               }
           },
           help)
        ->delimiter(',')
        ->take_all()
        ->expected(1, -1)
        ->type_name("LIST");
}

/// As they stand on a command line.
std::vector<std::string> given(const CLI::App& app)
{
    std::vector<std::string> words;
    for (const CLI::Option* option : app.get_options()) {
        if (option->count() == 0 || option->get_name() == "--help")
            continue;
        words.push_back(option->get_name());
        if (option->get_expected() > 0)
            words.push_back(option->results().back());
    }
    return words;
}

} // namespace

command add_keys(CLI::App& app, keys_options& options)
{
    CLI::App* const keys = add_subcommand(
        app, "keys", "Shows for each event what the terminal sent and what that means");
    keys->add_flag_callback(
        "--plain", [&options] { options.choice.refuse_all(); },
        "Switch nothing on, but what --with says");
    add_names(*keys, "--with", "Switch these features on, whether they are offered or not",
              [&options](std::string_view name) { options.choice.want(name); });
    add_names(*keys, "--without", "Do not switch these features on",
              [&options](std::string_view name) { options.choice.refuse(name); });
    keys->add_flag("--json", options.json, "Print events as cotty decode does");
    keys->add_option("--save", options.save,
                     "Also write a report to this file, which can become a test. What you type is "
                     "in it: no passwords")
        ->type_name("FILE");
    CLI::App* group = keys->add_option_group("Decoding", "How bytes become events");
    add_decoder_flags(*group, options.how);
    keys->final_callback([group, &options] { options.decoding_flags = given(*group); });
    return {
        .app = keys,
        .paragraphs = {"Ctrl-C twice or Escape thrice leaves. What the terminal offers is "
                       "switched on as far as it does no harm.",
                       "Features: " + feature_names()},
        .examples = {{"cotty keys --with mouse=all", "Movements without a button, too"},
                     {"cotty keys --save report", "A file for a bug report"},
                     {"printf '\\033[A' | cotty keys", "Show what is in a pipe"}},
        .statuses = {{"0", "Somebody has left it, the input has ended, or nobody reads what is "
                           "printed"},
                     {"1", "The keys cannot be read, or the events cannot be printed"},
                     {"2", "A mistake on the command line, no input, or a report that cannot be "
                           "written"}},
        .document = "keys.md",
        .run = [&options] { return run_keys(options); }};
}

} // namespace cotty::tool
