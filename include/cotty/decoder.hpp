// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder_options.hpp>
#include <cotty/detail/scanner.hpp>
#include <cotty/event.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cotty {

namespace detail {

/// What a sequence means beyond one event.
struct beyond_one_event {
    /// The first halves of a character that win32-input-mode sends in two sequences, of the key
    /// that goes down and of the one that goes up; 0 if none is waited for.
    std::uint16_t half_down = 0;
    std::uint16_t half_up = 0;

    /// Of the sequence that was interpreted last.
    enum class kind : std::uint8_t {
        none,
        first_half,  ///< it is no event by itself
        second_half, ///< it is an event together with what was kept
        repeats,     ///< the key is repeated, `size` times
        text,        ///< the last `size` bytes hold more text than the key can
    } what = kind::none;
    std::size_t size = 0;
};

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
/// The raw bytes of all events, one after the other, are the input. Where one sequence makes
/// several keys (a text longer than one holds; a key that Windows says was repeated), they share
/// its bytes.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class decoder {
public:
    /// In bytes. A longer sequence is not kept whole: it comes out as several `unknown` events,
    /// all but the last `partial`, whose raw bytes are about this many. (A `collector` puts them
    /// together.)
    static constexpr std::size_t max_sequence = 32768;

    /// In bytes: what is longer and not finished is no key, but an answer or worse.
    static constexpr std::size_t longest_key = 64;

    explicit decoder(const decoder_options& options = {}) noexcept;

    /// Takes bytes from the front of `input` until an event is complete. Returns false when
    /// `input` is used up and no event is complete; `e` may hold anything then.
    ///
    /// `e.raw`, and the views inside the event, refer to `input`'s memory, or, if the event began
    /// in an earlier call, to the decoder: they are valid as long as the former, and until the next
    /// call of a member function.
    bool next(std::string_view& input, event& e) noexcept
    {
        if (scanner_.where() == detail::scanner::state::ground && !input.empty()) {
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

    /// Changes `decoder_options::cursor_position_expected` from the next event on: to be set while
    /// such a question is outstanding.
    void expect_cursor_position(bool expected) noexcept;

    /// Changes `decoder_options::focus_reports` from the next event on.
    void expect_focus_reports(bool expected) noexcept;

    /// Whether an answer of the terminal is outstanding, from the next event on: meanwhile controls
    /// of the C1 set may be written in UTF-8, whatever `decoder_options::c1_in_utf8` says.
    void expect_answers(bool expected) noexcept;

    /// What the bytes kept inside could be.
    enum class undecided : std::uint8_t {
        nothing,       ///< no bytes are kept
        key,           ///< a key as they stand (Escape, Alt-[), or the start of a sequence
        sequence,      ///< only the start of a sequence or of a character
        long_sequence, ///< the start of one of more than `longest_key` bytes, perhaps with none
                       ///< kept
        paste, ///< in a paste, which goes on until its end mark comes, perhaps with no bytes kept
    };
    [[nodiscard]] undecided pending() const noexcept;

    /// No more bytes will come in time: decides what is undecided. Call it until it returns
    /// false. A paste ends here, as `aborted`. `e.raw` is valid until the next call of a member
    /// function.
    bool flush(event& e) noexcept;

    /// Says what a whole sequence means that came in pieces (`max_sequence`) and was put together:
    /// the bytes of `unknown` events, all but the last `partial`. `e` becomes a reply, or, if that
    /// is nothing known or was torn, one `unknown`; what it refers to is in `sequence`.
    /// \pre `sequence` is not empty
    void interpret_whole(std::string_view sequence, event& e) const noexcept;

private:
    using scanner = detail::scanner;

    bool next_other(std::string_view& input, event& e) noexcept;
    bool next_of_any_kind(std::string_view& input, event& e) noexcept;
    detail::scanner::verdict scan(std::string_view input, std::size_t& used) noexcept;
    bool next_sequence(std::string_view& input, event& e) noexcept;
    bool end_sequence(std::string_view& input, std::size_t used, scanner::verdict v,
                      event& e) noexcept;
    [[nodiscard]] std::size_t room_behind(std::size_t used) const noexcept;
    void wait_for_second_half(std::size_t size) noexcept;
    bool end_second_half(std::string_view& input, std::size_t used, scanner::verdict v,
                         event& e) noexcept;
    void give_first_half(event& e) noexcept;
    void share_out(event& e) noexcept;
    bool next_shared(event& e) noexcept;
    bool next_paste(std::string_view& input, event& e) noexcept;
    void go_on_pasting(std::string_view& input, event& e) noexcept;
    std::string_view take(std::string_view& input, std::size_t used, std::size_t back) noexcept;
    void keep(std::string_view& input) noexcept;
    void go_on_with_kept() noexcept;
    void discard_taken() noexcept;
    void interpret(const scanner& ended, std::string_view raw, event& e) noexcept;
    void interpret_csi(std::string_view body, modifiers held, event& e) noexcept;
    [[nodiscard]] std::size_t scanned() const noexcept { return kept_ - unscanned_; }
    void interpret_string(const scanner& ended, std::string_view body, event& e) const noexcept;
    void interpret_byte(std::string_view raw, event& e) const noexcept;

    scanner scanner_;
    bool shortcut_; // the options leave common input its common meaning
    detail::beyond_one_event beyond_;
    key shared_;                // of several keys of one sequence: the next one, but for its text
    std::size_t half_kept_ = 0; // bytes in keep_ that are half a character
    std::size_t taken_ = 0;     // bytes at the front of keep_ that belong to the last event
    std::size_t unscanned_ = 0; // bytes at its back that the scanner has to see (again)
    std::size_t kept_ = 0;      // bytes in keep_, all of those included
    std::array<char, max_sequence + 1> keep_; // one more: ESC \ is not cut in two
};

} // namespace cotty
