// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Recordings as files: what is written can be read by others, what is read is what was written,
// and whatever the file, there is a recording or an error.
#include <cotty/recording.hpp>

#include "support/rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::ElementsAre;
using what = recorded_chunk::what;

recording read(const std::string& file)
{
    std::istringstream in(file);
    return read_recording(in);
}

std::string written(const std::function<void(recorder&)>& use, const recording_header& header = {})
{
    std::ostringstream out;
    {
        recorder r(out, header);
        use(r);
    }
    return out.str();
}

recorded_chunk chunk(std::chrono::microseconds time, what kind, std::string bytes)
{
    return {time, kind, std::move(bytes), 0, 0};
}

/// The lines as another reader of JSON sees them.
std::vector<nlohmann::json> lines_of(const std::string& file)
{
    std::vector<nlohmann::json> lines;
    std::istringstream in(file);
    for (std::string line; std::getline(in, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}

std::string all_bytes()
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    return all;
}

const std::string header_line = R"({"version":2,"width":80,"height":24})"
                                "\n";

// ---- The format ----

TEST(Recording, IsWrittenAsAsciicast)
{
    const recording_header header{.columns = 100,
                                  .rows = 30,
                                  .timestamp = 1700000000,
                                  .command = "vi \"x\"",
                                  .environment = {{"SHELL", "/bin/sh"}, {"TERM", "xterm"}}};
    const std::string file = written(
        [](recorder& r) {
            r.output(0us, "$ ");
            r.input(1500000us, "\x1b[A");
            r.resize(1500001us, 120, 40);
            r.marker(61s, "here");
        },
        header);
    EXPECT_EQ(file, R"({"version":2,"width":100,"height":30,"timestamp":1700000000,)"
                    R"("command":"vi \"x\"","env":{"SHELL":"/bin/sh","TERM":"xterm"}})"
                    "\n"
                    R"([0.000000,"o","$ "])"
                    "\n"
                    R"([1.500000,"i","\u001b[A"])"
                    "\n"
                    R"([1.500001,"r","120x40"])"
                    "\n"
                    R"([61.000000,"m","here"])"
                    "\n");
    const recording r = read(file);
    EXPECT_EQ(r.header, header);
    EXPECT_THAT(r.chunks,
                ElementsAre(chunk(0us, what::output, "$ "), chunk(1500000us, what::input, "\x1b[A"),
                            recorded_chunk{1500001us, what::resize, "", 120, 40},
                            chunk(61s, what::marker, "here")));
    EXPECT_FALSE(r.cut_off);
}

TEST(Recording, OfAnotherProgramIsRead)
{
    const recording r =
        read("{\"env\": {\"TERM\": \"xterm-256color\", \"SHELL\": null}, "
             "\"theme\": {\"palette\": [1, [true, {\"a\": -1.5e-3}]], \"fg\": \"\"},"
             " \"width\": 212, \"height\": 53, \"version\": 2, \"title\": null,"
             " \"timestamp\": 1504467315.9} \r\n"
             "\n"
             "[0.248848, \"o\", \"\\u001b[1;31mH\\u00e9\\ud83d\\ude00\\/\\n\\b\"]\n"
             "[1, \"x\", {\"not\": [\"known\"]}]\n"
             " [1e1 , \"i\" , \"q\"] ");
    EXPECT_EQ(r.header.columns, 212);
    EXPECT_EQ(r.header.rows, 53);
    EXPECT_EQ(r.header.timestamp, 1504467315);
    EXPECT_EQ(r.header.environment,
              (std::map<std::string, std::string>{{"TERM", "xterm-256color"}}));
    EXPECT_THAT(r.chunks, ElementsAre(chunk(248848us, what::output, "\x1b[1;31mHé😀/\n\b"),
                                      chunk(10s, what::input, "q")));
    EXPECT_FALSE(r.cut_off);
}

TEST(Recording, WhatIsAppendedIsThereAtOnce)
{
    std::ostringstream out;
    recorder r(out, {});
    EXPECT_EQ(read(out.str()).chunks.size(), 0U);
    r.input(1ms, "a");
    EXPECT_EQ(read(out.str()).chunks.size(), 1U);
    r.output(2ms, "b");
    EXPECT_EQ(read(out.str()).chunks.size(), 2U);
}

TEST(Recording, TimeNeverGoesBackInWhatIsWritten)
{
    const recording r = read(written([](recorder& w) {
        w.input(-1s, "a");
        w.input(5s, "b");
        w.input(4s, "c");
    }));
    EXPECT_THAT(r.chunks, ElementsAre(chunk(0s, what::input, "a"), chunk(5s, what::input, "b"),
                                      chunk(5s, what::input, "c")));
}

TEST(Recording, RefusesASizeThatNoWindowHas)
{
    std::ostringstream out;
    EXPECT_THROW(recorder(out, {.columns = 0}), std::invalid_argument);
    EXPECT_THROW(recorder(out, {.rows = 65536}), std::invalid_argument);
    recorder r(out, {});
    EXPECT_THROW(r.resize(0us, 80, -1), std::invalid_argument);
    EXPECT_THAT(read(out.str()).chunks, ElementsAre());
}

// ---- Bytes ----

/// Characters of one to four bytes, what is none, and what stands for bytes in the file itself.
const std::string bytes = all_bytes() + "é日😀\xc3\xed\xb2\x80\xf4\x90\x80\x80\xf4\x8f\xba\x80"
                                        "\xf4\x8f\xbb\xbf\xf4\x8f\xb9\xbf\"\\\x7f\xe6\x97";

TEST(Recording, KeepsEveryByteOfTheInputAtEveryCut)
{
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const std::string first = bytes.substr(0, cut);
        const std::string second = bytes.substr(cut);
        const std::string file = written([&](recorder& r) {
            r.input(1us, first);
            r.input(2us, second);
        });
        std::string joined;
        for (const recorded_chunk& c : read(file).chunks) {
            EXPECT_EQ(c.bytes, c.time == 1us ? first : second) << "cut at " << cut;
            joined += c.bytes;
        }
        EXPECT_EQ(joined, bytes) << "cut at " << cut;
        EXPECT_EQ(lines_of(file).size(), 1 + (cut == 0 || cut == bytes.size() ? 1U : 2U));
    }
}

TEST(Recording, KeepsEveryByteOfTheInputOneByOne)
{
    const recording r = read(written([](recorder& w) {
        for (const char c : bytes)
            w.input(0us, {&c, 1});
    }));
    ASSERT_EQ(r.chunks.size(), bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        EXPECT_EQ(r.chunks[i].bytes, bytes.substr(i, 1));
}

TEST(Recording, AByteThatIsNoCharacterIsOneOfThePrivateUseArea)
{
    const std::string file = written([](recorder& r) { r.input(0us, "\xc3"); });
    EXPECT_THAT(file, testing::HasSubstr(R"("\udbff\udec3")"));
    EXPECT_EQ(lines_of(file)[1][2], "\U0010FEC3");
}

TEST(Recording, OthersReadTheInputAsText)
{
    const std::string file = written([](recorder& r) { r.input(0us, "é日😀\t\"\\\x1b\x7f"); });
    EXPECT_EQ(lines_of(file)[1][2], "é日😀\t\"\\\x1b\x7f");
}

TEST(Recording, JoinsACharacterOfTheOutputThatWasCut)
{
    const std::string text = "aé日😀b";
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        const std::string file = written([&](recorder& r) {
            r.output(1us, text.substr(0, cut));
            r.input(2us, "x");
            r.output(3us, text.substr(cut));
        });
        std::string shown;
        for (const auto& line : lines_of(file))
            if (line.is_array() && line[1] == "o") {
                const std::string part = line[2];
                EXPECT_EQ(part.find("\xf4\x8f"), std::string::npos) << "cut at " << cut;
                shown += part;
            }
        EXPECT_EQ(shown, text) << "cut at " << cut;
    }
}

TEST(Recording, KeepsEveryByteOfTheOutput)
{
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        std::string joined;
        const recording r = read(written([&](recorder& w) {
            w.output(1us, bytes.substr(0, cut));
            w.output(2us, bytes.substr(cut));
        }));
        for (const recorded_chunk& c : r.chunks)
            joined += c.bytes;
        EXPECT_EQ(joined, bytes) << "cut at " << cut;
    }
}

// ---- What is wrong ----

struct wrong_file {
    const char* name;
    std::string text;
    std::size_t line;
    std::string problem;
};

void PrintTo(const wrong_file& f, std::ostream* out)
{
    *out << f.text.substr(0, 200);
}

class WrongRecording : public testing::TestWithParam<wrong_file> {};

TEST_P(WrongRecording, IsReportedByItsLine)
{
    try {
        read(GetParam().text);
        ADD_FAILURE() << "it was read";
    } catch (const recording_error& e) {
        EXPECT_EQ(e.line(), GetParam().line) << e.what();
        EXPECT_EQ(e.what(), "line " + std::to_string(GetParam().line) + ": " + GetParam().problem);
    }
}

const std::string bad_size = "the window's size is not a whole number from 1 to 65535";

std::string event(const std::string& line)
{
    return header_line + "[1,\"i\",\"a\"]\n" + line + "\n";
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongRecording,
    testing::Values(
        wrong_file{"empty", "", 1, "this is no recording: it is empty"},
        wrong_file{"blank", "\n \n", 3, "this is no recording: it is empty"},
        wrong_file{"text", "hello\n", 1,
                   "this is no recording: it does not begin with a JSON object"},
        wrong_file{"no_header", "[1,\"i\",\"a\"]\n", 1,
                   "this is no recording: it does not begin with a JSON object"},
        wrong_file{"version_1_on_several_lines", "{\n\"version\":1,", 1,
                   "this is not the JSON expected: no '\"' before its end"},
        wrong_file{"version_1", R"({"version":1,"width":80,"height":24,"stdout":[[0.1,"x"]]})", 1,
                   "a recording of version 1 of the format; only version 2 can be read"},
        wrong_file{"version_3", R"({"version":3,"term":{"cols":80,"rows":24}})", 1,
                   "a recording of version 3 of the format; only version 2 can be read"},
        wrong_file{"version_text", R"({"version":"2"})", 1, "the version is no number"},
        wrong_file{"no_version", R"({"width":80,"height":24})", 1,
                   "this is no recording: the header has no version"},
        wrong_file{"no_height", R"({"version":2,"width":80})", 1,
                   "the header has no width or no height"},
        wrong_file{"width_0", R"({"version":2,"width":0,"height":24})", 1, bad_size},
        wrong_file{"width_half", R"({"version":2,"width":80.5,"height":24})", 1, bad_size},
        wrong_file{"height_text", R"({"version":2,"width":80,"height":"24"})", 1, bad_size},
        wrong_file{"height_large", R"({"version":2,"width":80,"height":65536})", 1, bad_size},
        wrong_file{"behind_header", R"({"version":2,"width":80,"height":24} 1)", 1,
                   "something follows behind the JSON"},
        wrong_file{"deep", "{\"x\":" + std::string(100000, '[') + "\n", 1,
                   "JSON is nested too deep"},
        wrong_file{"object", event("{}"), 3, "this is not the JSON expected: no '['"},
        wrong_file{"no_time", event(R"(["i","a"])"), 3, "the event does not begin with a time"},
        wrong_file{"negative", event(R"([-0.5,"i","a"])"), 3, "the time is negative"},
        wrong_file{"back", event(R"([0.999,"i","a"])"), 3, "the time goes back"},
        wrong_file{"back_of_unknown", event(R"([0.999,"?","a"])"), 3, "the time goes back"},
        wrong_file{"far", event(R"([1e10,"i","a"])"), 3, "the time is too large"},
        wrong_file{"farther", event(R"([1e999,"i","a"])"), 3, "a number is out of range"},
        wrong_file{"inf", event(R"([inf,"i","a"])"), 3, "the event does not begin with a time"},
        wrong_file{"zero_in_front", event(R"([01,"i","a"])"), 3,
                   "this is not the JSON expected: no number"},
        wrong_file{"nothing_behind_the_point", event(R"([1.,"i","a"])"), 3,
                   "this is not the JSON expected: no number"},
        wrong_file{"no_exponent", event(R"([1e+,"i","a"])"), 3,
                   "this is not the JSON expected: no number"},
        wrong_file{"no_data", event(R"([1,"i"])"), 3, "this is not the JSON expected: no ','"},
        wrong_file{"data_number", event(R"([1,"i",1])"), 3,
                   "this is not the JSON expected: no '\"'"},
        wrong_file{"more_data", event(R"([1,"i","a","b"])"), 3,
                   "this is not the JSON expected: no ']'"},
        wrong_file{"unknown_data", event(R"([1,"?",nothing])"), 3,
                   "this is not the JSON expected: no value"},
        wrong_file{"cut_in_the_middle", header_line + "[1,\"i\",\"a\n[1,\"i\",\"a\"]\n", 2,
                   "a JSON string has no end"},
        wrong_file{"control", event("[1,\"i\",\"\x1b\"]"), 3,
                   "a JSON string has a control character that is not escaped"},
        wrong_file{"utf8", event("[1,\"i\",\"\xc3\"]"), 3, "a JSON string is not valid UTF-8"},
        wrong_file{"escape", event(R"([1,"i","\x41"])"), 3,
                   "a JSON string has an escape that there is not"},
        wrong_file{"hex", event(R"([1,"i","\u00g0"])"), 3,
                   "\\u in a JSON string needs four hexadecimal digits"},
        wrong_file{"hex_sign", event(R"([1,"i","\u-001"])"), 3,
                   "\\u in a JSON string needs four hexadecimal digits"},
        wrong_file{"low_surrogate", event(R"([1,"i","\udcc3"])"), 3,
                   "a JSON string has half of a surrogate pair"},
        wrong_file{"high_surrogate", event(R"([1,"i","\ud83d"])"), 3,
                   "a JSON string has half of a surrogate pair"},
        wrong_file{"two_high_surrogates", event(R"([1,"i","\ud83d\ud83d"])"), 3,
                   "a JSON string has half of a surrogate pair"},
        wrong_file{"size_text", event(R"([1,"r","large"])"), 3,
                   "a resize does not tell a size, such as 80x24"},
        wrong_file{"size_half", event(R"([1,"r","80x"])"), 3,
                   "a resize does not tell a size, such as 80x24"},
        wrong_file{"size_0", event(R"([1,"r","80x0"])"), 3,
                   "a resize does not tell a size, such as 80x24"},
        wrong_file{"size_more", event(R"([1,"r","80x24x1"])"), 3,
                   "a resize does not tell a size, such as 80x24"},
        wrong_file{"size_negative", event(R"([1,"r","-80x24"])"), 3,
                   "a resize does not tell a size, such as 80x24"}),
    test::name_of_row());

TEST(Recording, ALineIsNotEndless)
{
    const std::string file =
        header_line + "[1,\"o\",\"" + std::string(std::size_t{17} << 20U, 'a') + "\"]";
    EXPECT_THROW(read(file), recording_error);
}

// ---- Whatever the file ----

/// Input, output, resizes, markers, and escapes of every kind.
std::string sample()
{
    return written(
        [](recorder& r) {
            r.output(0us, "$ é");
            r.input(10us, bytes);
            r.resize(20us, 100, 50);
            r.marker(1s, "]");
            r.input(2s, "q]");
        },
        {.command = "x", .environment = {{"TERM", "xterm"}}});
}

TEST(Recording, CutOffAnywhereIsTheRecordingUpToThere)
{
    const std::string file = sample();
    const recording whole = read(file);
    const std::size_t header = file.find('\n');
    for (std::size_t size = 0; size < file.size(); ++size) {
        const std::string beginning = file.substr(0, size);
        if (size < header) {
            EXPECT_THROW(read(beginning), recording_error) << size;
            continue;
        }
        const recording part = read(beginning);
        // A line that lacks nothing but its end counts.
        const bool complete = beginning.back() == '\n' || file[size] == '\n';
        const auto lines = std::count(beginning.begin(), beginning.end(), '\n') +
                           (complete && beginning.back() != '\n' ? 1 : 0);
        EXPECT_EQ(part.cut_off, !complete) << size;
        ASSERT_EQ(part.chunks.size(), static_cast<std::size_t>(lines - 1)) << size;
        EXPECT_TRUE(std::equal(part.chunks.begin(), part.chunks.end(), whole.chunks.begin()));
    }
}

/// What is read is a recording: it can be written, and comes back. Or there is an error.
bool is_read_or_refused(const std::string& file)
{
    recording r;
    try {
        r = read(file);
    } catch (const recording_error&) {
        return true;
    }
    const std::string copy = written(
        [&](recorder& w) {
            for (const recorded_chunk& c : r.chunks) {
                if (c.kind == what::input)
                    w.input(c.time, c.bytes);
                else if (c.kind == what::resize)
                    w.resize(c.time, c.columns, c.rows);
                else
                    w.marker(c.time, c.bytes);
            }
        },
        r.header);
    const recording again = read(copy);
    std::erase_if(r.chunks,
                  [](const recorded_chunk& c) { return c.kind == what::input && c.bytes.empty(); });
    if (again.header != r.header || again.chunks.size() != r.chunks.size())
        return false;
    for (std::size_t i = 0; i < r.chunks.size(); ++i)
        if (again.chunks[i].bytes != r.chunks[i].bytes || again.chunks[i].time != r.chunks[i].time)
            return false;
    return true;
}

TEST(Recording, WithAnyByteFlippedIsReadOrRefused)
{
    const std::string file = sample();
    for (std::size_t at = 0; at < file.size(); ++at)
        for (const int flip : {0x01, 0x02, 0x10, 0x20, 0x80}) {
            std::string other = file;
            other[at] = static_cast<char>(other[at] ^ flip);
            EXPECT_TRUE(is_read_or_refused(other)) << "byte " << at << " ^ " << flip;
        }
}

TEST(Recording, WithManyBytesChangedIsReadOrRefused)
{
    const std::string file = sample();
    std::minstd_rand random(1);
    constexpr std::string_view pieces = "[]{}\",:\\ud0123456789.eE+-xiorm\n\xc3\xa9";
    for (int turn = 0; turn < 3000; ++turn) {
        std::string other = file;
        for (auto changes = random() % 4 + 1; changes > 0; --changes) {
            const std::size_t at = random() % other.size();
            if (random() % 2 == 0)
                other[at] = pieces[random() % pieces.size()];
            else
                other.erase(at, random() % 8);
        }
        EXPECT_TRUE(is_read_or_refused(other)) << other;
    }
}

} // namespace
} // namespace cotty
