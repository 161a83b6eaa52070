// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "keys/leave_wish.hpp"

#include <cstdint>
#include <utility>

namespace cotty::tool {
namespace {

bool is_modifier(key_code code)
{
    return code == key_code::caps_lock || code == key_code::num_lock ||
           (code >= key_code::left_shift && code <= key_code::iso_level5_shift);
}

constexpr auto letter_c = static_cast<key_code>(U'c');

/// What the key is for the purpose of leaving: Escape, `c` for Ctrl-C, another letter with Ctrl
/// that may be Ctrl-C; `none` if it is no such key.
key_code meaning_of(const key& k)
{
    if (k.code == key_code::escape)
        return key_code::escape;
    constexpr auto relevant = modifiers::ctrl | modifiers::alt | modifiers::super;
    if ((k.mods & relevant) != modifiers::ctrl)
        return key_code::none;
    // With Caps Lock, or Shift, some terminals tell a capital.
    for (const key_code code : {k.code, k.base})
        if (code == letter_c || code == static_cast<key_code>(U'C'))
            return letter_c;
    const bool is_ascii = static_cast<std::uint32_t>(k.code) < 0x80;
    return k.is_functional() || is_ascii || k.base != key_code::none ? key_code::none : k.code;
}

} // namespace

leave_wish::answer leave_wish::hear(const event& e)
{
    const key* const k = e.get_if<key>();
    if (k == nullptr || k->action != key_action::press || is_modifier(k->code))
        return answer::no;
    const key_code meaning = meaning_of(*k);
    times_ = meaning == std::exchange(last_, meaning) ? times_ + 1 : 1;
    if (meaning == key_code::none)
        return answer::no;
    const int missing = (meaning == key_code::escape ? 3 : 2) - times_;
    return missing > 1 ? answer::no : missing == 1 ? answer::once_more : answer::yes;
}

} // namespace cotty::tool
