// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "transcript.hpp"

#include <array>

namespace cotty::test {

transcript::transcript(file_descriptor fd) : fd_(std::move(fd)), ended_(false)
{
    do_not_block(fd_.get());
}

void transcript::drain()
{
    std::array<char, 16384> buffer;
    while (!ended_) {
        const ssize_t n = ::read(fd_.get(), buffer.data(), buffer.size());
        if (n > 0) {
            text_.append(buffer.data(), static_cast<std::size_t>(n));
        } else if (n == 0 || errno == EIO) { // EIO: a pty master whose slave nobody has open
            ended_ = true;
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "read");
        }
    }
}

void transcript::close() noexcept
{
    fd_.reset();
    ended_ = true;
}

bool transcript::advance_past(std::string_view wanted)
{
    const std::size_t found = text_.find(wanted, mark_);
    if (found == std::string::npos)
        return false;
    mark_ = found + wanted.size();
    return true;
}

bool transcript::advance_past(const std::regex& wanted)
{
    std::smatch match;
    const auto begin = text_.cbegin() + static_cast<std::ptrdiff_t>(mark_);
    if (!std::regex_search(begin, text_.cend(), match, wanted))
        return false;
    mark_ = static_cast<std::size_t>(match[0].second - text_.cbegin());
    return true;
}

std::string visible(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            result += "\\n\n";
        } else if (c == '\r') {
            result += "\\r";
        } else if (byte < 0x20 || byte == 0x7F) {
            result += "\\x";
            result += digits[byte >> 4U];
            result += digits[byte & 0xFU];
        } else {
            result += c;
        }
    }
    return result;
}

} // namespace cotty::test
