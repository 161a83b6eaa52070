// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/question.hpp>
#include <cotty/event.hpp>
#include <cotty/recording.hpp>
#include <cotty/terminal_options.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace cotty::detail {

/// What a recorded terminal answered, and to which question of a program that asks today. The
/// recording is looked through when the first question is asked. No event loop and no clock.
class recorded_answers {
public:
    recorded_answers(std::shared_ptr<const recording> r, const terminal_options& how);

    /// The program asks this. False if nothing is recorded that answers it.
    bool prepare(const question& q);

    /// `size` bytes of the input have become an event that is no answer.
    void pass(std::size_t size) noexcept { passed_ += size; }

    /// An answer stood there in the input, of so many bytes. True if it is to be given to nobody
    /// here: a question has it, or nobody has asked for it.
    bool claim(const reply& r, std::size_t size);

    /// Takes an answer whose turn it is: all that came before has been given. `e` refers to memory
    /// of this object until the next call.
    bool take(event& e);

    [[nodiscard]] bool has_one() const noexcept;

private:
    struct answer {
        std::size_t at = 0; // in the bytes of the input
        std::string raw;
        reply value; // `text` says nothing
        std::size_t text_at = 0;
        std::size_t text_size = 0;
        bool given = false; // to a question
    };
    struct exchange {
        std::vector<std::size_t> answers;
        std::size_t next = 0;
    };

    void look_through();
    [[nodiscard]] static reply view(const answer& a) noexcept;

    std::shared_ptr<const recording> recording_;
    terminal_options how_;
    bool looked_through_ = false;
    std::vector<answer> answers_;
    std::deque<exchange> asked_; // in their order; each ends with the answer to DA1
    std::size_t passed_ = 0;     // bytes of the input
};

} // namespace cotty::detail
