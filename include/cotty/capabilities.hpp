// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/features.hpp>
#include <cotty/query.hpp>
#include <cotty/reply.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cotty {

/// What a terminal says about itself when it is asked everything at once: XTVERSION, the kitty
/// keyboard protocol, the modes behind `features` and a few that output wants (DECRQM), and last
/// its primary attributes, which all terminals answer that answer at all.
class capabilities {
public:
    /// What is asked, without the last.
    [[nodiscard]] static std::string questions();

    /// Takes an answer in; false if it is none of these.
    bool hear(const reply& r);

    /// Whether the terminal has answered, the last question too. If not, nothing is known.
    [[nodiscard]] bool answered() const noexcept { return attributes_.has_value(); }

    /// The numbers of the primary attributes; empty where it has not told.
    [[nodiscard]] std::vector<std::uint32_t> attributes() const;

    /// The name and version. Untrusted bytes.
    [[nodiscard]] const std::optional<std::string>& version() const noexcept { return version_; }

    /// The kitty keyboard protocol's flags that are on; nothing if it is not there.
    [[nodiscard]] std::optional<std::uint8_t> keyboard_flags() const noexcept
    {
        return keyboard_flags_;
    }

    /// What DECRQM said of the DEC private modes that were asked for, by their numbers; empty for a
    /// terminal that does not know DECRQM.
    [[nodiscard]] const std::map<std::uint32_t, query::mode_state>& modes() const noexcept
    {
        return modes_;
    }

    /// Whether it said that it knows a mode and lets it be switched on.
    [[nodiscard]] bool has_mode(std::uint32_t number) const;

    /// Whether it said that it does not. Terminals without DECRQM do not say.
    [[nodiscard]] bool refuses_mode(std::uint32_t number) const;

    /// Synchronized output (mode 2026): what is written between its switching on and off appears at
    /// once (https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036).
    [[nodiscard]] bool synchronized_output() const { return has_mode(2026); }

    /// All features that can be switched on and do no harm where they are not known: for
    /// `terminal::enable`.
    [[nodiscard]] features offered() const;

private:
    std::optional<std::string> version_;
    std::optional<std::string> attributes_;
    std::optional<std::uint8_t> keyboard_flags_;
    std::map<std::uint32_t, query::mode_state> modes_;
};

namespace query {

/// All that `capabilities` hold, in one go.
struct everything {
    using result_type = capabilities;
    [[nodiscard]] std::string question() const { return capabilities::questions(); }
    bool hear(const reply& r, std::optional<capabilities>& result) const
    {
        if (!result)
            result.emplace();
        return result->hear(r);
    }
    static bool is_complete(const capabilities& c) { return c.answered(); }
};

} // namespace query
} // namespace cotty
