// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotty::tool {

/// The word that `written` was probably meant to be: fewest letters to add, leave out, change or
/// swap with the next one, whatever the case; or one that it is the beginning of. Nothing if none
/// is near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view written,
                                                 const std::vector<std::string>& words);

/// `; did you mean keys?`, or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view written,
                                       const std::vector<std::string>& words);

} // namespace cotty::tool
