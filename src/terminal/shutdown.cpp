// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/shutdown.hpp"

#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>

namespace cotty::detail {

/// One for each execution context, which calls `shutdown` before it destroys anything.
class shutdown_service final : public asio::execution_context::service {
public:
    using key_type = shutdown_service;
    static inline asio::execution_context::id id;

    explicit shutdown_service(asio::execution_context& context)
        : asio::execution_context::service(context)
    {
    }

    void add(shutdown_member& m)
    {
        const std::lock_guard lock(mutex_);
        m.next_ = first_;
        m.link_ = &first_;
        if (first_ != nullptr)
            first_->link_ = &m.next_;
        first_ = &m;
    }

    void remove(shutdown_member& m) noexcept
    {
        const std::lock_guard lock(mutex_);
        if (m.link_ == nullptr)
            return;
        *m.link_ = m.next_;
        if (m.next_ != nullptr)
            m.next_->link_ = m.link_;
        m.link_ = nullptr;
    }

private:
    void shutdown() noexcept override
    {
        while (first_ != nullptr) {
            shutdown_member& m = *first_;
            remove(m);
            m.shutdown();
        }
    }

    std::mutex mutex_;
    shutdown_member* first_ = nullptr;
};

shutdown_member::shutdown_member(const asio::any_io_executor& executor)
    : service_(
          &asio::use_service<shutdown_service>(asio::query(executor, asio::execution::context)))
{
    service_->add(*this);
}

shutdown_member::~shutdown_member()
{
    // After the context's shutdown the service may be gone, but then nothing points here.
    if (link_ != nullptr)
        service_->remove(*this);
}

} // namespace cotty::detail
