// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/letter_case.hpp>
#include <cotty/key_code.hpp>
#include <cotty/key_text.hpp>

#include <cstddef>
#include <functional>
#include <optional>

namespace cotty {

/// One key that was pressed, repeated or released. A plain value: it owns what it holds. Nothing
/// here throws or fails.
///
/// What a channel cannot tell stays empty: a plain terminal never reports a release, and
/// sends `A` where one with the kitty protocol reports `shift+a` with the text `A`.
struct key {
    key_code code = key_code::none;
    /// What shift makes of the key, and the key that stands there on a US keyboard;
    /// `none` where the terminal did not say.
    key_code shifted = key_code::none;
    key_code base = key_code::none;
    modifiers mods = modifiers::none;
    key_action action = key_action::press;
    /// This character was not typed but pasted.
    bool pasted = false;
    /// What the key typed; empty where it typed nothing (`up`, `ctrl+a`, `alt+a`).
    key_text text;

    [[nodiscard]] constexpr bool is_functional() const noexcept
    {
        return code > key_code::first_functional_;
    }

    /// Whether this is the key that `pattern` means, and is pressed or repeated: `*this == pattern`
    /// for a pattern that is a press, as names and literals are.
    [[nodiscard]] constexpr bool matches(const key& pattern) const noexcept;

    /// Whether people would say that both are the same key, `k == "ctrl+c"_key`:
    ///
    /// * Locks do not matter, nor whether it is pressed or held; but a release is only equal to a
    ///   release.
    /// * Shift may be told either way: `A` is `shift+a`, `É` is `shift+é` (Latin, Greek, Cyrillic,
    ///   Armenian); `!` is a `shift+1` that typed `!`.
    /// * A key that typed something else than it says (Option, AltGr, an input method) is what it
    ///   typed: an `a` that typed `å` is `å`.
    /// * One that typed nothing and whose character is beyond the Latin script is also the key
    ///   that stands there on a US keyboard, where the terminal told that: Ctrl-C of a Cyrillic
    ///   layout is `ctrl+c`. (Dvorak's `ctrl+k` is not the `ctrl+v` that stands there.)
    /// * What was pasted is text: it is equal to characters, but to no functional key, and to
    ///   nothing with ctrl, alt, super, hyper or meta. A pasted line end does not submit anything.
    ///
    /// It is symmetric, but no equivalence: `!` and `shift+1` are both equal to the `shift+1` that
    /// typed `!`, not to each other. `identical` compares the fields.
    friend constexpr bool operator==(const key& a, const key& b) noexcept;
};

static_assert(sizeof(key) == 60, "keys are copied a lot: room was found for all of this");

/// Whether all fields are the same.
[[nodiscard]] constexpr bool identical(const key& a, const key& b) noexcept
{
    return a.code == b.code && a.shifted == b.shifted && a.base == b.base && a.mods == b.mods &&
           a.action == b.action && a.pasted == b.pasted && a.text == b.text;
}

namespace detail {

/// Which key that is, as far as it can be told without looking at another one.
struct pressed_key {
    key_code code;
    modifiers mods; // without locks
};

/// `A` becomes `shift+a`; locks are dropped. What is no letter needs the text.
constexpr void normalise(key_code& code, modifiers& mods) noexcept
{
    mods &= ~lock_modifiers;
    if (is_capital(code)) {
        code = small_letter(code);
        mods |= modifiers::shift;
    }
}

constexpr bool types(const key& k, key_code character) noexcept
{
    return k.text == key_text(static_cast<char32_t>(character));
}

/// Whether what the key typed is what its code, Shift and Caps Lock make of it, as far as that is
/// known: other layouts put other characters above the digits.
constexpr bool typed_what_it_says(const key& k) noexcept
{
    if (k.text.empty() || k.is_functional() || types(k, k.code))
        return true;
    const bool shift = (k.mods & modifiers::shift) != modifiers::none;
    const bool caps_lock = (k.mods & modifiers::caps_lock) != modifiers::none;
    if (const auto typed = single_scalar(k.text);
        typed && small_letter(static_cast<key_code>(*typed)) == small_letter(k.code))
        return shift || caps_lock;
    if (is_ascii_lower(small_letter(k.code)))
        return false; // whose capitals are the same everywhere
    if (shift && k.shifted != key_code::none)
        return types(k, k.shifted);
    return (shift || (caps_lock && k.code > key_code{0x7F})) && single_scalar(k.text).has_value();
}

/// A key that typed something else is that; several characters at once are no key that has a name.
constexpr pressed_key meaning_of(const key& k) noexcept
{
    pressed_key is{k.code, k.mods};
    if (!typed_what_it_says(k)) {
        const auto typed = single_scalar(k.text);
        is.code = typed ? static_cast<key_code>(*typed) : key_code::none;
        is.mods &= ~(modifiers::ctrl | modifiers::alt | modifiers::shift);
    }
    normalise(is.code, is.mods);
    return is;
}

constexpr bool is_latin(key_code code) noexcept
{
    return code < key_code{0x250} || (code >= key_code{0x1E00} && code < key_code{0x1F00});
}

/// By the key of the US keyboard.
constexpr std::optional<pressed_key> base_meaning_of(const key& k) noexcept
{
    if (k.base == key_code::none || !k.text.empty() || k.is_functional() || is_latin(k.code))
        return {};
    pressed_key is{k.base, k.mods};
    normalise(is.code, is.mods);
    return is;
}

constexpr modifiers without_shift(modifiers m) noexcept
{
    return m & ~(lock_modifiers | modifiers::shift);
}

/// `?` typed with Shift: a channel that reports the unshifted key tells it by the text or by the
/// shifted key, the other by the code.
constexpr bool is_told_without_shift(const key& shifted, const key& plain) noexcept
{
    if ((shifted.mods & modifiers::shift) == modifiers::none ||
        (plain.mods & modifiers::shift) != modifiers::none ||
        without_shift(shifted.mods) != without_shift(plain.mods))
        return false;
    return shifted.shifted == plain.code || (!shifted.text.empty() && types(shifted, plain.code));
}

constexpr bool is_same(const pressed_key& a, const pressed_key& b) noexcept
{
    return a.code == b.code && a.mods == b.mods;
}

/// Whether a pasted key may be that other one.
constexpr bool is_text(const key& k) noexcept
{
    return !k.is_functional() && without_shift(k.mods) == modifiers::none;
}

} // namespace detail

constexpr bool operator==(const key& a, const key& b) noexcept
{
    if ((a.action == key_action::release) != (b.action == key_action::release))
        return false;
    if (a.pasted != b.pasted && !(detail::is_text(a) && detail::is_text(b)))
        return false;
    const detail::pressed_key is_a = detail::meaning_of(a);
    const detail::pressed_key is_b = detail::meaning_of(b);
    if (detail::is_same(is_a, is_b))
        return is_a.code != key_code::none || a.text == b.text;
    if (a.is_functional() || b.is_functional())
        return false;
    if (detail::typed_what_it_says(a) && detail::typed_what_it_says(b) &&
        (detail::is_told_without_shift(a, b) || detail::is_told_without_shift(b, a)))
        return true;
    const auto base_a = detail::base_meaning_of(a);
    const auto base_b = detail::base_meaning_of(b);
    return (base_a && detail::is_same(*base_a, is_b)) || (base_b && detail::is_same(is_a, *base_b));
}

constexpr bool key::matches(const key& pattern) const noexcept
{
    return *this == pattern;
}

} // namespace cotty

/// Keys that are equal have the same hash. As `==` may know a character by what was typed or by
/// where it stands, all characters with the same modifiers share one: a table of many plain
/// characters is searched one by one. A keymap is not.
template <>
struct std::hash<cotty::key> {
    std::size_t operator()(const cotty::key& k) const noexcept
    {
        const cotty::detail::pressed_key is = cotty::detail::meaning_of(k);
        const bool functional = k.is_functional();
        const auto mods = functional ? is.mods : cotty::detail::without_shift(is.mods);
        const auto code = functional ? static_cast<std::size_t>(is.code) : 0;
        return code << 9U | static_cast<std::size_t>(mods) << 1U |
               static_cast<std::size_t>(k.action == cotty::key_action::release);
    }
};

// Names and literals, which every user of keys needs.
#include <cotty/key_name.hpp>
