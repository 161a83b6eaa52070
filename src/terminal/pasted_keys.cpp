// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/pasted_keys.hpp"

#include "core/sequences.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

namespace cotty::detail {
namespace {

/// What types the character: a line end is Enter's, however the terminal spells it. Of the other
/// controls only Tab is text; the rest have no text that a program could print by mistake.
void set_character(key& k, std::string_view bytes)
{
    const char first = bytes.front();
    k.pasted = true;
    if (first == '\r' || first == '\n') {
        k.code = key_code::enter;
        k.text.assign('\n');
    } else if (const auto byte = static_cast<unsigned char>(first); byte < 0x20 || byte == 0x7F) {
        const auto [code, mods] = sequences::by_control.at(byte);
        k.code = code;
        k.mods = mods;
        if (first == '\t')
            k.text.assign('\t');
    } else {
        const char32_t scalar = single_scalar(bytes).value_or(U'\uFFFD');
        k.code = static_cast<key_code>(scalar);
        if (scalar < 0x80 || scalar >= 0xA0) // else a C1 control
            k.text.append(scalar);
    }
}

bool goes_on(char c) noexcept
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

/// Whether `part` is a view of some of `whole`.
bool is_part_of(std::string_view part, std::string_view whole) noexcept
{
    const std::less_equal<> not_behind;
    return !part.empty() && not_behind(whole.data(), part.data()) &&
           not_behind(part.data() + part.size(), whole.data() + whole.size());
}

} // namespace

void pasted_keys::add(const paste& piece)
{
    untouched_ = piece.begins || (untouched_ && holds());
    ends_ = piece.ends;
    aborted_ = piece.aborted;
    if (is_part_of(piece.text, text_)) { // the rest that was given, and is taken back
        at_ = static_cast<std::size_t>(piece.text.data() - text_.data());
        return;
    }
    text_.erase(0, at_);
    at_ = 0;
    text_ += piece.text;
}

/// Of the next character, or of the bytes that are no character, are one together: those that begin
/// one as far as they go (U+FFFD for a maximal subpart: Unicode 15, 3.9). 0 if the next piece
/// decides.
std::size_t pasted_keys::character_size() const noexcept
{
    const std::string_view left = std::string_view(text_).substr(at_);
    if (left.starts_with("\r\n"))
        return 2;
    if (left == "\r" && !ends_)
        return 0;
    const std::size_t wanted = utf8_length(left.front());
    std::size_t size = 1;
    while (size < std::min(wanted, left.size()) && goes_on(left[size]))
        ++size;
    if (size == wanted)
        return single_scalar(left.substr(0, size)) ? size : 1;
    return size == left.size() && !ends_ ? 0 : size;
}

bool pasted_keys::next(event& e)
{
    const std::size_t size = holds() ? character_size() : 0;
    if (size == 0)
        return false;
    e.raw = std::string_view(text_).substr(at_, size);
    set_character(e.value.emplace<key>(), e.raw);
    at_ += size;
    untouched_ = false;
    return true;
}

void pasted_keys::rest(event& e)
{
    e.raw = std::string_view(text_).substr(at_);
    e.value = paste{e.raw, untouched_, ends_, aborted_};
    at_ = text_.size();
}

std::string pasted_keys::to_bytes(std::string_view ahead) const
{
    std::string bytes = "\x1b[200~";
    bytes += ahead;
    bytes += std::string_view(text_).substr(at_);
    if (ends_)
        bytes += "\x1b[201~";
    return bytes;
}

} // namespace cotty::detail
