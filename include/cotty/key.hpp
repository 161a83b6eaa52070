// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace cotty {

// The functional keys: their names and their order are those of the kitty keyboard protocol
// (https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions), which numbers
// them upwards from 57344 to 57454 without a gap.
// This list is the only place that spells them; the enumeration and the parser read it.
// clang-format off
#define COTTY_FUNCTIONAL_KEYS(X)                                                                   \
    X(escape) X(enter) X(tab) X(backspace) X(insert) X(delete_) X(left) X(right) X(up)   \
    X(down) X(page_up) X(page_down) X(home) X(end) X(caps_lock) X(scroll_lock) X(num_lock)         \
    X(print_screen) X(pause) X(menu)                                                               \
    X(f1) X(f2) X(f3) X(f4) X(f5) X(f6) X(f7) X(f8) X(f9) X(f10) X(f11) X(f12) X(f13) X(f14)       \
    X(f15) X(f16) X(f17) X(f18) X(f19) X(f20) X(f21) X(f22) X(f23) X(f24) X(f25) X(f26) X(f27)     \
    X(f28) X(f29) X(f30) X(f31) X(f32) X(f33) X(f34) X(f35)                                        \
    X(kp_0) X(kp_1) X(kp_2) X(kp_3) X(kp_4) X(kp_5) X(kp_6) X(kp_7) X(kp_8) X(kp_9)                \
    X(kp_decimal) X(kp_divide) X(kp_multiply) X(kp_subtract) X(kp_add) X(kp_enter) X(kp_equal)     \
    X(kp_separator) X(kp_left) X(kp_right) X(kp_up) X(kp_down) X(kp_page_up) X(kp_page_down)       \
    X(kp_home) X(kp_end) X(kp_insert) X(kp_delete) X(kp_begin)                                     \
    X(media_play) X(media_pause) X(media_play_pause) X(media_reverse) X(media_stop)                \
    X(media_fast_forward) X(media_rewind) X(media_track_next) X(media_track_previous)              \
    X(media_record) X(lower_volume) X(raise_volume) X(mute_volume)                                 \
    X(left_shift) X(left_control) X(left_alt) X(left_super) X(left_hyper) X(left_meta)             \
    X(right_shift) X(right_control) X(right_alt) X(right_super) X(right_hyper) X(right_meta)       \
    X(iso_level3_shift) X(iso_level5_shift)
// clang-format on

/// Which key: a Unicode scalar by its value (`key_code{U'a'}`), or a functional key by its
/// enumerator. Functional keys lie above U+10FFFF, so no character that can be typed is one.
enum class key_code : std::uint32_t {
    none = 0,
    space = U' ',
    first_functional_ = 0x110000 - 1,
// clang-format off
#define COTTY_ENUMERATOR(name) name,
    COTTY_FUNCTIONAL_KEYS(COTTY_ENUMERATOR)
#undef COTTY_ENUMERATOR
    last_functional_
    // clang-format on
};

/// Modifier keys that were held, with the bit values of the kitty keyboard protocol.
enum class modifiers : std::uint8_t {
    none = 0,
    shift = 1,
    alt = 2,
    ctrl = 4,
    super = 8,
    hyper = 16,
    meta = 32,
    caps_lock = 64,
    num_lock = 128,
};

constexpr modifiers operator|(modifiers a, modifiers b) noexcept
{
    return static_cast<modifiers>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr modifiers operator&(modifiers a, modifiers b) noexcept
{
    return static_cast<modifiers>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
constexpr modifiers operator~(modifiers a) noexcept
{
    return static_cast<modifiers>(0xFFU & ~static_cast<unsigned>(a));
}
constexpr modifiers& operator|=(modifiers& a, modifiers b) noexcept
{
    return a = a | b;
}
constexpr modifiers& operator&=(modifiers& a, modifiers b) noexcept
{
    return a = a & b;
}

/// The locks are states of the keyboard, not part of what was pressed: names and matching
/// leave them out.
inline constexpr modifiers lock_modifiers = modifiers::caps_lock | modifiers::num_lock;

enum class key_action : std::uint8_t { press, repeat, release };

/// UTF-8 text of bounded length, held inside the object.
class key_text {
public:
    /// In bytes; the longest emoji sequence that Unicode recommends takes 35.
    static constexpr std::size_t capacity = 41;

    constexpr key_text() noexcept = default;

    /// \pre `utf8.size() <= capacity`
    constexpr explicit key_text(std::string_view utf8) noexcept
        : size_(static_cast<std::uint8_t>(utf8.size()))
    {
        std::copy(utf8.begin(), utf8.end(), bytes_.begin());
    }

    constexpr explicit key_text(char32_t scalar) noexcept { append(scalar); }

    /// Makes an empty text this character. (In place: a text that is copied just after its bytes
    /// were written makes the processor wait.)
    /// \pre `ascii` is in ASCII
    constexpr void assign(char ascii) noexcept
    {
        size_ = 1;
        bytes_[0] = ascii;
    }

    /// Makes an empty text these bytes.
    /// \pre at `utf8` stand at least 4 bytes, of which the first `size`, at most 4, are the text.
    void assign(const char* utf8, std::size_t size) noexcept
    {
        size_ = static_cast<std::uint8_t>(size);
        std::memcpy(bytes_.data(), utf8, 4); // of a constant length: faster than `size` bytes
    }

    /// Adds a scalar value. Returns false, and adds nothing, when it does not fit.
    constexpr bool append(char32_t scalar) noexcept
    {
        const auto c = static_cast<std::uint32_t>(scalar);
        const unsigned length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (size_ + length > capacity)
            return false;
        const auto tail = [c](unsigned shift) {
            return static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
        };
        char* out = bytes_.data() + size_;
        switch (length) {
        case 1:
            *out++ = static_cast<char>(c);
            break;
        case 2:
            *out++ = static_cast<char>(0xC0U | (c >> 6U));
            *out++ = tail(0);
            break;
        case 3:
            *out++ = static_cast<char>(0xE0U | (c >> 12U));
            *out++ = tail(6);
            *out++ = tail(0);
            break;
        default:
            *out++ = static_cast<char>(0xF0U | (c >> 18U));
            *out++ = tail(12);
            *out++ = tail(6);
            *out++ = tail(0);
        }
        size_ = static_cast<std::uint8_t>(size_ + length);
        return true;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept
    {
        return {bytes_.data(), size_};
    }
    constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

    friend constexpr bool operator==(const key_text& a, const key_text& b) noexcept
    {
        return a.view() == b.view();
    }

private:
    std::uint8_t size_ = 0;
    std::array<char, capacity> bytes_{};
};

/// One key that was pressed, repeated or released. A plain value: it owns what it holds.
///
/// What a channel cannot tell stays empty: a plain terminal never reports a release, and
/// sends `A` where one with the kitty protocol reports `shift+a` with the text `A`.
struct key {
    key_code code = key_code::none;
    /// What shift makes of the key, and the key that stands there on a US keyboard;
    /// `none` where the terminal did not say.
    key_code shifted = key_code::none;
    key_code base = key_code::none;
    modifiers mods = modifiers::none;
    key_action action = key_action::press;
    /// This character was not typed but pasted.
    bool pasted = false;
    /// What the key typed; empty where it typed nothing (`up`, `ctrl+a`, `alt+a`).
    key_text text;

    [[nodiscard]] constexpr bool is_functional() const noexcept
    {
        return code > key_code::first_functional_;
    }

    /// True if this is the key that `pattern` names, whatever its action and the locks, and
    /// whichever way the channel reports shift: `A` and `shift+a` match each other.
    [[nodiscard]] constexpr bool matches(const key& pattern) const noexcept;

    friend constexpr bool operator==(const key&, const key&) noexcept = default;
};

/// Reads a key's name, such as `a`, `é`, `space`, `ctrl+c`, `ctrl+alt+shift+page_up`, `kp_5`,
/// `ctrl++` or `u+200d` (a scalar value in hexadecimal). Modifiers may stand in any order.
/// Returns nothing if `name` is not the name of a key. `parse_key(to_string(k))` gives the code
/// and the modifiers of `k`, locks left out.
[[nodiscard]] constexpr std::optional<key> parse_key(std::string_view name) noexcept;

/// The key's name: modifiers in the order ctrl alt shift super hyper meta, then the key.
/// Characters that would be invisible or would disturb a terminal are written as `u+200d`.
[[nodiscard]] std::string to_string(const key& k);

/// `press`, `repeat`, `release`.
[[nodiscard]] std::string_view to_string(key_action action) noexcept;

/// What to show a person for this key: its text where that is visible, a space for the space
/// bar, else its name. Safe to print on a terminal: never a control or format character.
[[nodiscard]] std::string display(const key& k);

/// Writes the key's name.
std::ostream& operator<<(std::ostream& out, const key& k);

namespace detail {

struct modifier_name {
    std::string_view name;
    modifiers bit;
};

/// In the order in which names show them.
inline constexpr std::array<modifier_name, 6> modifier_names{{
    {"ctrl", modifiers::ctrl},
    {"alt", modifiers::alt},
    {"shift", modifiers::shift},
    {"super", modifiers::super},
    {"hyper", modifiers::hyper},
    {"meta", modifiers::meta},
}};

/// `delete` cannot be an enumerator: it is spelled with an underscore behind it.
constexpr std::string_view functional_name(std::string_view enumerator) noexcept
{
    if (enumerator.ends_with('_'))
        enumerator.remove_suffix(1);
    return enumerator;
}

inline constexpr auto functional_names = std::to_array<std::string_view>({
#define COTTY_NAME(name) functional_name(#name),
    COTTY_FUNCTIONAL_KEYS(COTTY_NAME)
#undef COTTY_NAME
});

constexpr key_code functional_code(std::size_t index) noexcept
{
    return static_cast<key_code>(static_cast<std::size_t>(key_code::first_functional_) + 1 + index);
}

constexpr std::size_t functional_index(key_code code) noexcept
{
    return static_cast<std::size_t>(code) - static_cast<std::size_t>(key_code::first_functional_) -
           1;
}

constexpr bool is_scalar_value(std::uint32_t c) noexcept
{
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

/// How many bytes a UTF-8 character has that begins with `lead`, which can begin one.
constexpr std::size_t utf8_length(char lead) noexcept
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Decodes `s` if it is exactly one well-formed UTF-8 character.
constexpr std::optional<char32_t> single_scalar(std::string_view s) noexcept
{
    if (s.empty() || s.size() > 4)
        return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = utf8_length(s[0]);
    if (s.size() != length || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4)
        return {};
    std::uint32_t c = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return {};
        c = c << 6U | (byte(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (c < least[length] || !is_scalar_value(c))
        return {};
    return static_cast<char32_t>(c);
}

constexpr bool is_ascii_upper(key_code code) noexcept
{
    return code >= key_code{U'A'} && code <= key_code{U'Z'};
}

/// `A` becomes `shift+a`; locks are dropped. Other characters need the text (see matches).
constexpr void normalise(key_code& code, modifiers& mods) noexcept
{
    mods &= ~lock_modifiers;
    if (is_ascii_upper(code)) {
        code = static_cast<key_code>(static_cast<std::uint32_t>(code) + 0x20);
        mods |= modifiers::shift;
    }
}

constexpr std::optional<key_code> parse_code(std::string_view name) noexcept
{
    if (name == "space")
        return key_code::space;
    for (std::size_t i = 0; i < functional_names.size(); ++i)
        if (functional_names[i] == name)
            return functional_code(i);
    std::uint32_t c = 0;
    if (name.size() > 2 && name.size() <= 8 && name.starts_with("u+")) {
        for (const char digit : name.substr(2)) {
            const bool decimal = digit >= '0' && digit <= '9';
            if (!decimal && (digit < 'a' || digit > 'f'))
                return {};
            c = c * 16 + static_cast<std::uint32_t>(decimal ? digit - '0' : digit - 'a' + 10);
        }
    } else if (const auto scalar = single_scalar(name)) {
        if (*scalar == U' ')
            return {};
        c = *scalar;
    }
    // C0 controls and DEL are no keys: they are ctrl+letter, tab, enter, escape, backspace.
    if (c < 0x20 || c == 0x7F || !is_scalar_value(c))
        return {};
    return static_cast<key_code>(c);
}

} // namespace detail

constexpr bool key::matches(const key& pattern) const noexcept
{
    key_code own = code;
    key_code wanted = pattern.code;
    modifiers own_mods = mods;
    modifiers wanted_mods = pattern.mods;
    detail::normalise(own, own_mods);
    detail::normalise(wanted, wanted_mods);
    if (own == wanted && own_mods == wanted_mods)
        return true;
    // `?` typed with shift: a channel that reports the unshifted key tells it by the text or
    // by the shifted key, the other by the code.
    const auto produced = [](const key& k, key_code c) {
        return k.shifted == c || (!k.text.empty() && k.text == key_text(static_cast<char32_t>(c)));
    };
    const modifiers unshifted = ~(lock_modifiers | modifiers::shift);
    if (is_functional() || pattern.is_functional() ||
        (mods & unshifted) != (pattern.mods & unshifted))
        return false;
    const bool own_shift = (mods & modifiers::shift) != modifiers::none;
    const bool wanted_shift = (pattern.mods & modifiers::shift) != modifiers::none;
    return (own_shift && !wanted_shift && produced(*this, pattern.code)) ||
           (wanted_shift && !own_shift && produced(pattern, code));
}

constexpr std::optional<key> parse_key(std::string_view name) noexcept
{
    key k;
    for (bool found = true; found;) {
        found = false;
        for (const auto& [word, bit] : detail::modifier_names) {
            if (name.size() <= word.size() + 1 || !name.starts_with(word) ||
                name[word.size()] != '+')
                continue;
            if ((k.mods & bit) != modifiers::none)
                return {};
            k.mods |= bit;
            name.remove_prefix(word.size() + 1);
            found = true;
        }
    }
    const auto code = detail::parse_code(name);
    if (!code)
        return {};
    k.code = *code;
    if (!k.is_functional() && k.mods == modifiers::none)
        k.text = key_text(static_cast<char32_t>(k.code));
    return k;
}

inline namespace literals {

/// `"ctrl+c"_key`: a key by its name, checked when the program is compiled.
consteval key operator""_key(const char* name, std::size_t size)
{
    const auto k = parse_key({name, size});
    if (!k)
        throw "this is not the name of a key";
    return *k;
}

} // namespace literals

} // namespace cotty
