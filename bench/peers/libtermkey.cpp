// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// libtermkey: the blocking termkey_waitkey(); in memory termkey_push_bytes().
#include "peer.hpp"

#include <termkey.h>

#include <clocale>

namespace {

void in_memory()
{
    TermKey* tk = termkey_new_abstract("xterm-256color", TERMKEY_FLAG_UTF8);
    termkey_set_buffer_size(tk, peer::chunk_size + 256);
    peer::run_in_memory([tk](std::string_view bytes) {
        while (!bytes.empty()) {
            const std::size_t taken = termkey_push_bytes(tk, bytes.data(), bytes.size());
            bytes.remove_prefix(taken);
            TermKeyKey key;
            while (termkey_getkey(tk, &key) == TERMKEY_RES_KEY)
                peer::event();
            if (taken == 0) // the buffer is full of an unfinished sequence
                termkey_getkey_force(tk, &key);
        }
    });
    termkey_destroy(tk);
}

bool ends_run(const TermKeyKey& key)
{
    return key.type == TERMKEY_TYPE_UNICODE && key.code.codepoint == 'd' &&
           key.modifiers == TERMKEY_KEYMOD_CTRL;
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
    TermKey* tk = termkey_new(0, TERMKEY_FLAG_CTRLC);
    if (tk == nullptr)
        return 1;
    peer::ready();
    for (;;) {
        TermKeyKey key;
        const TermKeyResult r = termkey_waitkey(tk, &key);
        if (r == TERMKEY_RES_EOF || (r == TERMKEY_RES_KEY && ends_run(key)))
            break;
        if (r != TERMKEY_RES_KEY)
            continue;
        peer::event();
        if (peer::now == peer::mode::dump) {
            char name[100];
            termkey_strfkey(tk, name, sizeof name, &key, TERMKEY_FORMAT_VIM);
            peer::show("%d:%s", static_cast<int>(key.type), name);
        }
    }
    termkey_destroy(tk);
    peer::done();
}
