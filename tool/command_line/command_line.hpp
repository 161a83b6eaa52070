// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "command_line/command.hpp"
#include "decode/decode.hpp"
#include "doctor/doctor.hpp"
#include "keys/keys.hpp"
#include "pressed_keys/pressed_keys.hpp"
#include "sessions/record.hpp"
#include "sessions/replay.hpp"

#include <string>
#include <vector>

namespace cotty::tool {

/// The program's command line: all its commands and their options.
class command_line {
public:
    command_line();
    command_line(const command_line&) = delete;
    command_line& operator=(const command_line&) = delete;

    /// Reads it and does what it says. Returns the program's exit status.
    int run(int argc, char** argv);

    /// What `cotty` alone does, and the other commands.
    [[nodiscard]] const command& main_command() const { return main_; }
    [[nodiscard]] const std::vector<command>& commands() const { return commands_; }

private:
    [[nodiscard]] const command& chosen() const;
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::string explanation(const CLI::ParseError& e) const;
    int print_help(const command& c) const;
    int help();

    CLI::App app_;
    pressed_keys_options pressed_keys_;
    decode_options decode_;
    keys_options keys_;
    doctor_options doctor_;
    record_options record_;
    replay_command_options replay_;
    std::string topic_; // of help
    command main_;
    std::vector<command> commands_;
};

} // namespace cotty::tool
