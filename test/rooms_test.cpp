// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// The table of rooms in CONTRIBUTING.md against what sources include: arrows point one way, and
// each public header has a room.
#include "support/paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace cotty {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

using names = std::set<std::string>;

struct room {
    names includes; ///< rooms
    names others;   ///< beside the standard library: folders of headers, or `system`
    names headers;  ///< its public ones, without `cotty/` and `.hpp`
};
using rooms = std::map<std::string, room>;

/// What stands between backquotes.
names quoted_in(const std::string& cell)
{
    static const std::regex quoted("`([^`]+)`");
    names result;
    for (std::sregex_iterator i(cell.begin(), cell.end(), quoted), end; i != end; ++i)
        result.insert((*i)[1]);
    return result;
}

/// The rows "| `room` | for people | includes | others | headers |".
rooms rooms_in(const std::string& text)
{
    static const std::regex row(R"(\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|)");
    rooms result;
    std::istringstream lines(text);
    std::smatch m;
    for (std::string line; std::getline(lines, line);)
        if (std::regex_match(line, m, row))
            result[m[1]] = {quoted_in(m[2]), quoted_in(m[3]), quoted_in(m[4])};
    return result;
}

/// The rooms that have this public header: one, if all is well.
names rooms_with(const rooms& all, const std::string& header)
{
    names result;
    for (const auto& [name, room] : all)
        if (room.headers.contains(header))
            result.insert(name);
    return result;
}

/// Whether an arrow leads from one room to the other, or several do one after another.
bool leads(const rooms& all, const std::string& from, const std::string& to, int steps = 9)
{
    const auto found = all.find(from);
    if (from == to || found == all.end() || steps == 0)
        return from == to;
    return std::ranges::any_of(found->second.includes, [&](const std::string& next) {
        return leads(all, next, to, steps - 1);
    });
}

/// What is wrong with the includes of a text that belongs to a room, a line each.
std::vector<std::string> complaints(const rooms& all, const std::string& name,
                                    const std::string& text)
{
    // In turn: a public header's name; another library's or the system's; one of src or tool.
    static const std::regex include(
        R"re((?:^|\n)#include (?:<cotty/([\w/]+)\.hpp>|<([\w/.]+)>|"([\w/.]+)"))re");
    std::vector<std::string> wrong;
    const auto room = all.find(name);
    if (room == all.end())
        return {name + " is no room"};
    const auto reach = [&](const names& targets, const std::string& what) {
        if (targets.size() != 1)
            wrong.push_back(what + (targets.empty() ? " has no room" : " has several rooms"));
        else if (!leads(all, name, *targets.begin()))
            wrong.push_back(what + " is in " + *targets.begin() + ", where no arrow leads");
    };
    for (std::sregex_iterator i(text.begin(), text.end(), include), end; i != end; ++i) {
        const std::string header = (*i)[1], other = (*i)[2], own = (*i)[3];
        const auto folder = [](const std::string& path) { return path.substr(0, path.find('/')); };
        if (!header.empty()) {
            if (header != "version") // which the build writes, and anyone may read
                reach(rooms_with(all, header), header);
        } else if (!own.empty()) {
            if (all.contains(folder(own))) // others are folders within a room
                reach({folder(own)}, own);
        } else if (other.find_first_of("./") != other.npos) {
            const bool library = room->second.others.contains(folder(other));
            const bool system = other.ends_with(".h") && room->second.others.contains("system");
            if (!library && !system)
                wrong.push_back(other + " is none of the libraries of " + name);
        }
    }
    return wrong;
}

std::string content_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator(in), {}};
}

std::vector<fs::path> sources_below(const fs::path& folder)
{
    std::vector<fs::path> result;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
            result.push_back(entry.path());
    EXPECT_THAT(result, testing::Not(IsEmpty())) << folder;
    return result;
}

const fs::path& source()
{
    static const fs::path path(COTTY_SOURCE_DIR);
    return path;
}

rooms real_rooms()
{
    return rooms_in(content_of(source() / "CONTRIBUTING.md"));
}

TEST(Rooms, IncludesFollowTheArrows)
{
    const rooms all = real_rooms();
    for (const fs::path& file : sources_below(source() / "src"))
        EXPECT_THAT(complaints(all, fs::relative(file, source() / "src").begin()->string(),
                               content_of(file)),
                    IsEmpty())
            << file;
    for (const fs::path& file : sources_below(source() / "tool"))
        EXPECT_THAT(complaints(all, "tool", content_of(file)), IsEmpty()) << file;
}

TEST(Rooms, EachPublicHeaderHasOneAndKeepsToItsArrows)
{
    const rooms all = real_rooms();
    const fs::path folder = source() / "include/cotty";
    for (const fs::path& file : sources_below(folder)) {
        const std::string name = fs::relative(file, folder).replace_extension().string();
        const names homes = rooms_with(all, name);
        EXPECT_EQ(homes.size(), 1U) << name << " stands in as many rows of CONTRIBUTING.md's table";
        for (const std::string& home : homes)
            EXPECT_THAT(complaints(all, home, content_of(file)), IsEmpty()) << file;
    }
}

TEST(Rooms, EachExistsAndHasWhatItIsSaidToHave)
{
    for (const auto& [name, room] : real_rooms()) {
        EXPECT_TRUE(fs::is_directory(source() / "src" / name) || fs::is_directory(source() / name))
            << name;
        for (const std::string& header : room.headers)
            EXPECT_TRUE(fs::exists(source() / "include/cotty" / (header + ".hpp"))) << header;
    }
}

TEST(Rooms, NoArrowsGoInACircle)
{
    const rooms all = real_rooms();
    for (const auto& [name, room] : all)
        for (const std::string& next : room.includes) {
            EXPECT_TRUE(all.contains(next)) << next;
            EXPECT_FALSE(leads(all, next, name)) << name << " and " << next;
        }
}

// --- the check itself -------------------------------------------------------------------------

const std::string house = "| room | what | includes | others | headers |\n"
                          "|---|---|---|---|---|\n"
                          "| `cellar` | wine | | | `wine` `shared` |\n"
                          "| `hall` | people | `cellar` | `boost` | `door` `shared` |\n"
                          "| `roof` | slates | `hall` | `system` | |\n";

TEST(Rooms, AnArrowLeadsDownAndThrough)
{
    const rooms all = rooms_in(house);
    EXPECT_THAT(complaints(all, "roof",
                           "#include <cotty/wine.hpp>\n#include \"hall/door.hpp\"\n"
                           "#include \"slate.hpp\"\n#include <string>\n"),
                IsEmpty());
    EXPECT_THAT(complaints(all, "cellar", "#pragma once\n#include <cotty/door.hpp>"),
                ElementsAre("door is in hall, where no arrow leads"));
    EXPECT_THAT(complaints(all, "hall", "#include \"roof/slate.hpp\""),
                ElementsAre("roof/slate.hpp is in roof, where no arrow leads"));
}

TEST(Rooms, AHeaderHasOneRoomAndARoomItsLibraries)
{
    const rooms all = rooms_in(house);
    EXPECT_THAT(complaints(all, "roof", "#include <cotty/garden.hpp>"),
                ElementsAre("garden has no room"));
    EXPECT_THAT(complaints(all, "roof", "#include <cotty/shared.hpp>"),
                ElementsAre("shared has several rooms"));
    EXPECT_THAT(complaints(all, "garden", ""), ElementsAre("garden is no room"));
    EXPECT_THAT(complaints(all, "hall", "#include <boost/a.hpp>\n#include <unistd.h>"),
                ElementsAre("unistd.h is none of the libraries of hall"));
    EXPECT_THAT(complaints(all, "roof", "#include <boost/a.hpp>\n#include <sys/wait.h>"),
                ElementsAre("boost/a.hpp is none of the libraries of roof"));
}

} // namespace
} // namespace cotty
