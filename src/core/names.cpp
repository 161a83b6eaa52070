// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/key.hpp>
#include <cotty/mouse.hpp>
#include <cotty/reply.hpp>

#include <array>
#include <cstddef>
#include <string_view>

#define COTTY_NAME(name) std::string_view(#name),

namespace cotty {

std::string_view to_string(key_action action) noexcept
{
    static constexpr std::array<std::string_view, 3> names{"press", "repeat", "release"};
    return names[static_cast<std::size_t>(action)];
}

std::string_view to_string(mouse_button button) noexcept
{
    static constexpr auto names = std::to_array({COTTY_MOUSE_BUTTONS(COTTY_NAME)});
    return names[static_cast<std::size_t>(button)];
}

std::string_view to_string(mouse_action action) noexcept
{
    static constexpr std::array<std::string_view, 3> names{"press", "release", "move"};
    return names[static_cast<std::size_t>(action)];
}

std::string_view to_string(reply_kind kind) noexcept
{
    static constexpr auto names = std::to_array({COTTY_REPLY_KINDS(COTTY_NAME)});
    return names[static_cast<std::size_t>(kind)];
}

} // namespace cotty
