// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <cstdint>
#include <string_view>

namespace cotty {

/// Whose function keys a terminal sends, where the same bytes mean different keys.
enum class keyboard : std::uint8_t {
    /// xterm since 1999, and nearly all that came after it. `CSI 25~` is `f13`.
    xterm,
    /// rxvt, Eterm, PuTTY: F1 to F20 of the VT220 have moved onto Shift, as PC keyboards have only
    /// twelve: `CSI 25~` is `shift+f3`.
    rxvt,
    /// The kernel's own console: as rxvt, and `CSI P` is `pause`.
    linux_console,
    /// st: Delete is `CSI P` (F1 elsewhere): the sequence that deletes a character on the screen.
    st,
    /// The VT52, which came before CSI: `ESC A` is `up`, `ESC P` is `f1`, `ESC ? p` is `kp_0`.
    vt52,
};

/// What a byte above 0x7F means.
enum class eighth_bit : std::uint8_t {
    /// Part of a UTF-8 character; alone, 0x8F, 0x90, 0x9B, 0x9D and 0x9F are the 8-bit forms of
    /// ESC O, ESC P, ESC [, ESC ] and ESC _, which no character begins with.
    utf8,
    /// Alt with the byte 128 lower: "meta" as the eighth bit, as on the MIT keyboards that Emacs
    /// grew up with, and xterm's eightBitInput in a locale without UTF-8.
    meta,
    /// UTF-8, but U+0080 to U+00FF are Alt with the character 128 lower: what xterm makes of
    /// eightBitInput, its default, in a UTF-8 locale. `á` is alt+a then.
    meta_utf8,
    /// A character of ISO 8859-1.
    latin1,
};

/// How `CSI M`, the oldest mouse report, writes the three values that follow.
enum class mouse_encoding : std::uint8_t {
    /// A byte each: columns and rows end at 223.
    bytes,
    /// A UTF-8 character each (mode 1005): up to 2015.
    utf8,
    /// There are no such reports: `CSI M` is a key (`ctrl+delete` in st). Reports in the SGR and
    /// urxvt encodings (1006, 1015, 1016) are still decoded.
    none,
};

/// What the fourth of the modifiers is that a number tells, behind shift, alt and ctrl (`CSI
/// 1;9A`). Sequences that end in `u` are the kitty protocol's, where it is Super, except with
/// `meta`.
enum class fourth_modifier : std::uint8_t {
    /// `super`, unless somebody knows better: a `terminal` asks `fourth_modifier_of`.
    automatic,
    /// kitty, and most terminals that are younger than it.
    super,
    /// xterm, mintty: a Meta key that is not Alt.
    meta,
    /// iTerm2: the Option key, when it "acts as Meta".
    alt,
};

/// The names by which terminals introduce themselves in a program's environment; empty where there
/// is none.
struct terminal_names {
    std::string_view term;          ///< TERM
    std::string_view term_program;  ///< TERM_PROGRAM: iTerm.app, mintty, WezTerm, tmux
    std::string_view lc_terminal;   ///< LC_TERMINAL: iTerm2; this one travels through ssh
    std::string_view xterm_version; ///< XTERM_VERSION: xterm alone sets it
};

/// What the terminal with these names means, `super` for those that are not known. In tmux or
/// screen the bytes are theirs, and the other names those of a terminal further away.
[[nodiscard]] fourth_modifier fourth_modifier_of(const terminal_names& names) noexcept;

/// What the bytes alone do not tell. Each default is what most terminals in use today mean.
struct decoder_options {
    /// Which byte the Backspace key sends: DEL (0x7F) as on most terminals since the VT220, or
    /// BS (0x08), as on its predecessors. In the first case BS is `ctrl+h`, in the second DEL is
    /// `ctrl+backspace`. The terminal's erase character (`stty -a`) tells; `terminal` looks there.
    bool backspace_sends_bs = false;

    /// Whether LF (0x0A) is `enter`, as in files and pipes, or `ctrl+j`, as a terminal in raw
    /// mode sends it.
    bool line_feed_is_enter = false;

    /// Whether HT (0x09) is `ctrl+i` instead of `tab`. ASCII made them one; only the kitty protocol
    /// and modifyOtherKeys tell them apart, and then HT is the Tab key.
    bool tab_is_ctrl_i = false;

    /// Whether ESC ESC is one key, `alt+escape`, instead of `escape` twice. In front of `[` and `O`
    /// the first ESC is Alt in both cases: rxvt and PuTTY send alt+up as ESC ESC [ A.
    bool escape_escape_is_alt = false;

    /// Whether ESC [ is always `alt+[`, and ESC O always `alt+O`, instead of the beginning of a
    /// sequence if one follows in time. ECMA-48 took both from the keys in 1976.
    bool alt_bracket_is_key = false;
    bool alt_o_is_key = false;

    /// Whether `CSI 1 ; n R`, n from 2 to 16, is a cursor position, instead of F3 with modifiers.
    /// xterm gave F3 the letter that DEC had given the report. All other numbers are a position
    /// always (those that would tell a lock, too: terminals that tell locks send another sequence),
    /// and `CSI ? r ; c R` is one beyond doubt: ask for that (DECXCPR, CSI ? 6 n).
    bool cursor_position_expected = false;

    /// Whether focus reports are switched on (mode 1004). If not, `CSI O` waits for what may
    /// follow: terminology sends `CSI O 3 Q` for alt+f2. `terminal::enable` says so to its own
    /// decoder.
    bool focus_reports = false;

    /// Whether the controls U+008F, U+0090, U+009B, U+009D and U+009F, as UTF-8, begin a sequence
    /// as their bytes do, and U+009C ends one: terminals that are told to send 8-bit controls in a
    /// UTF-8 locale do that. Otherwise they are characters, as a key may send one, and controls
    /// only while an answer is expected (`decoder::expect_answers`).
    bool c1_in_utf8 = false;

    /// Whether `$`, `^` and `@` may end the sequence of an editing or function key instead of `~`
    /// and mean shift, ctrl and both, as in rxvt. In ECMA-48 `$` ends nothing.
    bool rxvt_endings = true;

    keyboard function_keys = keyboard::xterm;
    fourth_modifier fourth = fourth_modifier::automatic;
    eighth_bit high_bytes = eighth_bit::utf8;
    mouse_encoding mouse = mouse_encoding::bytes;

    /// Whether SGR mouse reports count pixels (mode 1016) instead of cells (1006): they look alike.
    /// `terminal::enable` switches on the one that is said here.
    bool mouse_pixels = false;
};

} // namespace cotty
