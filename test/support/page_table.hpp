// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "corpus.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty::recordings {

/// A row of a table in a page of the documentation.
struct page_row {
    std::size_t line = 0; // in the page
    std::vector<std::string> cells;
};

/// The rows of those tables in a Markdown page whose first column is named so. Throws
/// std::runtime_error if the page cannot be read.
[[nodiscard]] std::vector<page_row> read_table(const std::filesystem::path& page,
                                               std::string_view first_column);

/// What stands between backticks.
[[nodiscard]] std::vector<std::string> code_spans(std::string_view cell);

/// `*` in the pattern stands for any text.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text);

/// Which recordings a row is about: `all`, `all but kitty, st`, `xterm, tmux*[mok1 mok2]`.
class place_list {
public:
    explicit place_list(std::string_view text);
    [[nodiscard]] bool holds(const recording& r) const;

private:
    bool positive_ = true;
    std::vector<std::pair<std::string, std::string>> places_; // terminal and modes
};

} // namespace cotty::recordings
