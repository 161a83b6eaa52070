// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "command_line/nearest.hpp"

#include <algorithm>
#include <cstddef>

namespace cotty::tool {
namespace {

/// Longer ones are no words.
constexpr std::size_t longest = 64;

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// Letters to add, leave out, change, or swap with the next one (Damerau and Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

} // namespace

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& words)
{
    if (written.empty() || written.size() > longest)
        return {};
    const std::string wanted = lower(written);
    std::optional<std::string> best;
    std::size_t least = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    for (const std::string& word : words) {
        const bool begins = wanted.size() >= 2 && lower(word).starts_with(wanted);
        const std::size_t away = begins ? 1 : distance(wanted, lower(word));
        if (away < least) {
            least = away;
            best = word;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& words)
{
    const auto word = nearest(written, words);
    return word ? "; did you mean " + *word + '?' : std::string();
}

} // namespace cotty::tool
