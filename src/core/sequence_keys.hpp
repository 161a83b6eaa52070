// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "core/parameters.hpp"

#include <cotty/decoder.hpp>
#include <cotty/decoder_options.hpp>
#include <cotty/key.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Which key the bytes are that the decoder has cut out. Each function fills in `k`, which is a
/// new one but for the modifiers: Alt if an ESC stood in front. Those that return false have found
/// no key, and leave anything in `k`.
namespace cotty::detail {

/// A character that was typed, with its text.
void character_key(key& k, char32_t scalar) noexcept;

/// \param byte a C0 control or DEL.
void control_key(key& k, unsigned char byte, const decoder_options& options) noexcept;

/// CSI parameters, then a letter or one of the endings for numbers (`~` and rxvt's).
/// \param p valid
bool csi_key(key& k, char final, const parameters& p, const decoder_options& options) noexcept;

/// CSI code:shifted:base ; modifiers:action ; text u: the kitty keyboard protocol, and xterm with
/// formatOtherKeys.
/// \param text_left how many bytes at the end of the third field tell text for which the key has no
/// room; unchanged if there are none.
bool kitty_key(key& k, const parameters& p, const decoder_options& options,
               std::size_t& text_left) noexcept;

/// A further key with the text in `list`, scalar values separated by `:`. Returns how many bytes of
/// the list are still left.
std::size_t more_text(key& k, std::string_view list) noexcept;

/// CSI 27 ; modifiers ; code ~: xterm's modifyOtherKeys.
/// \param p with three fields
bool other_key(key& k, const parameters& p, const decoder_options& options) noexcept;

/// CSI Vk ; Sc ; Uc ; Kd ; Cs ; Rc _: win32-input-mode.
/// \param beyond says what else there is: the first half of a character is no key.
bool win32_key(key& k, const parameters& p, beyond_one_event& beyond) noexcept;

/// CSI number z.
bool sun_key(key& k, const parameters& p, const decoder_options& options) noexcept;

/// CSI and what st sends for its editing keys.
bool st_key(key& k, char final, const parameters& p) noexcept;

/// \param body what stands behind SS3 (digits and `;`, then a letter) or CSI [; not empty.
bool ss3_key(key& k, std::string_view body, const decoder_options& options) noexcept;
bool linux_key(key& k, std::string_view body) noexcept;

/// ESC letter, or ESC ? letter where `keypad`.
bool vt52_key(key& k, char letter, bool keypad) noexcept;

} // namespace cotty::detail
