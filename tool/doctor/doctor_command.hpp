// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "doctor/doctor.hpp"

namespace cotty::tool {

/// Adds the subcommand `doctor`, which fills `options`. Both must outlive the command.
command add_doctor(CLI::App& app, doctor_options& options);

} // namespace cotty::tool
