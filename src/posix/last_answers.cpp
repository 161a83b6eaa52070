// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/last_answers.hpp"

#include "posix/patience.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace cotty::posix {
namespace {

constexpr long patience = 500; // ms

/// Recognizes CSI ? digits c, in its 7-bit form and the 8-bit one.
class attributes_finder {
public:
    /// True where the answer ends.
    bool take(char c) noexcept
    {
        switch (state_) {
        case state::escape:
            state_ = c == '[' ? state::csi : state::nothing;
            break;
        case state::csi:
            state_ = c == '?' ? state::numbers : state::nothing;
            break;
        case state::numbers:
            if ((c >= '0' && c <= '9') || c == ';')
                return false;
            state_ = state::nothing;
            if (c == 'c')
                return true;
            break;
        case state::nothing:
            break;
        }
        if (c == '\x1b')
            state_ = state::escape;
        else if (c == '\x9b')
            state_ = state::csi;
        return false;
    }

private:
    enum class state { nothing, escape, csi, numbers };
    state state_ = state::nothing;
};

} // namespace

void swallow_answers(int terminal, int questions) noexcept
{
    const deadline end(patience);
    attributes_finder finder;
    while (questions > 0) {
        pollfd p{terminal, POLLIN, 0};
        const long left = end.left();
        if (left <= 0 || ::poll(&p, 1, static_cast<int>(left)) <= 0)
            return;
        std::array<char, 256> bytes; // NOLINT: filled by read
        const ssize_t size = ::read(terminal, bytes.data(), bytes.size());
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR))
            return;
        for (ssize_t i = 0; i < size; ++i)
            if (finder.take(bytes[static_cast<std::size_t>(i)]))
                --questions;
    }
}

} // namespace cotty::posix
