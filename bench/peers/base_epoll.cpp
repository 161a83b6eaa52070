// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// The limit of the system: epoll_wait and read, no decoding; a byte counts as an event, in echo
// mode a read does. In memory: a loop over the bytes that counts UTF-8 characters.
#include "peer.hpp"

#include <sys/epoll.h>

#include <array>
#include <cstring>

namespace {

void count_characters(std::string_view bytes)
{
    long characters = 0;
    for (const char byte : bytes) {
        asm volatile("" ::: "memory"); // one byte after the other: no vector instructions
        characters += (byte & 0xC0) != 0x80;
    }
    peer::events += characters;
}

void read_all()
{
    const int queue = ::epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(queue, EPOLL_CTL_ADD, 0, &event);
    peer::ready();
    std::array<char, 4096> buffer{};
    for (bool stop = false; !stop;) {
        if (::epoll_wait(queue, &event, 1, -1) < 1)
            continue;
        const ssize_t n = ::read(0, buffer.data(), buffer.size());
        if (n <= 0)
            break;
        std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
        if (std::memchr(bytes.data(), 4, bytes.size()) != nullptr) {
            stop = true;
            bytes.remove_suffix(1);
        }
        peer::events += static_cast<long>(bytes.size());
        if (peer::now == peer::mode::echo && !bytes.empty())
            peer::write(".");
        if (peer::now == peer::mode::dump)
            for (const char byte : bytes)
                peer::show("byte %02x", static_cast<unsigned char>(byte));
    }
    ::close(queue);
}

} // namespace

int main(int argc, char** argv)
{
    peer::start(argc, argv);
    if (peer::now == peer::mode::memory) {
        peer::run_in_memory(count_characters);
        return 0;
    }
    {
        const peer::raw_mode raw;
        read_all();
    }
    peer::done();
}
