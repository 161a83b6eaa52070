// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decode/decode.hpp"

#include "shared/complain.hpp"
#include "shared/event_json.hpp"
#include "shared/standard_input.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace cotty::tool {
namespace {

constexpr std::size_t block = 65536;

/// Waits until the descriptor is ready, however long that takes: somebody may have made it
/// non-blocking.
void wait_for(int fd, short what)
{
    pollfd p{fd, what, 0};
    while (::poll(&p, 1, -1) == -1 && errno == EINTR) {
    }
}

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::system_category(), what);
}

/// The standard output: written in large blocks, and whenever there is nothing else to do.
class printer {
public:
    void print(const event& e)
    {
        append_json(lines_, e);
        lines_ += '\n';
        if (lines_.size() >= block)
            write();
    }

    void write()
    {
        for (std::string_view rest = lines_; !rest.empty();) {
            const ssize_t n = ::write(STDOUT_FILENO, rest.data(), rest.size());
            if (n >= 0)
                rest.remove_prefix(static_cast<std::size_t>(n));
            else if (errno == EAGAIN)
                wait_for(STDOUT_FILENO, POLLOUT);
            else if (errno != EINTR)
                fail("the events cannot be printed");
        }
        lines_.clear();
        if (lines_.capacity() > 16 * block) // a big paste
            std::string().swap(lines_);
    }

private:
    std::string lines_;
};

/// Reads what is there, or waits for it: at most as much as fits in, 0 at the end.
std::size_t read_some(int input, std::vector<char>& buffer)
{
    for (;;) {
        const ssize_t n = ::read(input, buffer.data(), buffer.size());
        if (n >= 0)
            return static_cast<std::size_t>(n);
        if (errno == EAGAIN)
            wait_for(input, POLLIN);
        else if (errno != EINTR)
            fail("the bytes cannot be read");
    }
}

bool would_wait(int input)
{
    pollfd p{input, POLLIN, 0};
    return ::poll(&p, 1, 0) == 0;
}

void decode(collector& events, std::string_view bytes, printer& out)
{
    for (event e; events.next(bytes, e);)
        out.print(e);
}

void decode_input(int input, collector& events, printer& out)
{
    std::vector<char> buffer(block);
    for (;;) {
        // Whoever looks at the output sees all that is decided, before it becomes quiet.
        if (would_wait(input))
            out.write();
        const std::size_t size = read_some(input, buffer);
        if (size == 0)
            return;
        decode(events, {buffer.data(), size}, out);
    }
}

} // namespace

int run_decode(const decode_options& options)
{
    const bool is_file = !options.file.empty() && options.file != "-";
    const int input =
        is_file ? ::open(options.file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;
    if (input < 0)
        return complain(fmt::format("{}: {}", options.file, std::generic_category().message(errno)),
                        2);
    if (!options.bytes && is_terminal(input))
        return complain("decode reads a pipe or a file; a terminal would give it whole lines only. "
                        "Try: printf '\\033[A' | cotty decode",
                        2);
    try {
        collector events(options.how.decoder, options.how.collector);
        printer out;
        if (options.bytes)
            decode(events, *options.bytes, out);
        else
            decode_input(input, events, out);
        for (event e; events.flush(e);)
            out.print(e);
        out.write();
    } catch (const std::system_error& e) {
        if (e.code() != std::errc::broken_pipe) // whoever read the output has seen enough
            throw;
    }
    return 0;
}

} // namespace cotty::tool
