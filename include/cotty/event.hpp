// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <string_view>
#include <variant>

namespace cotty {

/// The size of a terminal's window. The pixel sizes are 0 where the terminal does not tell.
struct window_size {
    int columns = 0;
    int rows = 0;
    int x_pixels = 0;
    int y_pixels = 0;

    friend constexpr bool operator==(const window_size&, const window_size&) noexcept = default;
};

/// The window has a new size, or the program was stopped and continues and should redraw.
struct resize {
    window_size size;

    friend constexpr bool operator==(const resize&, const resize&) noexcept = default;
};

/// Input that is no key cotty knows; `event::raw` holds its bytes.
struct unknown {
    /// True if more bytes of the same sequence follow in the next event: a sequence longer than
    /// `decoder::max_sequence` arrives in pieces.
    bool partial = false;

    friend constexpr bool operator==(const unknown&, const unknown&) noexcept = default;
};

/// What a terminal sent. Every byte that arrives belongs to exactly one event.
struct event {
    std::variant<key, resize, unknown> value;

    /// The bytes that made this event; empty for one that no bytes made (a resize told by a
    /// signal). Invalid UTF-8 is a key U+FFFD whose raw bytes are kept here.
    ///
    /// A view: whoever gave you the event says how long it is valid.
    std::string_view raw;

    /// The value if it is a `T`, else null: `if (auto* k = e.get_if<cotty::key>())`.
    template <class T>
    [[nodiscard]] constexpr const T* get_if() const noexcept
    {
        return std::get_if<T>(&value);
    }

    friend constexpr bool operator==(const event&, const event&) noexcept = default;
};

} // namespace cotty
