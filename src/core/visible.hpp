// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string>

namespace cotty::detail {

/// Whether it shows itself, and itself only: no control, no space but U+0020, nothing that changes
/// how its neighbours look.
[[nodiscard]] bool is_visible(char32_t scalar) noexcept;

/// Whether it is an empty place of some width, and no more.
[[nodiscard]] bool is_space(char32_t scalar) noexcept;

/// `u+202e`
[[nodiscard]] std::string scalar_name(char32_t scalar);

} // namespace cotty::detail
