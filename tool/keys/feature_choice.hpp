// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/features.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cotty::tool {

/// What somebody wants switched on, by names such as `mouse` or `kitty=5`, instead of what the
/// terminal offers.
class feature_choice {
public:
    /// \throws std::invalid_argument, with a message, if that is no feature.
    void want(std::string_view name);
    void refuse(std::string_view name);
    void refuse_all() noexcept { plain_ = true; }

    /// What is left of `offered`, and what is wanted anyway.
    [[nodiscard]] features apply(const features& offered) const;

private:
    bool plain_ = false;
    std::vector<std::string_view> refused_; // names in the table
    std::vector<std::string> wanted_;
};

/// The names of what is switched on: `kitty=31`, `mouse=drags`, `paste`.
[[nodiscard]] std::vector<std::string> names_of(const features& f);

/// All names and what may stand behind them, for the help.
[[nodiscard]] std::string feature_names();

} // namespace cotty::tool
