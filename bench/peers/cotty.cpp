// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// cotty. PEER_VARIANT says how the events are taken:
//   (default)  wait for one, then take the others that have arrived: what README.md recommends
//   single     one co_await an event
//   plain      one co_await a key: the loop that everybody writes first; other events are dropped
// In memory: the decoder.
#include "peer.hpp"

#include <cotty/decoder.hpp>
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace asio = boost::asio;

namespace {

void in_memory()
{
    cotty::decoder decoder;
    cotty::event event;
    peer::run_in_memory([&](std::string_view bytes) {
        long events = 0;
        while (decoder.next(bytes, event)) {
            // Somebody looks at all of the event: none of its parts may be left unwritten.
            asm volatile("" : : "g"(&event) : "memory");
            ++events;
        }
        peer::events += events;
    });
}

/// Whether a user made this event. What the terminal answers to a program is no user's input, nor
/// is what cotty does not know: a program that counts keys must not see keys there.
bool is_from_user(const cotty::event& e)
{
    return e.get_if<cotty::reply>() == nullptr && e.get_if<cotty::unknown>() == nullptr &&
           e.get_if<cotty::resize>() == nullptr;
}

void show(const cotty::event& e)
{
    if (const auto* k = e.get_if<cotty::key>())
        peer::show("key %s", to_string(*k).c_str());
    else if (is_from_user(e))
        peer::show("event %zu", e.value.index());
}

/// False at the end of the run, which is told by its byte, as the peers without a decoder do.
bool use(const cotty::event& e)
{
    if (e.raw.size() == 1 && e.raw.front() == '\x04')
        return false;
    const auto* pasted = e.get_if<cotty::paste>();
    if (pasted == nullptr || pasted->begins)
        peer::event();
    if (peer::now == peer::mode::dump)
        show(e);
    return true;
}

asio::awaitable<void> run(cotty::terminal& tty)
{
    for (;;) {
        cotty::event e = co_await tty.async_read_event();
        do {
            if (!use(e))
                co_return;
        } while (tty.try_read_event(e));
    }
}

asio::awaitable<void> run_single(cotty::terminal& tty)
{
    for (;;) { // not in the loop's condition: GCC 12 compiles a co_await wrongly there
        const cotty::event e = co_await tty.async_read_event();
        if (!use(e))
            co_return;
    }
}

asio::awaitable<void> run_plain(cotty::terminal& tty)
{
    for (;;) {
        const cotty::key k = co_await tty.async_read_key();
        if (k.code == cotty::key_code{U'd'} && k.mods == cotty::modifiers::ctrl)
            co_return;
        peer::event();
        if (peer::now == peer::mode::dump)
            peer::show("key %s", to_string(k).c_str());
    }
}

asio::awaitable<void> run_variant(cotty::terminal& tty, std::string_view variant)
{
    return variant == "single" ? run_single(tty) : variant == "plain" ? run_plain(tty) : run(tty);
}

} // namespace

int main(int argc, char** argv)
{
    peer::start(argc, argv);
    if (peer::now == peer::mode::memory) {
        in_memory();
        return 0;
    }
    const char* variant = std::getenv("PEER_VARIANT");
    {
        asio::io_context context(1);
        cotty::terminal_options options;
        if (peer::now == peer::mode::count)
            options.collecting.paste_limit = 0; // looked at in pieces as they come, as others do it
        cotty::terminal tty(context, options);
        const auto raw = tty.raw_mode();
        asio::co_spawn(context, run_variant(tty, variant != nullptr ? variant : ""),
                       asio::detached);
        peer::ready();
        context.run();
    }
    peer::done();
}
