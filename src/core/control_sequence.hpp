// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "core/parameters.hpp"

#include <cotty/decoder.hpp>
#include <cotty/decoder_options.hpp>
#include <cotty/event.hpp>

#include <string_view>

namespace cotty::detail {

/// A control sequence that is read.
struct control_sequence {
    char prefix = 0;       // one of `<=>?`, or 0
    char final = 0;        // the last byte
    std::string_view body; // the parameters' bytes, without prefix and final
    parameters numbers;    // of the body

    /// Reads what has been cut out, and may be torn.
    /// \param bytes what stands behind CSI; not empty.
    explicit control_sequence(std::string_view bytes) noexcept;
};

/// Makes `e.value` what a control sequence means; `unknown` if that is not known, or if the
/// sequence is torn. The bracketed paste's begin mark is a paste that has begun.
/// \param held Alt, if another ESC stands in front.
/// \param beyond what else it means; `what` is unchanged if there is nothing else
void interpret_csi(event& e, const control_sequence& s, modifiers held,
                   const decoder_options& options, beyond_one_event& beyond) noexcept;

} // namespace cotty::detail
