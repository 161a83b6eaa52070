// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "answering_terminal.hpp"

#include <boost/asio/buffer.hpp>

#include <cstdlib>
#include <memory>

#include <unistd.h>

namespace cotty::test {

answering_terminal::answering_terminal(asio::io_context& context, pty& tty,
                                       std::vector<answer> answers, std::chrono::milliseconds delay)
    : tty_(tty), answers_(std::move(answers)), delay_(delay),
      master_(context, check(::dup(tty.master()), "dup"))
{
    read();
}

void answering_terminal::close()
{
    boost::system::error_code ignored;
    master_.close(ignored);
}

void answering_terminal::read()
{
    master_.async_read_some(asio::buffer(buffer_),
                            [this](boost::system::error_code ec, std::size_t size) {
                                if (ec)
                                    return;
                                written_.append(buffer_.data(), size);
                                look();
                                read();
                            });
}

void answering_terminal::look()
{
    for (; seen_ < written_.size(); ++seen_) {
        const std::string_view rest = std::string_view(written_).substr(seen_);
        for (const answer& a : answers_) {
            if (a.question.starts_with(rest) && rest.size() < a.question.size())
                return;
            if (rest.starts_with(a.question) && !silent_)
                say(a.bytes);
        }
    }
}

void answering_terminal::say(std::string bytes)
{
    if (delay_.count() == 0) {
        tty_.type(bytes);
        return;
    }
    const auto timer = std::make_shared<asio::steady_timer>(master_.get_executor(), delay_);
    timer->async_wait([this, timer, bytes = std::move(bytes)](boost::system::error_code) {
        if (master_.is_open())
            tty_.type(bytes);
    });
}

int answering_terminal::asked(std::string_view question) const
{
    int count = 0;
    for (std::size_t at = 0; (at = written_.find(question, at)) != std::string::npos; ++at)
        ++count;
    return count;
}

terminal_name::terminal_name(const char* name)
{
    if (const char* const before = std::getenv("TERM")) {
        before_ = before;
        was_set_ = true;
    }
    ::setenv("TERM", name, 1);
}

terminal_name::~terminal_name()
{
    if (was_set_)
        ::setenv("TERM", before_.c_str(), 1);
    else
        ::unsetenv("TERM");
}

} // namespace cotty::test
