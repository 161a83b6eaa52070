// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/event_stream.hpp"

namespace cotty::detail {

bool event_stream::decide_next(event& e)
{
    deciding_ = deciding_ && decoder_.flush(e);
    exhausted_ = !deciding_;
    if (exhausted_)
        pending_ = decoder_.pending();
    return deciding_;
}

void event_stream::received(std::size_t size, time_point now) noexcept
{
    input_ = {buffer_.data(), size};
    last_received_ = now;
    answer_expected_.reset();
    exhausted_ = false;
}

} // namespace cotty::detail
