// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/man_page.hpp"

#include "command_line/help.hpp"

#include <cotty/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace cotty::tool {
namespace {

/// Text that troff shows as it is: a hyphen stays one that can be copied, and a line that begins
/// with a dot is no macro.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if (c == '^')
            out += "\\(ha";
        else if (c == '\'')
            out += "\\(aq";
        else if (c == '`')
            out += "\\(ga";
        else if (c == '~')
            out += "\\(ti";
        else
            out += c;
    }
    if (out.starts_with('.'))
        out.insert(0, "\\&");
    return out;
}

void append_section(std::string& out, std::string_view name)
{
    out += fmt::format(".SH \"{}\"\n", name);
}

void append_item(std::string& out, const std::string& left, const std::string& right)
{
    out += fmt::format(".TP\n{}\n{}\n", left, escaped(right));
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

void append_options(std::string& out, const option_group& group)
{
    append_section(out, upper(group.heading));
    for (const option_row& row : group.rows) {
        std::string left;
        for (const std::string& name : row.names)
            left += fmt::format("{}\\fB{}\\fR", left.empty() ? "" : ", ", escaped(name));
        if (!row.value.empty())
            left += fmt::format(" \\fI{}\\fR", escaped(row.value));
        append_item(out, left,
                    row.fallback.empty() ? row.help
                                         : fmt::format("{} [{}]", row.help, row.fallback));
    }
}

} // namespace

std::string page_name(const command& c)
{
    std::string name = name_of(c);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string man_page(const command& c, const std::vector<command>& others)
{
    const std::string summary = c.app->get_description();
    std::string out = fmt::format(".TH {} 1 \"\" \"cotty {}\"\n", upper(page_name(c)), version);
    append_section(out, "NAME");
    out += fmt::format("{} \\- {}\n", escaped(page_name(c)), escaped(summary));
    append_section(out, "SYNOPSIS");
    out += fmt::format("{}\n", escaped(usage_of(c)));
    if (!others.empty())
        out += fmt::format(".br\n{} COMMAND [OPTIONS]\n", escaped(name_of(c)));
    append_section(out, "DESCRIPTION");
    out += escaped(summary) + (summary.ends_with('.') ? "\n" : ".\n");
    for (const std::string& paragraph : c.paragraphs)
        out += ".PP\n" + escaped(paragraph) + '\n';
    for (const option_group& group : options_of(c))
        append_options(out, group);
    if (!others.empty())
        append_section(out, "COMMANDS");
    for (const command& other : others)
        append_item(out, "\\fB" + escaped(other.app->get_name()) + "\\fR",
                    other.app->get_description());
    if (!c.examples.empty())
        append_section(out, "EXAMPLES");
    for (const command::example& e : c.examples)
        append_item(out, "\\fB" + escaped(e.line) + "\\fR", e.meaning);
    if (!c.statuses.empty())
        append_section(out, "EXIT STATUS");
    for (const command::exit_status& e : c.statuses)
        append_item(out, escaped(e.status), e.meaning);
    append_section(out, "ENVIRONMENT");
    append_item(out, "NO_COLOR", "If it is set and not empty, nothing is bold or coloured.");
    append_section(out, "SEE ALSO");
    if (c.app->get_parent() != nullptr)
        out += ".BR cotty (1),\n";
    for (const command& other : others)
        if (!other.document.empty())
            out += fmt::format(".BR {} (1),\n", escaped(page_name(other)));
    out += escaped(fmt::format("share/doc/cotty/{}", c.document)) + '\n';
    return out;
}

} // namespace cotty::tool
