// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/key.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace cotty {

/// Keys that are pressed one after the other and mean one thing together: `ctrl+x ctrl+s`. A
/// plain value of bounded length: it owns what it holds and allocates nothing.
///
/// A key is a chord of one key. Two chords are equal if their keys are, one by one. Nothing here
/// throws; what does not fit or is no name is told by the result.
class chord {
public:
    /// In keys.
    static constexpr std::size_t capacity = 8;

    constexpr chord() noexcept = default;
    constexpr chord(const key& k) noexcept : size_(1) { keys_[0] = k; }

    /// Adds a key at the end. Returns false, and adds nothing, when it does not fit.
    constexpr bool push_back(const key& k) noexcept
    {
        if (size_ == capacity)
            return false;
        keys_[size_++] = k;
        return true;
    }

    /// \pre `!empty()`
    constexpr void pop_back() noexcept { --size_; }
    constexpr void clear() noexcept { size_ = 0; }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const key* data() const noexcept { return keys_.data(); }
    [[nodiscard]] constexpr const key* begin() const noexcept { return keys_.data(); }
    [[nodiscard]] constexpr const key* end() const noexcept { return keys_.data() + size_; }

    /// \pre `i < size()`
    [[nodiscard]] constexpr const key& operator[](std::size_t i) const noexcept { return keys_[i]; }

    friend constexpr bool operator==(const chord& a, const chord& b) noexcept
    {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    std::size_t size_ = 0;
    std::array<key, capacity> keys_{};
};

/// Reads the names of a chord's keys (see `parse_key`), separated by one or more spaces, as in
/// `ctrl+x ctrl+s`; the space bar itself is `space`. Spaces at the ends are left out. Returns
/// nothing if a name is not the name of a key, if there is none, or if there are more than
/// `chord::capacity`.
[[nodiscard]] constexpr std::optional<chord> parse_chord(std::string_view names) noexcept;

/// The same, and says why not: a sentence for a person. `why` is not touched if they are names.
[[nodiscard]] std::optional<chord> parse_chord(std::string_view names, std::string& why);

constexpr std::optional<chord> parse_chord(std::string_view names) noexcept
{
    chord c;
    for (;;) {
        names.remove_prefix(std::min(names.find_first_not_of(' '), names.size()));
        if (names.empty())
            break;
        const std::string_view name = names.substr(0, names.find(' '));
        const auto k = parse_key(name);
        if (!k || !c.push_back(*k))
            return {};
        names.remove_prefix(name.size());
    }
    if (c.empty())
        return {};
    return c;
}

/// The keys' names with a space between them. `parse_chord(to_string(c))` gives the codes and the
/// modifiers of the keys, locks left out. Empty if the chord is.
[[nodiscard]] std::string to_string(const chord& c);

/// Writes what `to_string` returns.
std::ostream& operator<<(std::ostream& out, const chord& c);

inline namespace literals {

/// `"ctrl+x ctrl+s"_chord`: a chord by the names of its keys, checked when the program is
/// compiled.
consteval chord operator""_chord(const char* names, std::size_t size)
{
    const auto c = parse_chord({names, size});
    if (!c)
        throw "these are not the names of a chord's keys";
    return *c;
}

} // namespace literals

} // namespace cotty
