// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

/// As much of JSON (RFC 8259) as a recording needs.
namespace cotty::detail {

/// What is wrong with a JSON text.
class json_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Reads one JSON text value by value, strictly. All functions throw json_error.
class json_reader {
public:
    explicit json_reader(std::string_view text) noexcept : rest_(text) {}

    /// Reads `c`, one of []{},: and reports that it is missing if something else stands there.
    void expect(char c);

    /// The same, but false if something else stands there.
    bool accept(char c);

    /// The next value is of the kind that begins with this: " { [ or 0 for a number.
    [[nodiscard]] bool is_next(char kind);

    /// In UTF-8. Half of a surrogate pair is an error.
    std::string string();
    double number();

    /// Reads any value, nested up to 64 deep.
    void skip(int depth = 0);

    /// Nothing may follow.
    void expect_end();

private:
    void skip_space() noexcept;
    char take();
    unsigned hex4();
    char32_t escaped();
    std::string_view number_text();

    std::string_view rest_;
};

/// Adds the character, in UTF-8.
void append_utf8(std::string& out, char32_t c);

/// How many bytes of `bytes` are its first character, or 0 if they are no valid UTF-8.
std::size_t character_length(std::string_view bytes) noexcept;

} // namespace cotty::detail
