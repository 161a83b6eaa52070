// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>
#include <cotty/features.hpp>

#include <cstdint>
#include <string>

namespace cotty {

/// How a mouse report is written.
enum class mouse_format : std::uint8_t {
    bytes,  ///< CSI M and three bytes; columns and rows end at 223
    utf8,   ///< 1005: CSI M and three UTF-8 characters; columns and rows end at 2015
    sgr,    ///< 1006: CSI < button ; x ; y M, or m for a release
    urxvt,  ///< 1015: CSI button ; x ; y M
    pixels, ///< 1016: as `sgr`, `x` and `y` are pixels
};

/// The state of a terminal, as far as it decides what a key sends: the modes that the program in it
/// has asked for. The defaults are those of a terminal that was just reset. The sequence that sets
/// a mode stands with it; where nothing else is said it is one of xterm's ctlseqs
/// (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
struct encoder_options {
    /// Cursor keys, Home and End are ESC O letter. DECCKM, CSI ? 1 h.
    bool application_cursor = false;

    /// The keypad is ESC O letter, unless num_lock is among the key's modifiers. DECKPAM, ESC =.
    bool application_keypad = false;

    /// Backspace is BS and ctrl+backspace DEL, not the other way round. DECBKM, CSI ? 67 h.
    bool backspace_sends_bs = false;

    /// Enter is CR LF. LNM, CSI 20 h.
    bool enter_sends_crlf = false;

    /// Sequences begin with 0x9B and 0x8F instead of ESC [ and ESC O. S8C1T, ESC SP G. (With
    /// `eighth_bit::meta` these bytes are alt+escape and ctrl+alt+o too.)
    bool eight_bit_controls = false;

    /// What alt does to a character, and how characters beyond ASCII are written (not at all, in
    /// `meta` and `latin1`, beyond U+00FF). `utf8` and `latin1`: an ESC in front (metaSendsEscape,
    /// CSI ? 1036 h). `meta` and `meta_utf8`: 128 more (eightBitInput, CSI ? 1034 h).
    eighth_bit high_bytes = eighth_bit::utf8;

    /// CSI > 4 ; level m.
    other_keys modify_other_keys = other_keys::plain;

    /// Other keys are CSI code ; modifiers u instead of CSI 27 ; modifiers ; code ~.
    /// formatOtherKeys, CSI > 4 ; 1 f.
    bool format_other_keys = false;

    /// The flags of the kitty keyboard protocol, CSI = flags u: 1 disambiguate, 2 report event
    /// types, 4 report alternate keys, 8 report all keys as escape codes, 16 report associated text
    /// (https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement). 4 and 16 do
    /// nothing alone, 16 nothing without 8. Goes before modifyOtherKeys and the modes above.
    std::uint8_t kitty_flags = 0;

    /// win32-input-mode, CSI ? 9001 h: keys as the Windows console knows them
    /// (https://github.com/microsoft/terminal, doc/specs, #4999). Goes before all of the above.
    bool win32_input = false;

    mouse_tracking mouse = mouse_tracking::off;
    mouse_format mouse_reports = mouse_format::bytes;

    /// CSI ? 1004 h.
    bool focus_reports = false;

    /// CSI ? 2004 h.
    bool bracketed_paste = false;

    /// CSI ? 2048 h (https://gist.github.com/rockorager/e695fb2924d36b2bcf1fff4a3704bd83).
    bool resize_reports = false;
};

/// The bytes that a terminal in this state sends for a key.
///
/// An empty string means that it sends nothing: for a release where it does not report releases,
/// for a key without a sequence (`pause`, a lone `left_shift`), for a character it cannot write.
/// Otherwise it sends the best it has, as terminals do: without a protocol that tells all, ctrl+1
/// is `1`, ctrl+i the byte of `tab`, and super is left out. A repeat is sent as a press where
/// repeats are not told.
///
/// Without kitty flags and win32-input-mode these are the bytes of xterm, with these differences:
/// modifyOtherKeys tells alt at level 1 too, where xterm with metaSendsEscape loses it; ctrl+alt
/// with digits and signs is treated alike whatever alt does to a character; and what xterm keeps
/// for itself (shift+page_up, shift+insert) is sent.
///
/// What a key types is its `text`; where that is empty and the modifiers allow text, its `shifted`
/// key or its code. Which character shift makes of a key is a matter of the keyboard, known only
/// for a to z: `shift+1` without `shifted` and `text` is `1` with the modifier told where that is
/// possible; ask for `!` instead. An ASCII capital stands for shift and the small letter. Text with
/// control characters is no text; a code that is neither a scalar value from U+0020 on, except
/// U+007F, nor a functional key sends nothing but its text.
///
/// The kitty protocol asks that `mods` of a key that is itself a modifier contain the effect of the
/// event: `left_shift` pressed has shift, released has not. That is left to the caller.
[[nodiscard]] std::string encode(const key& k, const encoder_options& options = {});

/// The bytes for something the mouse did; empty if this kind of event is not asked for, or if it is
/// in pixels where cells are asked for, or the other way round.
///
/// `bytes` and `utf8` write a coordinate that they cannot tell as NUL, as xterm does; this is also
/// what 0 becomes. They and `urxvt` do not tell which button was released. All buttons and actions
/// are told that `mouse` knows, even those that few terminals send, such as releases of a wheel.
[[nodiscard]] std::string encode(const mouse& m, const encoder_options& options = {});

/// CSI I or CSI O; empty if not asked for.
[[nodiscard]] std::string encode(const focus& f, const encoder_options& options = {});

/// The text between CSI 200~ (if `begins`) and CSI 201~ (if `ends`). So that nothing in the text
/// can end the paste, ESC becomes a space in it, as in xterm, and so does the control character
/// CSI: the byte 0x9B, where it is not part of another UTF-8 character, and U+009B. All else is
/// left as it is. Pieces of a paste must not be cut inside a character.
///
/// If bracketed paste is not asked for, the text alone, as if typed: LF and CR LF become CR, all
/// else is left as it is, control characters too. The text is the caller's, who should know what
/// the program in the terminal makes of them.
[[nodiscard]] std::string encode(const paste& p, const encoder_options& options = {});

/// CSI 48 ; rows ; columns ; height ; width t, the latter in pixels; empty if not asked for.
/// Negative numbers count as 0.
[[nodiscard]] std::string encode(const resize& r, const encoder_options& options = {});

/// The same, put behind what `out` already has: a string that is used again allocates nothing
/// once it is large enough.
///
/// Thread safety: all these functions are, on distinct strings. They throw nothing but
/// `std::bad_alloc`, and `out` is unchanged then or has part of the sequence.
void encode_to(std::string& out, const key& k, const encoder_options& options = {});
void encode_to(std::string& out, const mouse& m, const encoder_options& options = {});
void encode_to(std::string& out, const focus& f, const encoder_options& options = {});
void encode_to(std::string& out, const paste& p, const encoder_options& options = {});
void encode_to(std::string& out, const resize& r, const encoder_options& options = {});

} // namespace cotty
