// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/corpus.hpp"
#include "support/decoded.hpp"
#include "support/losses.hpp"
#include "support/pressed.hpp"

#include <cotty/decoder.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What real terminals sent (test/corpus/README.md) must come out as what was done to them, or as a
/// loss that docs/terminals.md tells of.
namespace cotty::test {
namespace {

/// The flags of the kitty keyboard protocol that are in force: nobody else in the recordings has
/// it.
unsigned kitty_flags(const recording& r)
{
    const std::size_t at = r.mode.rfind("kitty");
    if (at == std::string::npos || r.terminal.substr(0, r.terminal.find('-')) != "kitty")
        return 0;
    return static_cast<unsigned>(std::strtoul(r.mode.c_str() + at + 5, nullptr, 10));
}

constexpr unsigned disambiguate = 1;
constexpr unsigned report_event_types = 2;
constexpr unsigned report_all_keys = 8;

/// Explains what arrived by the table of losses, and counts which rows it takes.
class judge {
public:
    explicit judge(const std::vector<recording>& all) : all_(all)
    {
        for (const recording& r : all_)
            if (r.kind == recording_kind::keys)
                for (const recorded& line : r.lines)
                    learn(r, line);
    }

    void keys(const recording& r)
    {
        for (const recorded& line : r.lines) {
            const auto wanted = pressed(r, line);
            const events got = decode(line.bytes, options_for(r));
            ++lines_;
            if (kitty_flags(r) != 0)
                presses_and_releases(r, line, wanted, got);
            else
                all_presses(r, line, wanted, got);
        }
    }

    void complain(const recording& r, const recorded& line, const std::string& what)
    {
        ++wrong_;
        if (std::getenv("LIST") != nullptr)
            std::fprintf(stderr, "@%s\t%s\t%s %s\t%s\t%s\n", r.terminal.c_str(), r.mode.c_str(),
                         line.key.c_str(), line.phase.c_str(), readable(line.bytes).c_str(),
                         what.c_str());
        if (wrong_ <= shown)
            ADD_FAILURE() << r.name() << ": " << line.key << ' ' << line.phase << " sent "
                          << readable(line.bytes) << ": " << what;
    }

    [[nodiscard]] std::size_t wrong() const { return wrong_; }
    [[nodiscard]] std::size_t lines() const { return lines_; }
    [[nodiscard]] std::size_t lost() const { return lost_; }
    [[nodiscard]] const losses& table() const { return losses_; }
    [[nodiscard]] const std::set<std::size_t>& used() const { return used_; }

    /// One key's presses; several names where the press arrived as several keys.
    void press(const recording& r, const recorded& line, const chord& wanted,
               const std::string& arrived, std::string_view bytes)
    {
        const auto path = losses_.explain(r, wanted, arrived);
        if (!path) {
            complain(r, line, "that is " + arrived + ", not what was pressed");
            return;
        }
        if (path->empty())
            return;
        ++lost_;
        used_.insert(path->begin(), path->end());
        const bool evident = std::any_of(path->begin(), path->end(),
                                         [&](std::size_t i) { return losses_.is_evident(i); });
        if (!evident && !is_truly_lost(r, wanted, arrived, bytes))
            complain(r, line, "that is " + arrived + ", and no other key sends these bytes");
    }

private:
    static constexpr std::size_t shown = 40;

    /// These bytes are what `arrived` sends, here or on another terminal; or they are another key's
    /// as well; or they spell out what arrived.
    [[nodiscard]] bool is_truly_lost(const recording& r, const chord& wanted,
                                     const std::string& arrived, std::string_view bytes) const
    {
        if (meanings_.count({std::string(bytes), arrived}) != 0)
            return true;
        if (kitty_flags(r) != 0 ||
            (bytes.starts_with("\x1B[") && (bytes.ends_with('u') || bytes.starts_with("\x1B[27;"))))
            return true;
        const auto same = senders_.find({r.terminal, std::string(bytes)});
        return same != senders_.end() &&
               (same->second.size() > 1 ||
                (wanted.readings.size() == 1 && *same->second.begin() != wanted.readings.front()));
    }

    void learn(const recording& r, const recorded& line)
    {
        const auto wanted = pressed(r, line);
        if (line.pasted || wanted.size() != 1 || wanted.front().readings.empty() ||
            kitty_flags(r) != 0)
            return;
        senders_[{r.terminal, line.bytes}].insert(wanted.front().readings.front());
        const events got = decode(line.bytes, options_for(r));
        const key* k = got.size() == 1 ? got.front().e.get_if<key>() : nullptr;
        if (k != nullptr && wanted.front().is(*k))
            meanings_.insert({line.bytes, name_of(got.front())});
    }

    void all_presses(const recording& r, const recorded& line, const std::vector<chord>& wanted,
                     const events& got)
    {
        if (line.pasted) {
            press(r, line, wanted.front(), "a paste", line.bytes);
        } else if (wanted.size() > 1 && got.size() == wanted.size()) {
            for (std::size_t i = 0; i < got.size(); ++i)
                press(r, line, wanted[i], name_of(got[i]), got[i].raw);
        } else if (!wanted.front().composes || !types_only(got)) {
            press(r, line, wanted.front(), names_of(got), line.bytes);
        }
    }

    static bool types_only(const events& got)
    {
        return std::all_of(got.begin(), got.end(), [](const seen& s) {
            const key* k = s.e.get_if<key>();
            return k != nullptr && !k->text.empty();
        });
    }

    static bool is_modifier_key(const key& k)
    {
        return k.code >= key_code::left_shift || k.code == key_code::caps_lock ||
               k.code == key_code::num_lock;
    }

    /// The kitty protocol: presses and releases, of the modifiers too, as far as they were asked
    /// for.
    void presses_and_releases(const recording& r, const recorded& line,
                              const std::vector<chord>& wanted, const events& got)
    {
        const unsigned flags = kitty_flags(r);
        std::vector<std::string> held_wanted;
        if ((flags & report_all_keys) != 0)
            held_wanted = held_keys(wanted.front(), (flags & report_event_types) != 0);
        std::vector<std::string> held;
        events presses;
        events releases;
        for (const seen& s : got) {
            const key* k = s.e.get_if<key>();
            if (k == nullptr)
                return complain(r, line, "that is " + name_of(s));
            if (is_modifier_key(*k) && !wanted.front().is_modifier)
                held.push_back(to_string(k->code) + '/' + std::string(to_string(k->action)));
            else
                (k->action == key_action::release ? releases : presses).push_back(s);
        }
        if (held != held_wanted)
            return complain(r, line, "the modifiers' keys are told as " + names_of(got));
        if (presses.size() == wanted.size()) {
            for (std::size_t i = 0; i < presses.size(); ++i) {
                press(r, line, wanted[i], to_string(*presses[i].e.get_if<key>()), presses[i].raw);
                text(r, line, wanted[i], *presses[i].e.get_if<key>());
            }
        } else if (!wanted.front().composes || !types_only(presses)) {
            press(r, line, wanted.front(), names_of(presses), line.bytes);
        }
        for (std::size_t i = 0; i < presses.size(); ++i) {
            if (!tells_release(flags, presses[i].raw))
                continue;
            const key* k = i < releases.size() ? releases[i].e.get_if<key>() : nullptr;
            const chord& c = wanted[std::min(i, wanted.size() - 1)];
            // A modifier's own release may still count it as held.
            if (k == nullptr ||
                !(c.composes || c.is(*k) || (c.is_modifier && c.readings.front().code == k->code)))
                complain(r, line, "the release is missing or another key's: " + names_of(got));
        }
        if (releases.size() > presses.size() ||
            (!releases.empty() && (flags & report_event_types) == 0))
            complain(r, line, "a release too many: " + names_of(got));
    }

    /// What Enter, Tab and Backspace send as the byte they always sent, they send without a
    /// release.
    static bool tells_release(unsigned flags, std::string_view press)
    {
        return (flags & report_event_types) != 0 && press != "\r" && press != "\t" &&
               press != "\x7F";
    }

    static std::string to_string(key_code code) { return cotty::to_string(key{.code = code}); }
    template <class T>
    static std::string to_string(const T& value)
    {
        return std::string(cotty::to_string(value));
    }

    static std::vector<std::string> held_keys(const chord& c, bool releases)
    {
        std::vector<std::string> out;
        if (c.is_modifier)
            return out;
        for (const key_code code : c.held)
            out.push_back(to_string(code) + "/press");
        for (auto code = c.held.rbegin(); releases && code != c.held.rend(); ++code)
            out.push_back(to_string(*code) + "/release");
        return out;
    }

    void text(const recording& r, const recorded& line, const chord& wanted, const key& k)
    {
        if (!k.text.empty() && !wanted.text.empty() && k.text.view() != wanted.text)
            complain(r, line, "it types " + std::string(k.text.view()));
        for (const reading& base : wanted.on_us_keyboard)
            if (k.base == base.code || k.base == key_code::none)
                return;
        if (!wanted.on_us_keyboard.empty())
            complain(r, line, "on a US keyboard that is not " + to_string(k.base));
    }

    const std::vector<recording>& all_;
    losses losses_{std::filesystem::path(COTTY_SOURCE_DIR) / "docs" / "terminals.md"};
    std::set<std::pair<std::string, std::string>> meanings_; // bytes, and the key they really are
    std::map<std::pair<std::string, std::string>, std::set<reading>> senders_;
    std::set<std::size_t> used_;
    std::size_t wrong_ = 0;
    std::size_t lines_ = 0;
    std::size_t lost_ = 0;
};

TEST(corpus, every_key_is_what_was_pressed_or_a_documented_loss)
{
    judge j(selection());
    for (const recording& r : selection())
        if (r.kind == recording_kind::keys)
            j.keys(r);
    EXPECT_EQ(j.wrong(), 0U);
    RecordProperty("lines", static_cast<int>(j.lines()));
    for (std::size_t i = 0; i < j.table().rows().size(); ++i)
        EXPECT_TRUE(j.used().count(i) != 0)
            << "docs/terminals.md:" << j.table().rows()[i].line << " explains nothing";
}

} // namespace
} // namespace cotty::test
