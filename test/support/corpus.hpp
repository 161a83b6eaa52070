// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cotty::recordings {

/// Something that was done to a terminal, and what it sent then.
struct recorded {
    std::string key; // or the step of the mouse, the name of the query, of the text
    std::string bytes;
    bool pasted = false; // the terminal pasted what the recorder had put on the clipboard

    std::string phase;                // events: press, hold, release and so on
    std::vector<std::string> keysyms; // layouts: what stands on the key, see pressed.hpp
    std::string sent;                 // queries: what was asked; pastes: the text
    bool bracketed = false;           // pastes
    int x = 0;                        // mouse: pixels in the window
    int y = 0;
};

enum class recording_kind { keys, events, mouse, paste, queries, focus, burst };

/// What one terminal sent in one mode, in the order in which it was recorded.
struct recording {
    recording_kind kind = recording_kind::keys;
    std::string terminal;
    std::string mode;
    std::string erase = "7f"; // the terminal's erase character, in hexadecimal
    std::vector<recorded> lines;

    /// For messages: `xterm default`.
    [[nodiscard]] std::string name() const { return terminal + ' ' + mode; }
};

/// Reads what select.py wrote (test/corpus/README.md).
std::vector<recording> read_selection(const std::filesystem::path& file);

/// Reads the recorder's own format: <terminal>.<mode>.jsonl.
std::vector<recording> read_jsonl(const std::filesystem::path& file);

/// All recordings in a folder, of either format, by name of file. Throws std::runtime_error if a
/// file cannot be understood.
std::vector<recording> read_recordings(const std::filesystem::path& folder);

/// The selection that the repository carries; read once.
const std::vector<recording>& selection();

} // namespace cotty::recordings
