// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "terminal/feature_switch.hpp"
#include "posix/descriptor.hpp"

#include <memory>

namespace cotty::posix {

class guardian;
struct feature_record;

/// The features of the terminal behind an output.
class terminal_features final : public detail::feature_switch {
public:
    /// Duplicates the descriptor: guards may outlive the terminal object.
    /// \param mouse_pixels how the decoder reads mouse reports
    /// \param g null if there is none
    /// \param patient whether the program goes on in the background
    terminal_features(const channel& output, bool mouse_pixels,
                      std::shared_ptr<guardian> g = nullptr, bool patient = false);

private:
    error_code change(const features& before, const features& wanted) noexcept override;

    channel output_;
    bool mouse_pixels_;
    std::shared_ptr<guardian> guardian_;
    bool patient_;
    feature_record* record_ = nullptr; // while something is wanted
};

} // namespace cotty::posix
