// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/unwritten.hpp"

#include <cstdlib>
#include <mutex>

namespace cotty::detail {

class unwritten_list {
public:
    static unwritten_list& instance()
    {
        static unwritten_list* const list = new unwritten_list; // outlives all that may be in it
        return *list;
    }

    void add(unwritten& u)
    {
        const std::lock_guard lock(mutex_);
        u.next_ = first_;
        u.link_ = &first_;
        if (first_ != nullptr)
            first_->link_ = &u.next_;
        first_ = &u;
    }

    void remove(unwritten& u) noexcept
    {
        const std::lock_guard lock(mutex_);
        *u.link_ = u.next_;
        if (u.next_ != nullptr)
            u.next_->link_ = u.link_;
    }

private:
    unwritten_list() { std::atexit(write_all); }

    static void write_all()
    {
        unwritten_list& list = instance();
        const std::lock_guard lock(list.mutex_);
        for (unwritten* u = list.first_; u != nullptr; u = u->next_)
            u->write_last();
    }

    std::mutex mutex_;
    unwritten* first_ = nullptr;
};

unwritten::unwritten()
{
    unwritten_list::instance().add(*this);
}

unwritten::~unwritten()
{
    unwritten_list::instance().remove(*this);
}

} // namespace cotty::detail
