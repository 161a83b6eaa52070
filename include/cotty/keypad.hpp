// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <algorithm>
#include <array>

namespace cotty {

namespace detail {

struct keypad_pair {
    key_code keypad;
    key_code main;
};

/// The keys that a keypad doubles. `kp_begin`, its 5 without NumLock, is nowhere else.
inline constexpr auto keypad_pairs = std::to_array<keypad_pair>({
    {key_code::kp_0, key_code{U'0'}},          {key_code::kp_1, key_code{U'1'}},
    {key_code::kp_2, key_code{U'2'}},          {key_code::kp_3, key_code{U'3'}},
    {key_code::kp_4, key_code{U'4'}},          {key_code::kp_5, key_code{U'5'}},
    {key_code::kp_6, key_code{U'6'}},          {key_code::kp_7, key_code{U'7'}},
    {key_code::kp_8, key_code{U'8'}},          {key_code::kp_9, key_code{U'9'}},
    {key_code::kp_decimal, key_code{U'.'}},    {key_code::kp_divide, key_code{U'/'}},
    {key_code::kp_multiply, key_code{U'*'}},   {key_code::kp_subtract, key_code{U'-'}},
    {key_code::kp_add, key_code{U'+'}},        {key_code::kp_enter, key_code::enter},
    {key_code::kp_equal, key_code{U'='}},      {key_code::kp_separator, key_code{U','}},
    {key_code::kp_left, key_code::left},       {key_code::kp_right, key_code::right},
    {key_code::kp_up, key_code::up},           {key_code::kp_down, key_code::down},
    {key_code::kp_page_up, key_code::page_up}, {key_code::kp_page_down, key_code::page_down},
    {key_code::kp_home, key_code::home},       {key_code::kp_end, key_code::end},
    {key_code::kp_insert, key_code::insert},   {key_code::kp_delete, key_code::delete_},
});

} // namespace detail

/// The key that this key of the keypad doubles: `kp_enter` is `enter`, `kp_7` is `7`, `kp_home` is
/// `home`, `kp_add` is `+`. For programs to which both are the same; a keymap does it by itself
/// (`keymap_options::fold_keypad`).
///
/// One that typed a character is that character: the decimal key of a German keypad is `,`. Else a
/// press or repeat of a character without ctrl, alt, super, hyper and meta gets its text, as its
/// double would have it. Modifiers, locks and the action stay.
///
/// Any other key is returned as it is, `kp_begin` among them, which doubles none. Never fails.
[[nodiscard]] constexpr key main_key(key k) noexcept
{
    const auto* const pair =
        std::find_if(detail::keypad_pairs.begin(), detail::keypad_pairs.end(),
                     [&](const detail::keypad_pair& p) { return p.keypad == k.code; });
    if (pair == detail::keypad_pairs.end())
        return k;
    k.code = pair->main;
    if (k.is_functional())
        return k;
    constexpr modifiers that_type = modifiers::shift | lock_modifiers;
    if (const auto typed = detail::single_scalar(k.text))
        k.code = static_cast<key_code>(*typed);
    else if (k.text.empty() && k.action != key_action::release &&
             (k.mods & ~that_type) == modifiers::none)
        k.text = key_text(static_cast<char32_t>(k.code));
    return k;
}

} // namespace cotty
