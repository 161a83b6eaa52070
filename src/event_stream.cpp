// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "event_stream.hpp"

namespace cotty::detail {

bool event_stream::next(event& e) noexcept
{
    if (decoder_.next(input_, e))
        return true;
    if (deciding_ && decoder_.flush(e))
        return true;
    deciding_ = false;
    return false;
}

void event_stream::received(std::size_t size, time_point now) noexcept
{
    input_ = {buffer_.data(), size};
    last_received_ = now;
}

std::optional<event_stream::time_point> event_stream::deadline() const noexcept
{
    switch (decoder_.pending()) {
    case decoder::undecided::key:
        return last_received_ + timeouts_.escape;
    case decoder::undecided::sequence:
        return last_received_ + timeouts_.sequence;
    case decoder::undecided::paste:
        return last_received_ + timeouts_.paste;
    default:
        return {};
    }
}

} // namespace cotty::detail
