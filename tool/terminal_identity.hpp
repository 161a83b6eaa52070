// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/features.hpp>
#include <cotty/reply.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cotty::tool {

/// Asked for alone it is the last answer to all that was asked before: DA1, which every terminal
/// answers that answers at all.
inline constexpr std::string_view last_question = "\x1b[c";

/// What a terminal says about itself. No I/O and no clock.
class terminal_identity {
public:
    /// XTVERSION, the kitty keyboard protocol, the modes of `features` (DECRQM), and
    /// last_question.
    [[nodiscard]] static std::string questions();

    void hear(const reply& r);

    /// Whether the last question has been answered.
    [[nodiscard]] bool is_complete() const noexcept { return attributes_.has_value(); }

    /// Nothing where it has not told. Untrusted bytes.
    [[nodiscard]] const std::optional<std::string>& version() const noexcept { return version_; }
    [[nodiscard]] const std::optional<std::string>& attributes() const noexcept
    {
        return attributes_;
    }
    [[nodiscard]] std::optional<std::uint32_t> kitty_flags() const noexcept { return kitty_flags_; }

    /// What DECRQM said, by the number of the mode: 0 not known, 1 set, 2 reset, 3 and 4 the same
    /// for ever.
    [[nodiscard]] const std::map<std::uint32_t, std::uint32_t>& modes() const noexcept
    {
        return modes_;
    }

    /// All that can be switched on and does no harm where it is not known.
    [[nodiscard]] features offered() const;

private:
    [[nodiscard]] bool has(std::uint32_t mode) const;
    [[nodiscard]] bool refuses(std::uint32_t mode) const;

    std::optional<std::string> version_;
    std::optional<std::string> attributes_;
    std::optional<std::uint32_t> kitty_flags_;
    std::map<std::uint32_t, std::uint32_t> modes_;
};

} // namespace cotty::tool
