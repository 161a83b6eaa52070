// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <cstdint>
#include <memory>

namespace cotty {

namespace detail {
class mode_switch;
}

/// How a terminal passes what is typed on to the program.
enum class line_mode : std::uint8_t {
    /// Keys arrive one by one and are not echoed; Ctrl-C, Ctrl-Z and Ctrl-\ still send their
    /// signals.
    cbreak,
    /// As cbreak, and Ctrl-C, Ctrl-Z, Ctrl-\ and all others arrive as keys.
    raw,
    /// As raw, and what is written reaches the terminal as it is: `\n` only goes down. For programs
    /// that pass on what another one writes, to a pseudoterminal that has made it `\r\n` already.
    pass_through,
};

/// While it lives a terminal is in a line_mode; when the last one for that terminal goes, the
/// terminal is as it was found. Of several the strongest counts, in whatever order they go.
///
/// The terminal is also given back when the program ends in another way: `exit`,
/// `quick_exit`, `std::terminate`, `abort`, or any standard signal that would end it and can be
/// caught (not the real-time signals; SIGKILL only with a `terminal_options::guardian`); and while
/// it is stopped (Ctrl-Z). A signal for which the program installed its own handler before is left
/// to that handler, but for those that report a crash (SIGSEGV, SIGABRT and the like), where the
/// handler is called after the terminal is given back. A signal that is ignored stays ignored.
///
/// What was typed before stays and is read as keys, with one exception that is the kernel's: a
/// Ctrl-D typed while the terminal still edited lines (the end of a file) has become NUL, which is
/// `ctrl+space`.
///
/// What somebody else has changed in the terminal's settings meanwhile is not undone.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class [[nodiscard]] mode_guard {
public:
    /// Guards nothing.
    mode_guard() noexcept = default;
    mode_guard(mode_guard&&) noexcept = default;
    mode_guard& operator=(mode_guard&& other) noexcept;
    ~mode_guard() { release(); }

    /// Gives the mode up now. No-op on one that guards nothing.
    void release() noexcept;

    /// Whether this guard holds a terminal in a mode: false for an input that is no terminal.
    explicit operator bool() const noexcept { return switch_ != nullptr; }

private:
    friend class detail::mode_switch;
    mode_guard(std::shared_ptr<detail::mode_switch> s, line_mode m) noexcept;

    std::shared_ptr<detail::mode_switch> switch_;
    line_mode mode_ = line_mode::cbreak;
};

} // namespace cotty
