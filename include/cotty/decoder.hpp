// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cotty {

/// Bytes in, events out. It never waits, has no clock, does no I/O and allocates nothing; it may
/// be fed a byte at a time or a megabyte, and how the bytes are cut never changes the events.
///
///     std::string_view input = ...;
///     cotty::event e;
///     while (decoder.next(input, e))
///         use(e);
///     // `input` is empty now; an unfinished sequence is kept inside for the next call
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class decoder {
public:
    /// In bytes. A longer sequence is not kept whole: it comes out as several `unknown` events,
    /// all but the last `partial`, whose raw bytes are about this many.
    static constexpr std::size_t max_sequence = 4096;

    explicit decoder(decoder_options options = {}) noexcept : options_(options) {}

    /// Takes bytes from the front of `input` until an event is complete. Returns false when
    /// `input` is used up and no event is complete.
    ///
    /// `e.raw` refers to `input`'s memory, or, if the event began in an earlier call, to the
    /// decoder: it is valid as long as the former, and until the next call of a member function.
    bool next(std::string_view& input, event& e) noexcept;

    /// What the bytes kept inside could be.
    enum class undecided : std::uint8_t {
        nothing,  ///< no bytes are kept
        key,      ///< a key as they stand (Escape, Alt-[), or the start of a sequence
        sequence, ///< only the start of a sequence or of a character
    };
    [[nodiscard]] undecided pending() const noexcept;

    /// No more bytes will come in time: decides what is undecided. Call it until it returns
    /// false. `e.raw` is valid until the next call of a member function.
    bool flush(event& e) noexcept;

private:
    enum class state : std::uint8_t {
        ground,
        utf8,          // inside a character, perhaps after ESC
        escape,        // ESC
        ss3,           // ESC O
        ss3_number,    // ESC O digits
        csi,           // ESC [
        csi_number,    // ESC [ digits
        csi_more,      // ESC [ and more than digits
        csi_linux,     // ESC [ [
        string_start,  // ESC and ], P or _
        string,        // inside an operating system command or its like
        string_escape, // ESC inside a string
        skip_csi,      // the rest of a control sequence that grew too long
        skip_string,
        skip_string_escape,
    };
    enum class verdict : std::uint8_t;

    verdict feed(unsigned char byte) noexcept;
    verdict feed_ground(unsigned char byte) noexcept;
    verdict feed_escape(unsigned char byte) noexcept;
    verdict feed_sequence(unsigned char byte) noexcept;
    verdict feed_string(unsigned char byte) noexcept;
    verdict begin_utf8(unsigned char lead) noexcept;
    std::string_view take(std::string_view& input, std::size_t used, std::size_t back) noexcept;
    void interpret(state ended, std::string_view raw, event& e) const noexcept;
    void discard_taken() noexcept;

    decoder_options options_;
    state state_ = state::ground;
    char introducer_ = 0;          // of the string that is beginning
    bool meta_ = false;            // a second ESC stands in front of the sequence
    std::uint8_t utf8_needed_ = 0; // continuation bytes still to come
    std::uint8_t utf8_low_ = 0;    // bounds of the next continuation byte
    std::uint8_t utf8_high_ = 0;
    std::size_t taken_ = 0; // bytes at the front of keep_ that belong to the last event
    std::size_t kept_ = 0;  // bytes in keep_, those included
    std::array<char, max_sequence + 1> keep_{}; // one more: ESC \ is not cut in two
};

} // namespace cotty
