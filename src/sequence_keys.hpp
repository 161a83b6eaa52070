// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder.hpp>
#include <cotty/key.hpp>

#include <optional>
#include <string_view>

/// Which key the bytes are that the decoder has cut out.
namespace cotty::detail {

/// A character that was typed, with its text.
key character_key(char32_t scalar, modifiers mods);

/// A key by its code, without text.
key functional_key(key_code code, modifiers mods);

/// \param byte a C0 control or DEL.
key control_key(unsigned char byte, modifiers mods, const decoder_options& options);

/// The key of a control sequence; nothing if it is none, or if the sequence is torn.
/// \param body what stands behind CSI, SS3 or CSI [; not empty.
std::optional<key> csi_key(std::string_view body, modifiers mods);
std::optional<key> ss3_key(std::string_view body, modifiers mods);
std::optional<key> linux_key(std::string_view body, modifiers mods);

} // namespace cotty::detail
