// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "steps.hpp"

#include "terminal/event_stream.hpp"

#include <cotty/decoder.hpp>

#include <algorithm>
#include <chrono>

void cotty::fuzz::decode_counted(std::string_view bytes, std::size_t piece,
                                 const decoder_options& options)
{
    decoder d(options);
    event e;
    while (!bytes.empty()) {
        std::string_view input = bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (d.next(input, e)) {
        }
    }
    while (d.flush(e)) {
    }
}

void cotty::fuzz::stream_counted(std::string_view bytes, std::size_t piece)
{
    using namespace std::chrono_literals;
    detail::event_stream stream({}, {}, {50ms, 500ms, 5s, 5ms});
    const detail::event_stream::time_point now;
    event e;
    while (!bytes.empty()) {
        const std::size_t size =
            bytes.substr(0, piece).copy(stream.free_space().data(), stream.free_space().size());
        bytes.remove_prefix(size);
        stream.received(size, now);
        while (stream.next(e)) {
        }
        if (stream.is_undecided())
            stream.expect_answer(now + 1s);
        if (stream.deadline() < now)
            return;
    }
    stream.decide();
    while (stream.next(e)) {
    }
}
