// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder_options.hpp>

namespace cotty {

fourth_modifier fourth_modifier_of(const terminal_names& names) noexcept
{
    if (names.term.starts_with("tmux") || names.term.starts_with("screen") ||
        names.term_program == "tmux")
        return fourth_modifier::super;
    if (names.term_program == "iTerm.app" ||
        (names.term_program.empty() && names.lc_terminal == "iTerm2"))
        return fourth_modifier::alt;
    // Programs that were started from xterm, other terminals too, inherit its name; but they give
    // themselves one of their own.
    const bool like_xterm = names.term.starts_with("xterm") && names.term != "xterm-kitty" &&
                            names.term != "xterm-ghostty";
    if (names.term_program == "mintty" ||
        (!names.xterm_version.empty() && names.term_program.empty() && like_xterm))
        return fourth_modifier::meta;
    return fourth_modifier::super;
}

} // namespace cotty
