// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <string>
#include <string_view>

namespace cotty::tool {

/// Whether what goes to the descriptor may be bold or coloured: it is a terminal that does not call
/// itself dumb, and nobody has set NO_COLOR (https://no-color.org).
[[nodiscard]] bool has_style(int fd);

/// Text in bold or in a colour, or as it is. Measure and break the text first: the sequences have
/// no width.
class style {
public:
    explicit style(bool on) : on_(on) {}

    [[nodiscard]] std::string bold(std::string_view text) const { return between("1", text); }
    [[nodiscard]] std::string warning(std::string_view text) const { return between("1;33", text); }
    [[nodiscard]] std::string good(std::string_view text) const { return between("32", text); }

private:
    [[nodiscard]] std::string between(std::string_view attributes, std::string_view text) const
    {
        if (!on_ || text.empty())
            return std::string(text);
        std::string out = "\x1b[";
        return out.append(attributes).append("m").append(text).append("\x1b[0m");
    }

    bool on_;
};

} // namespace cotty::tool
