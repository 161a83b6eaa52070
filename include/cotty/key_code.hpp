// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <cstdint>

namespace cotty {

// The functional keys: their names and their order are those of the kitty keyboard protocol
// (https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions), which numbers
// them upwards from 57344 to 57454 without a gap.
// This list is the only place that spells them; the enumeration and the parser read it.
// clang-format off
#define COTTY_FUNCTIONAL_KEYS(X)                                                                   \
    X(escape) X(enter) X(tab) X(backspace) X(insert) X(delete_) X(left) X(right) X(up)   \
    X(down) X(page_up) X(page_down) X(home) X(end) X(caps_lock) X(scroll_lock) X(num_lock)         \
    X(print_screen) X(pause) X(menu)                                                               \
    X(f1) X(f2) X(f3) X(f4) X(f5) X(f6) X(f7) X(f8) X(f9) X(f10) X(f11) X(f12) X(f13) X(f14)       \
    X(f15) X(f16) X(f17) X(f18) X(f19) X(f20) X(f21) X(f22) X(f23) X(f24) X(f25) X(f26) X(f27)     \
    X(f28) X(f29) X(f30) X(f31) X(f32) X(f33) X(f34) X(f35)                                        \
    X(kp_0) X(kp_1) X(kp_2) X(kp_3) X(kp_4) X(kp_5) X(kp_6) X(kp_7) X(kp_8) X(kp_9)                \
    X(kp_decimal) X(kp_divide) X(kp_multiply) X(kp_subtract) X(kp_add) X(kp_enter) X(kp_equal)     \
    X(kp_separator) X(kp_left) X(kp_right) X(kp_up) X(kp_down) X(kp_page_up) X(kp_page_down)       \
    X(kp_home) X(kp_end) X(kp_insert) X(kp_delete) X(kp_begin)                                     \
    X(media_play) X(media_pause) X(media_play_pause) X(media_reverse) X(media_stop)                \
    X(media_fast_forward) X(media_rewind) X(media_track_next) X(media_track_previous)              \
    X(media_record) X(lower_volume) X(raise_volume) X(mute_volume)                                 \
    X(left_shift) X(left_control) X(left_alt) X(left_super) X(left_hyper) X(left_meta)             \
    X(right_shift) X(right_control) X(right_alt) X(right_super) X(right_hyper) X(right_meta)       \
    X(iso_level3_shift) X(iso_level5_shift)
// clang-format on

/// Which key: a Unicode scalar by its value (`key_code{U'a'}`), or a functional key by its
/// enumerator. Functional keys lie above U+10FFFF, so no character that can be typed is one.
enum class key_code : std::uint32_t {
    none = 0,
    space = U' ',
    first_functional_ = 0x110000 - 1,
// clang-format off
#define COTTY_ENUMERATOR(name) name,
    COTTY_FUNCTIONAL_KEYS(COTTY_ENUMERATOR)
#undef COTTY_ENUMERATOR
    last_functional_
    // clang-format on
};

/// Modifier keys that were held, with the bit values of the kitty keyboard protocol.
enum class modifiers : std::uint8_t {
    none = 0,
    shift = 1,
    alt = 2,
    ctrl = 4,
    super = 8,
    hyper = 16,
    meta = 32,
    caps_lock = 64,
    num_lock = 128,
};

constexpr modifiers operator|(modifiers a, modifiers b) noexcept
{
    return static_cast<modifiers>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr modifiers operator&(modifiers a, modifiers b) noexcept
{
    return static_cast<modifiers>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
constexpr modifiers operator~(modifiers a) noexcept
{
    return static_cast<modifiers>(0xFFU & ~static_cast<unsigned>(a));
}
constexpr modifiers& operator|=(modifiers& a, modifiers b) noexcept
{
    return a = a | b;
}
constexpr modifiers& operator&=(modifiers& a, modifiers b) noexcept
{
    return a = a & b;
}

/// The locks are states of the keyboard, not part of what was pressed: names and matching
/// leave them out.
inline constexpr modifiers lock_modifiers = modifiers::caps_lock | modifiers::num_lock;

enum class key_action : std::uint8_t { press, repeat, release };

namespace detail {

constexpr bool is_scalar_value(std::uint32_t c) noexcept
{
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

constexpr bool is_ascii_upper(key_code code) noexcept
{
    return code >= key_code{U'A'} && code <= key_code{U'Z'};
}

constexpr bool is_ascii_lower(key_code code) noexcept
{
    return code >= key_code{U'a'} && code <= key_code{U'z'};
}

} // namespace detail

} // namespace cotty
