// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "file_descriptor.hpp"

#include <cstddef>
#include <regex>
#include <string>
#include <string_view>

namespace cotty::test {

/// Everything that has been read from a descriptor, and how far a test has looked at it.
class transcript {
public:
    transcript() noexcept = default;

    /// The descriptor becomes non-blocking.
    explicit transcript(file_descriptor fd);

    [[nodiscard]] int descriptor() const noexcept { return fd_.get(); }

    /// The descriptor to wait for; -1, which poll ignores, once nothing will come any more.
    [[nodiscard]] int poll_descriptor() const noexcept { return ended_ ? -1 : fd_.get(); }

    /// Reads what is there, without waiting.
    void drain();

    /// Closes the descriptor; the text stays.
    void close() noexcept;

    [[nodiscard]] bool ended() const noexcept { return ended_; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] std::string_view unread() const noexcept
    {
        return std::string_view(text_).substr(mark_);
    }

    /// Looks for `wanted` in what is unread. If it is there, the unread part begins behind it
    /// from now on.
    bool advance_past(std::string_view wanted);
    bool advance_past(const std::regex& wanted);

    /// \pre `bytes <= unread().size()`
    void advance(std::size_t bytes) noexcept { mark_ += bytes; }

private:
    file_descriptor fd_;
    std::string text_;
    std::size_t mark_ = 0;
    bool ended_ = true;
};

/// `bytes` with everything that a terminal would not show written as an escape, for messages.
[[nodiscard]] std::string visible(std::string_view bytes);

} // namespace cotty::test
