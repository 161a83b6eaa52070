// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal_identity.hpp"

#include <fmt/format.h>

#include <array>

namespace cotty::tool {
namespace {

constexpr std::uint32_t mouse_drags = 1002;
constexpr std::uint32_t focus_events = 1004;
constexpr std::uint32_t sgr_mouse = 1006;
constexpr std::uint32_t bracketed_paste = 2004;
constexpr std::uint32_t color_scheme_notices = 2031;
constexpr std::uint32_t resize_reports = 2048;

} // namespace

std::string terminal_identity::questions()
{
    std::string all = "\x1b[>q\x1b[?u";
    for (const std::uint32_t mode : {mouse_drags, focus_events, sgr_mouse, bracketed_paste,
                                     color_scheme_notices, resize_reports})
        all += fmt::format("\x1b[?{}$p", mode);
    return all += last_question;
}

void terminal_identity::hear(const reply& r)
{
    switch (r.kind) {
    case reply_kind::terminal_version:
        version_ = r.text;
        break;
    case reply_kind::primary_attributes:
        attributes_ = r.text;
        break;
    case reply_kind::keyboard_flags:
        kitty_flags_ = r.numbers[0];
        break;
    case reply_kind::mode:
        if (r.is_private)
            modes_[r.numbers[0]] = r.numbers[1];
        break;
    default:
        break;
    }
}

features terminal_identity::offered() const
{
    features f;
    if (!refuses(sgr_mouse) && !refuses(mouse_drags))
        f.mouse = mouse_tracking::drags;
    f.paste = !refuses(bracketed_paste);
    f.focus = !refuses(focus_events);
    // These say all that happens twice, or are known to few.
    f.resize = has(resize_reports);
    f.color_scheme = has(color_scheme_notices);
    if (kitty_flags_)
        f.kitty_flags = 31;
    else if (version_) // it does not take CSI > for something else
        f.modify_other_keys = other_keys::level_2;
    return f;
}

bool terminal_identity::has(std::uint32_t mode) const
{
    const auto found = modes_.find(mode);
    return found != modes_.end() && found->second >= 1 && found->second <= 3;
}

bool terminal_identity::refuses(std::uint32_t mode) const
{
    return modes_.contains(mode) && !has(mode);
}

} // namespace cotty::tool
