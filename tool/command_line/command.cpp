// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/command.hpp"

#include <algorithm>
#include <sstream>

namespace cotty::tool {
namespace {

option_row row_of(const CLI::Option& option)
{
    option_row row;
    if (option.get_positional()) {
        row.names.push_back(option.get_name(true, false));
    } else {
        for (const std::string& name : option.get_snames())
            row.names.push_back('-' + name);
        for (const std::string& name : option.get_lnames())
            row.names.push_back("--" + name);
        if (option.get_items_expected_max() > 0)
            row.value = option.get_type_name();
    }
    row.fallback = option.get_default_str();
    row.help = option.get_description();
    row.is_file = row.value == "FILE" || row.names.front() == "FILE";
    return row;
}

void append_groups(const CLI::App& app, const std::string& heading, std::vector<option_group>& all)
{
    const bool is_command = !app.get_name().empty(); // groups inherit the option --help
    option_group places{"Arguments", {}};
    option_group others{heading, {}};
    for (const CLI::Option* option : app.get_options())
        if (!option->get_group().empty() && (is_command || option != app.get_help_ptr()))
            (option->get_positional() ? places : others).rows.push_back(row_of(*option));
    for (option_group* group : {&places, &others})
        if (!group->rows.empty())
            all.push_back(std::move(*group));
    for (const CLI::App* inner : app.get_subcommands(
             [](const CLI::App* a) { return a->get_name().empty() && !a->get_group().empty(); }))
        append_groups(*inner, inner->get_group(), all);
}

} // namespace

std::string name_of(const command& c)
{
    const CLI::App* const parent = c.app->get_parent();
    return parent == nullptr ? c.app->get_name() : parent->get_name() + ' ' + c.app->get_name();
}

std::vector<option_group> options_of(const command& c)
{
    std::vector<option_group> all;
    append_groups(*c.app, "Options", all);
    return all;
}

std::vector<std::string> words_of(const option_row& row)
{
    std::vector<std::string> words;
    if (row.value.find('|') == std::string::npos)
        return words;
    std::istringstream text(row.value);
    for (std::string word; std::getline(text, word, '|');)
        words.push_back(word);
    return words;
}

CLI::App* add_subcommand(CLI::App& app, const std::string& name, const std::string& summary)
{
    CLI::App* sub = app.add_subcommand(name, summary);
    sub->set_help_flag("--help,-h", "Print this help");
    for (CLI::Option* option : app.get_options())
        if (option != app.get_help_ptr() && option->get_name() != "--version")
            sub->excludes(option);
    return sub;
}

} // namespace cotty::tool
