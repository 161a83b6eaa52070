// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cotty {

namespace detail {

/// Makes `e` the key of a printable ASCII character.
inline void set_character(event& e, unsigned char byte) noexcept
{
    key& k = e.value.emplace<key>();
    k.code = static_cast<key_code>(byte);
    k.text.assign(static_cast<char>(byte));
}

} // namespace detail

/// Bytes in, events out. It never waits, has no clock, does no I/O and allocates nothing; it may
/// be fed a byte at a time or a megabyte, and how the bytes are cut never changes the events. (Only
/// a paste comes in pieces as it arrives, see `paste`.)
///
///     std::string_view input = ...;
///     cotty::event e;
///     while (decoder.next(input, e))
///         use(e);
///     // `input` is empty now; an unfinished sequence is kept inside for the next call
///
/// The raw bytes of all events, one after the other, are the input.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class decoder {
public:
    /// In bytes. A longer sequence is not kept whole: it comes out as several `unknown` events,
    /// all but the last `partial`, whose raw bytes are about this many.
    static constexpr std::size_t max_sequence = 32768;

    explicit decoder(const decoder_options& options = {}) noexcept;

    /// Takes bytes from the front of `input` until an event is complete. Returns false when
    /// `input` is used up and no event is complete.
    ///
    /// `e.raw`, and the views inside the event, refer to `input`'s memory, or, if the event began
    /// in an earlier call, to the decoder: they are valid as long as the former, and until the next
    /// call of a member function.
    bool next(std::string_view& input, event& e) noexcept
    {
        if (state_ == state::ground && !input.empty()) {
            const auto byte = static_cast<unsigned char>(input.front());
            if (byte >= 0x20 && byte < 0x7F) { // nearly all that is ever typed
                e.raw = {input.data(), 1};
                input.remove_prefix(1);
                detail::set_character(e, byte);
                return true;
            }
        }
        return next_other(input, e);
    }

    /// What the bytes kept inside could be.
    enum class undecided : std::uint8_t {
        nothing,  ///< no bytes are kept
        key,      ///< a key as they stand (Escape, Alt-[), or the start of a sequence
        sequence, ///< only the start of a sequence or of a character
        paste, ///< in a paste, which goes on until its end mark comes, perhaps with no bytes kept
    };
    [[nodiscard]] undecided pending() const noexcept;

    /// No more bytes will come in time: decides what is undecided. Call it until it returns
    /// false. A paste ends here, as `aborted`. `e.raw` is valid until the next call of a member
    /// function.
    bool flush(event& e) noexcept;

private:
    enum class state : std::uint8_t {
        ground,
        utf8,          // inside a character, perhaps after ESC
        escape,        // ESC
        vt52_escape,   // ESC ? or ESC / of a VT52
        ss3,           // ESC O
        ss3_number,    // ESC O and parameters
        csi,           // ESC [
        csi_number,    // ESC [ digits
        csi_more,      // ESC [ and more than digits
        csi_linux,     // ESC [ [
        x10_mouse,     // ESC [ M and up to two of its values
        string_start,  // ESC and ], P or _
        string,        // inside an operating system command or its like
        string_escape, // ESC inside a string
        paste,         // inside a paste; what is kept may be the beginning of its end mark
        skip_csi,      // the rest of a control sequence that grew too long
        skip_string,
        skip_string_escape,
    };
    enum class verdict : std::uint8_t;

    bool next_other(std::string_view& input, event& e) noexcept;
    bool next_of_any_kind(std::string_view& input, event& e) noexcept;
    bool next_sequence(std::string_view& input, event& e) noexcept;
    bool next_paste(std::string_view& input, event& e) noexcept;
    verdict scan(const char*& at, const char* end) noexcept;
    verdict scan_ground(unsigned char byte) noexcept;
    verdict scan_escape(unsigned char byte) noexcept;
    verdict scan_csi(const char*& at, const char* end) noexcept;
    verdict scan_ss3(unsigned char byte) noexcept;
    verdict scan_mouse(unsigned char byte) noexcept;
    verdict scan_string(const char*& at, const char* end) noexcept;
    verdict begin_string(char introducer) noexcept;
    verdict begin_utf8(unsigned char lead) noexcept;
    std::string_view take(std::string_view& input, std::size_t used, std::size_t back) noexcept;
    void keep(std::string_view& input) noexcept;
    void interpret(state ended, std::string_view raw, event& e) noexcept;
    void interpret_csi(std::string_view body, modifiers held, event& e) noexcept;
    void interpret_string(state ended, std::string_view body, bool c1, event& e) noexcept;
    void interpret_byte(std::string_view raw, event& e) const noexcept;
    void discard_taken() noexcept;

    decoder_options options_;
    bool shortcut_; // the options leave common input its common meaning
    state state_ = state::ground;
    char introducer_ = 0;          // of the string, as in its 7-bit form
    bool c1_ = false;              // the sequence began with an 8-bit control
    bool meta_ = false;            // a second ESC stands in front of the sequence
    std::uint8_t values_ = 0;      // of a mouse report, still to come
    std::uint8_t utf8_needed_ = 0; // continuation bytes still to come
    std::uint8_t utf8_low_ = 0;    // bounds of the next continuation byte
    std::uint8_t utf8_high_ = 0;
    std::uint32_t half_ = 0; // of a character that win32-input-mode sends in two sequences
    std::size_t taken_ = 0;  // bytes at the front of keep_ that belong to the last event
    std::size_t kept_ = 0;   // bytes in keep_, those included
    std::array<char, max_sequence + 1> keep_; // one more: ESC \ is not cut in two
};

} // namespace cotty
