// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/readiness.hpp"

#ifndef __linux__
#error "cotty needs epoll here; docs/porting.md says what another system has to provide"
#endif

#include <boost/system/system_error.hpp>

#include <sys/epoll.h>

#include <cerrno>

namespace cotty::posix {

readiness::readiness(const asio::any_io_executor& executor, const channel& c, direction d)
    : waiter_(executor)
{
    if (c.exclusive) {
        type_ = d == direction::input ? asio::posix::stream_descriptor::wait_read
                                      : asio::posix::stream_descriptor::wait_write;
        waiter_.assign(c.fd.get());
        return;
    }
    epoll_ = descriptor(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll_)
        throw boost::system::system_error(last_error(), "epoll_create1");
    epoll_event event{};
    event.events = d == direction::input ? EPOLLIN : EPOLLOUT;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, c.fd.get(), &event) == 0)
        waiter_.assign(epoll_.get());
    else if (errno == EPERM)
        always_ = true;
    else
        throw boost::system::system_error(last_error(), "epoll_ctl");
}

readiness::~readiness()
{
    if (waiter_.is_open())
        waiter_.release(); // the descriptor has an owner already
}

void readiness::cancel() noexcept
{
    error_code ignored;
    waiter_.cancel(ignored);
}

} // namespace cotty::posix
