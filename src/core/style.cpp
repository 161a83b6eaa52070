// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/style.hpp>

#include <cotty/inert.hpp>

namespace cotty {
namespace {

constexpr std::string_view reset = "\x1b[m";

void append(std::string& parameters, unsigned number)
{
    if (!parameters.empty())
        parameters += ';';
    parameters += std::to_string(number);
}

} // namespace

/// \param base 30 for what is in front, 40 for what is behind
void text_color::append_to(std::string& parameters, unsigned base) const
{
    constexpr unsigned bright = 60;
    switch (how_) {
    case how::standard:
        break;
    case how::palette:
        append(parameters, a_ < 8U ? base + a_ : base + bright + a_ - 8U);
        break;
    case how::indexed:
        for (const unsigned number : {base + 8U, 5U, unsigned{a_}})
            append(parameters, number);
        break;
    case how::rgb:
        for (const unsigned number : {base + 8U, 2U, unsigned{a_}, unsigned{b_}, unsigned{c_}})
            append(parameters, number);
        break;
    }
}

std::string style::sequence(styling how) const
{
    if (how == styling::none)
        return {};
    std::string parameters;
    const struct {
        bool on;
        unsigned number;
    } switches[] = {{bold, 1}, {dim, 2}, {italic, 3}, {underline, 4}, {reverse, 7}, {strike, 9}};
    for (const auto& [on, number] : switches)
        if (on)
            append(parameters, number);
    if (how != styling::no_color) {
        foreground.append_to(parameters, 30);
        background.append_to(parameters, 40);
    }
    return parameters.empty() ? parameters : "\x1b[" + parameters + 'm';
}

styled_text::styled_text(std::string_view text, const cotty::style& s)
{
    if (!text.empty())
        pieces_.push_back({inert(text), s});
}

styled_text& styled_text::operator+=(const styled_text& more)
{
    const std::size_t added = more.pieces_.size(); // it may be this one
    for (std::size_t i = 0; i < added; ++i)
        pieces_.push_back(piece(more.pieces_[i]));
    return *this;
}

styled_text& styled_text::operator+=(std::string_view plain)
{
    return *this += styled_text(plain);
}

std::string styled_text::bytes(styling how) const
{
    std::string all;
    for (const piece& p : pieces_) {
        const std::string on = p.look.sequence(how);
        all += on;
        all += p.text;
        if (!on.empty())
            all += reset;
    }
    return all;
}

} // namespace cotty
