// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <cstdint>

namespace cotty {

/// What the kitty keyboard protocol can be asked to tell, any of it together
/// (https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement). The values are the
/// protocol's numbers: `static_cast<kitty_flags>(n)` makes flags of what a terminal or a user says.
///
/// Plain values: nothing here fails, and all of it is thread-safe.
enum class kitty_flags : std::uint8_t {
    none = 0,
    /// Keys that share their bytes with others, Escape among them, get sequences of their own.
    disambiguate = 1,
    /// Repeats and releases are told.
    event_types = 2,
    /// The shifted key and the one of the base layout are told.
    alternate_keys = 4,
    /// Keys that type text are sequences, too, and so are modifier keys by themselves.
    all_keys_as_escapes = 8,
    /// What a key typed is told beside it; of use with `all_keys_as_escapes` only.
    associated_text = 16,
    all = 31,
};

[[nodiscard]] constexpr kitty_flags operator|(kitty_flags a, kitty_flags b) noexcept
{
    return static_cast<kitty_flags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

[[nodiscard]] constexpr kitty_flags operator&(kitty_flags a, kitty_flags b) noexcept
{
    return static_cast<kitty_flags>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}

/// All but these.
[[nodiscard]] constexpr kitty_flags operator~(kitty_flags a) noexcept
{
    return static_cast<kitty_flags>(~static_cast<unsigned>(a) &
                                    static_cast<unsigned>(kitty_flags::all));
}

constexpr kitty_flags& operator|=(kitty_flags& a, kitty_flags b) noexcept
{
    return a = a | b;
}

constexpr kitty_flags& operator&=(kitty_flags& a, kitty_flags b) noexcept
{
    return a = a & b;
}

} // namespace cotty
