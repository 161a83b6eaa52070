// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "page_table.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace cotty::recordings {
namespace {

using texts = std::vector<std::string>;

std::string_view trimmed(std::string_view s)
{
    const std::size_t first = s.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return s.substr(first, s.find_last_not_of(' ') - first + 1);
}

texts cells_of(std::string_view line)
{
    texts out;
    std::string cell;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|')
            cell += line[++i];
        else if (line[i] == '|')
            out.emplace_back(trimmed(std::exchange(cell, {})));
        else
            cell += line[i];
    }
    return out;
}

} // namespace

std::vector<page_row> read_table(const std::filesystem::path& page, std::string_view first_column)
{
    std::ifstream in(page);
    if (!in)
        throw std::runtime_error("cannot read " + page.string());
    std::vector<page_row> out;
    std::string text;
    bool inside = false;
    for (std::size_t line = 1; std::getline(in, text); ++line) {
        texts cells = text.starts_with('|') ? cells_of(text) : texts();
        if (cells.size() < 4)
            inside = false;
        else if (cells[0] == first_column)
            inside = true;
        else if (inside && !cells[0].starts_with("--"))
            out.push_back({line, std::move(cells)});
    }
    return out;
}

texts code_spans(std::string_view cell)
{
    texts out;
    for (;;) {
        const std::size_t start = cell.find('`');
        if (start == std::string_view::npos)
            return out;
        const std::size_t inside = cell.find_first_not_of('`', start);
        const std::string fence(inside - start, '`');
        const std::size_t end = cell.find(fence, inside);
        if (end == std::string_view::npos)
            throw std::runtime_error("an open code span: " + std::string(cell));
        out.emplace_back(trimmed(cell.substr(inside, end - inside)));
        cell.remove_prefix(end + fence.size());
    }
}

bool matches(std::string_view pattern, std::string_view text)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == text;
    if (!text.starts_with(pattern.substr(0, star)))
        return false;
    for (std::size_t i = star; i <= text.size(); ++i)
        if (matches(pattern.substr(star + 1), text.substr(i)))
            return true;
    return false;
}

place_list::place_list(std::string_view text)
{
    const std::size_t but = text.find("all but ");
    positive_ = but != 0;
    if (!positive_)
        text.remove_prefix(8);
    while (!text.empty()) {
        const std::size_t open = text.find('[');
        std::size_t comma = text.find(',');
        std::string_view modes = "*";
        std::string_view terminal = text.substr(0, std::min(open, comma));
        if (open != std::string_view::npos && open < comma) {
            const std::size_t close = text.find(']');
            modes = text.substr(open + 1, close - open - 1);
            comma = text.find(',', close);
        }
        places_.emplace_back(trimmed(terminal), trimmed(modes));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
}

bool place_list::holds(const recording& r) const
{
    const auto mode_matches = [&](std::string_view modes) {
        while (!modes.empty()) {
            const std::size_t space = std::min(modes.find(' '), modes.size());
            if (matches(modes.substr(0, space), r.mode))
                return true;
            modes.remove_prefix(std::min(space + 1, modes.size()));
        }
        return false;
    };
    const bool named = std::any_of(places_.begin(), places_.end(), [&](const auto& place) {
        return (place.first == "all" || matches(place.first, r.terminal)) &&
               mode_matches(place.second);
    });
    return named == positive_;
}

} // namespace cotty::recordings
