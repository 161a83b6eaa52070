// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "sequence_keys.hpp"

#include <cstdint>
#include <cstring>
#include <optional>

namespace cotty {
namespace {

constexpr char32_t replacement = U'\uFFFD';
constexpr unsigned char esc = 0x1B;

constexpr bool is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

/// What may follow ESC ], ESC P and ESC _ in an answer of a terminal. Anything else was typed:
/// Alt with that character, and the next key.
constexpr bool begins_string(char introducer, unsigned char byte)
{
    switch (introducer) {
    case ']':
        return is_digit(byte) || byte == 'l' || byte == 'L';
    case 'P':
        return is_digit(byte) || byte == '!' || byte == '$' || byte == '+' || byte == '>';
    default:
        return byte == 'G'; // the graphics protocol's answers
    }
}

/// Decodes one character; U+FFFD unless `raw` is whole and well-formed.
char32_t decode_utf8(std::string_view raw)
{
    return detail::single_scalar(raw).value_or(replacement);
}

void set(event& e, const std::optional<key>& k)
{
    if (k)
        e.value = *k;
    else
        e.value = unknown{};
}

} // namespace

enum class decoder::verdict : std::uint8_t {
    more,         // the byte belongs to the event, which goes on
    done,         // the byte ends the event
    done_before,  // the event ended with the byte before
    done_before2, // and that byte, an ESC, belongs to the next event too
    lone_escape,  // the first of two ESC is an event, the second begins the next one
};

bool decoder::next(std::string_view& input, event& e) noexcept
{
    discard_taken();
    if (state_ == state::ground && !input.empty()) {
        const auto byte = static_cast<unsigned char>(input.front());
        if (byte >= 0x20 && byte < 0x7F) { // nearly all that is ever typed
            e.value = detail::character_key(byte, modifiers::none);
            e.raw = input.substr(0, 1);
            input.remove_prefix(1);
            return true;
        }
    }
    std::size_t used = 0;
    while (used < input.size()) {
        const verdict v = feed(static_cast<unsigned char>(input[used]));
        if (v == verdict::more) {
            ++used;
            const bool escape =
                state_ == state::string_escape || state_ == state::skip_string_escape;
            if (kept_ + used < max_sequence || escape)
                continue;
            // Too long to keep: what is there is an event, and the rest will be more of it.
            const bool string = state_ == state::string || state_ == state::skip_string;
            e.raw = take(input, used, 0);
            e.value = unknown{.partial = true};
            state_ = string ? state::skip_string : state::skip_csi;
            return true;
        }
        const state ended = state_;
        std::size_t back = 0;
        if (v == verdict::done)
            ++used;
        else if (v == verdict::done_before2)
            back = 1;
        else if (v == verdict::lone_escape)
            back = kept_ + used - 1;
        if (v == verdict::lone_escape)
            e.value = detail::functional_key(key_code::escape, modifiers::none);
        e.raw = take(input, used, back);
        if (v != verdict::lone_escape)
            interpret(ended, e.raw, e);
        return true;
    }
    if (!input.empty()) {
        kept_ += input.copy(keep_.data() + kept_, input.size());
        input = {};
    }
    return false;
}

bool decoder::flush(event& e) noexcept
{
    discard_taken();
    if (state_ == state::ground)
        return false;
    const state ended = state_;
    // ESC ESC, ESC ESC [ and ESC ESC O, but no more: Escape, and another key after it.
    const bool lone_escape = meta_ && pending() == undecided::key;
    std::string_view none;
    e.raw = take(none, 0, lone_escape ? kept_ - 1 : 0);
    if (lone_escape)
        e.value = detail::functional_key(key_code::escape, modifiers::none);
    else
        interpret(ended, e.raw, e);
    return true;
}

decoder::undecided decoder::pending() const noexcept
{
    switch (state_) {
    case state::ground:
        return undecided::nothing;
    case state::escape:
    case state::ss3:
    case state::csi:
    case state::string_start:
        return undecided::key;
    default:
        return undecided::sequence;
    }
}

/// The event takes what is kept and the first `used` bytes of `input`, but for the last `back`
/// bytes: those are read again. They are an ESC, or ESC and the introducer of a sequence.
std::string_view decoder::take(std::string_view& input, std::size_t used, std::size_t back) noexcept
{
    state_ = state::ground;
    meta_ = false;
    const std::size_t size = kept_ + used - back;
    if (kept_ == 0) {
        const std::string_view raw = input.substr(0, size);
        input.remove_prefix(size);
        return raw;
    }
    if (size >= kept_) {
        input.copy(keep_.data() + kept_, size - kept_);
        input.remove_prefix(size - kept_);
        kept_ = size;
    }
    taken_ = size;
    for (std::size_t i = taken_; i < kept_; ++i)
        feed(static_cast<unsigned char>(keep_[i])); // always `more`
    return {keep_.data(), taken_};
}

void decoder::discard_taken() noexcept
{
    if (taken_ == 0)
        return;
    kept_ -= taken_;
    std::memmove(keep_.data(), keep_.data() + taken_, kept_);
    taken_ = 0;
}

decoder::verdict decoder::feed(unsigned char byte) noexcept
{
    switch (state_) {
    case state::ground:
        return feed_ground(byte);
    case state::utf8:
        if (byte < utf8_low_ || byte > utf8_high_)
            return verdict::done_before;
        utf8_low_ = 0x80;
        utf8_high_ = 0xBF;
        return --utf8_needed_ == 0 ? verdict::done : verdict::more;
    case state::escape:
        return feed_escape(byte);
    case state::string_start:
    case state::string:
    case state::string_escape:
    case state::skip_string:
    case state::skip_string_escape:
        return feed_string(byte);
    default:
        return feed_sequence(byte);
    }
}

decoder::verdict decoder::feed_ground(unsigned char byte) noexcept
{
    if (byte == esc) {
        state_ = state::escape;
        return verdict::more;
    }
    return byte < 0x80 ? verdict::done : begin_utf8(byte);
}

decoder::verdict decoder::begin_utf8(unsigned char lead) noexcept
{
    // Table 3-7 of the Unicode standard: which second bytes make a well-formed character.
    utf8_low_ = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    utf8_high_ = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4)
        return verdict::done; // no character begins so
    utf8_needed_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    state_ = state::utf8;
    return verdict::more;
}

decoder::verdict decoder::feed_escape(unsigned char byte) noexcept
{
    const auto go_on = [this](state next) {
        state_ = next;
        return verdict::more;
    };
    if (byte == '[')
        return go_on(state::csi);
    if (byte == 'O')
        return go_on(state::ss3);
    // Only a sequence may stand behind ESC ESC: rxvt and PuTTY send alt+up as ESC ESC [ A.
    if (meta_)
        return verdict::lone_escape;
    switch (byte) {
    case esc:
        meta_ = true;
        return verdict::more;
    case ']':
    case 'P':
    case '_':
        introducer_ = static_cast<char>(byte);
        return go_on(state::string_start);
    default:
        return byte < 0x80 ? verdict::done : begin_utf8(byte);
    }
}

decoder::verdict decoder::feed_sequence(unsigned char byte) noexcept
{
    const auto go_on = [this](state next) {
        state_ = next;
        return verdict::more;
    };
    // Whatever cannot stand in a sequence ends it and is looked at by itself, so that Ctrl-C
    // typed into a sequence that never ends is still Ctrl-C.
    if (byte < 0x20 || byte > 0x7E)
        return verdict::done_before;
    switch (state_) {
    case state::ss3:
    case state::ss3_number:
        if (is_digit(byte))
            return go_on(state::ss3_number);
        return byte >= 0x40 ? verdict::done : verdict::done_before;
    case state::csi_linux:
        return verdict::done;
    case state::csi:
        if (byte == '[')
            return go_on(state::csi_linux);
        [[fallthrough]];
    case state::csi_number:
        // `$` is an intermediate byte, but no answer has one after a single plain number.
        if (byte == '$' && state_ == state::csi_number)
            return verdict::done;
        if (byte < 0x40)
            return go_on(is_digit(byte) ? state::csi_number : state::csi_more);
        return verdict::done;
    default: // csi_more, skip_csi
        return byte < 0x40 ? verdict::more : verdict::done;
    }
}

decoder::verdict decoder::feed_string(unsigned char byte) noexcept
{
    constexpr unsigned char bel = 0x07;
    switch (state_) {
    case state::string_start:
        if (!begins_string(introducer_, byte))
            return verdict::done_before;
        state_ = state::string;
        return verdict::more;
    case state::string_escape:
    case state::skip_string_escape:
        return byte == '\\' ? verdict::done : verdict::done_before2;
    default:
        if (byte == bel)
            return verdict::done;
        if (byte == esc) {
            state_ = state_ == state::string ? state::string_escape : state::skip_string_escape;
            return verdict::more;
        }
        return byte < 0x20 || byte == 0x7F ? verdict::done_before : verdict::more;
    }
}

/// Says what `raw` means, which ended in the state `ended`: whole, torn, or cut off by what
/// followed.
void decoder::interpret(state ended, std::string_view raw, event& e) const noexcept
{
    const bool escaped = raw.size() > 1 && raw[0] == static_cast<char>(esc);
    const auto last = static_cast<unsigned char>(raw.empty() ? 0 : raw.back());
    switch (ended) {
    case state::ground:
    case state::escape: {
        const modifiers mods = escaped ? modifiers::alt : modifiers::none;
        if (last >= 0x80)
            e.value = detail::character_key(replacement, mods);
        else if (last < 0x20 || last == 0x7F)
            e.value = detail::control_key(last, mods, options_);
        else
            e.value = detail::character_key(last, mods);
        return;
    }
    case state::utf8:
        e.value = detail::character_key(decode_utf8(raw.substr(escaped ? 1 : 0)),
                                        escaped ? modifiers::alt : modifiers::none);
        return;
    case state::string_start:
        e.value = detail::character_key(last, modifiers::alt);
        return;
    case state::ss3:
    case state::ss3_number:
    case state::csi:
    case state::csi_number:
    case state::csi_more:
    case state::csi_linux:
        break;
    default: // strings and what was too long
        e.value = unknown{};
        return;
    }
    const bool meta = raw[1] == static_cast<char>(esc);
    const modifiers mods = meta ? modifiers::alt : modifiers::none;
    const std::string_view body = raw.substr(meta ? 3 : 2);
    if (body.empty()) // ESC [ or ESC O, and nothing came after it
        e.value = detail::character_key(last, modifiers::alt);
    else if (ended == state::ss3 || ended == state::ss3_number)
        set(e, detail::ss3_key(body, mods));
    else if (ended == state::csi_linux)
        set(e, detail::linux_key(body, mods));
    else
        set(e, detail::csi_key(body, mods));
}

} // namespace cotty
