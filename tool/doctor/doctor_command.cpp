// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "doctor/doctor_command.hpp"

namespace cotty::tool {

command add_doctor(CLI::App& app, doctor_options& options)
{
    CLI::App* const doctor = add_subcommand(
        app, "doctor", "Says what this terminal can do, what is wrong, and what to do about it");
    doctor->add_flag("--json", options.json, "Print it as JSON");
    return {
        .app = doctor,
        .paragraphs = {"It asks the terminal it runs on, also where its input or output is a "
                       "pipe or a file."},
        .statuses = {{"0", "Nothing needs to be done"},
                     {"1", "Something does: it is printed, with what to do"},
                     {"2", "There is no terminal to look at, or a mistake on the command line"}},
        .document = "doctor.md",
        .run = [&options] { return run_doctor(options); }};
}

} // namespace cotty::tool
