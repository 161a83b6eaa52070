// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "sessions/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>

namespace cotty::tool {

new_file::new_file(const std::string& name, bool replace)
    : fd_(::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (replace ? O_TRUNC : O_EXCL),
                 S_IRUSR | S_IWUSR))
{
    if (fd_ < 0)
        throw std::system_error(errno, std::system_category(), name);
}

new_file::~new_file()
{
    ::close(fd_);
}

new_file::int_type new_file::overflow(int_type c)
{
    const char byte = traits_type::to_char_type(c);
    return traits_type::eq_int_type(c, traits_type::eof()) || xsputn(&byte, 1) == 1
               ? traits_type::not_eof(c)
               : traits_type::eof();
}

std::streamsize new_file::xsputn(const char* data, std::streamsize size)
{
    std::streamsize written = 0;
    while (written < size) {
        const ssize_t n = ::write(fd_, data + written, static_cast<std::size_t>(size - written));
        if (n > 0)
            written += n;
        else if (n == 0 || errno != EINTR)
            break;
    }
    return written;
}

} // namespace cotty::tool
