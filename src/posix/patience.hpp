// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string_view>

#include <sys/types.h>

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

/// Where it is noted how far a writer has come, so that it is true even if the writer is killed
/// between any two instructions: what is written comes from a file, and the system itself moves
/// the position in it, together with the writing (sendfile(2)).
struct progress {
    int script = -1; // a file for this, or -1
    off_t* written = nullptr;
};

/// Writes to a terminal, waiting no longer than a deadline.
/// \param exclusive see channel
/// \param patience in milliseconds
/// \returns false, with errno, if the terminal does not take all.
bool write_all(int fd, bool exclusive, std::string_view bytes, long patience,
               progress noted = {}) noexcept;

} // namespace cotty::posix
