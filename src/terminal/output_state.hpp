// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cotty::detail {

/// Where the bytes that were written to a terminal have left it: between two things, so that
/// somebody else may write, or within a sequence or a character that goes on with the next bytes.
///
/// The states are those of VT500 (https://vt100.net/emu/dec_ansi_parser), with the strings told
/// apart where they end differently: OSC also ends with BEL (xterm's ctlseqs), tmux doubles each
/// ESC of what it passes through (DCS tmux;), and Linux' `OSC P` and `OSC R` have no end
/// (console_codes(4)). C1 controls as single bytes count where no UTF-8 goes on.
class output_state {
public:
    /// Takes in what was written.
    void pass(std::string_view bytes) noexcept;

    /// Whether what comes next does not go on with what was begun, but begins something else.
    [[nodiscard]] bool is_left_by(std::string_view next) const noexcept;

    [[nodiscard]] bool is_between() const noexcept { return state_ == state::between; }

    /// Whatever was begun is over.
    void reset() noexcept { *this = {}; }

private:
    enum class state : std::uint8_t {
        between,
        character, // UTF-8, `left_` more bytes
        escape,
        control_sequence,
        osc,
        osc_palette, // Linux: `left_` more digits
        string,      // DCS, APC, PM, SOS
        passed_on,   // DCS tmux;
    };

    void pass(unsigned char byte) noexcept;
    void begin(unsigned char byte) noexcept;
    void introduce(unsigned char byte) noexcept;
    void pass_string(unsigned char byte) noexcept;
    void enter(state s) noexcept;

    state state_ = state::between;
    bool after_escape_ = false; // within a string: its last byte was an ESC
    std::uint8_t left_ = 0;
    std::uint8_t length_ = 0; // of a string's beginning, as far as it may matter
    bool may_be_passed_on_ = false;
    bool is_eight_bit_ = false; // a string that was begun so ends so
};

} // namespace cotty::detail
