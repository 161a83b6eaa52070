// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

namespace cotty::tool {

struct doctor_options {
    bool json = false;
};

/// Says what this terminal can do, what is wrong with it, and what to do about it. Returns the
/// program's exit status: 0 if nothing needs doing, 1 if something does, 2 if there is no terminal.
int run_doctor(const doctor_options& options);

} // namespace cotty::tool
