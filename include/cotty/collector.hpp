// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder.hpp>
#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {

/// What a collector puts together.
struct collector_options {
    /// In bytes of text: up to this size a paste is one event. A longer one is cut into events of
    /// exactly this size and a last one of what is left; all of them are `aborted`, only the first
    /// has `begins`, only the last `ends`. 0: pastes come in pieces, as the decoder gives them.
    std::size_t paste_limit = std::size_t{1} << 20U;

    /// In bytes, introducer and terminator included: up to this size an answer of the terminal is
    /// one event, such as what the clipboard holds (OSC 52). A longer one, or anything else that
    /// begins like one, is cut into `unknown` events, all but the last `partial`: one of about this
    /// size, and others of about decoder::max_sequence bytes. Below decoder::max_sequence: as the
    /// decoder gives them.
    std::size_t reply_limit = std::size_t{1} << 20U;

    /// Whether what a person sees as one character is one key, however many scalar values it is
    /// made of: a family emoji, a flag, a letter and its accents, a Hangul syllable. These are the
    /// extended grapheme clusters of UAX #29, by utf8proc's tables.
    bool graphemes = false;
};

/// A decoder that puts together what arrives in several parts: pastes, long answers, and characters
/// that are made of several. It is used like the decoder: how the bytes are cut does not change the
/// events (but for the pieces of pastes, if those are wanted), no byte is lost, and there is no
/// clock.
///
/// Of a grapheme cluster, the key's `code` is the first scalar value and its `text` the whole
/// cluster. `key::matches` looks at the code: look at the text where `e` must not match `é` that
/// came as two. A cluster longer than `key_text::capacity` is cut there and becomes several keys.
/// Only keys with text take part, pressed or repeated, without ctrl, alt, super, hyper or meta.
///
/// It allocates only for what arrives in several parts: memory for `paste_limit` bytes and the
/// marks around them, or for `reply_limit` bytes (twice that for a moment, when it grows), given
/// back when the paste or the answer is over.
/// Functions that take events throw std::bad_alloc if there is none.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class collector {
public:
    explicit collector(const decoder_options& decoding = {},
                       collector_options collecting = {}) noexcept
        : decoder_(decoding), options_(collecting), passes_(most_that_passes())
    {
    }

    collector(const collector&) = delete;
    collector& operator=(const collector&) = delete;

    /// Takes bytes from the front of `input` until an event is complete. Returns false when
    /// `input` is used up and no event is complete. An event may be complete without any input.
    ///
    /// What `e` refers to is valid as long as `input`'s memory, and until the next call of a
    /// member function.
    bool next(std::string_view& input, event& e)
    {
        if (input.size() >= passes_)
            return next_other(input, e);
        return decoder_.next(input, e) && (passes(e) || accept(e) || next_other(input, e));
    }

    /// See decoder::expect_cursor_position, and so on.
    void expect_cursor_position(bool expected) noexcept
    {
        decoder_.expect_cursor_position(expected);
    }
    void expect_focus_reports(bool expected) noexcept { decoder_.expect_focus_reports(expected); }
    void expect_answers(bool expected) noexcept { decoder_.expect_answers(expected); }

    /// What the bytes kept inside could be.
    enum class undecided : std::uint8_t {
        nothing,       ///< no bytes are kept
        text,          ///< a key, complete, that the next character may become part of
        key,           ///< a key as they stand (Escape, Alt-[), or the start of a sequence
        sequence,      ///< only the start of a sequence or of a character
        long_sequence, ///< the start of one too long for a key (decoder::longest_key)
        paste,         ///< a paste: it goes on, however long its bytes take
    };
    [[nodiscard]] undecided pending() const noexcept;

    /// No more bytes will come in time: decides what is undecided. Call it until it returns
    /// false. What `e` refers to is valid until the next call of a member function.
    bool flush(event& e);

private:
    enum class held : std::uint8_t { nothing, text, event };

    /// Whether this is not a part of what arrives in several.
    static bool passes(const event& e) noexcept
    {
        if (e.get_if<key>() != nullptr)
            return true;
        const auto* const u = e.get_if<unknown>();
        return e.get_if<paste>() == nullptr && (u == nullptr || !u->partial);
    }

    [[nodiscard]] std::size_t most_that_passes() const noexcept;
    bool next_other(std::string_view& input, event& e);
    bool fetch(std::string_view& input, event& e);
    bool accept(event& e);
    bool ready(event& e);
    void forget_given();

    bool accept_text(event& e);
    void begin_cluster(const key& k);
    bool join_cluster(const key& k, std::string_view raw);
    void hold(const event& e);
    void give_held(event& e);
    void exchange_held(event& e);

    [[nodiscard]] std::size_t room() const noexcept;
    bool accept_paste(event& e, const paste& piece);
    bool give_paste(event& e);
    void collect(const paste& piece, std::string_view raw);
    bool accept_piece(event& e, bool last);
    bool give_sequence(event& e);
    void gather(std::string_view raw, std::size_t most);

    decoder decoder_;
    collector_options options_;

    // Input below this size goes to the decoder as it is: nothing waits, and only the beginning of
    // a paste would have to.
    std::size_t passes_;

    // An event that waits: a text key for what follows, or one whose turn comes after that key.
    // Its bytes are in held_raw_, its text, if it is a paste or a reply, begins at held_text_.
    held held_ = held::nothing;
    event held_event_;
    std::string held_raw_;
    std::size_t held_text_ = 0;
    std::string given_raw_;        // of the last event, if that had waited
    char32_t last_scalar_ = 0;     // of the text key
    std::int32_t break_state_ = 0; // utf8proc's, after that scalar

    // What is being collected: of a paste raw bytes, of which those from paste_head_ on are text,
    // but for the end mark; or of a long sequence all.
    enum class gathered : std::uint8_t {
        nothing,
        part,   // of a paste or of a sequence
        whole,  // it goes no further
        passed, // a sequence that is too long to be collected: the rest of it is not
    };
    std::vector<char> gathered_;
    std::size_t gathered_given_ = 0; // bytes at the front that belong to the last event
    std::size_t paste_head_ = 0;
    std::size_t paste_text_ = 0;
    bool paste_cut_ = false; // its beginning has been given, as it was too long
    bool paste_ended_ = false;
    bool paste_aborted_ = false;
    gathered sequence_ = gathered::nothing;
};

} // namespace cotty
