// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace cotty::detail {

/// A paste, taken key by key, for who reads keys: nothing that was pasted is dropped. Its pieces
/// are put together where they cut a character.
class pasted_keys {
public:
    /// What has been added is not used up: `next` or `rest` has something.
    [[nodiscard]] bool holds() const noexcept { return at_ < text_.size(); }

    /// Adds a paste or its next piece, when nothing is held.
    void add(const paste& piece);

    /// Takes the next key. False if there is none, or only the beginning of a character whose rest
    /// is in the next piece. What `e` refers to is valid until the next `add`.
    bool next(event& e);

    /// Takes what is left as the paste that it is, for who reads events.
    void rest(event& e);

    /// What is left as the bytes that a terminal would send, behind `ahead`, which is the last key
    /// that was taken, if that was taken back.
    [[nodiscard]] std::string to_bytes(std::string_view ahead) const;

private:
    [[nodiscard]] std::size_t character_size() const noexcept;

    std::string text_;
    std::size_t at_ = 0;
    bool untouched_ = false; // the paste begins with what is held
    bool ends_ = false;      // and ends with it
    bool aborted_ = false;
};

} // namespace cotty::detail
