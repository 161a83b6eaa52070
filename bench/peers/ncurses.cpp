// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// ncursesw: get_wch() with keypad() and mousemask().
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include "peer.hpp"

#include <curses.h>

#include <clocale>

int main(int argc, char** argv)
{
    std::setlocale(LC_ALL, "");
    peer::start(argc, argv);
    if (peer::now == peer::mode::memory)
        return 1;
    initscr();
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    mousemask(ALL_MOUSE_EVENTS | REPORT_MOUSE_POSITION, nullptr);
    mouseinterval(0);
    refresh();
    peer::ready();
    for (;;) {
        wint_t c = 0;
        const int r = get_wch(&c);
        if (r == ERR)
            continue;
        if (r == OK && c == 4)
            break;
        const bool named = r == KEY_CODE_YES;
        MEVENT mouse;
        if (named && c == KEY_MOUSE && getmouse(&mouse) != OK)
            continue;
        peer::event();
        if (peer::now == peer::mode::dump)
            peer::show("%s %u %s", named ? "code" : "char", static_cast<unsigned>(c),
                       named ? keyname(static_cast<int>(c)) : "");
    }
    endwin();
    peer::done();
}
