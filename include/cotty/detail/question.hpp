// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/reply.hpp>

#include <optional>
#include <string>
#include <utility>

namespace cotty::detail {

/// A question to the terminal and what has been heard of its answer.
class question {
public:
    virtual ~question() = default;
    question() = default;
    question(const question&) = delete;
    question& operator=(const question&) = delete;

    [[nodiscard]] virtual std::string bytes() const = 0;

    /// Whether `r` is an answer to this, or a part of it. It is taken in then.
    virtual bool hear(const reply& r) = 0;

    /// The same, but nothing is taken in.
    [[nodiscard]] virtual bool would_hear(const reply& r) const = 0;

    [[nodiscard]] virtual bool is_answered() const = 0;

    /// Whether the answer may be one that looks like F3.
    [[nodiscard]] virtual bool asks_for_position() const noexcept { return false; }
};

/// For a Query as query.hpp describes it.
template <class Query>
class question_of final : public question {
public:
    using result_type = typename Query::result_type;

    explicit question_of(Query q) : query_(std::move(q)) {}

    [[nodiscard]] std::string bytes() const override { return query_.question(); }

    bool hear(const reply& r) override { return query_.hear(r, result_); }

    [[nodiscard]] bool would_hear(const reply& r) const override
    {
        std::optional<result_type> unused;
        return query_.hear(r, unused);
    }

    [[nodiscard]] bool is_answered() const override
    {
        if constexpr (requires(const result_type& r) { Query::is_complete(r); })
            return result_ && Query::is_complete(*result_);
        else
            return result_.has_value();
    }

    [[nodiscard]] bool asks_for_position() const noexcept override
    {
        return requires
        {
            Query::asks_for_position;
        };
    }

    /// What has been heard; a default result if nothing has.
    result_type take_result() { return result_ ? std::move(*result_) : result_type(); }

private:
    Query query_;
    std::optional<result_type> result_;
};

} // namespace cotty::detail
