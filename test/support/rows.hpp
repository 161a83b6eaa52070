// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace cotty::test {

/// Names the cases of a table of tests. Each row has a `name`, of letters, digits and
/// underscores.
struct name_of_row {
    template <class Row>
    std::string operator()(const testing::TestParamInfo<Row>& info) const
    {
        return info.param.name;
    }
};

} // namespace cotty::test
