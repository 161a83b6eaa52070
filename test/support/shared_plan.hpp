// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "support/fault_plan.hpp"
#include "support/file_descriptor.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace cotty::test {

/// A fault_plan in memory that the program under test shares.
class shared_plan {
public:
    shared_plan()
    {
        const file_descriptor fd(check(::mkostemp(path_.data(), O_CLOEXEC), path_.c_str()));
        check(::ftruncate(fd.get(), sizeof(fault_plan)), "ftruncate");
        memory_ =
            ::mmap(nullptr, sizeof(fault_plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
        if (memory_ == MAP_FAILED)
            throw std::system_error(errno, std::generic_category(), "mmap");
        plan_ = new (memory_) fault_plan{};
    }
    ~shared_plan()
    {
        ::munmap(memory_, sizeof(fault_plan));
        ::unlink(path_.c_str());
    }
    shared_plan(const shared_plan&) = delete;
    shared_plan& operator=(const shared_plan&) = delete;

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    fault_plan* operator->() const noexcept { return plan_; }

private:
    std::string path_ = testing::TempDir() + "cotty_plan_XXXXXX";
    void* memory_ = nullptr;
    fault_plan* plan_ = nullptr;
};

} // namespace cotty::test
