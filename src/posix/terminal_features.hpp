// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/descriptor.hpp"
#include "posix/terminal_record.hpp"
#include "terminal/feature_switch.hpp"

#include <memory>

namespace cotty::posix {

/// The features that one terminal object wants of the terminal behind its output.
class terminal_features final : public detail::feature_switch {
public:
    /// Duplicates the descriptor: guards may outlive the terminal object.
    /// \param mouse_pixels how the decoder reads mouse reports
    /// \param g null if there is none
    /// \param patient whether the program goes on in the background
    terminal_features(const channel& output, bool mouse_pixels,
                      std::shared_ptr<guardian> g = nullptr, bool patient = false);

    /// What is asked there is answered at the input.
    void can_be_asked() noexcept { equipment_.can_be_asked = true; }

private:
    error_code change(const features& before, const features& wanted) noexcept override;

    descriptor fd_;
    equipment equipment_;
    record_user user_; // while something is wanted
};

} // namespace cotty::posix
