// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// What cotty::decoder costs: all input at once, in chunks as read() delivers them, byte by byte.
//
//     decoder_bench --benchmark_filter=ascii
#include <cotty/decoder.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

std::int64_t allocations = 0;

} // namespace

// Every allocation of the program is counted; the other forms of new come down to these.
void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(size != 0 ? size : 1))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

std::string read_input(const std::string& name)
{
    std::ifstream file(COTTY_BENCH_INPUTS "/" + name + ".bin");
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (bytes.empty())
        throw std::runtime_error("no input " + name + ": bench/inputs.py makes it");
    return bytes;
}

void decode(benchmark::State& state, const std::string& input, std::size_t chunk)
{
    cotty::decoder decoder;
    cotty::event event;
    std::int64_t events = 0;
    const std::int64_t allocations_before = allocations;
    for (auto _ : state)
        for (std::size_t at = 0; at < input.size(); at += chunk) {
            std::string_view bytes = std::string_view(input).substr(at, chunk);
            while (decoder.next(bytes, event)) {
                // Somebody looks at all of the event: none of its parts may be left unwritten.
                asm volatile("" : : "g"(&event) : "memory");
                ++events;
            }
        }
    const std::int64_t allocated = allocations - allocations_before;
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(input.size()));
    using counter = benchmark::Counter;
    state.counters["time/event"] =
        counter(static_cast<double>(events), counter::kIsRate | counter::kInvert);
    state.counters["events"] = counter(static_cast<double>(events), counter::kAvgIterations);
    state.counters["allocations"] = counter(static_cast<double>(allocated));
}

} // namespace

int main(int argc, char** argv)
{
    struct cut {
        const char* name;
        std::size_t size;
    };
    constexpr std::array cuts{cut{"whole", std::string::npos / 2}, cut{"4096", 4096}, cut{"1", 1}};
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    for (const char* name : {"ascii", "utf8", "esc", "kitty", "mouse", "paste"})
        for (const cut& c : cuts)
            benchmark::RegisterBenchmark((std::string(name) + '/' + c.name).c_str(),
                                         [input = read_input(name), c](benchmark::State& state) {
                                             decode(state, input, c.size);
                                         })
                ->Unit(benchmark::kMillisecond);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
