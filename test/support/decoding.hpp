// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/decoder.hpp>

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

/// Decoding as tests look at it.
namespace cotty::test {

/// An event that keeps its bytes.
struct seen {
    /// As `describe` says it.
    std::string name;
    /// What a key typed; what was pasted; a reply's text.
    std::string text;
    std::string raw;
    key_action action = key_action::press;

    friend bool operator==(const seen&, const seen&) = default;
};

std::ostream& operator<<(std::ostream& out, const seen& s);

/// Bytes as they can be read: `\x1b[A`.
std::string escaped(std::string_view bytes);

/// The event in words, every field but those of `seen`: a key's name; `mouse press left 3,4 ctrl`;
/// `paste`; `focus in`; `resize 80x24 800x480`; `reply cursor_position 3 4`; `unknown`.
std::string describe(const event& e);

seen remember(const event& e);

/// Decodes the pieces one after the other, and what is undecided at the end. The pieces of a paste
/// are joined to one.
std::vector<seen> decode_pieces(const std::vector<std::string_view>& pieces,
                                const decoder_options& options = {});

std::vector<seen> decode(std::string_view bytes, const decoder_options& options = {});

/// Decodes, and checks what holds for any input: every byte belongs to exactly one event, and how
/// the input is cut, and whether the decoder's shortcut is open, does not matter.
std::vector<seen> decode_every_way(std::string_view bytes, const decoder_options& options = {});

/// The names of the events, joined by spaces.
std::string names(const std::vector<seen>& events);

/// The names of what the bytes are, decoded in every way.
std::string names_of(std::string_view bytes, const decoder_options& options = {});

} // namespace cotty::test
