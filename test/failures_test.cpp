// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// docs/failures.md against the tests: each row has one, or says why it needs none.
#include "support/paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Up to here no row is missing; those behind are numbered as they came.
constexpr int last_row = 81;

/// The rows of the catalogue, with what cotty does about each.
std::map<int, std::string> rows_in(const std::string& catalogue)
{
    static const std::regex row(R"(\| F(\d+) \| [^|]+ \| ([^|]*) \|)");
    std::map<int, std::string> rows;
    std::istringstream lines(catalogue);
    for (std::string line; std::getline(lines, line);) {
        std::smatch m;
        if (line.starts_with("| F") &&
            (!std::regex_match(line, m, row) || !rows.emplace(std::stoi(m[1]), m[2]).second))
            ADD_FAILURE() << "no row, or one with a number that was there before:\n" << line;
    }
    return rows;
}

/// The rows after which tests in a source are named: `F55_F57_AChild` in a name of a TEST, or in
/// a string that names a row of a table of tests. A comment names none, and neither does
/// `DISABLED_F55_`.
std::set<int> rows_tested_in(const std::string& source)
{
    static const std::regex name(R"re((?:\bTEST(?:_F|_P)?\(\s*\w+,\s*|")((?:F\d+_)+)[A-Za-z])re");
    static const std::regex comment(R"(//[^\n]*)");
    static const std::regex number(R"(\d+)");
    const std::string code = std::regex_replace(source, comment, "");
    std::set<int> rows;
    for (std::sregex_iterator i(code.begin(), code.end(), name), end; i != end; ++i) {
        const std::string prefix = (*i)[1];
        for (std::sregex_iterator n(prefix.begin(), prefix.end(), number); n != end; ++n)
            rows.insert(std::stoi(n->str()));
    }
    return rows;
}

/// What is wrong, a line each.
std::vector<std::string> complaints(const std::map<int, std::string>& rows,
                                    const std::set<int>& tested)
{
    static const std::regex not_applicable(R"(not applicable: \S.*)");
    std::vector<std::string> wrong;
    const auto complain = [&wrong](int row, const char* what) {
        wrong.push_back('F' + std::to_string(row) + ' ' + what);
    };
    for (int row = 1; row <= last_row; ++row)
        if (!rows.contains(row))
            complain(row, "is missing");
    for (const auto& [row, text] : rows) {
        const bool without = text.starts_with("not applicable");
        if (without && !std::regex_match(text, not_applicable))
            complain(row, "gives no reason");
        else if (without && tested.contains(row))
            complain(row, "has tests, but is said not to apply");
        else if (!without && !tested.contains(row))
            complain(row, "has no test");
    }
    for (const int row : tested)
        if (!rows.contains(row))
            complain(row, "is no row");
    return wrong;
}

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator(in), {}};
}

TEST(Failures, EachRowHasATestOrAReason)
{
    const std::filesystem::path source(COTTY_SOURCE_DIR);
    std::set<int> tested;
    for (const char* directory : {"test", "fuzz"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(source / directory))
            if (entry.path().filename().string().ends_with("_test.cpp") &&
                entry.path().filename() != "failures_test.cpp")
                tested.merge(rows_tested_in(content_of(entry.path())));
    EXPECT_THAT(complaints(rows_in(content_of(source / "docs/failures.md")), tested), IsEmpty());
}

// --- the check itself -------------------------------------------------------------------------

TEST(Failures, NamesOfTestsNameRows)
{
    EXPECT_THAT(rows_tested_in("TEST(A, F1_Xyz)\nTEST_F(B, F2_x)\nTEST_P(C_d,\n       F3_F44_X)"),
                ElementsAre(1, 2, 3, 44));
    EXPECT_THAT(rows_tested_in("{\"F5_F6_a_row\", 1}, {\"no_row_F7_here\", 1}"), ElementsAre(5, 6));
    EXPECT_THAT(rows_tested_in("// TEST(A, F1_X) \"F2_x\"\nTEST(A, DISABLED_F3_X) F_GETFL F23_"),
                IsEmpty());
}

/// All rows in order, except for one, which says something else.
std::map<int, std::string> rows_with(int row, const std::string& text)
{
    std::map<int, std::string> rows;
    for (int i = 1; i <= last_row; ++i)
        rows[i] = i == row ? text : "not applicable: because";
    return rows;
}

TEST(Failures, ComplaintsAreMade)
{
    EXPECT_THAT(complaints(rows_with(9, "something"), {}), ElementsAre("F9 has no test"));
    EXPECT_THAT(complaints(rows_with(9, "something"), {9}), IsEmpty());
    EXPECT_THAT(complaints(rows_with(9, "not applicable"), {}), ElementsAre("F9 gives no reason"));
    EXPECT_THAT(complaints(rows_with(9, "not applicable: "), {}),
                ElementsAre("F9 gives no reason"));
    EXPECT_THAT(complaints(rows_with(9, "not applicable: because"), {9}),
                ElementsAre("F9 has tests, but is said not to apply"));
    EXPECT_THAT(complaints(rows_with(9, "something"), {9, 82}), ElementsAre("F82 is no row"));
    auto rows = rows_with(9, "something");
    rows[95] = "something more";
    EXPECT_THAT(complaints(rows, {9}), ElementsAre("F95 has no test"));
    rows.erase(95);
    rows.erase(9);
    EXPECT_THAT(complaints(rows, {}), ElementsAre("F9 is missing"));
}

} // namespace
} // namespace cotty
