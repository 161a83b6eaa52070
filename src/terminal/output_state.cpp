// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/output_state.hpp"

namespace cotty::detail {
namespace {

constexpr unsigned char bel = 0x07;
constexpr unsigned char can = 0x18;
constexpr unsigned char sub = 0x1A;
constexpr unsigned char esc = 0x1B;
constexpr unsigned char st = 0x9C;

constexpr std::string_view passed_on_by_tmux = "tmux;";

constexpr bool is_within(unsigned char byte, unsigned first, unsigned last) noexcept
{
    return byte >= first && byte <= last;
}

} // namespace

void output_state::pass(std::string_view bytes) noexcept
{
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_between() && byte < 0x80 && byte != esc)
            continue; // nearly all output
        pass(byte);
    }
}

bool output_state::is_left_by(std::string_view next) const noexcept
{
    const auto byte = static_cast<unsigned char>(next.front());
    switch (state_) {
    case state::between:
    case state::escape:
    case state::osc_palette:
        return false;
    case state::character:
        return !is_within(byte, 0x80, 0xBF);
    case state::control_sequence:
        return byte == esc;
    default:
        return byte == esc && !after_escape_ && next.size() > 1 && next[1] != '\\' &&
               !(state_ == state::passed_on && next[1] == next[0]);
    }
}

void output_state::enter(state s) noexcept
{
    state_ = s;
    after_escape_ = false;
    is_eight_bit_ = false;
    length_ = 0;
    may_be_passed_on_ = true;
}

void output_state::pass(unsigned char byte) noexcept
{
    switch (state_) {
    case state::between:
        begin(byte);
        break;
    case state::character:
        if (!is_within(byte, 0x80, 0xBF))
            begin(byte); // it was none
        else if (--left_ == 0)
            enter(state::between);
        break;
    case state::escape:
        if (byte == esc)
            break;
        if (is_within(byte, 0x40, 0x5F))
            introduce(static_cast<unsigned char>(byte + 0x40));
        else if (is_within(byte, 0x30, 0x7E) || byte == can || byte == sub || byte >= 0x80)
            enter(state::between);
        break; // else one of several bytes, or a control in between
    case state::control_sequence:
        if (byte == esc)
            enter(state::escape);
        else if (is_within(byte, 0x40, 0x7E) || byte == can || byte == sub || byte >= 0x80)
            enter(state::between);
        break;
    case state::osc_palette:
        if (--left_ == 0)
            enter(state::between);
        break;
    default:
        pass_string(byte);
    }
}

void output_state::begin(unsigned char byte) noexcept
{
    enter(state::between);
    if (byte == esc)
        enter(state::escape);
    else if (is_within(byte, 0x80, 0x9F)) {
        introduce(byte);
        is_eight_bit_ = true;
    } else if (is_within(byte, 0xC2, 0xF4)) {
        enter(state::character);
        left_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    }
}

/// \param byte a C1 control
void output_state::introduce(unsigned char byte) noexcept
{
    switch (byte) {
    case 0x9B:
        return enter(state::control_sequence);
    case 0x9D:
        return enter(state::osc);
    case 0x90: // DCS
    case 0x98: // SOS
    case 0x9E: // PM
    case 0x9F: // APC
        enter(state::string);
        may_be_passed_on_ = byte == 0x90;
        return;
    default:
        enter(state::between);
    }
}

void output_state::pass_string(unsigned char byte) noexcept
{
    if (after_escape_) {
        after_escape_ = false;
        if (state_ == state::passed_on && byte == esc)
            return; // one that is passed on
        enter(state::escape);
        return pass(byte); // a backslash, which ends it, or what begins instead
    }
    if (byte == esc) {
        after_escape_ = true;
        return;
    }
    if (byte == can || byte == sub || (byte == bel && state_ == state::osc) ||
        (byte == st && is_eight_bit_)) // else it is part of a character
        return enter(state::between);
    if (state_ == state::osc && length_ == 0 && byte == 'R')
        return enter(state::between);
    if (state_ == state::osc && length_ == 0 && byte == 'P') {
        enter(state::osc_palette);
        left_ = 7;
        return;
    }
    if (length_ < passed_on_by_tmux.size()) {
        may_be_passed_on_ = may_be_passed_on_ && byte == passed_on_by_tmux[length_];
        ++length_;
        if (length_ == passed_on_by_tmux.size() && may_be_passed_on_ && state_ == state::string)
            state_ = state::passed_on;
    }
}

} // namespace cotty::detail
