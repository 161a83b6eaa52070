// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/corpus.hpp"
#include "support/decoded.hpp"
#include "support/page_table.hpp"
#include "support/paths.hpp"

#include <cotty/decoder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What real terminals sent for the mouse, pastes, queries and a changing focus
/// (test/corpus/README.md): it must come out as what was done.
namespace cotty::recordings {
namespace {

std::string describe(const recording& r, const recorded& line)
{
    return r.name() + ": " + line.key + ' ' + line.phase + " sent " + readable(line.bytes);
}

const std::filesystem::path page =
    std::filesystem::path(COTTY_SOURCE_DIR) / "docs" / "terminals.md";

// -- the mouse

/// A step of the recorder's: `ctrl+alt+button1-press`, `drag-move1`, `wheel4`.
struct mouse_step {
    std::string name; // without the modifiers
    modifiers mods = modifiers::none;
    int button = 0; // X's number; 0: none
    mouse_action action = mouse_action::press;
    bool is_mouse = true;

    explicit mouse_step(std::string_view step)
    {
        for (const auto& [word, bit] : detail::modifier_names) {
            const std::string start = std::string(word) + '+';
            for (std::size_t at = step.find(start); at != std::string_view::npos;
                 at = std::string_view::npos) {
                mods |= bit;
                name =
                    std::string(step.substr(0, at)) + std::string(step.substr(at + start.size()));
                step = name;
            }
        }
        name = step;
        if (name.find("move") != std::string::npos)
            action = mouse_action::move;
        else if (name.find("release") != std::string::npos)
            action = mouse_action::release;
        is_mouse = name.find("move") != std::string::npos ||
                   name.find("press") != std::string::npos ||
                   name.find("release") != std::string::npos || name.starts_with("wheel");
        const std::size_t digit = name.find_first_of("0123456789");
        if (digit != std::string::npos)
            button = std::atoi(name.c_str() + digit);
        else if (name.starts_with("drag-out"))
            button = 1;
    }

    [[nodiscard]] bool is_wheel() const { return name.starts_with("wheel"); }
};

/// What a mouse event says, without the place: `ctrl+press left`.
std::string told(const mouse& m)
{
    std::string out;
    for (const auto& [word, bit] : detail::modifier_names)
        if ((m.mods & bit) != modifiers::none)
            out += std::string(word) + '+';
    return out + std::string(to_string(m.action)) + ' ' + std::string(to_string(m.button));
}

/// What happened, with a `; ` between events; the same several times is told once, as terminals
/// report a notch of a wheel up to three times. Other events by their names.
std::string told(const events& all)
{
    std::string out;
    std::string last;
    for (const seen& s : all) {
        const auto* m = s.e.get_if<mouse>();
        const std::string now = m != nullptr ? told(*m) : name_of(s);
        if (now != last)
            out += (out.empty() ? "" : "; ") + now;
        last = now;
    }
    return out.empty() ? "nothing" : out;
}

mouse_button button_of(int number)
{
    return static_cast<mouse_button>(number);
}

struct reading_of_wheel {
    key_code code;
    [[nodiscard]] std::string name(modifiers mods) const
    {
        key k;
        k.code = code;
        k.mods = mods;
        return to_string(k);
    }
};

/// All that a terminal that tells everything the mode can tell may report for a step.
std::vector<std::string> wanted(const recording& r, const mouse_step& step, bool sgr)
{
    const std::string tracking = r.mode.substr(0, r.mode.find_first_of("+-"));
    if (!step.is_mouse)
        return {"nothing"};
    if (r.mode.starts_with("alt")) { // no tracking: the wheel may be arrow keys
        if (step.button != 4 && step.button != 5)
            return {"nothing"};
        const reading_of_wheel arrow{step.button == 4 ? key_code::up : key_code::down};
        return {"nothing", arrow.name(modifiers::none), arrow.name(step.mods)};
    }
    mouse m{step.action, button_of(step.button), step.mods};
    const auto with_button = [&](mouse_button b) {
        m.button = b;
        return told(m);
    };
    if (tracking == "mouse9") {
        if (step.action != mouse_action::press)
            return {"nothing"};
        const std::string plain = told(mouse{m.action, m.button});
        return {told(m), plain, step.button > 3 ? "nothing" : plain};
    }
    if (step.action == mouse_action::move) {
        const bool dragging = step.button != 0 || step.name == "both-move";
        if (tracking == "mouse1000" || (tracking == "mouse1002" && !dragging))
            return {"nothing"};
        if (step.name == "both-move")
            return {with_button(mouse_button::left), with_button(mouse_button::right)};
        // Within the cell there is nothing to tell, except in pixels.
        if (step.name == "move-within-cell")
            return {told(m), "nothing"};
        return {told(m)};
    }
    if (step.action == mouse_action::release) {
        const std::string release = sgr ? told(m) : with_button(mouse_button::none);
        m.action = mouse_action::press;
        return {release, with_button(button_of(step.button)) + "; " + release}; // if that was late
    }
    if (!step.is_wheel())
        return {told(m)};
    // Some terminals release a wheel, as X does.
    const std::string press = told(m);
    m.action = mouse_action::release;
    const std::string release = sgr ? told(m) : with_button(mouse_button::none);
    return {press, press + "; " + release};
}

/// The places told must fit the pixels where the pointer was: one size of a cell and one margin for
/// all of a recording. (A step within a cell by one pixel to the right was not noted afterwards.)
class places {
public:
    void add(int pixel, int told) { points_.insert({pixel, told}); }

    [[nodiscard]] bool fit(bool pixels) const { return pixels ? fit_pixels() : fit_cells(); }

    [[nodiscard]] std::string text() const
    {
        std::string out;
        for (const auto& [pixel, told] : points_)
            out += std::to_string(pixel) + " is " + std::to_string(told) + "; ";
        return out;
    }

private:
    [[nodiscard]] bool fit_cells() const
    {
        constexpr int fine = 64; // a browser's cells are not whole pixels
        for (int size = 4 * fine; size <= 40 * fine; ++size)
            for (int margin = -40; margin <= 40; ++margin)
                if (fits(size, margin, fine))
                    return true;
        return false;
    }

    [[nodiscard]] bool fit_pixels() const
    {
        int offset = 1 << 20;
        for (const auto& [pixel, told] : points_)
            offset = std::min(offset, told - pixel);
        return std::all_of(points_.begin(), points_.end(), [&](const auto& p) {
            const int off = p.second - p.first - offset;
            return off == 0 || off == 1;
        });
    }

    [[nodiscard]] bool fits(int size, int margin, int fine) const
    {
        return std::all_of(points_.begin(), points_.end(), [&](const auto& p) {
            const int first = (p.first - margin) * fine;
            return first >= 0 &&
                   (first / size + 1 == p.second || (first + fine) / size + 1 == p.second);
        });
    }

    std::set<std::pair<int, int>> points_;
};

/// The rows of the page's table of the mouse: `done`, `told as`, `where`.
class mouse_losses {
public:
    mouse_losses()
    {
        for (const page_row& found : read_table(page, "done"))
            rows_.push_back({found.line, code_spans(found.cells[0]), found.cells[1],
                             code_spans(found.cells[1]), place_list(found.cells[2])});
    }

    /// True if a row says that `step` is told so.
    bool explain(const recording& r, const recorded& line, const std::string& arrived)
    {
        bool found = false;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const mouse_losses::row& one = rows_[i];
            const bool as_told =
                one.spans.empty()
                    ? one.told == arrived
                    : std::any_of(one.spans.begin(), one.spans.end(),
                                  [&](const auto& pattern) { return matches(pattern, arrived); });
            if (as_told && one.where.holds(r) &&
                std::any_of(one.steps.begin(), one.steps.end(),
                            [&](const auto& pattern) { return matches(pattern, line.key); })) {
                used_.insert(i);
                found = true;
            }
        }
        return found;
    }

    void expect_all_used() const
    {
        for (std::size_t i = 0; i < rows_.size(); ++i)
            EXPECT_TRUE(used_.count(i) != 0)
                << "docs/terminals.md:" << rows_[i].line << " explains nothing";
    }

private:
    struct row {
        std::size_t line;
        std::vector<std::string> steps;
        std::string told;
        std::vector<std::string> spans;
        place_list where;
    };
    std::vector<row> rows_;
    std::set<std::size_t> used_;
};

bool is_key(const seen& s)
{
    return s.e.get_if<key>() != nullptr;
}

/// Pixels that are within the first 223 columns, whatever the font: beyond, the oldest encoding
/// cannot tell the column, and what terminals do instead differs.
constexpr int pixels_in_a_byte = 1300;

/// Where the pointer was told to be, throughout a recording.
struct pointer {
    places columns;
    places rows;
    bool pixels = false;
};

void check_place(const recording& r, const recorded& line, const mouse_step& step,
                 const events& got, pointer& at)
{
    // Outside of the window a terminal tells the nearest place within; and from the second drag on
    // the recorder did not note where the pointer was.
    if (step.name.starts_with("drag-out") || step.name.starts_with("both") ||
        (step.name.starts_with("drag") && step.button != 1))
        return;
    const mouse* m = nullptr; // the last: what stands before is the way there
    for (const seen& s : got)
        if (const auto* one = s.e.get_if<mouse>())
            m = one;
    if (m == nullptr)
        return;
    at.pixels = line.bytes.starts_with("\x1B[<") && r.mode.ends_with("+1016");
    EXPECT_EQ(m->pixels, at.pixels) << describe(r, line);
    at.rows.add(line.y, m->y);
    const bool in_bytes = line.bytes.find("\x1B[M") != std::string::npos &&
                          options_for(r).mouse == mouse_encoding::bytes;
    if (!in_bytes || line.x < pixels_in_a_byte)
        at.columns.add(line.x, m->x);
}

void check_mouse(const std::vector<recording>& all, mouse_losses& table)
{
    for (const recording& r : all) {
        if (r.kind != recording_kind::mouse)
            continue;
        pointer at;
        for (const recorded& line : r.lines) {
            const mouse_step step(line.key);
            events got = decode(line.bytes, options_for(r));
            // The middle button pastes what happens to be selected, instead or as well.
            const bool pastes = step.button == 2 && std::any_of(got.begin(), got.end(), is_key);
            if (pastes)
                got.erase(std::remove_if(got.begin(), got.end(), is_key), got.end());
            std::string arrived = line.pasted || (pastes && got.empty()) ? "a paste" : told(got);
            if (arrived.starts_with("move none; ")) // the way there
                arrived.erase(0, 11);
            // A terminal that does not know the encoding uses the oldest one.
            const bool sgr = line.bytes.starts_with("\x1B[<");
            const auto right = wanted(r, step, sgr);
            if (std::find(right.begin(), right.end(), arrived) == right.end()) {
                if (!table.explain(r, line, arrived))
                    ADD_FAILURE() << describe(r, line) << ": that is " << arrived << ", not "
                                  << right.front();
                continue;
            }
            check_place(r, line, step, got, at);
        }
        if (!at.columns.fit(at.pixels))
            ADD_FAILURE() << r.name() << ": no columns fit: " << at.columns.text();
        if (!at.rows.fit(at.pixels))
            ADD_FAILURE() << r.name() << ": no rows fit: " << at.rows.text();
    }
}

// -- pastes

constexpr std::string_view paste_start = "\x1B[200~";
constexpr std::string_view paste_end = "\x1B[201~";

/// What terminals make of line ends: nothing, CR of each LF, or CR of each line end.
std::vector<std::string> with_line_ends(const std::string& text)
{
    std::string each;
    std::string one;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        each += text[i] == '\n' ? '\r' : text[i];
        if (!pair)
            one += text[i] == '\n' ? '\r' : text[i];
    }
    return {text, each, one};
}

void check_pastes(const std::vector<recording>& all)
{
    for (const recording& r : all) {
        if (r.kind != recording_kind::paste)
            continue;
        for (const recorded& line : r.lines) {
            const std::string_view bytes = line.bytes;
            const events got = decode(bytes, options_for(r));
            if (!bytes.starts_with(paste_start)) {
                // Not bracketed, though perhaps asked for: what is pasted cannot be told from keys.
                for (const seen& s : got)
                    EXPECT_EQ(s.e.get_if<paste>(), nullptr) << describe(r, line);
                continue;
            }
            EXPECT_TRUE(line.bracketed) << describe(r, line);
            const std::string_view inside =
                bytes.substr(paste_start.size(), bytes.find(paste_end) - paste_start.size());
            const paste* p = got.empty() ? nullptr : got.front().e.get_if<paste>();
            if (p == nullptr) {
                ADD_FAILURE() << describe(r, line) << ": that is " << names_of(got);
                continue;
            }
            EXPECT_TRUE(p->begins && p->ends && !p->aborted) << describe(r, line);
            EXPECT_EQ(got.front().text, inside) << describe(r, line);
            const bool whole =
                paste_start.size() + inside.size() + paste_end.size() == bytes.size();
            EXPECT_EQ(got.size() == 1, whole) << describe(r, line);
            // Controls and what is no UTF-8 the terminals replace as they like.
            if (line.phase == "controls" || line.phase == "c1" || line.phase == "end-marker-only" ||
                line.phase == "invalid-utf8")
                continue;
            const auto texts = with_line_ends(line.sent);
            EXPECT_NE(std::find(texts.begin(), texts.end(), inside), texts.end())
                << describe(r, line);
        }
    }
}

// -- what the terminal answers

/// Which replies a query may have, by the beginning of its name.
std::vector<std::string> replies_to(std::string_view query)
{
    struct row {
        std::string_view start;
        std::vector<std::string> kinds;
    };
    static const std::vector<row> table{
        {"DA1+DSR+OSC11", {"primary_attributes", "cursor_position", "color", "status"}},
        {"DA1", {"primary_attributes"}},
        {"DA2", {"secondary_attributes", "primary_attributes"}}, // xiterm takes it for DA1
        {"DA3", {"tertiary_attributes", "primary_attributes"}},
        {"DECID", {"primary_attributes"}},
        {"VT52-DECID", {"primary_attributes"}},
        {"S8C1T", {"primary_attributes"}},
        {"ENQ", {"primary_attributes"}}, // urxvt
        {"XTVERSION", {"terminal_version"}},
        {"DSR", {"status"}},
        {"CPR", {"cursor_position"}},
        {"DECXCPR", {"cursor_position"}},
        {"OSC52", {"clipboard"}},
        {"OSC", {"color"}},
        {"CSI20t", {"title"}},
        {"CSI21t", {"title"}},
        {"CSI", {"window"}},
        {"DECRQM", {"mode"}},
        {"DECRQSS", {"setting"}},
        {"DECREQTPARM", {"terminal_parameters"}},
        {"DECRQCRA", {"checksum"}},
        {"DECRQPSR", {"presentation"}},
        {"XTSMGRAPHICS", {"graphics"}},
        {"XTGETTCAP", {"capability"}},
        {"XTQMODKEYS", {"key_modifiers"}},
        {"kitty-graphics", {"graphics"}},
        {"kitty", {"keyboard_flags"}},
        {"color-scheme", {"color_scheme"}},
    };
    for (const row& one : table)
        if (query.starts_with(one.start))
            return one.kinds;
    return {};
}

void check_queries(const std::vector<recording>& all)
{
    for (const recording& r : all) {
        if (r.kind != recording_kind::queries)
            continue;
        for (const recorded& line : r.lines) {
            const auto right = replies_to(line.key);
            decoder_options options = options_for(r);
            if (line.key.starts_with("VT52"))
                options.function_keys = keyboard::vt52; // which the query has switched on
            for (const seen& s : decode(line.bytes, options)) {
                const auto* answer = s.e.get_if<reply>();
                if (answer == nullptr) {
                    // set-1004 is no query, but some terminals tell the focus at once.
                    if (name_of(s) != "focus" || line.key != "set-1004")
                        ADD_FAILURE() << describe(r, line) << ": that is " << name_of(s);
                    continue;
                }
                const std::string kind(to_string(answer->kind));
                EXPECT_TRUE(right.empty() ||
                            std::find(right.begin(), right.end(), kind) != right.end())
                    << describe(r, line) << ": that is " << kind;
            }
        }
    }
}

// -- focus and size

void check_focus(const std::vector<recording>& all)
{
    for (const recording& r : all) {
        if (r.kind != recording_kind::focus)
            continue;
        for (const recorded& line : r.lines) {
            std::string told;
            for (const seen& s : decode(line.bytes, options_for(r))) {
                const auto* f = s.e.get_if<focus>();
                if (f != nullptr)
                    told += f->gained ? "in " : "out ";
                else
                    told += name_of(s) + ' ';
            }
            const std::string_view step = line.key;
            std::vector<std::string> right{""}; // not every terminal tells it
            if (step.starts_with("focus-out-in-x3"))
                right.emplace_back("out in out in out in ");
            else if (step.starts_with("focus-out"))
                right.emplace_back("out ");
            else if (step.starts_with("focus-in"))
                right.emplace_back("in ");
            else if (step == "enable-1004")
                right.emplace_back("in ");
            else if (step.starts_with("resize") || step == "enable-2048")
                right.emplace_back("resize ");
            EXPECT_NE(std::find(right.begin(), right.end(), told), right.end())
                << describe(r, line) << ": that is " << told;
        }
    }
}

// -- many keys at once

void check_bursts(const std::vector<recording>& all)
{
    const std::map<std::string_view, std::string, std::less<>> typed{
        {"letters", "the quick brown fox jumps over the lazy dog 0123456789"},
        {"arrows", "up down left right ctrl+up ctrl+down shift+left alt+right "},
        {"fkeys", "f1 f2 f3 f4 f5 f6 f7 f8 f9 home end delete "},
        {"emoji-type", "é€😀中Я"}};
    for (const recording& r : all) {
        // xiterm+thai types Thai, in TIS-620, and keeps F1 to itself.
        if (r.kind != recording_kind::burst || r.terminal.starts_with("xiterm"))
            continue;
        for (const recorded& line : r.lines) {
            std::string got;
            const std::string kind = line.key.substr(0, line.key.find_last_of('-'));
            const bool is_text = line.key.starts_with("letters") || line.key == "emoji-type";
            for (const seen& s : decode(line.bytes, options_for(r))) {
                const auto* k = s.e.get_if<key>();
                if (k == nullptr || k->code == key_code{U'\uFFFD'}) {
                    ADD_FAILURE() << describe(r, line) << ": that is " << name_of(s);
                    continue;
                }
                if (k->action != key_action::press || k->code >= key_code::left_shift)
                    continue;
                if (is_text)
                    got += key_text(static_cast<char32_t>(k->code)).view();
                else
                    got += to_string(*k) + ' ';
            }
            const auto right = typed.find(line.key == "emoji-type" ? line.key : kind);
            if (right == typed.end())
                continue;
            std::string all_of_it;
            while (all_of_it.size() < got.size())
                all_of_it += right->second;
            EXPECT_EQ(got, all_of_it) << describe(r, line);
        }
    }
}

void check(const std::vector<recording>& all, mouse_losses& table)
{
    check_mouse(all, table);
    check_pastes(all);
    check_queries(all);
    check_focus(all);
    check_bursts(all);
}

TEST(corpus_input, mouse_is_what_was_done_or_a_documented_loss)
{
    mouse_losses table;
    check_mouse(selection(), table);
    table.expect_all_used();
}

TEST(corpus_input, pastes_are_what_stands_between_the_marks)
{
    check_pastes(selection());
}

TEST(corpus_input, replies_are_never_keys)
{
    check_queries(selection());
}

TEST(corpus_input, focus_is_told_as_it_changed)
{
    check_focus(selection());
}

TEST(corpus_input, many_keys_at_once_are_all_there)
{
    check_bursts(selection());
}

TEST(corpus_input, whole)
{
    const char* folder = std::getenv("COTTY_CORPUS");
    if (folder == nullptr || *folder == '\0')
        GTEST_SKIP() << "COTTY_CORPUS does not name a folder of recordings";
    mouse_losses table;
    check(read_recordings(folder), table);
}

} // namespace
} // namespace cotty::recordings
