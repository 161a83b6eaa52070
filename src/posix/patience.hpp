// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string_view>

/// How long the way back waits for others. All is async-signal-safe.
namespace cotty::posix {

/// The end of what is waited for a terminal that takes no output, or for another thread.
class deadline {
public:
    /// \param patience in milliseconds
    explicit deadline(long patience = 1000) noexcept;

    /// In milliseconds.
    [[nodiscard]] long left() const noexcept;

private:
    long end_;
};

/// Writes to a terminal, waiting no longer than a deadline.
/// \param exclusive see channel
/// \returns false, with errno, if the terminal does not take all.
bool write_all(int fd, bool exclusive, std::string_view bytes) noexcept;

} // namespace cotty::posix
