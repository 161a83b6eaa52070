// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/help.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace cotty::tool {
namespace {

constexpr std::size_t columns = 80;

/// Where the second column begins.
constexpr std::size_t second = 30;

/// The text between words in lines that begin at `indent`; the first is begun already, at `at`.
void append_wrapped(std::string& out, std::string_view text, std::size_t at, std::size_t indent)
{
    bool begins = true;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        const std::size_t needed = word.size() + (begins ? 0 : 1);
        if (!begins && at + needed > columns) {
            out += '\n';
            out.append(indent, ' ');
            at = indent;
            begins = true;
        }
        if (!begins) {
            out += ' ';
            ++at;
        }
        out += word;
        at += word.size();
        begins = false;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    out += '\n';
}

/// Two columns; a left one that is too long has a line of its own.
void append_row(std::string& out, std::string_view left, std::string_view right, const style& s)
{
    out += "  ";
    out += s.bold(left);
    std::size_t at = 2 + left.size();
    if (at + 2 > second) {
        out += '\n';
        at = 0;
    }
    out.append(second - at, ' ');
    append_wrapped(out, right, second, second);
}

std::string left_of(const option_row& row)
{
    std::string left = fmt::to_string(fmt::join(row.names, ", "));
    if (!row.value.empty())
        left += ' ' + row.value;
    return left;
}

std::string right_of(const option_row& row)
{
    return row.fallback.empty() ? row.help : fmt::format("{} [{}]", row.help, row.fallback);
}

} // namespace

std::string usage_of(const command& c)
{
    std::string usage = name_of(c) + " [OPTIONS]";
    for (const option_group& group : options_of(c))
        for (const option_row& row : group.rows)
            if (row.names.front()[0] != '-') {
                const bool must = c.app->get_option(row.names.front())->get_required();
                const bool behind = row.names.front() == "COMMAND" && c.app->get_name() != "help";
                const std::string place = behind ? "-- COMMAND [ARGS...]" : row.names.front();
                usage += must ? ' ' + place : " [" + place + ']';
            }
    return usage;
}

std::string help_text(const command& c, const std::vector<command>& others, const style& s)
{
    std::string out;
    append_wrapped(out, c.app->get_description(), 0, 0);
    out += fmt::format("\n{} {}\n", s.bold("Usage:"), usage_of(c));
    if (!others.empty())
        out += fmt::format("       {} COMMAND [OPTIONS]\n", name_of(c));
    for (const option_group& group : options_of(c)) {
        out += fmt::format("\n{}\n", s.bold(group.heading + ':'));
        for (const option_row& row : group.rows)
            append_row(out, left_of(row), right_of(row), s);
    }
    if (!others.empty())
        out += fmt::format("\n{}\n", s.bold("Commands:"));
    for (const command& other : others)
        append_row(out, other.app->get_name(), other.app->get_description(), s);
    for (const std::string& paragraph : c.paragraphs) {
        out += '\n';
        append_wrapped(out, paragraph, 0, 0);
    }
    if (!c.examples.empty())
        out += fmt::format("\n{}\n", s.bold("Examples:"));
    for (const command::example& e : c.examples)
        append_row(out, e.line, e.meaning, s);
    if (!c.statuses.empty())
        out += fmt::format("\n{}\n", s.bold("Exit status:"));
    for (const command::exit_status& e : c.statuses)
        append_row(out, e.status, e.meaning, s);
    if (!c.document.empty()) {
        std::string page = name_of(c);
        std::replace(page.begin(), page.end(), ' ', '-');
        out += fmt::format("\nMore: man {}, and share/doc/cotty/{}\n", page, c.document);
    }
    return out;
}

} // namespace cotty::tool
