// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cotty {

// What a terminal answers, with the query in xterm's ctlseqs
// (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html) unless another source is named.
// This list is the only place that spells them.
// clang-format off
#define COTTY_REPLY_KINDS(X)                                                                       \
    X(primary_attributes)    /* DA1, CSI ? ... c; on a VT52 ESC / letter                        */ \
    X(secondary_attributes)  /* DA2, CSI > type ; version ; option c                            */ \
    X(tertiary_attributes)   /* DA3, DCS ! | hex ST: the unit's identity                        */ \
    X(terminal_version)      /* XTVERSION, DCS > | name and version ST                          */ \
    X(cursor_position)       /* CPR, CSI row ; column R; DECXCPR, CSI ? row ; column ; page R   */ \
    X(status)                /* DSR, CSI 0 n; DEC's, CSI ? code n                               */ \
    X(mode)                  /* DECRPM, CSI ? mode ; value $ y; without ? for ANSI modes        */ \
    X(keyboard_flags)        /* CSI ? flags u: the kitty keyboard protocol                      */ \
    X(key_modifiers)         /* XTQMODKEYS, CSI > resource ; value m                            */ \
    X(color)                 /* OSC 4 ; index ; color, OSC 10 ; color and so on up to 19        */ \
    X(color_scheme)          /* CSI ? 997 ; 1 n is dark, 2 light; also unasked, mode 2031       */ \
    X(clipboard)             /* OSC 52 ; selection ; base64                                     */ \
    X(capability)            /* XTGETTCAP, DCS 1 + r name = value ST, in hex; 0 + r: unknown    */ \
    X(setting)               /* DECRQSS, DCS 1 $ r setting ST; 0 $ r: unknown                   */ \
    X(window)                /* CSI 1 to 9 ; ... t: state, position and sizes                   */ \
    X(title)                 /* OSC l title ST, OSC L icon label ST                             */ \
    X(graphics)              /* XTSMGRAPHICS, CSI ? item ; status ; value S; kitty's APC G      */ \
    X(terminal_parameters)   /* DECREPTPARM, CSI ... x                                          */ \
    X(checksum)              /* DECCKSR, DCS id ! ~ hex ST                                      */ \
    X(presentation)          /* DECRQPSR and other reports in DCS digit $ u                     */ \
    X(other)                 /* none of these: for `hear` of your own queries, text is all of it */
// clang-format on

enum class reply_kind : std::uint8_t {
#define COTTY_ENUMERATOR(name) name,
    COTTY_REPLY_KINDS(COTTY_ENUMERATOR)
#undef COTTY_ENUMERATOR
};

/// What the terminal answered to a query. It is never a key and never text, whoever made the
/// terminal say it.
struct reply {
    reply_kind kind = reply_kind::status;

    /// The numbers in front, as they stand (see reply_kind), a missing one 0: the `row ; column` of
    /// a cursor position, the colour's number (10 foreground, 11 background, 12 cursor; for OSC 4
    /// two: 4 and the index), whether a capability is known (1 or 0). At most `numbers.size()`,
    /// each at most 2097152; further ones are in `text`.
    std::array<std::uint32_t, 5> numbers{};
    std::uint8_t count = 0;

    /// True for the private form, with `?`.
    bool is_private = false;

    /// The body behind its introducer and, for strings, behind those numbers: all parameters of a
    /// control sequence, the colour, the version, the capabilities in hex. Untrusted bytes. A view,
    /// valid as long as `event::raw`.
    std::string_view text;

    friend constexpr bool operator==(const reply&, const reply&) noexcept = default;
};

/// `primary_attributes`, `cursor_position` and so on.
[[nodiscard]] std::string_view to_string(reply_kind kind) noexcept;

} // namespace cotty
