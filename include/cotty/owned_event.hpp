// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cotty {

/// An event together with the bytes that it refers to: to be kept in a queue, or handed to another
/// task, where an `event` itself is valid only until the next one.
///
///     std::deque<cotty::owned_event> seen;
///     seen.push_back(co_await tty.async_read_event());
///     if (const auto* k = seen.front()->get_if<cotty::key>())
///
/// Copies and moves refer to their own bytes; a moved-from one holds no event that refers to any.
/// Throws std::bad_alloc where there is no memory for the bytes, else nothing.
///
/// Thread safety: distinct objects are safe, shared objects are unsafe.
class owned_event {
public:
    /// An `event()`: a key with the code `none`.
    owned_event() noexcept = default;

    /// Implicit, so that whatever keeps them takes events as they come.
    owned_event(const event& e) : event_(e), bytes_(e.raw), raw_size_(e.raw.size())
    {
        const std::string_view text = text_of(e);
        // Text is usually a part of the raw bytes; that of a collected paste is not.
        const std::less_equal<> not_behind;
        if (not_behind(e.raw.data(), text.data()) &&
            not_behind(text.data() + text.size(), e.raw.data() + e.raw.size())) {
            text_at_ = static_cast<std::size_t>(text.data() - e.raw.data());
        } else {
            text_at_ = bytes_.size();
            bytes_ += text;
        }
        text_size_ = text.size();
        refer();
    }

    owned_event(const owned_event& other)
        : event_(other.event_), bytes_(other.bytes_), raw_size_(other.raw_size_),
          text_at_(other.text_at_), text_size_(other.text_size_)
    {
        refer();
    }
    owned_event(owned_event&& other) noexcept { swap(other); }
    owned_event& operator=(owned_event other) noexcept
    {
        swap(other);
        return *this;
    }
    ~owned_event() = default;

    void swap(owned_event& other) noexcept
    {
        std::swap(event_, other.event_);
        bytes_.swap(other.bytes_);
        std::swap(raw_size_, other.raw_size_);
        std::swap(text_at_, other.text_at_);
        std::swap(text_size_, other.text_size_);
        refer();
        other.refer();
    }

    /// What it refers to is valid as long as this object, until that is assigned to or moved.
    [[nodiscard]] const event& get() const& noexcept { return event_; }
    [[nodiscard]] const event& get() const&& = delete;
    const event& operator*() const& noexcept { return event_; }
    const event* operator->() const noexcept { return &event_; }

    /// How many bytes are kept.
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

private:
    static std::string_view text_of(const event& e) noexcept
    {
        if (const auto* const p = e.get_if<paste>())
            return p->text;
        if (const auto* const r = e.get_if<reply>())
            return r->text;
        return e.raw;
    }

    /// Makes the event refer to this object's bytes, wherever those are now.
    void refer() noexcept
    {
        const std::string_view all = bytes_;
        event_.raw = all.substr(0, raw_size_);
        const std::string_view text = all.substr(text_at_, text_size_);
        if (auto* const p = std::get_if<paste>(&event_.value))
            p->text = text;
        else if (auto* const r = std::get_if<reply>(&event_.value))
            r->text = text;
    }

    event event_;
    std::string bytes_;
    std::size_t raw_size_ = 0;
    std::size_t text_at_ = 0;
    std::size_t text_size_ = 0;
};

} // namespace cotty
