// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace cotty::tool {
namespace {

constexpr std::string_view made_by = "made from the table behind cotty --help";

bool is_place(const option_row& row)
{
    return !row.names.front().starts_with('-');
}

std::vector<option_row> rows_of(const command& c)
{
    std::vector<option_row> all;
    for (const option_group& group : options_of(c))
        for (const option_row& row : group.rows)
            all.push_back(row);
    return all;
}

std::vector<std::string> command_names(const std::vector<command>& commands)
{
    std::vector<std::string> names;
    for (const command& c : commands)
        names.push_back(c.app->get_name());
    return names;
}

/// Within single quotes: those of bash and zsh end for a quote, fish's do not.
std::string quoted(std::string_view text, std::string_view quote)
{
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += quote;
        else
            out += c;
    }
    return out + '\'';
}

// ---- bash ----

/// The case of `$previous` that tells what stands behind an option.
std::string bash_values(const command& c, const std::vector<std::string>& commands)
{
    std::string out;
    std::string places;
    for (const option_row& row : rows_of(c)) {
        const auto words = words_of(row);
        std::string action = row.is_file     ? "_cotty_files \"$current\""
                             : words.empty() ? "COMPREPLY=()"
                                             : fmt::format("COMPREPLY=($(compgen -W '{}' -- "
                                                           "\"$current\"))",
                                                           fmt::join(words, " "));
        if (is_place(row) && row.is_file)
            places = action;
        else if (is_place(row) && c.app->get_name() == "help")
            places = fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))",
                                 fmt::join(commands, " "));
        else if (!is_place(row) && !row.value.empty())
            out +=
                fmt::format("        {}:{}) {}; return ;;\n", c.app->get_name(),
                            fmt::join(row.names, fmt::format("|{}:", c.app->get_name())), action);
    }
    if (!places.empty())
        out += fmt::format("        {}:*) [[ $current == -* ]] || {{ {}; return; }} ;;\n",
                           c.app->get_name(), places);
    return out;
}

std::string bash_names(const command& c)
{
    std::vector<std::string> names;
    for (const option_row& row : rows_of(c))
        if (!is_place(row))
            names.insert(names.end(), row.names.begin(), row.names.end());
    return fmt::format("        {}) words='{}' ;;\n", c.app->get_name(), fmt::join(names, " "));
}

// ---- zsh ----

/// A description within the brackets of _arguments.
std::string zsh_text(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

std::string zsh_arguments(const command& c, const std::vector<std::string>& commands)
{
    std::string out = "_arguments -s";
    for (const option_row& row : rows_of(c)) {
        std::string action;
        if (const auto words = words_of(row); !words.empty())
            action = fmt::format(":{}:({})", "word", fmt::join(words, " "));
        else if (row.is_file)
            action = ":file:_files";
        else if (!row.value.empty())
            action = fmt::format(":{}: ", zsh_text(row.value));
        if (!is_place(row)) {
            for (const std::string& name : row.names)
                out += " \\\n            " +
                       quoted(fmt::format("{}[{}]{}", name, zsh_text(row.help), action), "'\\''");
        } else if (row.is_file) {
            out += " \\\n            '1:file:_files'";
        } else if (c.app->get_name() == "help") {
            out += fmt::format(" \\\n            '1:command:({})'", fmt::join(commands, " "));
        } else {
            out += " \\\n            '*:::command:_normal'";
        }
    }
    return out;
}

} // namespace

std::string bash_completion(const command& main, const std::vector<command>& others)
{
    const auto commands = command_names(others);
    std::string values = bash_values(main, commands);
    std::string names = bash_names(main);
    for (const command& c : others) {
        values += bash_values(c, commands);
        names += bash_names(c);
    }
    return fmt::format(R"(# bash completion for cotty, {made_by}
_cotty_files()
{{
    mapfile -t COMPREPLY < <(compgen -f -- "$1")
    compopt -o filenames 2>/dev/null
}}
_cotty()
{{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
    local command=cotty words= i
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case ${{COMP_WORDS[i]}} in
        --) compopt -o default 2>/dev/null; return ;;
        {commands}) command=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    for ((++i; i < COMP_CWORD; ++i)); do
        [[ ${{COMP_WORDS[i]}} == -- ]] && {{ compopt -o default 2>/dev/null; return; }}
    done
    case $command:$previous in
{values}    esac
    case $command in
{names}    esac
    [[ $command == cotty && $current != -* ]] && words='{all}'
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -F _cotty cotty
)",
                       fmt::arg("made_by", made_by),
                       fmt::arg("commands", fmt::to_string(fmt::join(commands, "|"))),
                       fmt::arg("values", values), fmt::arg("names", names),
                       fmt::arg("all", fmt::to_string(fmt::join(commands, " "))));
}

std::string zsh_completion(const command& main, const std::vector<command>& others)
{
    const auto commands = command_names(others);
    std::string out = fmt::format("#compdef cotty\n# {}\n\n_cotty()\n{{\n    local -a commands\n"
                                  "    commands=(\n",
                                  made_by);
    for (const command& c : others)
        out += "        " +
               quoted(fmt::format("{}:{}", c.app->get_name(), zsh_text(c.app->get_description())),
                      "'\\''") +
               '\n';
    out += "    )\n    local context state state_descr line\n    typeset -A opt_args\n    " +
           zsh_arguments(main, commands) +
           " \\\n            '1:command:->command' '*::argument:->argument'\n"
           "    case $state in\n    command) _describe command commands ;;\n"
           "    argument)\n        case $line[1] in\n";
    for (const command& c : others)
        out += fmt::format("        {}) {} ;;\n", c.app->get_name(), zsh_arguments(c, commands));
    return out + "        esac ;;\n    esac\n}\n\n_cotty \"$@\"\n";
}

std::string fish_completion(const command& main, const std::vector<command>& others)
{
    const auto commands = command_names(others);
    const std::string all = fmt::to_string(fmt::join(commands, " "));
    std::string out = fmt::format("# {}\ncomplete -c cotty -f\n", made_by);
    for (const command& c : others)
        out += fmt::format("complete -c cotty -n '__fish_use_subcommand' -a {} -d {}\n",
                           c.app->get_name(), quoted(c.app->get_description(), "\\'"));
    const auto add = [&](const command& c, const std::string& condition) {
        for (const option_row& row : rows_of(c)) {
            const auto words = words_of(row);
            std::string line = fmt::format("complete -c cotty -n '{}'", condition);
            for (const std::string& name : row.names)
                if (name.starts_with("--"))
                    line += " -l " + name.substr(2);
                else if (name.starts_with('-'))
                    line += " -s " + name.substr(1);
            if (is_place(row) && row.is_file)
                line += " -F";
            else if (is_place(row) && c.app->get_name() == "help")
                line += fmt::format(" -a '{}'", all);
            else if (is_place(row))
                line += " -a '(__fish_complete_subcommand --commandline)'";
            else if (row.is_file)
                line += " -r -F";
            else if (!words.empty())
                line += fmt::format(" -x -a '{}'", fmt::join(words, " "));
            else if (!row.value.empty())
                line += " -x";
            out += line + " -d " + quoted(row.help, "\\'") + '\n';
        }
    };
    add(main, "__fish_use_subcommand");
    for (const command& c : others)
        add(c, "__fish_seen_subcommand_from " + c.app->get_name());
    return out;
}

} // namespace cotty::tool
