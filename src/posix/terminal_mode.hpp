// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/mode_switch.hpp"
#include "posix/descriptor.hpp"
#include "posix/give_back.hpp"

#include <array>
#include <cstddef>
#include <memory>

namespace cotty::posix {

/// One terminal's mode: the strongest that a guard wants.
class terminal_mode final : public detail::mode_switch {
public:
    /// Duplicates `fd`: guards may outlive the terminal object.
    /// \param g null if there is none
    /// \param patient whether the program goes on in the background
    explicit terminal_mode(int fd, std::shared_ptr<guardian> g = nullptr, bool patient = false);
    ~terminal_mode() override;

    error_code enter(line_mode mode) override;
    void leave(line_mode mode) noexcept override;
    void lend() noexcept override;
    error_code take_back() noexcept override;

    /// How many answers of the terminal are still to come.
    void note_questions(int unanswered) noexcept
    {
        if (record_ != nullptr)
            posix::note_questions(*record_, unanswered);
    }

private:
    int& wanted(line_mode mode) { return wanted_[static_cast<std::size_t>(mode)]; }
    error_code hold() noexcept;
    error_code apply() noexcept;

    descriptor fd_;
    std::shared_ptr<guardian> guardian_;
    bool patient_;
    terminal_record* record_ = nullptr; // while in a mode, or lent
    std::array<int, 3> wanted_{};       // guards that want each mode
    int loans_ = 0;
};

} // namespace cotty::posix
