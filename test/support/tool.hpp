// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "process.hpp"
#include "pty.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if defined(__SANITIZE_THREAD__)
#define COTTY_THREAD_SANITIZER true
#elif defined(__has_feature)
#define COTTY_THREAD_SANITIZER __has_feature(thread_sanitizer)
#else
#define COTTY_THREAD_SANITIZER false
#endif

namespace cotty::test {

/// The tests and the tool always are built alike.
inline constexpr bool built_with_thread_sanitizer = COTTY_THREAD_SANITIZER;

#if defined(__SANITIZE_ADDRESS__)
#define COTTY_ADDRESS_SANITIZER true
#elif defined(__has_feature)
#define COTTY_ADDRESS_SANITIZER __has_feature(address_sanitizer)
#else
#define COTTY_ADDRESS_SANITIZER false
#endif

/// Which reports crashes, and ends a program in its own way.
inline constexpr bool built_with_sanitizer = COTTY_THREAD_SANITIZER || COTTY_ADDRESS_SANITIZER;

/// How to start the program `cotty`.
[[nodiscard]] launch tool(std::vector<std::string> options = {});

/// The keys that the complete lines in `output` tell, in order; nothing if one of them is not
/// as the tool writes its lines.
[[nodiscard]] std::optional<std::vector<std::string>> keys_in(std::string_view output);

/// The same for what stands behind "you pressed:", such as " a   b".
[[nodiscard]] std::optional<std::vector<std::string>> keys_in_list(std::string_view list);

/// Waits until the lines not read so far have told exactly these keys, `h e l l o`, on however
/// many lines: which one a key comes on is up to the time when it was typed.
[[nodiscard]] testing::AssertionResult wait_for_keys(process& tool, const std::string& keys);

/// Whether keys arrive one by one and unchanged, and output lines still end as usual.
[[nodiscard]] bool is_raw_mode(const termios& modes);

/// The tool on a terminal, ready for keys.
class tool_on_terminal {
public:
    explicit tool_on_terminal(std::vector<std::string> options = {"--interval", "50ms"})
        : tool_on_terminal(tool(std::move(options)))
    {
    }
    explicit tool_on_terminal(const launch& how);

    tool_on_terminal(const tool_on_terminal&) = delete;
    tool_on_terminal& operator=(const tool_on_terminal&) = delete;

    /// Whatever the test was about, it fails if an escape sequence was written: a program that
    /// only reads keys asks a terminal nothing and switches nothing on.
    ~tool_on_terminal();

    [[nodiscard]] testing::AssertionResult becomes_raw();
    [[nodiscard]] testing::AssertionResult is_given_back() const;

    void expect_end_by_ctrl_c();

    pty tty;
    const termios before;
    process program;
};

} // namespace cotty::test
