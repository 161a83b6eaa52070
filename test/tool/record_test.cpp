// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// `cotty record` and `cotty replay`, with a test that types.
#include <cotty/recording.hpp>
#include <cotty/replay.hpp>

#include "support/decoding.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/rows.hpp"
#include "support/tool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cotty::test {
namespace {

using namespace std::chrono_literals;
using options = std::vector<std::string>;
using testing::HasSubstr;
using testing::Not;
using what = recorded_chunk::what;

/// A folder that goes with the test.
class temporary_folder {
public:
    temporary_folder()
    {
        std::string name = std::filesystem::temp_directory_path() / "cotty-record-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), name);
        path_ = name;
    }
    ~temporary_folder() { std::filesystem::remove_all(path_); }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    [[nodiscard]] std::string operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::string content_of(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary) << content;
}

recording read_file(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    return read_recording(in);
}

std::string bytes_of(const recording& r, what kind)
{
    std::string all;
    for (const recorded_chunk& c : r.chunks)
        if (c.kind == kind)
            all += c.bytes;
    return all;
}

std::string events_of(const recording& r)
{
    std::string names;
    recorded_events events(r);
    for (event e; events.next(e);)
        names += describe(e) + ' ';
    return names;
}

options with(options first, const options& more)
{
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

const options main_job{"--", COTTY_TOOL, "--interval", "50ms"};

/// `cotty record` on a terminal that the test types at.
class Record : public testing::Test {
protected:
    [[nodiscard]] launch recorder(const options& command, options flags = {}) const
    {
        launch how = tool(with({"record", file}, with(std::move(flags), command)));
        how.environment["TERM"] = "dumb";
        return how;
    }

    void expect_given_back() { EXPECT_TRUE(same_modes(before, tty.modes())); }

    /// What nobody has read of what was typed, or what a program pretended was.
    [[nodiscard]] int unread() const
    {
        int bytes = -1;
        check(::ioctl(tty.slave(), FIONREAD, &bytes), "FIONREAD");
        return bytes;
    }

    /// The recorder has written down something.
    testing::AssertionResult is_recorded(process& p, const std::string& wanted)
    {
        if (p.wait_until([&] { return content_of(file).find(wanted) != std::string::npos; }))
            return testing::AssertionSuccess();
        return testing::AssertionFailure() << wanted << " is not in\n" << content_of(file);
    }

    temporary_folder folder;
    std::string file = folder / "session.cast";
    pty tty{100, 30};
    const termios before = tty.modes();
};

options script(const std::string& commands)
{
    return {"--", "sh", "-c", commands};
}

// ---- What is recorded ----

/// A session of the main job: keys of one byte, of several, and one that time has decided.
void record_main_job(pty& tty, const launch& how)
{
    process program(tty, how);
    ASSERT_TRUE(program.wait_for("pressed:\r\n"));
    for (const auto& [bytes, keys] :
         {std::pair("h", "h"), std::pair("\x1b[A", "up"), std::pair("\xc3\xa9", "é"),
          std::pair("\x1b", "escape"), std::pair("[A", "[ A"), std::pair("\x01 ", "ctrl+a  ")}) {
        program.type(bytes);
        ASSERT_TRUE(wait_for_keys(program, keys));
    }
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(0));
}

const std::vector<std::string> main_job_keys{"h", "up", "é", "escape", "[", "A", "ctrl+a", " "};

TEST_F(Record, KeepsWhatWasTypedAndWhatWasWritten)
{
    record_main_job(tty, recorder(main_job));
    expect_given_back();
    const recording r = read_file(file);
    EXPECT_EQ(r.header.columns, 100);
    EXPECT_EQ(r.header.rows, 30);
    EXPECT_GT(r.header.timestamp, 1'500'000'000);
    EXPECT_EQ(r.header.command, COTTY_TOOL " --interval 50ms");
    EXPECT_EQ(r.header.environment.at("TERM"), "dumb");
    EXPECT_FALSE(r.cut_off);
    EXPECT_EQ(events_of(r), "h up é escape [ A ctrl+a space ctrl+c ");
    EXPECT_EQ(bytes_of(r, what::output), tty.screen().text());
    EXPECT_EQ(bytes_of(r, what::line_editing), "off");
}

TEST_F(Record, ReplaysTheSameKeysToTheSameProgram)
{
    record_main_job(tty, recorder(main_job));
    for (const auto& pace : {options{}, options{"--fast"}, options{"--speed", "0.8"}}) {
        process program(tty, {.argv = with({COTTY_TOOL, "replay", file}, with(pace, main_job)),
                              .in = stream::null(),
                              .out = stream::pipe(),
                              .err = stream::pipe()});
        EXPECT_EQ(program.wait_exit(), exited(0));
        EXPECT_EQ(program.errors(), "");
        EXPECT_EQ(keys_in(program.output()), main_job_keys) << program.output();
    }
}

TEST_F(Record, IsJsonLineByLine)
{
    record_main_job(tty, recorder(main_job));
    std::istringstream lines(content_of(file));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(nlohmann::json::parse(line).at("version"), 2);
    double last = 0;
    std::map<std::string, int> codes;
    while (std::getline(lines, line)) {
        const auto e = nlohmann::json::parse(line);
        ASSERT_EQ(e.size(), 3U);
        EXPECT_GE(e[0].get<double>(), last);
        last = e[0];
        ++codes[e[1]];
        EXPECT_TRUE(e[2].is_string());
    }
    EXPECT_GE(codes["i"], 7);
    EXPECT_GE(codes["o"], 6);
    EXPECT_EQ(codes["l"], 1);
}

TEST_F(Record, KeepsNewSizes)
{
    const options command = script("stty size; read x; echo go; read x; stty size");
    process program(tty, recorder(command));
    ASSERT_TRUE(program.wait_for("30 100\r\n"));
    program.type("\r");
    ASSERT_TRUE(program.wait_for("go"));
    tty.resize(111, 33);
    ASSERT_TRUE(is_recorded(program, "\"r\",\"111x33\""));
    program.type("\r");
    EXPECT_TRUE(program.wait_for("33 111\r\n"));
    EXPECT_EQ(program.wait_exit(), exited(0));

    process replay(tty, tool(with({"replay", file, "--fast"}, command)));
    EXPECT_TRUE(replay.wait_for("30 100\r\n"));
    EXPECT_TRUE(replay.wait_for("33 111\r\n"));
    EXPECT_EQ(replay.wait_exit(), exited(0));
    expect_given_back();
}

TEST_F(Record, PassesEveryByteOnAndKeepsIt)
{
    const std::string got = folder / "got";
    const std::string program_text =
        "stty raw -echo; printf ready; head -c 300 > '" + got + "'; printf done";
    std::string typed;
    for (int byte = 0; byte < 256; ++byte)
        typed += static_cast<char>(byte);
    typed += "\xc3\xa9\xe6\x97\xa5\xff\xf4\x8f\xbb\x83";
    typed.resize(300, 'x');
    process program(tty, recorder(script(program_text)));
    ASSERT_TRUE(program.wait_for("ready"));
    program.type(typed);
    ASSERT_TRUE(program.wait_for("done"));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(content_of(got), typed);
    EXPECT_EQ(bytes_of(read_file(file), what::input), typed);

    std::filesystem::remove(got);
    process replay(tty, tool({"replay", file, "--", "sh", "-c", program_text}));
    EXPECT_EQ(replay.wait_exit(), exited(0));
    EXPECT_EQ(content_of(got), typed);
}

TEST_F(Record, ALoneEscapeIsPassedOnAtOnceAndApart)
{
    process program(tty, recorder(script("stty raw -echo; printf ready; head -c 1 | od -c; "
                                         "head -c 2 > /dev/null")));
    ASSERT_TRUE(program.wait_for("ready"));
    program.type("\x1b");
    ASSERT_TRUE(program.wait_for("033"));
    program.type("[A");
    EXPECT_EQ(program.wait_exit(), exited(0));
    std::vector<std::string> inputs;
    for (const recorded_chunk& c : read_file(file).chunks)
        if (c.kind == what::input)
            inputs.push_back(c.bytes);
    EXPECT_THAT(inputs, testing::ElementsAre("\x1b", "[A"));
}

TEST_F(Record, ShowsTheOutputAsItIs)
{
    process program(tty, recorder(script("stty -opost; printf 'a\\nb\\r\\n\\377'")));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.output(), "a\nb\r\n\xff");
    EXPECT_EQ(bytes_of(read_file(file), what::output), "a\nb\r\n\xff");
    expect_given_back();
}

// ---- How it ends ----

struct end_of_child {
    const char* name;
    std::string commands;
    int status;
};

void PrintTo(const end_of_child& e, std::ostream* out)
{
    *out << e.commands;
}

class RecordEnd : public Record, public testing::WithParamInterface<end_of_child> {};

TEST_P(RecordEnd, IsTheChilds)
{
    process program(tty, recorder(script(GetParam().commands)));
    EXPECT_EQ(program.wait_exit(), exited(GetParam().status));
    EXPECT_FALSE(read_file(file).cut_off);
    expect_given_back();

    process replay(tty, tool({"replay", file, "--", "sh", "-c", GetParam().commands}));
    EXPECT_EQ(replay.wait_exit(), exited(GetParam().status));
    expect_given_back();
}

INSTANTIATE_TEST_SUITE_P(All, RecordEnd,
                         testing::Values(end_of_child{"success", "exit 0", 0},
                                         end_of_child{"failure", "exit 7", 7},
                                         end_of_child{"killed", "kill -TERM $$", 128 + SIGTERM}),
                         name_of_row());

TEST_F(Record, WaitsForNobodyWhomTheProgramLeavesBehind)
{
    const std::string gate = folder / "gate";
    check(::mkfifo(gate.c_str(), S_IRUSR | S_IWUSR), "mkfifo");
    const options command = script("trap '' HUP; read x < " + gate + " & exit 3");
    for (const auto& job : {options{"record", file}, options{"replay", file}}) {
        process program(tty, tool(with(job, command)));
        EXPECT_EQ(program.wait_exit(), exited(3));
        expect_given_back();
        std::ofstream(gate) << std::endl; // opens when the one who was left behind has
    }
}

TEST_F(Record, F2_AKilledRecorderLeavesARecordingAndTheTerminal)
{
    for (const int signal : {SIGTERM, SIGHUP, SIGINT}) {
        const std::string id = folder / "id";
        process program(tty,
                        recorder(script("echo $$ > " + id + "; echo ready; cat"), {"--force"}));
        ASSERT_TRUE(program.wait_for("ready"));
        const auto child = static_cast<pid_t>(std::stol(content_of(id)));
        program.type("abc\r");
        ASSERT_TRUE(is_recorded(program, "abc"));
        program.signal(signal);
        EXPECT_EQ(program.wait_exit(), killed_by(signal));
        expect_given_back();
        EXPECT_TRUE(wait_until([&] { return has_ended(child); })) << "the program goes on";
        EXPECT_EQ(bytes_of(read_file(file), what::input), "abc\r");
    }
}

TEST_F(Record, ARecorderThatIsKilledAtOnceLeavesARecording)
{
    process program(tty, recorder(script("echo ready; cat")));
    ASSERT_TRUE(program.wait_for("ready"));
    program.type("abc\r");
    ASSERT_TRUE(is_recorded(program, "abc"));
    program.signal(SIGKILL);
    EXPECT_EQ(program.wait_exit(), killed_by(SIGKILL));
    EXPECT_EQ(bytes_of(read_file(file), what::input), "abc\r");
}

TEST_F(Record, ClosesTheProgramsTerminalWithItsOwn)
{
    launch how = recorder(script("echo ready; cat"));
    how.relation = session::none; // nobody sends it a signal
    process program(tty, how);
    ASSERT_TRUE(program.wait_for("ready"));
    tty.close_master();
    EXPECT_EQ(program.wait_exit(), exited(128 + SIGHUP));
    EXPECT_FALSE(read_file(file).cut_off);
}

TEST_F(Record, EndsWithItsTerminal)
{
    process program(tty, recorder(script("echo ready; cat")));
    ASSERT_TRUE(program.wait_for("ready"));
    tty.close_master();
    EXPECT_EQ(program.wait_exit(), killed_by(SIGHUP));
    EXPECT_FALSE(read_file(file).cut_off);
}

TEST_F(Record, TakesItsInputFromAPipe)
{
    for (const std::string text : {"hello\n", "hello"}) {
        launch how = recorder({"--", "cat"}, {"--force"});
        how.in = stream::pipe();
        how.out = stream::pipe();
        how.relation = session::none;
        process program(tty, how);
        program.feed(text);
        program.end_input();
        EXPECT_EQ(program.wait_exit(), exited(0));
        EXPECT_THAT(program.output(), HasSubstr("hello"));
        EXPECT_THAT(bytes_of(read_file(file), what::input), testing::StartsWith(text + "\x04"));
    }
}

TEST_F(Record, F115_EndsWhenNobodyLooksAlthoughTheInputDoesNot)
{
    launch how = recorder({"--", "cat"});
    how.in = stream::file("/dev/zero"); // always has something to read
    how.out = stream::pipe();
    how.relation = session::none;
    process program(tty, how);
    ASSERT_TRUE(program.wait_for("^@^@"));
    program.close_output();
    ASSERT_EQ(program.wait_exit(), exited(128 + SIGHUP)); // as its program was hung up
    EXPECT_FALSE(read_file(file).cut_off);
}

TEST_F(Record, WorksWithoutAnyInput)
{
    for (const stream& in : {stream::closed(), stream::null()}) {
        launch how = recorder({"--", "cat"}, {"--force"});
        how.in = in;
        how.relation = session::none;
        process program(tty, how);
        EXPECT_EQ(program.wait_exit(), exited(0));
        EXPECT_EQ(bytes_of(read_file(file), what::input), "\x04");
    }
}

TEST_F(Record, RunsTheShellIfNothingIsNamed)
{
    launch how = recorder({});
    how.environment["SHELL"] = "/bin/sh";
    process program(tty, how);
    program.type("exit 5\r");
    EXPECT_EQ(program.wait_exit(), exited(5));
    EXPECT_EQ(read_file(file).header.command, "");
}

// ---- The file ----

TEST_F(Record, ReplacesNoFileUnlessForced)
{
    write_file(file, "mine");
    process refused(tty, recorder(script("exit 0")));
    EXPECT_EQ(refused.wait_exit(), exited(2));
    EXPECT_EQ(refused.output(),
              "cotty: " + file + ": there is such a file; --force replaces it\r\n");
    EXPECT_EQ(content_of(file), "mine");

    process forced(tty, recorder(script("exit 0"), {"--force"}));
    EXPECT_EQ(forced.wait_exit(), exited(0));
    EXPECT_EQ(read_file(file).header.columns, 100);
}

TEST_F(Record, NobodyElseMayReadTheFile)
{
    process program(tty, recorder(script("exit 0")));
    EXPECT_EQ(program.wait_exit(), exited(0));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(Record, SaysThatTheFileCannotBeWritten)
{
    file = "/dev/full";
    process program(tty, recorder(script("echo still here"), {"--force"}));
    EXPECT_EQ(program.wait_exit(), exited(2));
    EXPECT_THAT(program.output(), HasSubstr("still here\r\n"));
    EXPECT_THAT(program.output(), HasSubstr("/dev/full: the recording is not whole"));
    expect_given_back();

    file = "/nowhere/at/all";
    process nowhere(tty, recorder(script("echo never")));
    EXPECT_EQ(nowhere.wait_exit(), exited(2));
    EXPECT_THAT(nowhere.output(), Not(HasSubstr("never\r\n")));
}

TEST_F(Record, OfAProgramThatThereIsNotLeavesNothing)
{
    process program(tty, recorder({"--", "/nowhere/program"}));
    EXPECT_EQ(program.wait_exit(), exited(127));
    EXPECT_THAT(program.output(), HasSubstr("/nowhere/program"));
    EXPECT_FALSE(std::filesystem::exists(file));
    expect_given_back();
}

// ---- What the program can do ----

TEST_F(Record, F56_TheProgramInheritsItsTerminalOnly)
{
    process program(tty, recorder(script("ls -l /proc/self/fd")));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_THAT(program.output(), HasSubstr(" 2 -> /dev/pts/"));
    EXPECT_THAT(program.output(), Not(HasSubstr("session.cast")));
    EXPECT_THAT(program.output(), Not(HasSubstr("ptmx")));
    EXPECT_THAT(program.output(), Not(HasSubstr("eventpoll")));
    EXPECT_THAT(program.output(), Not(HasSubstr(tty.slave_name() + "\r")));
}

/// A program that types for its terminal (CVE-2013-6409 and many like it) reaches its own only.
TEST_F(Record, F80_WhatAProgramPushesIntoItsTerminalStaysThere)
{
    for (const auto& command : {options{"record", file}, options{"replay", file, "--fast"}}) {
        process program(tty, tool(with(command, {"--", COTTY_TEST_PROGRAMS "/push_input"})));
        EXPECT_EQ(program.wait_exit(), exited(0));
        const std::string& output = program.output();
        if (output.find("refused: Input/output error") != std::string::npos)
            GTEST_SKIP() << "this system refuses TIOCSTI to everyone";
        EXPECT_THAT(output, HasSubstr("pushed: touch me\r\n"));
        EXPECT_EQ(unread(), 0) << "it has reached the terminal outside";
        EXPECT_EQ(bytes_of(read_file(file), what::input), "") << "it came from there";
        expect_given_back();
    }
}

// ---- Replay ----

const std::string header = R"({"version":2,"width":80,"height":24})"
                           "\n";

class Replayed : public Record {
protected:
    /// With its output in a pipe.
    [[nodiscard]] launch player(const options& more) const
    {
        launch how = tool(with({"replay", file}, more));
        how.in = stream::null();
        how.out = stream::pipe();
        how.err = stream::pipe();
        return how;
    }
};

TEST_F(Replayed, PrintsWhatTheInputMeans)
{
    write_file(file, header + R"([0.5,"i","a\u001b"])"
                              "\n"
                              R"([0.6,"o","b"])"
                              "\n"
                              R"([1.000001,"i","[A"])"
                              "\n"
                              R"([2,"r","100x50"])"
                              "\n"
                              R"([61,"i","\b"])"
                              "\n");
    for (const auto& pace : {options{}, options{"--fast"}, options{"--speed", "1000"}}) {
        process program(tty, player(pace));
        EXPECT_EQ(program.wait_exit(), exited(0));
        std::vector<std::string> seen;
        std::istringstream lines(program.output());
        for (std::string line; std::getline(lines, line);) {
            const auto e = nlohmann::json::parse(line);
            seen.push_back(line.substr(0, line.find(',')) + ' ' +
                           e.value("key", e.at("type").get<std::string>()));
        }
        EXPECT_THAT(seen, testing::ElementsAre("{\"time\":0.500000 a", "{\"time\":0.550000 escape",
                                               "{\"time\":1.000001 [", "{\"time\":1.000001 A",
                                               "{\"time\":2.000000 resize",
                                               "{\"time\":61.000000 ctrl+h"));
    }
    process program(tty, player({"--backspace", "bs"}));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_THAT(program.output(), HasSubstr("\"key\":\"backspace\""));
}

TEST_F(Replayed, WaitsForTheProgramToSwitchItsTerminal)
{
    write_file(file, header + R"([0,"l","off"])"
                              "\n"
                              R"([0,"i","\u0003"])"
                              "\n");
    process program(tty, player({"--fast", "--", "sh", "-c",
                                 "sleep 0.3; stty raw -echo; head -c 1 | od -An -tx1"}));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_THAT(program.output(), HasSubstr("03"));
}

TEST_F(Replayed, FastKeepsAnEscapeAlone)
{
    write_file(file, header + R"([0,"l","off"])"
                              "\n"
                              R"([0,"i","\u001b"])"
                              "\n"
                              R"([3600,"i","[A\u0003"])"
                              "\n");
    process program(tty, player(with({"--fast"}, main_job)));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(keys_in(program.output()), (std::vector<std::string>{"escape", "[", "A"}));
}

TEST_F(Replayed, HangsUpOnAProgramThatDoesNotEnd)
{
    write_file(file, header + R"([0,"i","abc\r"])"
                              "\n");
    process program(tty, player({"--", "cat"}));
    EXPECT_EQ(program.wait_exit(), exited(128 + SIGHUP));
    EXPECT_THAT(program.output(), HasSubstr("abc\r\nabc\r\n"));
}

TEST_F(Replayed, TheProgramSeesTheRecordedTerminal)
{
    write_file(file, "{\"version\":2,\"width\":77,\"height\":11,\"env\":{\"TERM\":\"vt52\"}}\n");
    process program(tty, player({"--", "sh", "-c", "stty size; echo $TERM"}));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_EQ(program.output(), "11 77\r\nvt52\r\n");
}

TEST_F(Replayed, CtrlCLeaves)
{
    write_file(file, header + R"([3600,"i","a"])"
                              "\n");
    process program(tty, tool({"replay", file, "--", "sh", "-c", "echo ready; cat"}));
    ASSERT_TRUE(program.wait_for("ready\r\n"));
    program.type("\x1b[?6c"); // what a terminal answers is nobody's
    program.type("\x03");
    EXPECT_EQ(program.wait_exit(), exited(128 + SIGHUP));
    EXPECT_EQ(program.output(), "ready\r\n");
    EXPECT_EQ(unread(), 0);
    expect_given_back();
}

struct unreadable {
    const char* name;
    std::string content;
    std::string problem;
};

void PrintTo(const unreadable& u, std::ostream* out)
{
    *out << u.content;
}

class ReplayedBadly : public Replayed, public testing::WithParamInterface<unreadable> {};

TEST_P(ReplayedBadly, SaysWhatIsWrong)
{
    write_file(file, GetParam().content);
    for (const auto& command : {options{}, options{"--", "cat"}}) {
        process program(tty, player(command));
        EXPECT_EQ(program.wait_exit(), exited(2));
        EXPECT_EQ(program.output(), "");
        EXPECT_EQ(program.errors(), "cotty: " + file + ": " + GetParam().problem + "\n");
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, ReplayedBadly,
    testing::Values(unreadable{"empty", "", "line 1: this is no recording: it is empty"},
                    unreadable{"version_3", R"({"version":3,"term":{"cols":80,"rows":24}})",
                               "line 1: a recording of version 3 of the format; only version 2 can "
                               "be read"},
                    unreadable{"back", header + "[1,\"i\",\"\"]\n[0,\"i\",\"\"]\n",
                               "line 3: the time goes back"}),
    name_of_row());

TEST_F(Replayed, SaysThatThereIsNoFileOrProgram)
{
    process no_file(tty, player({}));
    EXPECT_EQ(no_file.wait_exit(), exited(2));
    EXPECT_THAT(no_file.errors(), HasSubstr(file + ": No such file"));
    write_file(file, header);
    process no_program(tty, player({"--", "/nowhere/program"}));
    EXPECT_EQ(no_program.wait_exit(), exited(127));
    EXPECT_THAT(no_program.errors(), HasSubstr("/nowhere/program: No such file"));
}

TEST_F(Replayed, ReadsARecordingThatWasCutOff)
{
    write_file(file, header + "[1,\"i\",\"a\"]\n[2,\"i\",\"");
    process program(tty, player({}));
    EXPECT_EQ(program.wait_exit(), exited(0));
    EXPECT_THAT(program.output(), HasSubstr("\"key\":\"a\""));
    EXPECT_THAT(program.errors(), HasSubstr("the last line is cut off"));
}

} // namespace
} // namespace cotty::test
