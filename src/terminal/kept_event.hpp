// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace cotty::detail {

/// An event with the bytes that its views refer to.
class kept_event {
public:
    explicit kept_event(const event& e) : event_(e), bytes_(e.raw), raw_size_(e.raw.size())
    {
        const std::string_view text = text_of(e);
        // Text is usually a part of the raw bytes; that of a collected paste is not.
        if (text.data() >= e.raw.data() && text.data() + text.size() <= e.raw.data() + e.raw.size())
            text_at_ = static_cast<std::size_t>(text.data() - e.raw.data());
        else {
            text_at_ = bytes_.size();
            bytes_ += text;
        }
        text_size_ = text.size();
    }

    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

    /// Valid as long as this object stays where it is.
    [[nodiscard]] event view() const noexcept
    {
        event e = event_;
        const std::string_view all = bytes_;
        e.raw = all.substr(0, raw_size_);
        const std::string_view text = all.substr(text_at_, text_size_);
        if (auto* const p = std::get_if<paste>(&e.value))
            p->text = text;
        else if (auto* const r = std::get_if<reply>(&e.value))
            r->text = text;
        return e;
    }

private:
    static std::string_view text_of(const event& e) noexcept
    {
        if (const auto* const p = e.get_if<paste>())
            return p->text;
        if (const auto* const r = e.get_if<reply>())
            return r->text;
        return e.raw;
    }

    event event_;
    std::string bytes_;
    std::size_t raw_size_;
    std::size_t text_at_;
    std::size_t text_size_;
};

} // namespace cotty::detail
