// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "page_table.hpp"
#include "pressed.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotty::recordings {

/// What terminals cannot tell: the rows of the tables in docs/terminals.md that begin with the
/// columns `pressed`, `arrives as`, `where` and `why`. The page says what may stand in them.
class losses {
public:
    struct row {
        std::size_t line = 0; // in the page
        std::string pressed;
    };

    /// Throws std::runtime_error if a row cannot be understood.
    explicit losses(const std::filesystem::path& page);

    [[nodiscard]] const std::vector<row>& rows() const noexcept { return rows_; }

    /// Which rows, one after the other, turn one of the readings into what arrived: keys' names
    /// with a space between them, `nothing`, `a paste`, or `unknown`. Empty: it needs none.
    /// Nothing: no rows do.
    [[nodiscard]] std::optional<std::vector<std::size_t>>
    explain(const recording& where, const chord& pressed, const std::string& arrived) const;

    /// The row says itself that what arrives is no other key's: `unknown`, `nothing`, `a paste`.
    [[nodiscard]] bool is_evident(std::size_t index) const;

private:
    std::vector<row> rows_;
    struct effect;
    std::vector<std::vector<effect>> effects_; // of each row
public:
    ~losses();
    losses(const losses&) = delete;
    losses& operator=(const losses&) = delete;
};

} // namespace cotty::recordings
