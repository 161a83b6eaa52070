// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/paths.hpp"

#include "corpus.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

namespace cotty::recordings {
namespace {

using strings = std::vector<std::string>;

[[noreturn]] void fail(const std::string& what)
{
    throw std::runtime_error(what);
}

unsigned hex_digit(char c)
{
    const unsigned letter = static_cast<unsigned char>(c) | 0x20U;
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (letter >= 'a' && letter <= 'f')
        return letter - 'a' + 10;
    fail(std::string("no hexadecimal digit: ") + c);
}

std::string unhex(std::string_view digits)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(hex_digit(digits[i]) << 4U | hex_digit(digits[i + 1]));
    return bytes;
}

std::string unescape(std::string_view cell)
{
    std::string bytes;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] != '\\') {
            bytes += cell[i];
            continue;
        }
        const char what = ++i < cell.size() ? cell[i] : ' ';
        if (what == 'e') {
            bytes += '\x1B';
        } else if (what == '\\') {
            bytes += '\\';
        } else if (what == 'x' && i + 2 < cell.size()) {
            bytes += unhex(cell.substr(i + 1, 2));
            i += 2;
        } else {
            fail("no such escape: " + std::string(cell));
        }
    }
    return bytes;
}

strings split(std::string_view text, char separator)
{
    strings parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

int to_int(std::string_view digits)
{
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

recording_kind kind_of(std::string_view mode)
{
    const std::pair<std::string_view, recording_kind> starts[] = {
        {"events", recording_kind::events},   {"mouse", recording_kind::mouse},
        {"altscr", recording_kind::mouse},    {"paste", recording_kind::paste},
        {"queries", recording_kind::queries}, {"focus", recording_kind::focus},
        {"burst", recording_kind::burst},
    };
    for (const auto& [start, kind] : starts)
        if (mode.starts_with(start))
            return kind;
    return recording_kind::keys;
}

/// `numlock:` and `KP_7=KP_Home,KP_7`
void name_key(recorded& line, std::string_view front, std::string_view name)
{
    const std::size_t symbols = name.size() > 1 ? name.find('=') : std::string_view::npos;
    if (symbols != std::string_view::npos)
        line.keysyms = split(name.substr(symbols + 1), ',');
    line.key = std::string(front == "-" ? "" : front) + unescape(name.substr(0, symbols));
}

/// `button1-press@155,130`
void name_step(recorded& line, std::string_view name)
{
    const std::size_t at = name.find('@');
    const strings place = split(name.substr(at + 1), ',');
    line.key = name.substr(0, at);
    line.x = to_int(place.at(0));
    line.y = to_int(place.at(1));
}

/// The rows of one section become recordings: one, or with the mouse one a column.
class section {
public:
    section(recording head, std::vector<recording>& out)
        : head_(std::move(head)), by_column_(head_.kind == recording_kind::mouse), out_(out),
          first_(out.size())
    {
        if (!by_column_)
            out_.push_back(head_);
    }

    void columns(const strings& cells)
    {
        columns_.assign(cells.begin() + 1, cells.end());
        for (const std::string& column : columns_) {
            if (!by_column_)
                return;
            out_.push_back(head_);
            out_.back().mode = column;
        }
    }

    void row(const strings& cells)
    {
        if (cells.size() != columns_.size() + 1)
            fail(head_.name() + ": a row with a wrong number of cells: " + cells[0]);
        if (head_.kind == recording_kind::queries) {
            recorded& line = add(first_, cells[0], unescape(cells[2]));
            line.sent = unescape(cells[1]);
        } else if (head_.kind == recording_kind::paste) {
            const strings how = split(cells[0], ','); // text, key, bracketed or plain
            recorded& line = add(first_, how.at(1), unescape(cells[2]));
            line.phase = how.at(0);
            line.sent = unescape(cells[1]);
            line.bracketed = how.at(2) == "bracketed";
        } else {
            for (std::size_t i = 0; i < columns_.size(); ++i)
                if (cells[i + 1] != "?")
                    cell(i, cells[0], cells[i + 1]);
        }
    }

private:
    recorded& add(std::size_t index, std::string key, std::string bytes)
    {
        recorded& line = out_[index].lines.emplace_back();
        line.key = std::move(key);
        line.bytes = std::move(bytes);
        return line;
    }

    void cell(std::size_t column, const std::string& name, std::string_view text)
    {
        const bool pasted = text == "!";
        recorded& line = add(by_column_ ? first_ + column : first_, name,
                             pasted ? std::string() : unescape(text));
        line.pasted = pasted;
        if (by_column_)
            name_step(line, name);
        else if (head_.kind == recording_kind::events)
            line.phase = columns_[column];
        else if (head_.kind == recording_kind::keys)
            name_key(line, columns_[column], name);
    }

    recording head_;
    bool by_column_;
    std::vector<recording>& out_;
    std::size_t first_;
    strings columns_;
};

/// One line of JSON, as far as the recorder writes it: an object of strings, numbers, booleans and
/// lists of them. Scalars come out as text, lists as their elements; nested lists are left out.
class json_line {
public:
    explicit json_line(std::string_view text) : rest_(text)
    {
        expect('{');
        while (!at('}')) {
            std::string name = string();
            expect(':');
            values_[std::move(name)] = value();
            if (!at('}'))
                expect(',');
        }
    }

    [[nodiscard]] std::string get(const std::string& name) const
    {
        const strings list = all(name);
        return list.empty() ? "" : list.front();
    }
    [[nodiscard]] strings all(const std::string& name) const
    {
        const auto found = values_.find(name);
        return found == values_.end() ? strings() : found->second;
    }

private:
    void skip_space()
    {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    }
    bool at(char c)
    {
        skip_space();
        return rest_.starts_with(c);
    }
    void expect(char c)
    {
        if (!at(c))
            fail(std::string("JSON: no ") + c + " at " + std::string(rest_.substr(0, 20)));
        rest_.remove_prefix(1);
    }
    char take()
    {
        if (rest_.empty())
            fail("JSON: the line ends in a string");
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }
    std::uint32_t unit()
    {
        std::uint32_t u = 0;
        for (int i = 0; i < 4; ++i)
            u = u << 4U | hex_digit(take());
        return u;
    }
    std::string string()
    {
        expect('"');
        std::string out;
        for (;;) {
            const char c = take();
            if (c == '"')
                return out;
            if (c != '\\') {
                out += c;
                continue;
            }
            const char what = take();
            if (what == 'u') {
                std::uint32_t u = unit();
                if (u >= 0xD800 && u < 0xDC00 && rest_.starts_with("\\u")) {
                    rest_.remove_prefix(2);
                    u = 0x10000 + ((u - 0xD800) << 10U) + (unit() - 0xDC00);
                }
                append_utf8(out, u);
            } else {
                constexpr std::string_view names = "bfnrt";
                constexpr std::string_view bytes = "\b\f\n\r\t";
                const std::size_t i = names.find(what);
                out += i == std::string_view::npos ? what : bytes[i];
            }
        }
    }
    static void append_utf8(std::string& out, std::uint32_t c)
    {
        const auto tail = [&](unsigned shift) {
            out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
        };
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += static_cast<char>(0xC0U | c >> 6U);
            tail(0);
        } else if (c < 0x10000) {
            out += static_cast<char>(0xE0U | c >> 12U);
            tail(6);
            tail(0);
        } else {
            out += static_cast<char>(0xF0U | c >> 18U);
            tail(12);
            tail(6);
            tail(0);
        }
    }
    strings value()
    {
        if (at('"'))
            return {string()};
        if (at('[') || at('{')) {
            const char end = at('[') ? ']' : '}';
            strings out;
            rest_.remove_prefix(1);
            while (!at(end)) {
                strings inner = value();
                if (end == ']' && inner.size() == 1)
                    out.push_back(std::move(inner.front()));
                if (at(',') || at(':'))
                    rest_.remove_prefix(1);
            }
            rest_.remove_prefix(1);
            return out;
        }
        const std::size_t end = rest_.find_first_of(",]} \t\r\n");
        strings word{std::string(rest_.substr(0, end))};
        rest_.remove_prefix(std::min(end, rest_.size()));
        if (word.front().empty())
            fail("JSON: no value");
        return word;
    }

    std::string_view rest_;
    std::map<std::string, strings> values_;
};

} // namespace

std::vector<recording> read_selection(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::vector<recording> out;
    std::optional<section> current;
    std::string text;
    while (std::getline(in, text)) {
        if (text.starts_with('#'))
            continue;
        if (text.starts_with("= ")) { // = kind terminal mode version=... erase=...
            const strings words = split(text, ' ');
            recording head;
            head.kind = words.at(1) == "keys" ? recording_kind::keys : kind_of(words.at(1));
            head.terminal = words.at(2);
            head.mode = words.at(3);
            head.erase = words.at(5).substr(words.at(5).find('=') + 1);
            current.emplace(std::move(head), out);
        } else if (!current) {
            fail(file.string() + ": a row outside of a section");
        } else if (text.starts_with(':')) {
            current->columns(split(text, '\t'));
        } else {
            current->row(split(text, '\t'));
        }
    }
    return out;
}

std::vector<recording> read_jsonl(const std::filesystem::path& file)
{
    const std::string stem = file.stem().string();
    const std::string terminal = stem.substr(0, stem.rfind('.'));
    recording head;
    head.kind = kind_of(stem.substr(terminal.size() + 1));
    head.terminal = terminal;
    std::vector<recording> out;
    std::map<std::string, std::size_t> by_mode;
    std::ifstream in(file);
    std::string text;
    while (std::getline(in, text)) {
        const json_line json(text);
        if (!json.get("meta").empty()) {
            if (!json.get("tty").empty())
                head.erase = json.get("tty").substr(0, 2);
            continue;
        }
        const auto [place, is_new] = by_mode.try_emplace(json.get("mode"), out.size());
        if (is_new) {
            out.push_back(head);
            out.back().mode = place->first;
            std::replace(out.back().mode.begin(), out.back().mode.end(), ' ', '_');
        }
        recorded line;
        line.key = json.get("key");
        line.bytes = unhex(json.get("bytes_hex"));
        line.pasted =
            head.kind == recording_kind::keys &&
            (json.get("note") == "paste" || line.bytes == "PRIMARY" || line.bytes == "CLIPBOARD");
        line.phase = json.get(head.kind == recording_kind::paste ? "text" : "phase");
        line.keysyms = json.all("keysyms");
        line.sent = unhex(json.get(head.kind == recording_kind::paste ? "text_hex" : "sent_hex"));
        line.bracketed = json.get("bracketed") == "true";
        line.x = to_int(json.get("x"));
        line.y = to_int(json.get("y"));
        out[place->second].lines.push_back(std::move(line));
    }
    return out;
}

std::vector<recording> read_recordings(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto& path = entry.path();
        if (path.extension() == ".jsonl" ||
            (path.extension() == ".txt" && path.filename() != "keysyms.txt"))
            files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    std::vector<recording> all;
    for (const auto& file : files) {
        try {
            auto some = file.extension() == ".txt" ? read_selection(file) : read_jsonl(file);
            std::move(some.begin(), some.end(), std::back_inserter(all));
        } catch (const std::exception& e) {
            fail(file.string() + ": " + e.what());
        }
    }
    return all;
}

const std::vector<recording>& selection()
{
    static const std::vector<recording> all =
        read_recordings(std::filesystem::path(COTTY_SOURCE_DIR) / "test" / "corpus");
    return all;
}

} // namespace cotty::recordings
