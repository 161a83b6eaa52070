// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decode/decode_command.hpp"

#include "decode/written_bytes.hpp"

#include <stdexcept>

namespace cotty::tool {

command add_decode(CLI::App& app, decode_options& options)
{
    CLI::App* const decode = add_subcommand(
        app, "decode",
        "Prints what the bytes mean that a terminal sends, an event a line, as JSON");
    CLI::Option* const file =
        decode->add_option("FILE", options.file, "Read this file; - or nothing: standard input")
            ->type_name("");
    decode
        ->add_option_function<std::string>(
            "--hex",
            [&options](const std::string& text) {
                try {
                    options.bytes = parse_written_bytes(text);
                } catch (const std::invalid_argument& e) {
                    throw CLI::ValidationError("--hex", e.what());
                }
            },
            "Decode these bytes instead, as people write them: 1b5b41, 0x1b,0x5b,0x41, \\e[A, "
            "\\x1b[A, ^[[A or ESC [ A")
        ->type_name("BYTES")
        ->excludes(file);
    add_decoder_flags(*decode, options.how);
    return {.app = decode,
            .paragraphs = {"The bytes come from a pipe or a file; what they leave undecided is "
                           "decided by their end, not by time. Of several words the first is the "
                           "default."},
            .examples = {{"printf '\\033[A' | cotty decode", "The Up key"},
                         {"cotty decode --hex '\\e[1;5D'", "Ctrl with Left"},
                         {"cotty decode typescript", "What is in a file"}},
            .statuses = {{"0", "All is decoded, or nobody reads what is printed"},
                         {"1", "The bytes cannot be read, or the events cannot be printed"},
                         {"2", "A mistake on the command line, or no such file"}},
            .document = "decode.md",
            .run = [&options] { return run_decode(options); }};
}

} // namespace cotty::tool
