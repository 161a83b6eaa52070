// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string>
#include <vector>

namespace cotty::tool {

struct record_options {
    std::string file;
    bool force = false;               // a file of that name may be replaced
    std::vector<std::string> command; // the shell if empty
};

/// `cotty record`: runs a program on a terminal of its own and keeps what is typed, what it writes
/// and how large the window is. Returns the program's exit status.
int run_record(const record_options& options);

} // namespace cotty::tool
