// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "support/decoding.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <variant>

namespace cotty::test {
namespace {

template <class... Functions>
struct overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

std::string number(std::uint32_t n)
{
    return std::to_string(n);
}

std::string in_words(const mouse& m)
{
    std::string out = "mouse ";
    out += to_string(m.action);
    out += ' ';
    out += to_string(m.button);
    out += ' ' + std::to_string(m.x) + ',' + std::to_string(m.y);
    for (const auto& [word, bit] : detail::modifier_names)
        if ((m.mods & bit) != modifiers::none)
            (out += ' ') += word;
    return out + (m.pixels ? " pixels" : "");
}

std::string in_words(const reply& r)
{
    std::string out = "reply ";
    out += to_string(r.kind);
    out += r.is_private ? " private" : "";
    for (std::size_t i = 0; i < r.count; ++i)
        out += ' ' + number(r.numbers[i]);
    return out;
}

std::string in_words(const resize& r)
{
    return "resize " + std::to_string(r.size.columns) + 'x' + std::to_string(r.size.rows) + ' ' +
           std::to_string(r.size.x_pixels) + 'x' + std::to_string(r.size.y_pixels);
}

/// Joins the pieces of a paste, as they came.
void add(std::vector<seen>& out, const event& e, bool& in_paste)
{
    const auto* p = e.get_if<paste>();
    EXPECT_EQ(in_paste, p != nullptr && !p->begins) << "a piece of a paste out of place";
    seen next = remember(e);
    if (p != nullptr && in_paste) {
        out.back().text += next.text;
        out.back().raw += next.raw;
        out.back().name = next.name;
    } else {
        out.push_back(next);
    }
    in_paste = p != nullptr && !p->ends;
}

std::vector<std::string_view> single_bytes(std::string_view bytes)
{
    std::vector<std::string_view> single;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        single.push_back(bytes.substr(i, 1));
    return single;
}

} // namespace

std::ostream& operator<<(std::ostream& out, const seen& s)
{
    return out << s.name << ' ' << to_string(s.action) << " text '" << escaped(s.text) << "' raw '"
               << escaped(s.raw) << "'";
}

std::string escaped(std::string_view bytes)
{
    std::string out;
    for (const char c : bytes) {
        if (c >= 0x20 && c < 0x7F) {
            out += c;
        } else {
            constexpr std::string_view digits = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(c);
            out += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
        }
    }
    return out;
}

std::string describe(const event& e)
{
    return std::visit(
        overloaded{
            [](const key& k) { return to_string(k); }, [](const mouse& m) { return in_words(m); },
            [](const paste& p) { return std::string(p.aborted ? "paste aborted" : "paste"); },
            [](const focus& f) { return std::string(f.gained ? "focus in" : "focus out"); },
            [](const resize& r) { return in_words(r); }, [](const reply& r) { return in_words(r); },
            [](const unknown& u) { return std::string(u.partial ? "unknown..." : "unknown"); }},
        e.value);
}

seen remember(const event& e)
{
    seen s{describe(e), "", std::string(e.raw)};
    if (const auto* k = e.get_if<key>()) {
        s.text = k->text;
        s.action = k->action;
    } else if (const auto* p = e.get_if<paste>()) {
        s.text = p->text;
    } else if (const auto* r = e.get_if<reply>()) {
        s.text = r->text;
    }
    return s;
}

std::vector<seen> decode_pieces(const std::vector<std::string_view>& pieces,
                                const decoder_options& options)
{
    std::vector<seen> out;
    bool in_paste = false;
    decoder d(options);
    event e;
    for (const std::string_view piece : pieces) {
        std::string_view input = piece;
        while (d.next(input, e))
            add(out, e, in_paste);
        EXPECT_TRUE(input.empty());
        EXPECT_EQ(in_paste, d.pending() == decoder::undecided::paste);
    }
    while (d.flush(e))
        add(out, e, in_paste);
    EXPECT_EQ(d.pending(), decoder::undecided::nothing);
    EXPECT_FALSE(in_paste);
    return out;
}

std::vector<seen> decode(std::string_view bytes, const decoder_options& options)
{
    return decode_pieces({bytes}, options);
}

std::vector<seen> decode_every_way(std::string_view bytes, const decoder_options& options)
{
    const std::vector<seen> whole = decode(bytes, options);
    std::string all_raw;
    for (const seen& s : whole)
        all_raw += s.raw;
    EXPECT_EQ(escaped(all_raw), escaped(bytes));
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
        EXPECT_EQ(decode_pieces({bytes.substr(0, cut), bytes.substr(cut)}, options), whole)
            << escaped(bytes) << " cut at " << cut;
    EXPECT_EQ(decode_pieces(single_bytes(bytes), options), whole)
        << escaped(bytes) << " byte by byte";
    // With so much behind it a sequence takes the decoder's shortcut; byte by byte it never does.
    const std::string followed = std::string(bytes) + std::string(48, 'x');
    EXPECT_EQ(decode(followed, options), decode_pieces(single_bytes(followed), options))
        << escaped(bytes) << " with more behind it";
    return whole;
}

std::string names(const std::vector<seen>& events)
{
    std::string out;
    for (const seen& s : events)
        out += (out.empty() ? "" : " ") + s.name;
    return out;
}

std::string names_of(std::string_view bytes, const decoder_options& options)
{
    return names(decode_every_way(bytes, options));
}

} // namespace cotty::test
