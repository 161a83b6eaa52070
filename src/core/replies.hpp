// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "core/parameters.hpp"

#include <cotty/reply.hpp>

#include <string_view>

/// What a terminal answers. Each function fills in `r`, which is a new one, and returns false if
/// the sequence is no answer that is known.
namespace cotty::detail {

/// CSI parameters final, or CSI prefix parameters final.
/// \param prefix one of `<=>?`, or 0
/// \param body the parameters' bytes, without prefix and final
bool csi_reply(reply& r, char prefix, char final, std::string_view body,
               const parameters& p) noexcept;

/// CSI parameters $ y, with or without `?`: DECRPM.
/// \param body the parameters' bytes, without prefix and `$`
bool mode_reply(reply& r, char prefix, std::string_view body) noexcept;

/// A string: ESC ] payload, ESC P payload, ESC _ payload and so on.
/// \param introducer the character behind ESC
/// \param payload not empty
bool string_reply(reply& r, char introducer, std::string_view payload) noexcept;

} // namespace cotty::detail
