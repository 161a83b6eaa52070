// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "shared/printer.hpp"

#include "shared/tasks.hpp"

#include <cotty/terminal.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace cotty::tool {
namespace {

/// In bytes: what may wait for the output.
constexpr std::size_t room = std::size_t{1} << 20;

/// In bytes: small, so that a slow output is told from one that takes nothing.
constexpr std::size_t largest_piece = 8192;

/// With an output that takes nothing.
constexpr std::chrono::seconds patience{10};

} // namespace

printer::printer(terminal& out)
    : out_(out), progress_(out.get_executor()), broken_(out.get_executor())
{
}

void printer::print(std::string_view text)
{
    if (error_)
        return;
    waiting_ += text;
    if (!writing_)
        write();
}

std::size_t printer::size() const
{
    return waiting_.size() + text_.size() - written_;
}

void printer::write()
{
    if (written_ == text_.size()) {
        text_ = std::exchange(waiting_, {});
        written_ = 0;
    }
    writing_ = !text_.empty();
    if (!writing_)
        return;
    const std::size_t size = std::min(text_.size() - written_, largest_piece);
    out_.async_write(asio::buffer(text_.data() + written_, size),
                     [this](error_code ec, std::size_t n) {
                         written_ += n;
                         ++pieces_;
                         if (ec)
                             fail(ec);
                         else
                             write();
                         progress_.cancel();
                     });
}

void printer::fail(error_code ec)
{
    if (!error_)
        error_ = ec;
    writing_ = false;
    progress_.cancel();
    broken_.cancel();
}

asio::awaitable<void> printer::finish(std::chrono::seconds limit)
{
    const auto end = asio::steady_timer::clock_type::now() + limit;
    while (writing_ && asio::steady_timer::clock_type::now() < end) {
        progress_.expires_at(end);
        co_await progress_.async_wait(no_throw);
    }
}

asio::awaitable<void> printer::failure()
{
    while (!error_) {
        broken_.expires_at(asio::steady_timer::time_point::max());
        co_await broken_.async_wait(no_throw);
    }
}

asio::awaitable<void> printer::has_room()
{
    while (writing_ && size() >= room) {
        const auto before = pieces_;
        progress_.expires_after(patience);
        const auto [ec] = co_await progress_.async_wait(no_throw);
        if (!ec && pieces_ == before)
            give_up();
    }
}

void printer::give_up()
{
    fail(asio::error::timed_out);
}

} // namespace cotty::tool
