// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/command_line.hpp"

#include "command_line/help.hpp"
#include "command_line/nearest.hpp"
#include "decode/decode_command.hpp"
#include "doctor/doctor_command.hpp"
#include "keys/keys_command.hpp"
#include "pressed_keys/pressed_keys_command.hpp"
#include "sessions/recording_commands.hpp"
#include "shared/complain.hpp"

#include <cotty/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace cotty::tool {
namespace {

/// The names of all options that are not places.
std::vector<std::string> option_names(const command& c)
{
    std::vector<std::string> all;
    for (const option_group& group : options_of(c))
        for (const option_row& row : group.rows)
            for (const std::string& name : row.names)
                if (name.starts_with('-'))
                    all.push_back(name);
    return all;
}

} // namespace

command_line::command_line()
    : app_("Prints once a second which keys you pressed.", "cotty"),
      main_(add_pressed_keys(app_, pressed_keys_))
{
    app_.set_help_flag("--help,-h", "Print this help");
    app_.set_version_flag("--version,-V", fmt::format("cotty {}", cotty::version),
                          "Print the version");
    app_.require_subcommand(0, 1); // so that `help keys` is no two commands
    commands_.push_back(add_keys(app_, keys_));
    commands_.push_back(add_decode(app_, decode_));
    commands_.push_back(add_doctor(app_, doctor_));
    commands_.push_back(add_record(app_, record_));
    commands_.push_back(add_replay(app_, replay_));
    CLI::App* const topics = add_subcommand(app_, "help", "Explains a command and its options");
    topics->add_option("COMMAND", topic_, "What to explain; all of them if it is left out")
        ->type_name("");
    commands_.push_back({.app = topics, .run = [this] { return help(); }});
}

std::vector<std::string> command_line::names() const
{
    std::vector<std::string> all;
    for (const command& c : commands_)
        all.push_back(c.app->get_name());
    return all;
}

const command& command_line::chosen() const
{
    const auto found = std::find_if(commands_.begin(), commands_.end(),
                                    [](const command& c) { return c.app->parsed(); });
    return found == commands_.end() ? main_ : *found;
}

int command_line::print_help(const command& c) const
{
    const bool is_main = &c == &main_;
    fmt::print("{}", help_text(c, is_main ? commands_ : std::vector<command>(),
                               style(has_style(STDOUT_FILENO))));
    return 0;
}

int command_line::help()
{
    if (topic_.empty() || topic_ == "cotty")
        return print_help(main_);
    for (const command& c : commands_)
        if (c.app->get_name() == topic_)
            return print_help(c);
    return complain(fmt::format("there is no command '{}'{} (cotty help lists them)", topic_,
                                did_you_mean(topic_, names())),
                    2);
}

/// What is wrong with the command line, and what was probably meant.
std::string command_line::explanation(const CLI::ParseError& e) const
{
    const command& c = chosen();
    const auto rest = c.app->remaining();
    const auto* const extras = dynamic_cast<const CLI::ExtrasError*>(&e);
    if (extras == nullptr || rest.empty())
        return e.what();
    const std::string word = rest.front().substr(0, rest.front().find('='));
    if (word.starts_with('-'))
        return fmt::format("{} has no option {}{}", name_of(c), word,
                           did_you_mean(word, option_names(c)));
    if (&c == &main_)
        return fmt::format("there is no command '{}'{}", word, did_you_mean(word, names()));
    return fmt::format("{} does not know what to do with '{}'", name_of(c), word);
}

int command_line::run(int argc, char** argv)
{
    try {
        app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return print_help(chosen());
    } catch (const CLI::Success& e) {
        return app_.exit(e); // --version
    } catch (const CLI::ParseError& e) {
        return complain(
            fmt::format("{} ({} --help lists the options)", explanation(e), name_of(chosen())), 2);
    }
    return chosen().run();
}

} // namespace cotty::tool
