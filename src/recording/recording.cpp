// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/recording.hpp>

#include "recording/json_text.hpp"

#include <cotty/key.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <istream>
#include <ostream>
#include <utility>

namespace cotty {
namespace {

using detail::json_error;
using detail::json_reader;
using std::chrono::microseconds;
using what = recorded_chunk::what;

constexpr std::size_t longest_line = std::size_t{16} << 20U;
constexpr int largest_size = 65535;            // as in winsize
constexpr double longest_time = 1e9;           // seconds: 31 years, which a double tells exactly
constexpr double latest_timestamp = 1e12;      // the year 33658
constexpr char32_t byte_characters = 0x10FE00; // + the byte's value, in plane 16, private use

// ---- Bytes in JSON ----

constexpr bool is_byte_character(char32_t c) noexcept
{
    return c >= byte_characters + 0x80 && c <= byte_characters + 0xFF;
}

/// A string of JSON back to the bytes it was made of.
std::string bytes_of(std::string_view text)
{
    std::string bytes;
    bytes.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = detail::character_length(text);
        const auto scalar = detail::single_scalar(text.substr(0, length));
        if (scalar && is_byte_character(*scalar))
            bytes += static_cast<char>(*scalar - byte_characters);
        else
            bytes += text.substr(0, length);
        text.remove_prefix(length);
    }
    return bytes;
}

void append_hex4(std::string& out, unsigned value)
{
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U})
        out += "0123456789abcdef"[value >> shift & 0xFU];
}

/// `\udbff\udec3` for C3: the surrogates of its character.
void append_byte(std::string& out, char byte)
{
    append_hex4(out, 0xDBFF);
    append_hex4(out, 0xDE00U + static_cast<unsigned char>(byte));
}

void append_string(std::string& out, std::string_view bytes)
{
    out += '"';
    while (!bytes.empty()) {
        const std::size_t length = detail::character_length(bytes);
        const std::string_view character = bytes.substr(0, std::max<std::size_t>(length, 1));
        const auto scalar = detail::single_scalar(character);
        if (!scalar || is_byte_character(*scalar)) {
            for (const char byte : character)
                append_byte(out, byte);
        } else if (*scalar == U'"' || *scalar == U'\\') {
            (out += '\\') += character;
        } else if (*scalar < 0x20 || *scalar == 0x7F) {
            append_hex4(out, static_cast<unsigned>(*scalar));
        } else {
            out += character;
        }
        bytes.remove_prefix(character.size());
    }
    out += '"';
}

/// How many bytes at the end are the beginning of a character.
std::size_t torn_end(std::string_view bytes) noexcept
{
    for (std::size_t n = 1; n <= std::min<std::size_t>(3, bytes.size()); ++n) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - n]);
        if (byte >= 0xC2 && byte <= 0xF4)
            return detail::utf8_length(bytes[bytes.size() - n]) > n ? n : 0;
        if ((byte & 0xC0U) != 0x80)
            return 0;
    }
    return 0;
}

// ---- Reading ----

/// The next line without its end. `complete` says whether it had one.
bool read_line(std::istream& in, std::string& line, bool& complete)
{
    line.clear();
    std::streambuf* const buffer = in.rdbuf();
    using traits = std::istream::traits_type;
    for (;;) {
        const auto c = buffer->sbumpc();
        if (traits::eq_int_type(c, traits::eof())) {
            complete = false;
            return !line.empty();
        }
        if (traits::to_char_type(c) == '\n') {
            complete = true;
            return true;
        }
        if (line.size() == longest_line)
            throw json_error("the line is too long");
        line += traits::to_char_type(c);
    }
}

bool is_blank(std::string_view line) noexcept
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::int64_t whole_number(json_reader& json, double least, double most, const char* problem)
{
    if (!json.is_next('0'))
        throw json_error(problem);
    const double n = json.number();
    if (n < least || n > most || n != std::floor(n))
        throw json_error(problem);
    return static_cast<std::int64_t>(n);
}

int size_of_window(json_reader& json)
{
    return static_cast<int>(whole_number(
        json, 1, largest_size, "the window's size is not a whole number from 1 to 65535"));
}

std::map<std::string, std::string> read_environment(json_reader& json)
{
    std::map<std::string, std::string> all;
    if (!json.is_next('{')) {
        json.skip();
        return all;
    }
    json.expect('{');
    if (json.accept('}'))
        return all;
    do {
        const std::string name = bytes_of(json.string());
        json.expect(':');
        if (json.is_next('"'))
            all[name] = bytes_of(json.string());
        else
            json.skip(); // null where the variable was not set
    } while (json.accept(','));
    json.expect('}');
    return all;
}

recording_header read_header(std::string_view line)
{
    json_reader json(line);
    if (!json.is_next('{'))
        throw json_error("this is no recording: it does not begin with a JSON object");
    recording_header header;
    std::int64_t version = 0;
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    json.expect('{');
    if (!json.accept('}')) {
        do {
            const std::string name = json.string();
            json.expect(':');
            if (name == "version")
                version = whole_number(json, 0, 1e6, "the version is no number");
            else if (name == "width")
                columns = size_of_window(json);
            else if (name == "height")
                rows = size_of_window(json);
            else if (name == "timestamp" && json.is_next('0'))
                header.timestamp = static_cast<std::int64_t>(
                    std::clamp(json.number(), -latest_timestamp, latest_timestamp));
            else if (name == "command" && json.is_next('"'))
                header.command = bytes_of(json.string());
            else if (name == "env")
                header.environment = read_environment(json);
            else
                json.skip();
        } while (json.accept(','));
        json.expect('}');
    }
    json.expect_end();
    if (version == 0)
        throw json_error("this is no recording: the header has no version");
    if (version != 2)
        throw json_error("a recording of version " + std::to_string(version) +
                         " of the format; only version 2 can be read");
    if (columns == 0 || rows == 0)
        throw json_error("the header has no width or no height");
    header.columns = static_cast<int>(columns);
    header.rows = static_cast<int>(rows);
    return header;
}

microseconds read_time(json_reader& json)
{
    if (!json.is_next('0'))
        throw json_error("the event does not begin with a time");
    const double seconds = json.number();
    if (seconds < 0)
        throw json_error("the time is negative");
    if (seconds > longest_time)
        throw json_error("the time is too large");
    return microseconds(std::llround(seconds * 1e6));
}

/// `80x24`
void read_size(std::string_view text, recorded_chunk& chunk)
{
    const char* const end = text.data() + text.size();
    const auto [x, ec] = std::from_chars(text.data(), end, chunk.columns);
    if (ec == std::errc() && x != end && *x == 'x') {
        const auto [stop, error] = std::from_chars(x + 1, end, chunk.rows);
        const auto valid = [](int n) { return n >= 1 && n <= largest_size; };
        if (error == std::errc() && stop == end && valid(chunk.columns) && valid(chunk.rows))
            return;
    }
    throw json_error("a resize does not tell a size, such as 80x24");
}

/// What kind of chunk the code stands for; false for one that is not known.
bool kind_of(std::string_view code, what& kind) noexcept
{
    constexpr std::array<std::pair<std::string_view, what>, 5> codes{{{"i", what::input},
                                                                      {"o", what::output},
                                                                      {"r", what::resize},
                                                                      {"m", what::marker},
                                                                      {"l", what::line_editing}}};
    for (const auto& [c, k] : codes)
        if (c == code) {
            kind = k;
            return true;
        }
    return false;
}

/// False if the chunk is of a kind that is not known; its time is read all the same.
bool read_chunk(std::string_view line, recorded_chunk& chunk)
{
    json_reader json(line);
    json.expect('[');
    chunk = {};
    chunk.time = read_time(json);
    json.expect(',');
    const bool known = kind_of(json.string(), chunk.kind);
    json.expect(',');
    if (!known)
        json.skip();
    else if (chunk.kind == what::resize)
        read_size(json.string(), chunk);
    else
        chunk.bytes = bytes_of(json.string());
    json.expect(']');
    json.expect_end();
    return known;
}

void check_size(int columns, int rows)
{
    if (std::min(columns, rows) < 1 || std::max(columns, rows) > largest_size)
        throw std::invalid_argument("cotty::recorder: a window's size is from 1 to 65535");
}

} // namespace

recording_error::recording_error(std::size_t line, std::string_view problem)
    : std::runtime_error("line " + std::to_string(line) + ": " + std::string(problem)), line_(line)
{
}

recording read_recording(std::istream& in)
{
    recording result;
    std::size_t number = 0;
    std::string line;
    bool complete = false;
    bool begun = false;
    recorded_chunk chunk;
    microseconds last{};
    try {
        while (++number, read_line(in, line, complete)) {
            if (is_blank(line))
                continue;
            if (!begun) {
                result.header = read_header(line);
                begun = true;
                continue;
            }
            const bool known = read_chunk(line, chunk);
            if (chunk.time < last)
                throw json_error("the time goes back");
            last = chunk.time;
            if (known)
                result.chunks.push_back(std::move(chunk));
        }
        if (!begun)
            throw json_error("this is no recording: it is empty");
    } catch (const json_error& e) {
        if (!begun || complete || line.size() == longest_line)
            throw recording_error(number, e.what());
        result.cut_off = true;
    }
    return result;
}

// ---- Writing ----

recorder::recorder(std::ostream& out, const recording_header& header) : out_(out)
{
    check_size(header.columns, header.rows);
    std::string line = "{\"version\":2,\"width\":" + std::to_string(header.columns) +
                       ",\"height\":" + std::to_string(header.rows);
    if (header.timestamp != 0)
        line += ",\"timestamp\":" + std::to_string(header.timestamp);
    if (!header.command.empty())
        append_string(line += ",\"command\":", header.command);
    if (!header.environment.empty()) {
        line += ",\"env\":";
        char separator = '{';
        for (const auto& [name, value] : header.environment) {
            append_string(line += separator, name);
            append_string(line += ':', value);
            separator = ',';
        }
        line += '}';
    }
    out_ << line + "}\n" << std::flush;
}

recorder::~recorder()
{
    try {
        if (!torn_.empty())
            add(last_, 'o', torn_);
    } catch (...) { // the stream's own, if it was asked to throw
    }
}

void recorder::input(microseconds time, std::string_view bytes)
{
    if (!bytes.empty())
        add(time, 'i', bytes);
}

void recorder::output(microseconds time, std::string_view bytes)
{
    torn_ += bytes;
    const std::string whole = torn_.substr(0, torn_.size() - torn_end(torn_));
    torn_.erase(0, whole.size());
    if (!whole.empty())
        add(time, 'o', whole);
}

void recorder::resize(microseconds time, int columns, int rows)
{
    check_size(columns, rows);
    add(time, 'r', std::to_string(columns) + 'x' + std::to_string(rows));
}

void recorder::marker(microseconds time, std::string_view label)
{
    add(time, 'm', label);
}

void recorder::line_editing(microseconds time, bool on)
{
    add(time, 'l', on ? "on" : "off");
}

void recorder::add(microseconds time, char code, std::string_view bytes)
{
    last_ = std::max(last_, time);
    constexpr auto second = microseconds(std::chrono::seconds(1)).count();
    const std::string fraction = std::to_string(second + last_.count() % second); // 1dddddd
    std::string line = '[' + std::to_string(last_.count() / second) + '.' + fraction.substr(1) +
                       ",\"" + code + "\",";
    append_string(line, bytes);
    // In one go, as far as the stream does so: a line is there, or it is not.
    out_ << line + "]\n" << std::flush;
}

} // namespace cotty
