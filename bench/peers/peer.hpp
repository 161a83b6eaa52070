// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <termios.h>
#include <unistd.h>

#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

/// What the C++ peers share: the protocol spoken with the driver, see README.md.
namespace peer {

enum class mode { count, echo, dump, memory };

inline mode now = mode::count;
inline long events = 0;

inline std::string data; // memory mode: FILE REPS CHUNK
inline long repetitions = 1;
inline std::size_t chunk_size = 4096;

inline void start(int argc, char** argv)
{
    const std::string_view word = argc > 1 ? argv[1] : "count";
    if (word == "echo")
        now = mode::echo;
    else if (word == "dump")
        now = mode::dump;
    else if (word == "mem")
        now = mode::memory;
    if (now != mode::memory)
        return;
    std::ifstream file(argc > 2 ? argv[2] : "");
    data.assign(std::istreambuf_iterator<char>(file), {});
    if (data.empty()) {
        std::fputs("usage: mem FILE [REPS [CHUNK]]\n", stderr);
        std::exit(1);
    }
    if (argc > 3)
        repetitions = std::atol(argv[3]);
    if (argc > 4)
        chunk_size = std::stoul(argv[4]);
}

/// In one system call each, unbuffered: what the peer writes is the same for all.
inline void write(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t n = ::write(1, text.data(), text.size());
        if (n <= 0)
            return;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

/// To be called once raw mode is on.
inline void ready()
{
    write("READY\n");
}

inline void event()
{
    ++events;
    if (now == mode::echo)
        write(".");
}

[[gnu::format(printf, 1, 2)]] inline void show(const char* format, ...)
{
    if (now != mode::dump)
        return;
    char line[256] = "EV ";
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line + 3, sizeof line - 4, format, arguments);
    va_end(arguments);
    write(std::string(line) + '\n');
}

inline void done()
{
    write("EVENTS " + std::to_string(events) + '\n');
}

inline double cpu_seconds()
{
    timespec t{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Prints the result of a run in memory that began at `begin`.
inline void report(double begin)
{
    std::printf("MEM bytes=%zu events=%ld cpu=%.6f\n",
                data.size() * static_cast<std::size_t>(repetitions), events, cpu_seconds() - begin);
}

/// Calls `use(std::string_view)` for all of the data, chunk by chunk, and reports.
template <class Use>
void run_in_memory(Use use)
{
    const double begin = cpu_seconds();
    for (long r = 0; r < repetitions; ++r)
        for (std::size_t at = 0; at < data.size(); at += chunk_size)
            use(std::string_view(data).substr(at, chunk_size));
    report(begin);
}

/// Raw mode for those that bring none themselves.
class raw_mode {
public:
    raw_mode()
    {
        ::tcgetattr(0, &before_);
        termios t = before_;
        ::cfmakeraw(&t);
        ::tcsetattr(0, TCSANOW, &t);
    }
    ~raw_mode() { ::tcsetattr(0, TCSANOW, &before_); }
    raw_mode(const raw_mode&) = delete;
    raw_mode& operator=(const raw_mode&) = delete;

private:
    termios before_{};
};

} // namespace peer
