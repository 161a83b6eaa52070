// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <cstddef>
#include <string_view>

namespace cotty {

/// How many columns this UTF-8 text takes on a terminal, all on one line.
///
/// What counts are grapheme clusters (UAX #29), each as wide as its characters together, where
/// marks take nothing; but an emoji of several parts (joined by U+200D, or with a skin tone) is as
/// wide as the widest of them. East Asian wide and full-width characters (UAX #11) take two, those
/// of ambiguous width one. A flag, two regional indicators, takes two; so does a character that
/// U+FE0F turns into an emoji (UTS #51). A byte that is no UTF-8 takes the one of the U+FFFD that
/// stands in for it, a character that is not in Unicode yet one unless its block is wide.
///
/// Controls take nothing, tabs and line ends among them: what those do depends on where they
/// stand. And a control sequence is taken for the text behind its Escape: `inert` shows what a
/// terminal would obey.
///
/// Terminals differ. Those that count characters one by one (xterm, the Linux console, older VTE
/// and tmux) need more for an emoji of several parts, and one column where U+FE0F makes it two
/// here, and some give Indic vowel signs a column; kitty and Ghostty make an emoji narrow that
/// U+FE0E follows, others do not, and neither does this. CJK locales may have ambiguous characters
/// wide. And each knows the Unicode version of its day; here it is that of utf8proc. Who has to
/// know asks the terminal where the cursor is
/// (`query::cursor_position`).
///
/// Takes linear time, allocates nothing and never fails. Thread-safe.
[[nodiscard]] std::size_t width(std::string_view utf8) noexcept;

/// The longest beginning of this UTF-8 text that takes no more than so many columns, cut between
/// grapheme clusters: it may be a column short where the next cluster is wide. What takes no
/// columns stays with what stands before it. A view into `utf8`.
///
/// (It has a long name because POSIX's `truncate` shortens files.)
[[nodiscard]] std::string_view truncate_to_width(std::string_view utf8,
                                                 std::size_t columns) noexcept;

} // namespace cotty
