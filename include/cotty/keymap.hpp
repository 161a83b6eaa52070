// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/chord.hpp>
#include <cotty/detail/chord_tree.hpp>
#include <cotty/key.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <utility>

namespace cotty {

/// How much the channel tells about keys.
enum class key_fidelity : std::uint8_t {
    /// A terminal without a keyboard protocol: several keys send the same byte and arrive under
    /// one name. A key that nothing is bound to under that name stands for the others:
    ///
    /// | arrives as   | may have been            |
    /// |--------------|--------------------------|
    /// | `tab`        | `ctrl+i`                 |
    /// | `enter`      | `ctrl+m`                 |
    /// | `escape`     | `ctrl+[`, `ctrl+3`       |
    /// | `ctrl+space` | `ctrl+@`, `ctrl+2`       |
    /// | `ctrl+\`     | `ctrl+4`                 |
    /// | `ctrl+]`     | `ctrl+5`                 |
    /// | `ctrl+^`     | `ctrl+6`, `ctrl+~`       |
    /// | `ctrl+_`     | `ctrl+/`, `ctrl+7`       |
    /// | `ctrl+h`     | `ctrl+backspace`         |
    /// | `backspace`  | `ctrl+?`, `ctrl+8`       |
    ///
    /// and the same with Alt held. Where the Backspace key sends BS (see
    /// `keymap_options::backspace_sends_bs`) the last two rows are
    ///
    /// | `backspace`      | `ctrl+h`             |
    /// | `ctrl+backspace` | `ctrl+?`, `ctrl+8`   |
    ///
    /// Never the other way round: a channel that says `ctrl+i` can tell it from `tab`. And a
    /// modifier that is lost without trace is not guessed: `ctrl+q` is never taken for
    /// `ctrl+shift+q`.
    plain,
    /// Every key arrives under its own name, as with the kitty keyboard protocol or another
    /// program as the source: `tab` is `tab`.
    full,
};

/// Whether a key is also looked up by `key::base`, the key that stands in its place on a US
/// keyboard. Only keys that tell it can be (the kitty protocol with alternate keys,
/// win32-input-mode). What the user's own layout makes of the key always comes first.
enum class base_layout : std::uint8_t {
    never,
    /// Where the user's layout has no ASCII character on that key, as the Cyrillic, Greek or
    /// Hebrew ones: on a Russian keyboard `ctrl+с` (Cyrillic) is also `ctrl+c`. Keys that Latin
    /// layouts have elsewhere are not taken for others: Dvorak's `ctrl+k` is not the `ctrl+v` that
    /// stands there on a US keyboard.
    automatic,
    /// For every layout: bindings mean places on the keyboard, such as `w a s d` in a game. On a
    /// Dvorak keyboard the key that types `,` is also `w`.
    always,
};

struct keymap_options {
    /// The default suits every terminal. One that can tell does nothing wrong by it as long as the
    /// keys on the left of the table are bound, or nothing on the right is; a program that knows
    /// better says so.
    key_fidelity fidelity = key_fidelity::plain;

    /// Which byte the Backspace key sends: say what `decoder_options::backspace_sends_bs` says.
    /// Of no effect where the fidelity is full.
    bool backspace_sends_bs = false;

    base_layout base = base_layout::automatic;

    /// Whether a key of the keypad is also the key that it doubles (`main_key`), as it is on a
    /// plain terminal, which cannot tell them apart: `kp_enter` is also `enter`. If something is
    /// bound to it under its own name, it is that.
    bool fold_keypad = true;
};

namespace detail {

/// All that the key may mean, in the order in which a keymap looks it up.
[[nodiscard]] key_meanings meanings(const key& k, const keymap_options& options) noexcept;

} // namespace detail

/// What a key was to a keymap.
enum class keymap_status : std::uint8_t {
    /// No binding begins so. The key, and those that were held back for it, are the caller's.
    unmatched,
    /// The keys so far begin one or more bindings. They are held back.
    prefix,
    /// A binding is complete.
    matched,
    /// Not for any binding, and no answer to the chord in progress, which goes on: the release of
    /// a key, a lone modifier or lock key, or a repeat of a key that was part of a chord.
    ignored,
};

/// What bind() did.
enum class bind_status : std::uint8_t {
    bound,
    rebound,  ///< The keys had an action before, which is gone.
    conflict, ///< Nothing changed: another binding begins with these keys, or these with it.
    no_keys,  ///< Nothing changed: the chord is empty.
};

struct bind_result {
    bind_status status = bind_status::bound;
    /// The binding in the way if there is a conflict; of several, the first in order.
    chord in_the_way;

    /// True if the keys now lead to the action.
    [[nodiscard]] explicit constexpr operator bool() const noexcept
    {
        return status == bind_status::bound || status == bind_status::rebound;
    }
};

/// What `terminal::async_read_action` read: keys, and what they are bound to.
template <class Action>
struct bound_keys {
    /// Null if they are bound to nothing. Valid until a binding is added to the keymap or removed.
    Action* action = nullptr;

    /// As they came: a whole chord, or one that was broken or took too long, or the one key.
    chord keys;

    [[nodiscard]] explicit constexpr operator bool() const noexcept { return action != nullptr; }
};

namespace detail {

[[noreturn]] void throw_not_bound(const chord& keys, const bind_result& r);

} // namespace detail

/// Keys in, actions out: tells which of many bindings the user presses, one key at a time.
///
///     enum class command { save, quit };
///     cotty::keymap<command> keys{{"ctrl+x ctrl+s"_chord, command::save},
///                                 {"ctrl+q"_key, command::quit}};
///     ...
///     const auto r = keys.feed(co_await tty.async_read_key());
///     if (r.action)
///         perform(*r.action);
///     else if (r.status == cotty::keymap_status::prefix)
///         show(to_string(keys.pending()) + '-'); // "ctrl+x-"
///     else if (r.status == cotty::keymap_status::unmatched)
///         for (const cotty::key& k : r.keys)
///             insert(k);
///
/// `Action` is any type that moves without throwing: an enumerator, a function, a name.
///
/// **What matches.** A key is looked up in this order, and the first binding that is found, or
/// the first beginning of one, counts; there is no way back from it when a later key fails.
///   1. as it was reported; `A` is `shift+a`, locks are left out
///   2. what shift makes of it, where the key or the pattern tells: `shift+/` that typed `?` is `?`
///   3. another key that a plain terminal sends as this one (see `key_fidelity`)
///   4. the key of the base layout in its place (see `base_layout`)
///   5. for one of the keypad, all of that for the key that it doubles (see `main_key`)
///
/// **What is pasted is text**: it is part of no chord, and breaks one that is in progress.
///
/// **No binding is the beginning of another**, so a chord is complete with its last key and never
/// has to wait for time to pass. bind() refuses what would break this.
///
/// **No key is lost.** Keys held back as a prefix are handed back together with the key that broke
/// the chord. That key is not taken for the start of another chord, nor for a binding of its own:
/// a mistyped `ctrl+x k` never does what `k` does. Who wants that feeds it again (a copy of
/// `keys.back()`): as nothing is in progress then, it is looked up afresh.
///
/// **Held keys.** A repeat is a press, so a held `down` acts again and again. But a key that was
/// part of a chord of several does nothing more while it is held, and one that broke a chord stays
/// unmatched. Plain terminals report repeats as presses; there, each counts.
///
/// Looking up a key takes logarithmic time in the number of bindings and allocates nothing. Which
/// binding wins never depends on the order in which they were made.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
template <class Action>
class keymap {
    static_assert(std::is_nothrow_move_constructible_v<Action> &&
                      std::is_nothrow_move_assignable_v<Action>,
                  "a keymap moves its actions about, and must not fail half-way");

public:
    struct binding {
        chord keys;
        Action action;
    };

    /// What feed() returns.
    struct result {
        keymap_status status = keymap_status::unmatched;
        /// The keys as they came: all of the chord if it is matched or broken or in progress, else
        /// the one key. Valid until the next call of a non-const member function: copy them before
        /// feeding them again.
        std::span<const key> keys;
        /// Of the binding that matched, else null. Valid until a binding is added or removed. An
        /// action that changes the keymap it is in has to be copied before it runs.
        Action* action = nullptr;
    };

    explicit keymap(keymap_options options = {}) noexcept : options_(options) {}

    /// For bindings that are written in the program.
    ///
    /// Throws `std::invalid_argument`, with the names of the keys, if one of them cannot be bound,
    /// or if two of them have the same keys.
    keymap(std::initializer_list<binding> bindings,
           keymap_options options = {}) requires std::copy_constructible<Action> : options_(options)
    {
        for (const auto& [keys, action] : bindings) {
            const bind_result r = bind(keys, action);
            if (r.status != bind_status::bound)
                detail::throw_not_bound(keys, r);
        }
    }

    /// From now on `keys` lead to `action`, also if they led to another action before.
    ///
    /// A chord in progress goes on, with the new bindings. If an exception is thrown, for want of
    /// memory, no binding has changed.
    [[nodiscard]] bind_result bind(const chord& keys, Action action)
    {
        if (keys.empty())
            return {bind_status::no_keys, {}};
        chord path; // the keys that lead somewhere already, as they were bound
        node* at = &root_;
        for (const key& k : keys) {
            edge* const next = at->find(detail::make_key_id(k));
            if (next == nullptr)
                break;
            path.push_back(next->pattern);
            at = &next->child;
            if (at->action && path.size() < keys.size())
                return {bind_status::conflict, path};
        }
        const key* const rest = keys.begin() + path.size();
        if (rest == keys.end() && !at->action) {
            for (; !at->action; at = &at->edges.front().child)
                path.push_back(at->edges.front().pattern);
            return {bind_status::conflict, path};
        }
        learn_shifted(keys.begin(), rest);
        if (rest == keys.end()) {
            at->action.emplace(std::move(action));
            return {bind_status::rebound, {}};
        }
        at->insert(rest, keys.end(), std::move(action));
        ++size_;
        return {bind_status::bound, {}};
    }

    /// Removes the binding of exactly these keys. Returns whether there was one.
    bool unbind(const chord& keys) noexcept { return find(keys) != nullptr && remove(keys) != 0; }

    /// Removes every binding that begins with these keys, of which there may be none: all of them
    /// if `keys` is empty. Returns how many there were.
    std::size_t unbind_all(const chord& keys) noexcept { return remove(keys); }

    /// The action that is bound to exactly these keys: no other key that may be meant is tried.
    /// Null if there is none. Valid until a binding is added or removed.
    [[nodiscard]] const Action* find(const chord& keys) const noexcept
    {
        const node* at = &root_;
        for (const key& k : keys) {
            const edge* const next = at->find(detail::make_key_id(k));
            if (next == nullptr)
                return nullptr;
            at = &next->child;
        }
        return at->action ? &*at->action : nullptr;
    }

    /// How many bindings there are.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Calls `f(const chord&, const Action&)` for each binding that begins with these keys, or with
    /// keys that these may be: `for_each(keys.pending(), f)` is what can follow now. In the order
    /// of the keys' codes, functional keys last, then of their modifiers. `f` must not change the
    /// keymap.
    template <std::invocable<const chord&, const Action&> Function>
    void for_each(const chord& beginning, Function f) const
    {
        chord path;
        const node* at = &root_;
        for (const key& k : beginning) {
            const edge* const next = at->find(detail::meanings(k, options_));
            if (next == nullptr)
                return;
            path.push_back(next->pattern);
            at = &next->child;
        }
        at->visit(path, f);
    }

    /// The same for all bindings.
    template <std::invocable<const chord&, const Action&> Function>
    void for_each(Function f) const
    {
        for_each(chord(), std::move(f));
    }

    /// The next key from the keyboard.
    result feed(key k) noexcept
    {
        if (k.action == key_action::release)
            return alone(k, keymap_status::ignored);
        if (k.action == key_action::repeat && k.code == held_)
            return alone(k, held_status_);
        if (!in_progress_)
            typed_.clear();
        node* from = &root_;
        for (const key& before : typed_) {
            edge* const next = from->find(detail::meanings(before, options_));
            if (next == nullptr) { // unbound in the meantime
                from = nullptr;
                break;
            }
            from = &next->child;
        }
        edge* const to =
            from != nullptr && !k.pasted ? from->find(detail::meanings(k, options_)) : nullptr;
        if (to == nullptr && detail::is_modifier_key(k.code))
            return alone(k, keymap_status::ignored);

        typed_.push_back(k); // fits: what is in progress is shorter than some chord
        in_progress_ = to != nullptr && !to->child.action;
        held_ = in_progress_ || typed_.size() > 1 ? k.code : key_code::none;
        held_status_ = to != nullptr ? keymap_status::ignored : keymap_status::unmatched;

        const std::span<const key> keys{typed_.data(), typed_.size()};
        if (to == nullptr)
            return {keymap_status::unmatched, keys, nullptr};
        if (in_progress_)
            return {keymap_status::prefix, keys, nullptr};
        return {keymap_status::matched, keys, &*to->child.action};
    }

    /// The keys that are held back, as they came: empty if no chord is in progress.
    [[nodiscard]] chord pending() const noexcept { return in_progress_ ? typed_ : chord(); }

    /// Gives up the chord in progress, because it takes too long or something else has the user's
    /// attention. Returns the keys that were held back.
    chord reset() noexcept
    {
        const chord held_back = pending();
        in_progress_ = false;
        return held_back;
    }

    [[nodiscard]] const keymap_options& options() const noexcept { return options_; }

    /// From now on, a chord in progress included: when the program has learnt more about the
    /// terminal, for example.
    void set_options(const keymap_options& options) noexcept { options_ = options; }

private:
    using node = detail::chord_node<Action>;
    using edge = detail::chord_edge<Action>;

    result alone(const key& k, keymap_status status) noexcept
    {
        alone_ = k;
        return {status, {&alone_, 1}, nullptr};
    }

    /// These lead somewhere already, but may tell more than what was bound before.
    void learn_shifted(const key* k, const key* end)
    {
        for (node* at = &root_; k != end; ++k) {
            at->add_alias(*k);
            at = &at->find(detail::make_key_id(*k))->child;
        }
    }

    std::size_t remove(const chord& keys) noexcept
    {
        node* at = &root_;
        node* fork = nullptr; // the last that also leads elsewhere: what hangs there goes
        edge* cut = nullptr;
        for (const key& k : keys) {
            edge* const next = at->find(detail::make_key_id(k));
            if (next == nullptr)
                return 0;
            if (fork == nullptr || at->edges.size() > 1) {
                fork = at;
                cut = next;
            }
            at = &next->child;
        }
        const std::size_t count = at->count();
        if (fork == nullptr)
            root_ = node();
        else
            fork->erase(*cut);
        size_ -= count;
        return count;
    }

    keymap_options options_;
    node root_;
    std::size_t size_ = 0;
    chord typed_; // in progress, or what the last result refers to
    bool in_progress_ = false;
    // The key whose repeats are not presses, and what they are.
    key_code held_ = key_code::none;
    keymap_status held_status_ = keymap_status::ignored;
    key alone_;
};

} // namespace cotty
