// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/corpus.hpp"
#include "support/decoded.hpp"
#include "support/key_judge.hpp"

#include <cotty/decoder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What real terminals sent (test/corpus/README.md) must come out as what was done to them, or as a
/// loss that docs/terminals.md tells of.
namespace cotty::recordings {
namespace {

/// A selection of places to cut: all of them, or in long strings those near the ends and some
/// others.
std::vector<std::size_t> cuts(std::size_t size)
{
    constexpr std::size_t near = 128;
    constexpr std::size_t stride = 509;
    std::vector<std::size_t> out;
    for (std::size_t at = 1; at < size; ++at)
        if (at <= near || at + near >= size || at % stride == 0)
            out.push_back(at);
    return out;
}

/// However the bytes are cut, the events are the same, and every byte belongs to one of them.
void check_cuts(const std::vector<recording>& all)
{
    const auto same_options = [](const decoder_options& o) {
        return std::to_string(static_cast<int>(o.function_keys)) + ' ' +
               std::to_string(static_cast<int>(o.high_bytes)) + ' ' +
               std::to_string(static_cast<int>(o.mouse)) + (o.mouse_pixels ? 'p' : ' ') +
               (o.backspace_sends_bs ? 'b' : ' ') + (o.cursor_position_expected ? 'c' : ' ');
    };
    std::set<std::pair<std::string, std::string>> done;
    for (const recording& r : all) {
        const decoder_options options = options_for(r);
        for (const recorded& line : r.lines) {
            const std::string_view bytes = line.bytes;
            if (!done.insert({same_options(options), line.bytes}).second)
                continue;
            const events whole = decode(bytes, options);
            std::string raws;
            for (const seen& s : whole)
                raws += s.raw;
            if (raws != bytes)
                ADD_FAILURE() << r.name() << ' ' << line.key << ": " << readable(bytes)
                              << " came out as " << readable(raws);
            std::vector<std::string_view> single;
            for (std::size_t i = 0; i < bytes.size(); ++i)
                single.push_back(bytes.substr(i, 1));
            if (decode(single, options) != whole)
                ADD_FAILURE() << r.name() << ' ' << line.key << ": " << readable(bytes)
                              << " byte by byte";
            for (const std::size_t at : cuts(bytes.size()))
                if (decode({bytes.substr(0, at), bytes.substr(at)}, options) != whole) {
                    ADD_FAILURE() << r.name() << ' ' << line.key << ": " << readable(bytes)
                                  << " cut at " << at;
                    break;
                }
        }
    }
}

TEST(corpus, every_key_is_what_was_pressed_or_a_documented_loss)
{
    key_judge j(selection());
    j.all();
    EXPECT_EQ(j.wrong(), 0U);
    EXPECT_GT(j.lines(), 9000U); // nothing was overlooked
    for (std::size_t i = 0; i < j.table().rows().size(); ++i)
        EXPECT_TRUE(j.used().count(i) != 0)
            << "docs/terminals.md:" << j.table().rows()[i].line << " explains nothing";
}

TEST(corpus, alt_as_the_eighth_bit_can_be_alt_again)
{
    std::vector<recording> all;
    for (const recording& r : selection())
        if (r.kind == recording_kind::keys && r.mode == "default" &&
            (r.terminal == "xterm" || r.terminal == "tmux" || r.terminal == "screen")) {
            all.push_back(r);
            all.back().terminal += "-meta_utf8"; // see options_for
        }
    key_judge j(all);
    j.all();
    EXPECT_EQ(j.wrong(), 0U);
    EXPECT_GT(j.lines(), 2000U);
}

TEST(corpus, cutting_the_bytes_changes_nothing)
{
    check_cuts(selection());
}

TEST(corpus, whole)
{
    const char* folder = std::getenv("COTTY_CORPUS");
    if (folder == nullptr || *folder == '\0')
        GTEST_SKIP() << "COTTY_CORPUS does not name a folder of recordings";
    const auto all = read_recordings(folder);
    key_judge j(all);
    j.all();
    EXPECT_EQ(j.wrong(), 0U) << "of " << j.lines() << " lines; " << j.lost() << " are losses";
    check_cuts(all);
}

} // namespace
} // namespace cotty::recordings
