// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <CLI/CLI.hpp>

namespace cotty::tool {

struct doctor_options {
    bool json = false;
};

/// `cotty doctor`, to which the options in front of it say nothing.
CLI::App* add_doctor(CLI::App& app, doctor_options& options);

/// Says what this terminal can do, what is wrong with it, and what to do about it. Returns the
/// program's exit status: 0 if nothing is wrong, 1 if something is, 2 if there is no terminal.
int run_doctor(const doctor_options& options);

} // namespace cotty::tool
