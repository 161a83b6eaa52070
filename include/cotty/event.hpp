// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>
#include <cotty/mouse.hpp>
#include <cotty/reply.hpp>

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

/// The window has a new size (a signal said so, or the terminal itself: mode 2048), or the program
/// was stopped and continues and should redraw.
struct resize {
    window_size size;

    friend constexpr bool operator==(const resize&, const resize&) noexcept = default;
};

/// A bracketed paste, or a piece of it. Where pieces come, only the first has `begins` and only the
/// last has `ends`.
struct paste {
    /// The pasted bytes, as they came: untrusted, perhaps no valid UTF-8, with the line ends that
    /// the terminal made of the original ones. Never the marks around it. A paste that holds the
    /// end mark itself ends there: what follows cannot be told from typing. A view, valid as long
    /// as `event::raw`.
    std::string_view text;
    bool begins = true;
    bool ends = true;
    /// This is not the end the terminal sent: it did not come in time, or (where pastes are
    /// collected) `text` has reached the limit.
    bool aborted = false;

    friend constexpr bool operator==(const paste&, const paste&) noexcept = default;
};

/// The terminal's window got the keyboard's focus, or lost it.
struct focus {
    bool gained = false;

    friend constexpr bool operator==(const focus&, const focus&) noexcept = default;
};

/// Input that is none of the others; `event::raw` holds its bytes.
struct unknown {
    /// True if the same sequence goes on in the next event: one longer than
    /// `decoder::max_sequence` arrives in pieces. The last one may be empty.
    bool partial = false;

    friend constexpr bool operator==(const unknown&, const unknown&) noexcept = default;
};

/// What a terminal sent. Every byte that arrives belongs to exactly one event.
struct event {
    std::variant<key, mouse, paste, focus, resize, reply, unknown> value;

    /// The bytes that made this event; empty for one that no bytes made (a resize told by a
    /// signal, or the end of what came in pieces and has nothing more in it). Invalid UTF-8 is a
    /// key U+FFFD whose raw bytes are kept here.
    ///
    /// A view: whoever gave you the event says how long it is valid.
    std::string_view raw;

    /// The value if it is a `T`, else null: `if (auto* k = e.get_if<cotty::key>())`.
    template <class T>
    [[nodiscard]] constexpr const T* get_if() const noexcept
    {
        return std::get_if<T>(&value);
    }

    /// Whether they are the same data: keys are compared by `identical`, what is referred to by
    /// its content.
    friend constexpr bool operator==(const event& a, const event& b) noexcept
    {
        const auto* const k = a.get_if<key>();
        const auto* const l = b.get_if<key>();
        return a.raw == b.raw &&
               (k != nullptr && l != nullptr ? identical(*k, *l) : a.value == b.value);
    }
};

} // namespace cotty
