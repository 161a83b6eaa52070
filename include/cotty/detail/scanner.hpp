// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>

#include <cstddef>
#include <cstdint>

namespace cotty::detail {

/// Finds where an event ends among the bytes. It knows the shapes of characters and sequences, not
/// what they mean; it can stop behind any byte, and holds none.
class scanner {
public:
    /// What has been seen of the event.
    enum class state : std::uint8_t {
        ground,        // nothing
        again,         // the same; but bytes that were seen before come first
        half,          // a whole sequence that is half a character
        more_keys,     // the scanner is not asked until they have been given
        utf8,          // a character's beginning, perhaps after ESC
        escape,        // ESC
        vt52_escape,   // ESC ? or ESC / of a VT52
        ss3,           // ESC O
        ss3_number,    // ESC O and parameters
        csi,           // ESC [
        csi_number,    // ESC [ digits
        csi_more,      // ESC [ and more than digits
        csi_linux,     // ESC [ [
        csi_focus,     // ESC [ O, where that may be the beginning of a key
        csi_focus_key, // the same, and a digit
        x10_mouse,     // ESC [ M and up to two of its values
        string_start,  // ESC and ], P or _
        string,        // an operating system command or its like
        string_escape, // the same, and ESC
        string_end,    // the same, and its terminator
        paste,         // a paste's begin mark: the scanner is not asked until it has ended
        skip_csi,      // a control sequence that grew too long, from here on
        skip_string,
        skip_string_escape,
    };

    enum class verdict : std::uint8_t {
        more,         // what was scanned belongs to the event, which goes on
        done,         // the byte before ends the event
        done_before,  // the event ended where the next byte stands
        done_before2, // and the byte before, an ESC or a digit, does not belong to it either
        lone_escape,  // the first of two ESC is an event, the second begins the next one
    };

    explicit scanner(const decoder_options& options) noexcept : options_(options) {}

    [[nodiscard]] const decoder_options& options() const noexcept { return options_; }
    void expect_cursor_position(bool expected) noexcept
    {
        options_.cursor_position_expected = expected;
    }
    void expect_focus_reports(bool expected) noexcept { options_.focus_reports = expected; }
    void expect_answers(bool expected) noexcept { answers_expected_ = expected; }
    [[nodiscard]] state where() const noexcept { return state_; }

    /// How a control of the C1 set is written.
    enum class form : std::uint8_t { escape, byte, utf8 };

    /// How the one was that began the sequence.
    [[nodiscard]] form introduced_as() const noexcept { return form_; }

    /// How many bytes that took, the second ESC of `is_alt` included.
    [[nodiscard]] std::size_t introducer_size() const noexcept
    {
        return form_ == form::byte ? 1 : alt_ ? 3 : 2;
    }

    /// Whether a string that has ended was ended by a terminator in UTF-8.
    [[nodiscard]] bool is_ended_in_utf8() const noexcept { return ended_in_utf8_; }

    /// Whether a second ESC stands in front of the sequence.
    [[nodiscard]] bool is_alt() const noexcept { return alt_; }

    /// Of a string, as in its 7-bit form.
    [[nodiscard]] char introducer() const noexcept { return introducer_; }

    /// How many values of a mouse report are missing, perhaps in part.
    [[nodiscard]] unsigned missing_values() const noexcept { return values_; }
    [[nodiscard]] bool is_value_torn() const noexcept { return utf8_needed_ != 0; }

    /// Scans until the event ends, or until `end`. `at` is where the scan stopped.
    verdict scan(const char*& at, const char* end) noexcept;

    /// The event is over.
    void restart() noexcept
    {
        state_ = state::ground;
        alt_ = false;
        form_ = form::escape;
    }

    /// The event is over, and the next one begins with bytes that have been seen.
    void restart_again() noexcept
    {
        restart();
        state_ = state::again;
    }

    /// The event, which has been half a character, goes on with a sequence; or it becomes more keys
    /// than one.
    void go_on(state s) noexcept
    {
        restart();
        state_ = s;
    }

    /// What has been seen is an event, and the rest of the sequence will be more of it.
    void skip() noexcept;

    void begin_paste(form f) noexcept
    {
        state_ = state::paste;
        form_ = f;
    }

private:
    verdict scan_ground(unsigned char byte) noexcept;
    verdict scan_utf8(unsigned char byte) noexcept;
    verdict scan_escape(unsigned char byte) noexcept;
    verdict scan_csi(const char*& at, const char* end) noexcept;
    verdict scan_focus(unsigned char byte) noexcept;
    verdict scan_ss3(unsigned char byte) noexcept;
    verdict scan_mouse(unsigned char byte) noexcept;
    verdict scan_string(const char*& at, const char* end) noexcept;
    verdict begin_string(char introducer) noexcept;
    bool ends_string(unsigned char byte) noexcept;
    verdict begin_c1(char introducer, form f) noexcept;
    verdict begin_utf8(unsigned char lead, bool may_be_c1) noexcept;
    [[nodiscard]] bool has_c1_in_utf8() const noexcept
    {
        return options_.c1_in_utf8 || answers_expected_;
    }

    decoder_options options_;
    state state_ = state::ground;
    char introducer_ = 0;
    form form_ = form::escape;
    bool alt_ = false;
    bool answers_expected_ = false;
    bool may_be_c1_ = false;     // the character that has begun
    bool ended_in_utf8_ = false; // the string
    std::uint8_t values_ = 0;
    std::uint8_t utf8_needed_ = 0; // continuation bytes still to come, in a string as well
    std::uint8_t utf8_low_ = 0;    // bounds of the next continuation byte
    std::uint8_t utf8_high_ = 0;
};

} // namespace cotty::detail
