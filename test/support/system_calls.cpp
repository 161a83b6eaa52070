// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "system_calls.hpp"

#include <cstddef>
#include <vector>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

namespace cotty::test {

bool forbid(std::initializer_list<system_call> calls)
{
    // The low half, where a request is, whatever the order of bytes.
    constexpr std::size_t low_half = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 4;
    const auto load = [](std::size_t offset) {
        return sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
    };
    const auto skip_unless = [](unsigned value, unsigned char instructions) {
        return sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, instructions);
    };
    const auto answer = [](unsigned what) { return sock_filter BPF_STMT(BPF_RET | BPF_K, what); };

    std::vector<sock_filter> filter;
    for (const system_call& c : calls) {
        filter.push_back(load(offsetof(seccomp_data, nr)));
        filter.push_back(skip_unless(static_cast<unsigned>(c.number), c.second ? 3 : 1));
        if (c.second) {
            filter.push_back(load(offsetof(seccomp_data, args) + 8 + low_half));
            filter.push_back(skip_unless(*c.second, 1));
        }
        filter.push_back(answer(SECCOMP_RET_KILL_PROCESS));
    }
    filter.push_back(answer(SECCOMP_RET_ALLOW));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

} // namespace cotty::test
