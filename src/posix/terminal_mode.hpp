// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/descriptor.hpp"
#include "posix/terminal_record.hpp"
#include "terminal/mode_switch.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace cotty::posix {

/// The mode in which one terminal object wants its terminal: the strongest that a guard wants.
class terminal_mode final : public detail::mode_switch {
public:
    /// Duplicates `fd`: guards may outlive the terminal object.
    /// \param g null if there is none
    /// \param patient whether the program goes on in the background
    explicit terminal_mode(int fd, std::shared_ptr<guardian> g = nullptr, bool patient = false);

    error_code enter(line_mode mode) override;
    void leave(line_mode mode) noexcept override;
    void lend() noexcept override;
    error_code take_back() noexcept override;

    /// What is asked is answered, and the answers come from this terminal.
    void can_be_asked() noexcept { equipment_.can_be_asked = true; }

    /// See record_user.
    void note_answers(int unanswered, long patience) noexcept;
    void note_settled() noexcept;
    [[nodiscard]] bool reports_under_way() const noexcept;

    /// What was read from the terminal on the way back, when there was no time to look at it.
    [[nodiscard]] bool has_kept() const noexcept { return user_ && user_.has_kept(); }
    std::size_t take_kept(std::span<char> space) noexcept
    {
        return user_ ? user_.take_kept(space) : 0;
    }

private:
    int& wanted(line_mode mode) { return wanted_[static_cast<std::size_t>(mode)]; }
    [[nodiscard]] wish everything_wanted() const noexcept;
    error_code apply() noexcept;
    void hand_on_what_was_kept() noexcept;

    channel input_;
    equipment equipment_;
    record_user user_;            // while in a mode, or lent
    std::array<int, 3> wanted_{}; // guards that want each mode
    int loans_ = 0;
    int unanswered_ = 0;
    long patience_ = answer_patience;
};

} // namespace cotty::posix
