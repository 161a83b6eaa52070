// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/last_answers.hpp"

#include "posix/patience.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace cotty::posix {
namespace {

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

bool read_answers(int terminal, int answers, bool last_is_ours, kept_bytes& kept,
                  long patience) noexcept
{
    const deadline end(patience);
    attributes_finder finder;
    std::size_t start = kept.size; // of the sequence that has begun
    while (answers > 0) {
        if (kept.size == kept.place.size()) {
            if (kept.all)
                return false; // what comes later stays with the system
            start = kept.size = 0;
        }
        pollfd p{terminal, POLLIN, 0};
        const long left = end.left();
        if (left <= 0 || ::poll(&p, 1, static_cast<int>(left)) <= 0)
            return false;
        // One by one: what is behind the last answer is not ours to read.
        char& c = kept.place[kept.size];
        const ssize_t size = ::read(terminal, &c, 1);
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        if (size < 0)
            continue;
        if (c == '\x1b' || c == '\x9b')
            start = kept.size;
        ++kept.size;
        if (finder.take(c))
            --answers;
    }
    if (last_is_ours)
        kept.size = start;
    return true;
}

} // namespace cotty::posix
