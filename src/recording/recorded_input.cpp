// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "recording/recorded_input.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace cotty::detail {
namespace {

using std::chrono::microseconds;
using what = recorded_chunk::what;

/// A terminal in raw mode sends LF for Ctrl-J.
decoder_options as_from_a_terminal(decoder_options options) noexcept
{
    options.line_feed_is_enter = false;
    return options;
}

/// How cotty asks about an Escape that is not decided.
constexpr std::string_view question = "\x1b[c";

} // namespace

recorded_input::recorded_input(std::shared_ptr<const recording> r, const terminal_options& how)
    : recording_(std::move(r)),
      stream_(as_from_a_terminal(how.decoding), how.collecting,
              {how.escape_timeout, how.sequence_timeout, how.paste_timeout, how.grapheme_timeout}),
      answer_timeout_(how.answer_timeout)
{
    if (!recording_->chunks.empty())
        end_ = recording_->chunks.back().time;
    set_size(recording_->header.columns, recording_->header.rows);
    pass_over();
}

bool recorded_input::take(event& e) noexcept
{
    if (std::exchange(resized_, false)) {
        e = event{resize{size_}, {}};
        return true;
    }
    return stream_.next(e);
}

std::optional<microseconds> recorded_input::next_time() const noexcept
{
    if (ended_)
        return {};
    return deadline().value_or(chunk_time());
}

void recorded_input::advance() noexcept
{
    if (ended_)
        return;
    if (const auto time = deadline()) {
        now_ = *time;
        stream_.decide();
        return;
    }
    now_ = chunk_time();
    if (!has_chunk()) {
        ended_ = true;
        stream_.decide();
        return;
    }
    receive(recording_->chunks[at_]);
    pass_over();
}

/// Of the next chunk, or of the end. A recording made by hand may go back.
microseconds recorded_input::chunk_time() const noexcept
{
    return std::max(now_, has_chunk() ? recording_->chunks[at_].time : end_);
}

/// When time decides, if it does before the next chunk. One that comes at that very moment is
/// early enough, as it is on a terminal.
std::optional<microseconds> recorded_input::deadline() const noexcept
{
    const auto when = stream_.deadline();
    if (!when)
        return {};
    auto time = std::chrono::ceil<microseconds>(when->time_since_epoch());
    if (asked_ && *asked_ <= time && stream_.is_undecided()) // it was the answer that decided
        time = std::max<microseconds>(time, *asked_ + answer_timeout_);
    return time < chunk_time() ? std::optional(std::max(now_, time)) : std::nullopt;
}

/// Goes to the next chunk that means something to a program.
void recorded_input::pass_over() noexcept
{
    const auto& chunks = recording_->chunks;
    while (has_chunk() && chunks[at_].kind != what::resize &&
           (chunks[at_].kind != what::input || received_ == chunks[at_].bytes.size())) {
        if (!asked_ && chunks[at_].kind == what::output &&
            chunks[at_].bytes.find(question) != std::string::npos)
            asked_ = chunks[at_].time;
        ++at_;
        received_ = 0;
    }
}

void recorded_input::receive(const recorded_chunk& chunk) noexcept
{
    if (chunk.kind == what::resize) {
        set_size(chunk.columns, chunk.rows);
        resized_ = true;
        ++at_;
        return;
    }
    asked_.reset();
    const auto space = stream_.free_space();
    const std::size_t n = chunk.bytes.copy(space.data(), space.size(), received_);
    received_ += n;
    stream_.received(n, event_stream::time_point(now_));
}

void recorded_input::set_size(int columns, int rows) noexcept
{
    size_ = {std::max(columns, 1), std::max(rows, 1), 0, 0};
}

} // namespace cotty::detail
