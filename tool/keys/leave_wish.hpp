// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/event.hpp>
#include <cotty/key.hpp>

namespace cotty::tool {

/// How a person says that they have seen enough: Ctrl-C twice in a row, or Escape three times,
/// whatever is released, repeated or held meanwhile. Both are keys that are to be shown as well, so
/// one press must not do.
///
/// Ctrl-C is told on every layout: by its base key where the terminal tells that, and on a layout
/// without a `c`, where it may be any letter, by Ctrl with the same one twice. Escape needs neither
/// Ctrl nor a letter, so there is a way out where a terminal does not tell Ctrl, too.
class leave_wish {
public:
    enum class answer { no, once_more, yes };

    answer hear(const event& e);

private:
    key_code last_ = key_code::none;
    int times_ = 0; // that it has been pressed in a row
};

} // namespace cotty::tool
