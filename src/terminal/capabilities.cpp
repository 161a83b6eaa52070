// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/capabilities.hpp>

namespace cotty {
namespace {

constexpr std::uint32_t mouse_drags = 1002;
constexpr std::uint32_t focus_events = 1004;
constexpr std::uint32_t sgr_mouse = 1006;
constexpr std::uint32_t bracketed_paste = 2004;
constexpr std::uint32_t synchronized_updates = 2026;
constexpr std::uint32_t color_scheme_notices = 2031;
constexpr std::uint32_t resize_reports = 2048;
constexpr std::uint32_t win32_input_mode = 9001;

} // namespace

std::string capabilities::questions()
{
    std::string all = query::terminal_version().question() + query::keyboard_flags().question();
    for (const std::uint32_t number :
         {mouse_drags, focus_events, sgr_mouse, bracketed_paste, synchronized_updates,
          color_scheme_notices, resize_reports, win32_input_mode})
        all += query::mode{number}.question();
    return all;
}

bool capabilities::hear(const reply& r)
{
    switch (r.kind) {
    case reply_kind::terminal_version:
        return query::terminal_version().hear(r, version_);
    case reply_kind::primary_attributes:
        attributes_ = r.text;
        return true;
    case reply_kind::keyboard_flags:
        return query::keyboard_flags().hear(r, keyboard_flags_);
    case reply_kind::mode: {
        std::optional<query::mode_state> state;
        if (!r.is_private || !query::mode{r.numbers[0]}.hear(r, state))
            return false;
        modes_[r.numbers[0]] = *state;
        return true;
    }
    default:
        return false;
    }
}

std::vector<std::uint32_t> capabilities::attributes() const
{
    std::optional<std::vector<std::uint32_t>> all;
    reply r;
    r.kind = reply_kind::primary_attributes;
    r.text = attributes_ ? std::string_view(*attributes_) : std::string_view();
    query::primary_attributes().hear(r, all);
    return std::move(*all);
}

bool capabilities::has_mode(std::uint32_t number) const
{
    const auto found = modes_.find(number);
    return found != modes_.end() && found->second != query::mode_state::not_recognized &&
           found->second != query::mode_state::permanently_reset;
}

bool capabilities::refuses_mode(std::uint32_t number) const
{
    return modes_.contains(number) && !has_mode(number);
}

features capabilities::offered() const
{
    features f;
    if (!refuses_mode(sgr_mouse) && !refuses_mode(mouse_drags))
        f.mouse = mouse_tracking::drags;
    f.paste = !refuses_mode(bracketed_paste);
    f.focus = !refuses_mode(focus_events);
    // These say all that happens twice, or are known to few.
    f.resize = has_mode(resize_reports);
    f.color_scheme = has_mode(color_scheme_notices);
    if (keyboard_flags_)
        f.kitty = kitty_flags::all;
    else if (has_mode(win32_input_mode))
        f.win32_input = true;
    else if (version_) // it does not take CSI > for something else
        f.modify_other_keys = other_keys::level_2;
    return f;
}

} // namespace cotty
