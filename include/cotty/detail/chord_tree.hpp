// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/chord.hpp>
#include <cotty/key.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace cotty::detail {

/// A key as bindings are looked up by: its code and its modifiers in one number. Two keys that
/// differ only in their locks, or as `A` and `shift+a` do, have the same.
enum class key_id : std::uint32_t {};

/// Keys that are held while others are pressed, or that switch a lock.
constexpr bool is_modifier_key(key_code code) noexcept
{
    return (code >= key_code::left_shift && code <= key_code::iso_level5_shift) ||
           (code >= key_code::caps_lock && code <= key_code::num_lock);
}

constexpr key_id make_key_id(key_code code, modifiers mods) noexcept
{
    normalise(code, mods);
    if (is_modifier_key(code))
        mods = modifiers::none; // terminals differ in whether the key counts itself
    return static_cast<key_id>(static_cast<std::uint32_t>(code) << 8U |
                               static_cast<std::uint32_t>(mods));
}

/// A key that typed something else than it says is what it typed.
constexpr key_id make_key_id(const key& k) noexcept
{
    const pressed_key is = meaning_of(k);
    return make_key_id(is.code, is.mods);
}

/// The character that shift made of the key, if it says so.
constexpr std::optional<key_code> shifted_code(const key& k) noexcept
{
    if (k.is_functional() || (k.mods & modifiers::shift) == modifiers::none ||
        !typed_what_it_says(k))
        return {};
    if (k.shifted != key_code::none)
        return k.shifted;
    if (const auto typed = single_scalar(k.text))
        return static_cast<key_code>(*typed);
    return {};
}

/// What a key may mean, the likeliest first.
class key_meanings {
public:
    /// As it was reported, what shift made of it (told twice), two keys of the same byte, by base
    /// layout; and, for a key of the keypad, which tells none of that, the same of its double.
    static constexpr std::size_t capacity = 7;

    constexpr void add(key_id id) noexcept { ids_[size_++] = id; }
    constexpr void add(key_code code, modifiers mods) noexcept { add(make_key_id(code, mods)); }

    [[nodiscard]] constexpr const key_id* begin() const noexcept { return ids_.data(); }
    [[nodiscard]] constexpr const key_id* end() const noexcept { return ids_.data() + size_; }

private:
    std::array<key_id, capacity> ids_{};
    std::size_t size_ = 0;
};

template <class Action>
struct chord_edge;

/// Where some keys lead to: to an action, or to the keys that may follow, never to both.
template <class Action>
struct chord_node {
    /// A keyboard that told what shift makes of a pattern tells how other channels report it.
    struct alias {
        key_id shifted;
        key_id id;

        friend constexpr auto operator<=>(const alias&, const alias&) noexcept = default;
    };

    std::vector<chord_edge<Action>> edges; // sorted by id
    std::vector<alias> aliases;            // sorted
    std::optional<Action> action;

    [[nodiscard]] const chord_edge<Action>* find(key_id id) const noexcept
    {
        const auto at = lower_bound(edges, id);
        return at != edges.end() && at->id == id ? &*at : nullptr;
    }

    /// The edge of the first meaning that has one.
    [[nodiscard]] const chord_edge<Action>* find(const key_meanings& meanings) const noexcept
    {
        for (const key_id id : meanings) {
            if (const auto* const found = find(id))
                return found;
            const auto at = std::lower_bound(aliases.begin(), aliases.end(), alias{id, key_id{}});
            if (at != aliases.end() && at->shifted == id)
                if (const auto* const found = find(at->id))
                    return found;
        }
        return nullptr;
    }

    [[nodiscard]] chord_edge<Action>* find(const auto& what) noexcept
    {
        return const_cast<chord_edge<Action>*>(std::as_const(*this).find(what));
    }

    [[nodiscard]] std::size_t count() const noexcept
    {
        std::size_t sum = action ? 1 : 0;
        for (const auto& edge : edges)
            sum += edge.child.count();
        return sum;
    }

    /// Adds the way along `rest`, which begins with a key that no edge has yet.
    void insert(const key* rest, const key* end, Action&& last)
    {
        chord_node branch;
        branch.action.emplace(std::move(last));
        while (--end != rest) { // from the far end: nothing has changed if memory runs out
            chord_node before;
            before.edges.push_back({make_key_id(*end), *end, std::move(branch)});
            before.add_alias(*end);
            branch = std::move(before);
        }
        const key_id id = make_key_id(*rest);
        add_alias(*rest);
        edges.insert(lower_bound(edges, id), {id, *rest, std::move(branch)});
    }

    void add_alias(const key& pattern)
    {
        const auto shifted = shifted_code(pattern);
        if (!shifted)
            return;
        const alias a{make_key_id(*shifted, pattern.mods & ~modifiers::shift),
                      make_key_id(pattern)};
        const auto at = std::lower_bound(aliases.begin(), aliases.end(), a);
        if (a.shifted != a.id && (at == aliases.end() || *at != a))
            aliases.insert(at, a);
    }

    void erase(chord_edge<Action>& edge)
    {
        std::erase_if(aliases, [&](const alias& a) { return a.id == edge.id; });
        edges.erase(edges.begin() + (&edge - edges.data()));
    }

    /// Calls `f` with the keys and the action of each binding from here on; `path` leads here.
    template <class Function>
    void visit(chord& path, Function& f) const
    {
        if (action)
            f(std::as_const(path), *action);
        for (const auto& edge : edges) {
            path.push_back(edge.pattern);
            edge.child.visit(path, f);
            path.pop_back();
        }
    }

private:
    [[nodiscard]] static auto lower_bound(auto& edges, key_id id) noexcept
    {
        return std::lower_bound(edges.begin(), edges.end(), id,
                                [](const auto& edge, key_id i) { return edge.id < i; });
    }
};

template <class Action>
struct chord_edge {
    key_id id;
    key pattern; // as it was bound: for people
    chord_node<Action> child;
};

} // namespace cotty::detail
