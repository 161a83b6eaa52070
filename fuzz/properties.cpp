// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "properties.hpp"

#include <cotty/decoder.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cotty::fuzz {
namespace {

static_assert(sizeof(decoder) <= 64 * 1024, "whatever comes, this is all a decoder keeps");

constexpr std::uint32_t largest_number = 2097152; // as mouse.hpp and reply.hpp promise

/// Null if all is well.
using complaint = const char*;

template <class... Functions>
struct overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

template <class Enum>
constexpr bool at_most(Enum value, Enum last)
{
    return static_cast<std::uint32_t>(value) <= static_cast<std::uint32_t>(last);
}

/// By address, as two empty views are the same to `==`.
bool is_inside(std::string_view part, std::string_view whole)
{
    const std::less_equal<> not_after;
    return not_after(whole.data(), part.data()) &&
           not_after(part.data() + part.size(), whole.data() + whole.size());
}

constexpr bool is_control(std::uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

// --- what each event promises -----------------------------------------------------------------

bool is_code(key_code code)
{
    const auto c = static_cast<std::uint32_t>(code);
    if (code > key_code::first_functional_)
        return code < key_code::last_functional_;
    return detail::is_scalar_value(c) && c >= 0x20 && c != 0x7F;
}

bool is_printable(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view character = text.substr(0, detail::utf8_length(text.front()));
        const auto scalar = detail::single_scalar(character);
        if (!scalar || is_control(static_cast<std::uint32_t>(*scalar)))
            return false;
        text.remove_prefix(character.size());
    }
    return true;
}

complaint check(const key& k)
{
    if (!is_code(k.code))
        return "a key that is none";
    if ((k.shifted != key_code::none && !is_code(k.shifted)) ||
        (k.base != key_code::none && !is_code(k.base)))
        return "a shifted or base key that is none";
    if (!at_most(k.action, key_action::release))
        return "a key's action is none";
    if (!is_printable(k.text))
        return "a key's text is no UTF-8, or has a control character";
    if (k.action == key_action::release && !k.text.empty())
        return "a released key types";
    return nullptr;
}

bool has_a_name(const key& k)
{
    const auto named = parse_key(to_string(k));
    key_code code = k.code;
    modifiers mods = k.mods & ~lock_modifiers;
    if ((mods & modifiers::ctrl) != modifiers::none) // a capital with Ctrl is named by Shift
        detail::normalise(code, mods);
    return named && named->code == code && named->mods == mods;
}

/// This is slow: only once for each way to feed, and for each of many equal keys.
complaint check_names(const std::vector<event>& events)
{
    const key* last = nullptr;
    for (const event& e : events) {
        const auto* k = e.get_if<key>();
        if (k == nullptr || (last != nullptr && identical(*k, *last)))
            continue;
        if (!has_a_name(*k))
            return "a key's name is not its name";
        last = k;
    }
    return nullptr;
}

bool is_number(int n)
{
    return n >= 0 && n <= static_cast<int>(largest_number);
}

complaint check(const mouse& m, const decoder_options& options)
{
    if (!at_most(m.action, mouse_action::move) || !at_most(m.button, mouse_button::button_11))
        return "a mouse's action or button is none";
    if ((m.mods & ~(modifiers::shift | modifiers::alt | modifiers::ctrl)) != modifiers::none)
        return "a mouse with modifiers that no report has";
    if (!is_number(std::abs(m.x)) || !is_number(std::abs(m.y)))
        return "a mouse out of range";
    if (m.pixels && !options.mouse_pixels)
        return "pixels of which nobody spoke";
    return nullptr;
}

complaint check(const resize& r)
{
    if (!is_number(r.size.columns) || !is_number(r.size.rows) || !is_number(r.size.x_pixels) ||
        !is_number(r.size.y_pixels) || r.size.columns == 0 || r.size.rows == 0)
        return "a size out of range";
    return nullptr;
}

complaint check(const reply& r, std::string_view raw)
{
    if (!at_most(r.kind, reply_kind::presentation))
        return "a reply's kind is none";
    if (r.count > r.numbers.size())
        return "a reply with too many numbers";
    for (std::size_t i = 0; i < r.numbers.size(); ++i)
        if (r.numbers[i] > (i < r.count ? largest_number : 0))
            return "a reply's number is too large";
    if (!is_inside(r.text, raw))
        return "a reply's text is not in its bytes";
    return nullptr;
}

/// \param in_paste whether the piece before was one of a paste that goes on
complaint check(const paste& p, std::string_view raw, bool in_paste)
{
    if (p.begins == in_paste)
        return "a piece of a paste out of place";
    if (p.aborted && !p.ends)
        return "an aborted paste that goes on";
    if (!p.text.empty() && !is_inside(p.text, raw))
        return "a paste's text is not in its bytes";
    if (!p.begins && !p.text.empty() && p.text.data() != raw.data())
        return "a paste leaves text out";
    return nullptr;
}

// --- a way to feed the decoder ----------------------------------------------------------------

/// Where a decoder finds its input: behind the last byte is the array's end, where the address
/// sanitizer sees who reads on.
class input_memory {
public:
    std::string_view place(std::string_view bytes)
    {
        forget();
        char* const begin = memory_.data() + memory_.size() - bytes.size();
        std::copy(bytes.begin(), bytes.end(), begin);
        used_ = bytes.size();
        return {begin, used_};
    }

    /// So that nobody who still looks there finds what was there.
    void forget()
    {
        std::fill(memory_.end() - static_cast<std::ptrdiff_t>(used_), memory_.end(), '#');
    }

private:
    std::array<char, 128 * 1024> memory_{};
    std::size_t used_ = 0;
};

input_memory memory;

/// A decoder, and the events that came out of it. Their views are moved into the input as a whole,
/// and the pieces of a paste are joined.
class way {
public:
    void start(const decoder_options& options, std::string_view bytes)
    {
        options_ = options;
        decoder_.emplace(options);
        bytes_ = bytes;
        at_ = 0;
        fed_ = 0;
        in_paste_ = false;
        in_partial_ = false;
        events_.clear();
    }

    complaint feed(std::string_view piece)
    {
        std::string_view input = memory.place(piece);
        const std::string_view placed = input;
        event e;
        while (decoder_->next(input, e))
            if (const complaint c = add(e, placed))
                return c;
        if (!input.empty())
            return "bytes are left over";
        return check_pending();
    }

    complaint flush()
    {
        memory.forget();
        event e;
        while (decoder_->flush(e))
            if (const complaint c = add(e, {}))
                return c;
        if (decoder_->pending() != decoder::undecided::nothing)
            return "undecided after all was decided";
        if (in_paste_ || in_partial_)
            return "something goes on after its end";
        return at_ != fed_ ? "bytes are lost" : nullptr;
    }

    /// Feeds all of it.
    complaint feed_pieces(const decoder_case& c, std::array<std::size_t, 2> sizes,
                          bool flush_between)
    {
        for (std::size_t at = 0, turn = 0; at < bytes_.size(); ++turn) {
            std::size_t size = sizes[turn % 2];
            if (at > c.stretched_at && at + 64 < c.stretched_at + c.stretched)
                size = c.stretched_at + c.stretched - 64 - at; // nothing new, and a lot of it
            const std::string_view piece = bytes_.substr(at, size);
            at += piece.size();
            fed_ = at;
            if (const complaint broken = feed(piece))
                return broken;
            if (flush_between && turn % 2 == 0)
                if (const complaint broken = flush())
                    return broken;
        }
        return flush();
    }

    [[nodiscard]] const std::vector<event>& events() const { return events_; }

private:
    [[nodiscard]] complaint check_pending() const
    {
        const bool kept = at_ != fed_;
        switch (decoder_->pending()) {
        case decoder::undecided::nothing:
            return kept || in_paste_ ? "something is kept, and not told" : nullptr;
        case decoder::undecided::paste:
            return in_paste_ ? nullptr : "in a paste of which nobody knows";
        case decoder::undecided::key:
        case decoder::undecided::sequence:
        case decoder::undecided::long_sequence:
            return kept || in_partial_ ? nullptr : "nothing is undecided";
        }
        return "what is undecided is nothing known";
    }

    complaint add(const event& e, std::string_view input)
    {
        const std::string_view own{reinterpret_cast<const char*>(&*decoder_), sizeof(decoder)};
        const auto* p = e.get_if<paste>();
        // Only the end of what came in pieces may have no bytes left.
        if (e.raw.empty() && !in_paste_ && !in_partial_)
            return "an event of no bytes";
        if (!e.raw.empty() && !is_inside(e.raw, input) && !is_inside(e.raw, own))
            return "an event in nobody's memory";
        if (p == nullptr && e.raw.size() > decoder::max_sequence + 1)
            return "an event of too many bytes";
        if (bytes_.substr(at_, e.raw.size()) != e.raw || at_ + e.raw.size() > fed_)
            return "an event's bytes are not those of the input";
        if (const complaint c = check_value(e))
            return c;
        const auto* u = e.get_if<unknown>();
        if (in_partial_ && u == nullptr)
            return "a piece of a sequence is followed by something else";
        in_partial_ = u != nullptr && u->partial;
        keep(e);
        return nullptr;
    }

    complaint check_value(const event& e) const
    {
        if (in_paste_ && e.get_if<paste>() == nullptr)
            return "a paste with something else in it";
        return std::visit(overloaded{[](const key& k) { return check(k); },
                                     [&](const mouse& m) { return check(m, options_); },
                                     [&](const paste& p) { return check(p, e.raw, in_paste_); },
                                     [](const focus&) -> complaint { return nullptr; },
                                     [](const resize& r) { return check(r); },
                                     [&](const reply& r) { return check(r, e.raw); },
                                     [](const unknown&) -> complaint { return nullptr; }},
                          e.value);
    }

    void keep(const event& e)
    {
        const std::string_view raw = bytes_.substr(at_, e.raw.size());
        at_ += raw.size();
        const auto move = [&](std::string_view& text) {
            const auto before = text.empty() ? std::size_t{0}
                                             : static_cast<std::size_t>(text.data() - e.raw.data());
            text = raw.substr(before, text.size());
        };
        const auto* p = e.get_if<paste>();
        if (p != nullptr && in_paste_) {
            event& whole = events_.back();
            auto& joined = *std::get_if<paste>(&whole.value);
            // Pieces follow each other without a gap, but for the marks at both ends.
            joined.text = {joined.text.data(), joined.text.size() + p->text.size()};
            joined.ends = p->ends;
            joined.aborted = p->aborted;
            whole.raw = {whole.raw.data(), whole.raw.size() + raw.size()};
        } else {
            event& kept = events_.emplace_back(e);
            kept.raw = raw;
            if (auto* r = std::get_if<reply>(&kept.value))
                move(r->text);
            if (auto* begun = std::get_if<paste>(&kept.value)) {
                move(begun->text);
                if (begun->text.empty())
                    begun->text = raw.substr(raw.size()); // where the next piece's begins
            }
        }
        in_paste_ = p != nullptr && !p->ends;
    }

    decoder_options options_;
    std::optional<decoder> decoder_;
    std::string_view bytes_;
    std::size_t at_ = 0;  // where the next event begins
    std::size_t fed_ = 0; // how much the decoder has got
    bool in_paste_ = false;
    bool in_partial_ = false;
    std::vector<event> events_;
};

// What is kept from one case to the next is memory, as allocating it would take most of the time.
way whole;
way other;

std::optional<finding> feed(way& w, const char* name, const decoder_case& c, std::string_view bytes,
                            std::array<std::size_t, 2> sizes, bool flush_between = false)
{
    w.start(c.options, bytes);
    if (const complaint broken = w.feed_pieces(c, sizes, flush_between))
        return finding{name, broken};
    return {};
}

/// Whether what is stretched is no sequence, but thousands of keys, which say nothing new.
bool is_dull(const decoder_case& c)
{
    constexpr std::size_t sample = 64;
    decoder d(c.options);
    std::string_view input = std::string_view(c.bytes).substr(0, c.stretched_at + sample);
    event e;
    std::size_t events = 0;
    while (d.next(input, e))
        ++events;
    return events > c.stretched_at + sample / 8;
}

} // namespace

decoder_case read_case(std::string_view file)
{
    // '@' is 0x40, and stands for the default.
    const auto choice = [&](std::size_t i) {
        return i < file.size() ? static_cast<unsigned char>(file[i]) ^ 0x40U : 0U;
    };
    constexpr std::array<std::size_t, 8> lengths{1, 2, 3, 5, 8, 21, 48, 120};
    const unsigned flags = choice(0);
    const unsigned dialect = choice(1);
    const unsigned cuts = choice(2);
    const unsigned stretch = choice(3);
    decoder_case c;
    c.options.backspace_sends_bs = (flags & 1U) != 0;
    c.options.line_feed_is_enter = (flags & 2U) != 0;
    c.options.tab_is_ctrl_i = (flags & 4U) != 0;
    c.options.escape_escape_is_alt = (flags & 8U) != 0;
    c.options.alt_bracket_is_key = (flags & 16U) != 0;
    c.options.alt_o_is_key = (flags & 32U) != 0;
    c.options.cursor_position_expected = (flags & 64U) != 0;
    c.options.rxvt_endings = (flags & 128U) == 0;
    c.options.function_keys = static_cast<keyboard>((dialect & 7U) % 5);
    c.options.high_bytes = static_cast<eighth_bit>(dialect >> 3U & 3U);
    c.options.mouse = static_cast<mouse_encoding>((dialect >> 5U & 3U) % 3);
    c.options.mouse_pixels = (dialect & 128U) != 0;
    if ((cuts & 128U) != 0) {
        c.options.fourth = fourth_modifier::alt;
        c.options.focus_reports = true;
        c.options.c1_in_utf8 = true;
    }
    c.pieces = {lengths[cuts & 7U], lengths[cuts >> 3U & 7U]};
    c.flush_between = (cuts & 64U) != 0;
    c.bytes = file.substr(std::min<std::size_t>(file.size(), 4));
    if (stretch >= 0xD0 && !c.bytes.empty()) {
        const bool twice = stretch < 0xE0;
        c.stretched_at = c.bytes.size() / 2;
        c.stretched = decoder::max_sequence * (twice ? 2 : 1) - 24 + (stretch & 31U);
        c.bytes.insert(c.stretched_at, c.stretched, c.bytes[c.stretched_at]);
    }
    return c;
}

std::optional<finding> broken_promise(const decoder_case& c)
{
    if (c.stretched != 0 && is_dull(c))
        return {};
    constexpr std::size_t all = std::string_view::npos;
    constexpr std::array<std::size_t, 2> at_once{all, all};
    constexpr std::array<std::size_t, 2> byte_by_byte{1, 1};
    constexpr const char* cut = "cut into pieces";

    if (const auto f = feed(whole, "whole", c, c.bytes, at_once))
        return f;
    if (const complaint broken = check_names(whole.events()))
        return finding{"whole", broken};
    if (const auto f = feed(other, cut, c, c.bytes, c.pieces))
        return f;
    if (other.events() != whole.events())
        return finding{cut, "other events than whole"};
    if (c.stretched != 0)
        return {}; // long enough for once
    if (c.pieces != byte_by_byte) {
        if (const auto f = feed(other, "byte by byte", c, c.bytes, byte_by_byte))
            return f;
        if (other.events() != whole.events())
            return finding{"byte by byte", "other events than whole"};
    }
    if (c.flush_between)
        if (const auto f = feed(other, "decided in between", c, c.bytes, c.pieces, true))
            return f;

    // With so much behind it a sequence takes the decoder's shortcut; byte by byte it never does.
    const std::string followed = c.bytes + std::string(48, 'x');
    if (const auto f = feed(whole, "followed", c, followed, at_once))
        return f;
    if (const auto f = feed(other, "followed, byte by byte", c, followed, byte_by_byte))
        return f;
    if (other.events() != whole.events())
        return finding{"followed", "other events than byte by byte"};
    return {};
}

} // namespace cotty::fuzz
