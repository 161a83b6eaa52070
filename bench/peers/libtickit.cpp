// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// libtickit's terminal: tickit_term_input_wait_msec(); in memory tickit_term_input_push_bytes().
#include "peer.hpp"

#include <tickit.h>

#include <algorithm>
#include <clocale>

namespace {

bool stop = false;

int on_key(TickitTerm*, TickitEventFlags, void* info, void*)
{
    const auto& key = *static_cast<TickitKeyEventInfo*>(info);
    const bool named = key.type == TICKIT_KEYEV_KEY;
    if (named && std::string_view(key.str) == "C-d" && peer::now != peer::mode::memory) {
        stop = true;
        return 1;
    }
    peer::event();
    peer::show("%s:%s", named ? "key" : "text", key.str);
    return 1;
}

int on_mouse(TickitTerm*, TickitEventFlags, void* info, void*)
{
    const auto& mouse = *static_cast<TickitMouseEventInfo*>(info);
    peer::event();
    peer::show("mouse:%d b%d %d,%d", static_cast<int>(mouse.type), mouse.button, mouse.line,
               mouse.col);
    return 1;
}

void listen(TickitTerm* term)
{
    tickit_term_bind_event(term, TICKIT_TERM_ON_KEY, TickitBindFlags(), on_key, nullptr);
    tickit_term_bind_event(term, TICKIT_TERM_ON_MOUSE, TickitBindFlags(), on_mouse, nullptr);
}

void in_memory()
{
    TickitTerm* term = tickit_term_new_for_termtype("xterm-256color");
    tickit_term_set_output_func(
        term, [](TickitTerm*, const char*, std::size_t, void*) {}, nullptr);
    tickit_term_set_utf8(term, true);
    listen(term);
    // push_bytes drops without a word what the 256 bytes of libtermkey's buffer cannot take.
    peer::chunk_size = std::min<std::size_t>(peer::chunk_size, 128);
    peer::run_in_memory([term](std::string_view bytes) {
        tickit_term_input_push_bytes(term, bytes.data(), bytes.size());
    });
}

} // namespace

int main(int argc, char** argv)
{
    std::setlocale(LC_ALL, "");
    peer::start(argc, argv);
    if (peer::now == peer::mode::memory) {
        in_memory();
        return 0;
    }
    TickitTerm* term = tickit_term_open_stdio();
    if (term == nullptr)
        return 1;
    listen(term);
    tickit_term_await_started_msec(term, 50);
    tickit_term_flush(term);
    peer::ready();
    while (!stop)
        tickit_term_input_wait_msec(term, -1);
    tickit_term_unref(term);
    peer::done();
}
