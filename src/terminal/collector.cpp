// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/collector.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace cotty {
namespace {

/// The memory of a paste or an answer up to this size is kept for the next one.
constexpr std::size_t memory_worth_keeping = 16384;

/// In bytes, and more than the marks around a paste usually take.
constexpr std::size_t marks = 64;

/// Whether this key may be part of a grapheme cluster.
bool is_text(const key& k)
{
    constexpr modifiers allowed = modifiers::shift | lock_modifiers;
    return !k.text.empty() && !k.is_functional() && k.action != key_action::release &&
           (k.mods & ~allowed) == modifiers::none;
}

/// Takes the first scalar value from `text`, which is well-formed and not empty.
char32_t take_scalar(std::string_view& text)
{
    utf8proc_int32_t scalar = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &scalar);
    text.remove_prefix(length > 0 ? static_cast<std::size_t>(length) : 1);
    return length > 0 ? static_cast<char32_t>(scalar) : U'\uFFFD';
}

bool is_break(char32_t before, char32_t after, std::int32_t& state)
{
    // Below the combining marks only CR and LF belong together, and they are no text keys.
    if (before < 0x300 && after < 0x300)
        return true;
    return utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                            static_cast<utf8proc_int32_t>(after), &state);
}

using event_value = decltype(event::value);

/// The view into the event's raw bytes that the value holds; empty if it holds none.
std::string_view text_in(const event_value& value)
{
    if (const auto* p = std::get_if<paste>(&value))
        return p->text;
    if (const auto* r = std::get_if<reply>(&value))
        return r->text;
    return {};
}

/// Makes that view one of the same bytes that `now` begins with.
void move_text(event_value& value, std::string_view now)
{
    if (auto* p = std::get_if<paste>(&value))
        p->text = now.substr(0, p->text.size());
    if (auto* r = std::get_if<reply>(&value))
        r->text = now.substr(0, r->text.size());
}

/// Room for `size` bytes: twice as much as before, so that many small pieces are not moved each
/// time, but no more than `most` unless it is needed.
void make_room(std::vector<char>& bytes, std::size_t size, std::size_t most)
{
    if (size > bytes.capacity())
        bytes.reserve(std::max(size, std::min(2 * bytes.capacity(), most)));
}

} // namespace

std::size_t collector::most_that_passes() const noexcept
{
    if (options_.graphemes)
        return 0;
    return options_.paste_limit == 0 ? std::string_view::npos : options_.paste_limit;
}

bool collector::next_other(std::string_view& input, event& e)
{
    forget_given();
    if (ready(e))
        return true;
    while (fetch(input, e))
        if (accept(e))
            return true;
    return false;
}

bool collector::flush(event& e)
{
    forget_given();
    if (ready(e))
        return true;
    while (decoder_.flush(e))
        if (accept(e))
            return true;
    if (held_ == held::nothing)
        return false;
    give_held(e);
    return true;
}

collector::undecided collector::pending() const noexcept
{
    switch (decoder_.pending()) {
    case decoder::undecided::nothing:
        break;
    case decoder::undecided::key:
        return undecided::key;
    case decoder::undecided::sequence:
        return undecided::sequence;
    case decoder::undecided::long_sequence:
        return undecided::long_sequence;
    case decoder::undecided::paste:
        return undecided::paste;
    }
    return held_ == held::nothing ? undecided::nothing : undecided::text;
}

/// The decoder's next event. It is shown no more at once than can be kept: the caller's memory may
/// be gone when the next event is asked for.
bool collector::fetch(std::string_view& input, event& e)
{
    for (;;) {
        const std::size_t most = room();
        if (input.size() <= most)
            return decoder_.next(input, e);
        std::string_view part = input.substr(0, most);
        const bool found = decoder_.next(part, e);
        input.remove_prefix(most - part.size());
        if (found)
            return true;
    }
}

/// Looks at an event of the decoder. Returns whether there is one to give: `e`, which may be
/// another one now.
bool collector::accept(event& e)
{
    if (const auto* p = e.get_if<paste>(); p != nullptr && options_.paste_limit > 0)
        return accept_paste(e, *p);
    if (const auto* u = e.get_if<unknown>();
        u != nullptr && (u->partial || sequence_ != gathered::nothing))
        return accept_piece(e, !u->partial);
    if (options_.graphemes)
        if (const auto* k = e.get_if<key>(); k != nullptr && is_text(*k))
            return accept_text(e);
    if (held_ != held::nothing) {
        exchange_held(e);
        held_ = held::event;
    }
    return true;
}

/// Whether there is an event that needs no more bytes.
bool collector::ready(event& e)
{
    if (held_ == held::event) {
        give_held(e);
        return true;
    }
    return sequence_ == gathered::nothing ? give_paste(e) : give_sequence(e);
}

bool collector::give_paste(event& e)
{
    const bool too_long = paste_text_ > options_.paste_limit;
    if (!too_long && !paste_ended_)
        return false;
    const std::size_t size = too_long ? options_.paste_limit : paste_text_;
    gathered_given_ = too_long ? paste_head_ + size : gathered_.size();
    e.raw = {gathered_.data(), gathered_given_};
    e.value = paste{.text = e.raw.substr(paste_head_, size),
                    .begins = !paste_cut_,
                    .ends = !too_long,
                    .aborted = paste_aborted_ || paste_cut_ || too_long};
    paste_head_ = 0;
    paste_text_ -= size;
    paste_cut_ = too_long;
    if (!too_long)
        paste_ended_ = paste_aborted_ = false;
    return true;
}

void collector::forget_given()
{
    if (gathered_given_ == 0)
        return;
    gathered_.erase(gathered_.begin(),
                    gathered_.begin() + static_cast<std::ptrdiff_t>(gathered_given_));
    gathered_given_ = 0;
    if (!gathered_.empty())
        return;
    if (!paste_cut_ && sequence_ == gathered::nothing)
        passes_ = most_that_passes();
    if (!paste_cut_ && gathered_.capacity() > memory_worth_keeping)
        std::vector<char>().swap(gathered_);
}

// ---- Grapheme clusters ----

bool collector::accept_text(event& e)
{
    const key k = *e.get_if<key>();
    if (held_ == held::nothing) {
        hold(e);
        held_ = held::text;
        begin_cluster(k);
        return false;
    }
    if (join_cluster(k, e.raw))
        return false;
    exchange_held(e);
    held_ = held::text;
    begin_cluster(k);
    return true;
}

void collector::begin_cluster(const key& k)
{
    std::string_view text = k.text;
    break_state_ = 0;
    last_scalar_ = take_scalar(text);
    while (!text.empty()) // the kitty protocol may tell several at once
        is_break(last_scalar_, std::exchange(last_scalar_, take_scalar(text)), break_state_);
}

/// Adds the text of `k` to the key that waits, if it belongs there and fits.
bool collector::join_cluster(const key& k, std::string_view raw)
{
    key& first = std::get<key>(held_event_.value);
    std::string_view text = k.text;
    if (first.text.view().size() + text.size() > key_text::capacity ||
        held_raw_.size() + raw.size() > decoder::max_sequence)
        return false;
    for (bool joined = false; !text.empty(); joined = true) {
        const char32_t scalar = take_scalar(text);
        if (is_break(last_scalar_, scalar, break_state_) && !joined)
            return false;
        last_scalar_ = scalar;
        first.text.append(scalar);
    }
    held_raw_ += raw;
    return true;
}

// ---- The event that waits ----

void collector::hold(const event& e)
{
    const std::string_view text = text_in(e.value);
    held_text_ = text.empty() ? 0 : static_cast<std::size_t>(text.data() - e.raw.data());
    held_event_ = e;
    held_raw_ = e.raw;
}

void collector::give_held(event& e)
{
    given_raw_.swap(held_raw_);
    held_ = held::nothing;
    e.value = held_event_.value;
    e.raw = given_raw_;
    move_text(e.value, e.raw.substr(held_text_));
}

/// Gives the event that waits; `e` waits in its place.
void collector::exchange_held(event& e)
{
    const event newer = e;
    give_held(e);
    hold(newer);
}

// ---- Pastes ----

/// How much of the input the decoder may be shown.
std::size_t collector::room() const noexcept
{
    if (options_.paste_limit == 0)
        return held_ == held::nothing ? std::string_view::npos : memory_worth_keeping;
    return std::max<std::size_t>(options_.paste_limit - paste_text_, 1);
}

bool collector::accept_paste(event& e, const paste& piece)
{
    const bool whole = piece.begins && piece.ends && piece.text.size() <= options_.paste_limit;
    if (whole && held_ == held::nothing)
        return true;
    collect(piece, e.raw);
    if (held_ == held::nothing)
        return ready(e);
    give_held(e);
    return true;
}

/// Adds a piece, which `raw` is all of, marks included.
void collector::collect(const paste& piece, std::string_view raw)
{
    const std::size_t head =
        piece.text.empty() ? raw.size() : static_cast<std::size_t>(piece.text.data() - raw.data());
    if (piece.begins)
        paste_head_ = head;
    const std::size_t limit = options_.paste_limit;
    gather(raw, std::max(limit, limit + marks)); // may overflow
    paste_text_ += piece.text.size();
    paste_ended_ = piece.ends;
    paste_aborted_ = piece.aborted;
}

void collector::gather(std::string_view raw, std::size_t most)
{
    passes_ = 0;
    make_room(gathered_, gathered_.size() + raw.size(), most);
    gathered_.insert(gathered_.end(), raw.begin(), raw.end());
}

// ---- Sequences longer than the decoder keeps ----

/// A piece of one.
bool collector::accept_piece(event& e, bool last)
{
    const bool first = sequence_ == gathered::nothing;
    if (sequence_ == gathered::passed || (first && e.raw.size() >= options_.reply_limit)) {
        passes_ = last ? most_that_passes() : 0;
        sequence_ = last ? gathered::nothing : gathered::passed;
        if (held_ != held::nothing) { // only in front of the first piece
            exchange_held(e);
            held_ = held::event;
        }
        return true;
    }
    gather(e.raw, options_.reply_limit);
    sequence_ = last ? gathered::whole : gathered::part;
    if (held_ == held::nothing)
        return give_sequence(e);
    give_held(e);
    return true;
}

bool collector::give_sequence(event& e)
{
    const bool too_long = gathered_.size() > options_.reply_limit;
    if (sequence_ == gathered::passed || (!too_long && sequence_ != gathered::whole))
        return false;
    gathered_given_ = gathered_.size();
    e.raw = {gathered_.data(), gathered_given_};
    if (too_long)
        e.value = unknown{.partial = sequence_ == gathered::part};
    else
        decoder_.interpret_whole(e.raw, e);
    sequence_ = sequence_ == gathered::part ? gathered::passed : gathered::nothing;
    return true;
}

} // namespace cotty
