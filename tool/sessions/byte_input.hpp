// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstddef>
#include <optional>
#include <span>

namespace cotty::tool {

namespace asio = boost::asio;

/// The bytes of the standard input exactly as they come, for who passes them on. As with
/// `terminal`, what other programs share is not changed.
class byte_input {
public:
    /// \throws std::system_error if it cannot be read.
    explicit byte_input(const asio::any_io_executor& executor);
    ~byte_input();
    byte_input(const byte_input&) = delete;
    byte_input& operator=(const byte_input&) = delete;

    /// Waits for bytes; others get their turn even if there always are some. 0: the input has ended
    /// or failed.
    asio::awaitable<std::size_t> read_some(std::span<char> buffer);

private:
    int fd_ = -1;
    int watched_ = -1; // readable when fd_ is; -1 if that always is
    asio::any_io_executor executor_;
    std::optional<asio::posix::stream_descriptor> waiter_;
};

} // namespace cotty::tool
