// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <array>
#include <cstddef>
#include <new>

namespace cotty::detail {

/// Room for one operation of the event loop, inside whatever starts one after the other; what does
/// not fit, or comes while it is taken, goes to the heap.
class memory_in_place {
public:
    memory_in_place() noexcept = default;
    memory_in_place(const memory_in_place&) = delete;
    memory_in_place& operator=(const memory_in_place&) = delete;

    void* allocate(std::size_t size)
    {
        if (taken_ || size > room_.size())
            return ::operator new(size);
        taken_ = true;
        return room_.data();
    }

    void deallocate(void* memory) noexcept
    {
        if (memory == room_.data())
            taken_ = false;
        else
            ::operator delete(memory);
    }

private:
    alignas(std::max_align_t) std::array<std::byte, 256> room_;
    bool taken_ = false;
};

/// An allocator that takes the memory from there. It must outlive the operation.
template <class T>
class allocator_in_place {
public:
    using value_type = T;

    explicit allocator_in_place(memory_in_place& memory) noexcept : memory_(&memory) {}
    template <class U>
    allocator_in_place(const allocator_in_place<U>& other) noexcept : memory_(other.memory_)
    {
    }

    T* allocate(std::size_t n) { return static_cast<T*>(memory_->allocate(n * sizeof(T))); }
    void deallocate(T* memory, std::size_t) noexcept { memory_->deallocate(memory); }

    template <class U>
    bool operator==(const allocator_in_place<U>& other) const noexcept
    {
        return memory_ == other.memory_;
    }

private:
    template <class>
    friend class allocator_in_place;

    memory_in_place* memory_;
};

} // namespace cotty::detail
