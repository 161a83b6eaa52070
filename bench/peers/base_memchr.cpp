// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// The limit of a scan in memory: memchr for ESC, chunk by chunk.
#include "peer.hpp"

#include <cstring>

int main(int argc, char** argv)
{
    peer::start(argc, argv);
    if (peer::now != peer::mode::memory)
        return 1;
    peer::run_in_memory([](std::string_view bytes) {
        for (;;) {
            const void* found = std::memchr(bytes.data(), 0x1B, bytes.size());
            if (found == nullptr)
                return;
            ++peer::events;
            bytes.remove_prefix(
                static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data()) + 1);
        }
    });
}
