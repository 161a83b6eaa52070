// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// cotty-documents DIRECTORY: writes the manual pages and the shells' completions there, made from
// the program's own command line.
#include "command_line/command_line.hpp"
#include "command_line/completions.hpp"
#include "command_line/man_page.hpp"
#include "shared/complain.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace {

using namespace cotty::tool;

void write_file(const std::filesystem::path& file, const std::string& text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!(out << text << std::flush))
        throw std::runtime_error(file.string() + " cannot be written");
}

void write_all(const std::filesystem::path& directory)
{
    const command_line line;
    const command& main = line.main_command();
    const auto& others = line.commands();
    write_file(directory / "man1/cotty.1", man_page(main, others));
    for (const command& c : others)
        if (!c.document.empty())
            write_file(directory / "man1" / (page_name(c) + ".1"), man_page(c, {}));
    write_file(directory / "bash/cotty", bash_completion(main, others));
    write_file(directory / "zsh/_cotty", zsh_completion(main, others));
    write_file(directory / "fish/cotty.fish", fish_completion(main, others));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return complain("usage: cotty-documents DIRECTORY", 2);
    try {
        write_all(argv[1]);
    } catch (const std::exception& e) {
        return complain(e.what(), 1);
    }
    return 0;
}
