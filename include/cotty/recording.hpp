// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {

/// What happened at a terminal at one moment.
struct recorded_chunk {
    enum class what : std::uint8_t {
        input,  ///< what the terminal sent: `bytes`, cut as they came
        output, ///< what the program wrote: `bytes`
        resize, ///< the window became `columns` x `rows`
        marker, ///< somebody marked this moment; `bytes` is its label, perhaps empty
        /// The program had the terminal edit lines, or no longer: `bytes` is "on" or "off". It
        /// begins with "on", as terminals do. cotty's own: others leave it out.
        line_editing,
    };

    /// Since the recording began; never less than that of the chunk before.
    std::chrono::microseconds time{};
    what kind = what::input;
    std::string bytes{};
    int columns = 0;
    int rows = 0;

    friend bool operator==(const recorded_chunk&, const recorded_chunk&) = default;
};

struct recording_header {
    /// The window when the recording began, each from 1 to 65535.
    int columns = 80;
    int rows = 24;
    /// When it began, in seconds since 1970; 0 if that is not told.
    std::int64_t timestamp = 0;
    /// What was run; empty if that is not told.
    std::string command{};
    /// Variables of the environment, such as TERM.
    std::map<std::string, std::string> environment{};

    friend bool operator==(const recording_header&, const recording_header&) = default;
};

/// A session at a terminal. Made by hand, or read from a file in the format asciicast v2
/// (https://docs.asciinema.org/manual/asciicast/v2/; docs/record.md).
struct recording {
    recording_header header{};
    std::vector<recorded_chunk> chunks{};
    /// The file's last line has no end and is no event: whoever wrote it was stopped half-way. It
    /// was left out.
    bool cut_off = false;

    friend bool operator==(const recording&, const recording&) = default;
};

/// Why a recording cannot be read: `line 3: the time goes back`.
class recording_error : public std::runtime_error {
public:
    recording_error(std::size_t line, std::string_view problem);

    /// From 1.
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

private:
    std::size_t line_;
};

/// Reads a recording to the end of the stream. Kinds of events that the format has but cotty does
/// not know, and further fields of the header, are left out.
///
/// No line may be longer than 16 MiB. The memory used is in proportion to what is read.
/// \throws recording_error if it is none, or one of another version of the format.
recording read_recording(std::istream& in);

/// Writes a recording as it comes, a line a chunk, each flushed: whenever the program ends, and
/// however, the file is a recording.
///
/// The bytes of the input and where they were cut come back from read_recording exactly. Those of
/// the output do too, but that a character cut in two is written as a whole with its second half.
/// Bytes that are no valid UTF-8 become characters of a private use area: see docs/record.md.
///
/// Whether it could be written the stream knows. A time before that of the last chunk is taken for
/// that one.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class recorder {
public:
    /// Writes the header. The stream must outlive this.
    /// \throws std::invalid_argument if the window's size is out of range.
    recorder(std::ostream& out, const recording_header& header);

    /// Writes what is left of a character of the output, if its end has never come.
    ~recorder();
    recorder(const recorder&) = delete;
    recorder& operator=(const recorder&) = delete;

    /// An input or an output without bytes is left out.
    void input(std::chrono::microseconds time, std::string_view bytes);
    void output(std::chrono::microseconds time, std::string_view bytes);

    /// \throws std::invalid_argument if the size is out of range.
    void resize(std::chrono::microseconds time, int columns, int rows);

    void marker(std::chrono::microseconds time, std::string_view label);
    void line_editing(std::chrono::microseconds time, bool on);

private:
    void add(std::chrono::microseconds time, char code, std::string_view bytes);

    std::ostream& out_;
    std::chrono::microseconds last_{};
    std::string torn_; // the beginning of a character of the output
};

} // namespace cotty
