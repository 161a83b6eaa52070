// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "corpus.hpp"

#include <cotty/key.hpp>

#include <string>
#include <vector>

namespace cotty::recordings {

/// A key with modifiers. One press has several readings where shift takes part in it: `shift+1`,
/// `!` and `shift+!` are the same press, and terminals report each of them.
struct reading {
    modifiers mods = modifiers::none;
    key_code code = key_code::none;

    friend bool operator==(const reading&, const reading&) = default;
    friend auto operator<=>(const reading&, const reading&) = default;
};

[[nodiscard]] key to_key(const reading& r);

/// One key that was pressed while modifiers were held.
struct chord {
    std::vector<reading> readings;
    std::vector<key_code> held;          // the modifiers' own keys, in the order of their presses
    std::vector<reading> on_us_keyboard; // where the place was recorded
    std::string text;                    // what it types; empty if that is nothing
    bool composes = false; // a dead key: nothing, or a text that depends on the next key
    bool is_modifier = false;

    /// `k` is this key, whichever way it is told.
    [[nodiscard]] bool is(const key& k) const;
};

/// What was pressed, by the name that the recorder gave it: one key after the other. Names are X's
/// (`ctrl+Left`, `numlock:KP_7`, `e,U0301`), the DOM's (`shift+KeyA`) or those of a US keyboard
/// (`shift+ctrl+;`), or a place with what a layout has there (`altgr+kc24`). The decoder has no
/// say. Throws std::runtime_error for a name that is none of these.
[[nodiscard]] std::vector<chord> pressed(const recording& where, const recorded& line);

} // namespace cotty::recordings
