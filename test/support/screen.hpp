// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <iosfwd>
#include <memory>
#include <string_view>
#include <vector>

namespace cotty::test {

/// What a program can have switched on in a terminal by what it writes.
struct screen_modes {
    int mouse = 0; ///< 0 off, 1 buttons, 2 drags, 3 all movement
    bool sgr_mouse = false;
    bool paste = false;
    bool focus = false;
    bool resize = false;
    bool color_scheme = false;
    bool application_cursor = false;
    bool application_keypad = false;
    bool alternate_screen = false;
    bool cursor_hidden = false;
    bool win32_input = false;
    unsigned other_keys = 0;
    std::vector<unsigned> kitty = {}; ///< the stack of flags, the current ones last

    friend bool operator==(const screen_modes&, const screen_modes&) = default;
};

std::ostream& operator<<(std::ostream& out, const screen_modes& m);

/// A terminal that tells its modes: libvterm. What that does not know (the kitty protocol and the
/// like) is kept by a model here.
class screen {
public:
    screen();
    ~screen();
    screen(const screen&) = delete;
    screen& operator=(const screen&) = delete;

    /// What a program has written, from its beginning, cut anywhere.
    void write(std::string_view bytes);

    [[nodiscard]] screen_modes modes() const;

private:
    struct implementation;
    std::unique_ptr<implementation> impl_;
};

/// The modes of a new terminal to which this was written.
[[nodiscard]] screen_modes modes_after(std::string_view written);

} // namespace cotty::test
