// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/width.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace cotty {
namespace {

struct scalar_range {
    char32_t first;
    char32_t last;
};

/// Characters that are text unless U+FE0F follows: Emoji without Emoji_Presentation in Unicode's
/// emoji-data.txt (Unicode 14; newer emoji are emoji by themselves).
// clang-format off
constexpr auto text_by_default = std::to_array<scalar_range>({
    {0x23, 0x23}, {0x2A, 0x2A}, {0x30, 0x39}, {0xA9, 0xA9}, {0xAE, 0xAE}, {0x203C, 0x203C},
    {0x2049, 0x2049}, {0x2122, 0x2122}, {0x2139, 0x2139}, {0x2194, 0x2199}, {0x21A9, 0x21AA},
    {0x2328, 0x2328}, {0x23CF, 0x23CF}, {0x23ED, 0x23EF}, {0x23F1, 0x23F2}, {0x23F8, 0x23FA},
    {0x24C2, 0x24C2}, {0x25AA, 0x25AB}, {0x25B6, 0x25B6}, {0x25C0, 0x25C0}, {0x25FB, 0x25FC},
    {0x2600, 0x2604}, {0x260E, 0x260E}, {0x2611, 0x2611}, {0x2618, 0x2618}, {0x261D, 0x261D},
    {0x2620, 0x2620}, {0x2622, 0x2623}, {0x2626, 0x2626}, {0x262A, 0x262A}, {0x262E, 0x262F},
    {0x2638, 0x263A}, {0x2640, 0x2640}, {0x2642, 0x2642}, {0x265F, 0x2660}, {0x2663, 0x2663},
    {0x2665, 0x2666}, {0x2668, 0x2668}, {0x267B, 0x267B}, {0x267E, 0x267E}, {0x2692, 0x2692},
    {0x2694, 0x2697}, {0x2699, 0x2699}, {0x269B, 0x269C}, {0x26A0, 0x26A0}, {0x26A7, 0x26A7},
    {0x26B0, 0x26B1}, {0x26C8, 0x26C8}, {0x26CF, 0x26CF}, {0x26D1, 0x26D1}, {0x26D3, 0x26D3},
    {0x26E9, 0x26E9}, {0x26F0, 0x26F1}, {0x26F4, 0x26F4}, {0x26F7, 0x26F9}, {0x2702, 0x2702},
    {0x2708, 0x2709}, {0x270C, 0x270D}, {0x270F, 0x270F}, {0x2712, 0x2712}, {0x2714, 0x2714},
    {0x2716, 0x2716}, {0x271D, 0x271D}, {0x2721, 0x2721}, {0x2733, 0x2734}, {0x2744, 0x2744},
    {0x2747, 0x2747}, {0x2763, 0x2764}, {0x27A1, 0x27A1}, {0x2934, 0x2935}, {0x2B05, 0x2B07},
    {0x3030, 0x3030}, {0x303D, 0x303D}, {0x3297, 0x3297}, {0x3299, 0x3299}, {0x1F170, 0x1F171},
    {0x1F17E, 0x1F17F}, {0x1F202, 0x1F202}, {0x1F237, 0x1F237}, {0x1F321, 0x1F321},
    {0x1F324, 0x1F32C}, {0x1F336, 0x1F336}, {0x1F37D, 0x1F37D}, {0x1F396, 0x1F397},
    {0x1F399, 0x1F39B}, {0x1F39E, 0x1F39F}, {0x1F3CB, 0x1F3CE}, {0x1F3D4, 0x1F3DF},
    {0x1F3F3, 0x1F3F3}, {0x1F3F5, 0x1F3F5}, {0x1F3F7, 0x1F3F7}, {0x1F43F, 0x1F43F},
    {0x1F441, 0x1F441}, {0x1F4FD, 0x1F4FD}, {0x1F549, 0x1F54A}, {0x1F56F, 0x1F570},
    {0x1F573, 0x1F579}, {0x1F587, 0x1F587}, {0x1F58A, 0x1F58D}, {0x1F590, 0x1F590},
    {0x1F5A5, 0x1F5A5}, {0x1F5A8, 0x1F5A8}, {0x1F5B1, 0x1F5B2}, {0x1F5BC, 0x1F5BC},
    {0x1F5C2, 0x1F5C4}, {0x1F5D1, 0x1F5D3}, {0x1F5DC, 0x1F5DE}, {0x1F5E1, 0x1F5E1},
    {0x1F5E3, 0x1F5E3}, {0x1F5E8, 0x1F5E8}, {0x1F5EF, 0x1F5EF}, {0x1F5F3, 0x1F5F3},
    {0x1F5FA, 0x1F5FA}, {0x1F6CB, 0x1F6CB}, {0x1F6CD, 0x1F6CF}, {0x1F6E0, 0x1F6E5},
    {0x1F6E9, 0x1F6E9}, {0x1F6F0, 0x1F6F0}, {0x1F6F3, 0x1F6F3},
});
// clang-format on

constexpr char32_t emoji_selector = 0xFE0F;
constexpr char32_t joiner = 0x200D;

bool is_text_by_default(char32_t c) noexcept
{
    const auto* const at =
        std::lower_bound(text_by_default.begin(), text_by_default.end(), c,
                         [](const scalar_range& r, char32_t wanted) { return r.last < wanted; });
    return at != text_by_default.end() && at->first <= c;
}

bool is_picture(char32_t c) noexcept
{
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->boundclass ==
           UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool is_skin_tone(char32_t c) noexcept
{
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

/// Hangul's vowels and final consonants, which are drawn into the syllable's first.
bool is_inside_a_syllable(char32_t c) noexcept
{
    return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF);
}

std::size_t scalar_width(char32_t c) noexcept
{
    if (is_inside_a_syllable(c))
        return 0;
    return static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(c)));
}

/// Reads the characters of a text one after the other.
class scalars {
public:
    explicit scalars(std::string_view text) noexcept : rest_(text) { look(); }

    [[nodiscard]] bool at_end() const noexcept { return size_ == 0; }
    [[nodiscard]] char32_t operator*() const noexcept { return scalar_; }
    [[nodiscard]] std::size_t position() const noexcept { return position_; }

    void advance() noexcept
    {
        rest_.remove_prefix(size_);
        position_ += size_;
        look();
    }

private:
    void look() noexcept
    {
        size_ = rest_.empty() ? 0 : 1;
        if (rest_.empty())
            return;
        utf8proc_int32_t scalar = 0;
        const auto length =
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest_.data()),
                             static_cast<utf8proc_ssize_t>(rest_.size()), &scalar);
        scalar_ = length > 0 ? static_cast<char32_t>(scalar) : U'\uFFFD';
        if (length > 0)
            size_ = static_cast<std::size_t>(length);
    }

    std::string_view rest_;
    std::size_t position_ = 0;
    std::size_t size_ = 0; // of the character in front, 0 at the end
    char32_t scalar_ = 0;
};

/// Moves behind the grapheme cluster in front; there must be one. Returns its columns.
std::size_t take_cluster(scalars& text) noexcept
{
    char32_t before = *text;
    std::size_t columns = scalar_width(before);
    const bool of_a_picture = is_picture(before);
    utf8proc_int32_t state = 0;
    for (text.advance(); !text.at_end(); text.advance()) {
        const char32_t c = *text;
        if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                             static_cast<utf8proc_int32_t>(c), &state))
            break;
        if (c == emoji_selector && is_text_by_default(before))
            columns = std::max<std::size_t>(columns, 2);
        else if (before == joiner || (of_a_picture && is_skin_tone(c)))
            columns = std::max(columns, scalar_width(c)); // one picture
        else
            columns += scalar_width(c); // a flag's second half, Thai and Katakana marks
        before = c;
    }
    return columns;
}

} // namespace

std::size_t width(std::string_view utf8) noexcept
{
    std::size_t columns = 0;
    for (scalars text(utf8); !text.at_end();)
        columns += take_cluster(text);
    return columns;
}

std::string_view truncate_to_width(std::string_view utf8, std::size_t columns) noexcept
{
    scalars text(utf8);
    while (!text.at_end()) {
        const std::size_t here = text.position();
        const std::size_t wanted = take_cluster(text);
        if (wanted > columns)
            return utf8.substr(0, here);
        columns -= wanted;
    }
    return utf8;
}

} // namespace cotty
