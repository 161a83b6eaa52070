// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/error.hpp>
#include <cotty/features.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace cotty::detail {

/// What feature guards hold: counts what they want; the platform's part switches it.
class feature_switch {
public:
    virtual ~feature_switch() = default;
    feature_switch() = default;
    feature_switch(const feature_switch&) = delete;
    feature_switch& operator=(const feature_switch&) = delete;

    /// One more guard wants `f`. On an error it does not.
    error_code enable(const features& f);

    /// One guard less wants `f`.
    void disable(const features& f) noexcept;

    /// Whether the terminal sends Escape as a sequence of its own: as the kitty protocol does once
    /// it disambiguates or makes sequences of all keys, and win32-input-mode does with every key.
    [[nodiscard]] bool is_escape_a_sequence() const noexcept
    {
        constexpr kitty_flags either = kitty_flags::disambiguate | kitty_flags::all_keys_as_escapes;
        return (on_.kitty & either) != kitty_flags::none || on_.win32_input;
    }

    [[nodiscard]] bool reports_focus() const noexcept { return on_.focus; }

    /// Switches everything off until it is taken back as often as it was lent. Guards that come and
    /// go meanwhile are only counted.
    void lend() noexcept;

    /// The loan is over: what guards want is on again.
    error_code take_back() noexcept;

    /// Until `speak` has been called as often, what makes the terminal send by itself is off.
    void hush() noexcept;
    error_code speak() noexcept;

    /// \param f called before anything is written to the terminal; whether that switches all off
    void before_change(std::function<void(bool)> f) { before_change_ = std::move(f); }

    /// `f` has been enabled.
    static feature_guard guard(std::shared_ptr<feature_switch> s, const features& f)
    {
        return {std::move(s), f};
    }

private:
    [[nodiscard]] features all_wanted() const noexcept;
    error_code apply() noexcept;

    /// Makes the terminal, which has `before` switched on, have `wanted` switched on.
    virtual error_code change(const features& before, const features& wanted) noexcept = 0;

    std::vector<features> wanted_; // one a guard
    features on_;
    int loans_ = 0;
    int hushed_ = 0;
    std::function<void(bool)> before_change_;
};

} // namespace cotty::detail
