// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "support/paths.hpp"

#include "decoded.hpp"
#include "losses.hpp"
#include "pressed.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotty::recordings {

/// Says of every key of recordings whether it came out as what was pressed, or as a loss that
/// docs/terminals.md tells of. What it finds wrong is a failure of the running test.
class key_judge {
public:
    explicit key_judge(const std::vector<recording>& all);

    /// Judges them all.
    void all();

    [[nodiscard]] std::size_t wrong() const { return wrong_; }
    [[nodiscard]] std::size_t lines() const { return lines_; }
    [[nodiscard]] std::size_t lost() const { return lost_; }
    [[nodiscard]] const losses& table() const { return losses_; }
    /// Indices of the rows of the table that explained a loss.
    [[nodiscard]] const std::set<std::size_t>& used() const { return used_; }

private:
    static constexpr std::size_t shown = 40; // failures

    /// Remembers what the bytes of a line mean.
    void learn(const recording& r, const recorded& line);

    void keys(const recording& r);
    void complain(const recording& r, const recorded& line, const std::string& what);

    /// One key's presses; several names where the press arrived as several keys.
    void press(const recording& r, const recorded& line, const chord& wanted,
               const std::string& arrived, std::string_view bytes);

    /// These bytes are what `arrived` sends, here or on another terminal; or they are another key's
    /// as well; or they spell out what arrived.
    [[nodiscard]] bool is_truly_lost(const recording& r, const chord& wanted,
                                     const std::string& arrived, std::string_view bytes) const;

    void all_presses(const recording& r, const recorded& line, const std::vector<chord>& wanted,
                     const events& got);

    /// The kitty protocol: presses and releases, of the modifiers too, as far as they were asked
    /// for.
    void presses_and_releases(const recording& r, const recorded& line,
                              const std::vector<chord>& wanted, const events& got);

    /// Presses, repetitions and releases that were recorded apart.
    void phases(const recording& r);

    void modifier_phase(const recording& r, const recorded& line, const chord& wanted,
                        std::string_view word, key_action action, const events& got);

    void key_phase(const recording& r, const recorded& line, const chord& wanted, key_action action,
                   const events& got);

    /// What it types, and where it stands on a US keyboard.
    void text(const recording& r, const recorded& line, const chord& wanted, const key& k);

    const std::vector<recording>& all_;
    losses losses_{std::filesystem::path(COTTY_SOURCE_DIR) / "docs" / "terminals.md"};
    std::set<std::pair<std::string, std::string>> meanings_; // bytes, and the key they really are
    std::map<std::pair<std::string, std::string>, std::set<reading>> senders_;
    std::set<std::size_t> used_;
    std::size_t wrong_ = 0;
    std::size_t lines_ = 0;
    std::size_t lost_ = 0;
};

} // namespace cotty::recordings
