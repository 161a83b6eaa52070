// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/quiet_end.hpp"

#include <boost/asio/error.hpp>

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace cotty::tool {
namespace {

namespace asio = boost::asio;

bool is_hung_up(int fd)
{
    pollfd p{fd, 0, 0};
    return ::poll(&p, 1, 0) == 1 && (p.revents & POLLHUP) != 0;
}

} // namespace

bool is_quiet_end(error_code ec)
{
    // Not every EIO means that the terminal is gone.
    if (ec == error_code(EIO, boost::system::system_category()))
        return is_hung_up(STDIN_FILENO) || is_hung_up(STDOUT_FILENO);
    return !ec || ec == asio::error::broken_pipe || ec == asio::error::operation_aborted;
}

} // namespace cotty::tool
