// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <streambuf>
#include <string>

namespace cotty::tool {

/// A file of its own: nobody else may read it, no child process inherits it, and what is written is
/// in it at once.
class new_file : public std::streambuf {
public:
    /// \param replace whether a file of that name may be there.
    /// \throws std::system_error if it cannot be made.
    new_file(const std::string& name, bool replace);
    ~new_file() override;
    new_file(const new_file&) = delete;
    new_file& operator=(const new_file&) = delete;

private:
    int_type overflow(int_type c) override;
    std::streamsize xsputn(const char* data, std::streamsize size) override;

    int fd_;
};

} // namespace cotty::tool
