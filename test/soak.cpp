// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// soak SECONDS [SEED]: a program lives on a terminal under random keys, pastes, resizes, stops and
// whatever else it does by itself (programs/endless_life.cpp). Neither its memory nor the number of
// its descriptors may grow, it must answer when it is asked, and leave the terminal as it was.
// (With the address sanitizer memory grows by what that keeps back.)
#include "support/paths.hpp"
#include "support/process.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <csignal>

namespace cotty::test {
namespace {

/// What a program uses.
struct usage {
    long memory = std::numeric_limits<long>::max(); // resident, in KiB
    long descriptors = std::numeric_limits<long>::max();

    static usage of(pid_t id)
    {
        const std::filesystem::path directory = "/proc/" + std::to_string(id);
        usage u{};
        std::ifstream status(directory / "status");
        for (std::string line; std::getline(status, line);)
            if (line.starts_with("VmRSS:"))
                u.memory = std::stol(line.substr(6));
        u.descriptors = std::distance(std::filesystem::directory_iterator(directory / "fd"), {});
        return u;
    }

    /// What grows has a minimum that grows, whatever is in use for a moment.
    void take_minimum(const usage& other)
    {
        memory = std::min(memory, other.memory);
        descriptors = std::min(descriptors, other.descriptors);
    }

    friend std::ostream& operator<<(std::ostream& out, const usage& u)
    {
        return out << u.memory << " KiB, " << u.descriptors << " descriptors";
    }
};

/// Allocators do not give all back at once.
constexpr long memory_tolerance = 1024;

void expect(bool condition, const std::string& what)
{
    if (!condition)
        throw std::runtime_error(what);
}

class soak {
public:
    soak(std::chrono::seconds duration, unsigned seed)
        : duration_(duration), random_(seed),
          program_(tty_, {.argv = {COTTY_TEST_PROGRAMS "/endless_life"}})
    {
    }

    void run()
    {
        expect(program_.wait_until([this] { return tty_.is_raw(); }), "it does not begin");
        // Warm after a tenth of the time, then another tenth is compared with the last one.
        const auto begin = steady_clock::now();
        usage first;
        usage last;
        for (auto tenth = 0L; tenth < 10; tenth = (steady_clock::now() - begin) * 10 / duration_) {
            for (int i = 0; i < 50; ++i)
                do_something();
            const usage now = settle();
            if (tenth == 1)
                first.take_minimum(now);
            if (tenth == 9)
                last.take_minimum(now);
        }
        program_.type("q");
        const outcome end = program_.wait_exit();
        std::cout << "settled " << settled_ << " times; used at least " << first
                  << " at first, and at the end " << last << '\n';
        expect(end == exited(0), "it does not end well");
        expect(differences(before_, tty_.modes()).empty(),
               "the terminal's modes are not as before");
        expect(last.memory <= first.memory + memory_tolerance, "its memory grows");
        expect(last.descriptors <= first.descriptors, "it leaks descriptors");
    }

private:
    int number(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

    void do_something()
    {
        switch (number(12)) {
        case 0:
            program_.type("\x1b[200~" + std::string(static_cast<std::size_t>(number(3000)), 'p') +
                          "\x1b[201~");
            return;
        case 1:
            tty_.resize(static_cast<unsigned short>(20 + number(200)),
                        static_cast<unsigned short>(5 + number(80)));
            return;
        case 2: // bytes that mean nothing, and ends of sequences
            for (int i = number(20); i > 0; --i)
                program_.type(std::string(1, static_cast<char>(128 + number(128))));
            program_.type("\x1b\\ "); // ends what they may have begun
            return;
        case 3:
            if (number(10) == 0)
                return stop(number(2) == 0);
            break;
        default:
            break;
        }
        static constexpr std::string_view commands[] = {
            "f", "g", "m", "n", "t", "w", "a", "é", "\x1b[A", "\x1b[<0;3;4M", "\x1b", "\x1b[I"};
        program_.type(commands[static_cast<std::size_t>(number(std::ssize(commands)))]);
    }

    /// By its own key, or by a signal that cannot be caught.
    void stop(bool itself)
    {
        settle();
        if (itself)
            program_.type("z");
        else
            program_.signal(SIGSTOP);
        expect(program_.wait_stopped().what == outcome::kind::stopped, "it does not stop");
        if (itself)
            expect(differences(before_, tty_.modes()).empty(), "it keeps the terminal");
        program_.signal(SIGCONT);
        expect(program_.wait_until([this] { return tty_.is_raw(); }), "it does not go on");
    }

    /// All that was typed has been read.
    usage settle()
    {
        // A lone Escape, and what 0x9B and others have begun, is decided by time.
        program_.type("  s");
        const std::string answer = "settled " + std::to_string(settled_ + 1) + "\r\n";
        while (!program_.wait_for(answer, std::chrono::seconds(1))) {
            expect(!program_.has_ended(), "it has ended");
            expect(++unsettled_ < 10, "it does not settle");
            program_.type("s");
        }
        unsettled_ = 0;
        ++settled_;
        return usage::of(program_.id());
    }

    std::chrono::seconds duration_;
    std::mt19937 random_;
    pty tty_;
    termios before_ = tty_.modes();
    process program_;
    int settled_ = 0;
    int unsettled_ = 0;
};

} // namespace
} // namespace cotty::test

int main(int argc, char** argv)
{
    try {
        const std::chrono::seconds duration(argc > 1 ? std::stol(argv[1]) : 600);
        const unsigned seed =
            argc > 2 ? static_cast<unsigned>(std::stoul(argv[2])) : std::random_device()();
        std::cout << "seed " << seed << std::endl;
        cotty::test::soak(duration, seed).run();
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "soak: " << e.what() << '\n';
        return 1;
    }
}
