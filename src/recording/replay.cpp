// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/replay.hpp>

#include "recording/recorded_input.hpp"
#include "recording/replay_backend.hpp"

#include <utility>

namespace cotty {

terminal replay(const terminal::executor_type& executor, recording r, const replay_options& options)
{
    terminal_options how = options.reading;
    how.ask_about_escape = false;
    return terminal(executor, detail::open_replay(executor, std::move(r), options), how);
}

struct recorded_events::implementation {
    detail::recorded_input input;
};

recorded_events::recorded_events(recording r, const terminal_options& how)
    : impl_(new implementation{{std::make_shared<const recording>(std::move(r)), how}})
{
}

recorded_events::recorded_events(recorded_events&&) noexcept = default;
recorded_events& recorded_events::operator=(recorded_events&&) noexcept = default;
recorded_events::~recorded_events() = default;

bool recorded_events::next(event& e)
{
    while (!impl_->input.take(e)) {
        if (!impl_->input.next_time())
            return false;
        impl_->input.advance();
    }
    return true;
}

std::chrono::microseconds recorded_events::time() const noexcept
{
    return impl_->input.time();
}

} // namespace cotty
