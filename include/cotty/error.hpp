// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/boost_requirements.hpp>

#include <boost/system/error_code.hpp>

#include <type_traits>

namespace cotty {

using error_code = boost::system::error_code;

/// cotty's own errors. Those of the system and of Asio come as they are:
/// `asio::error::operation_aborted` for cancelled work, `asio::error::eof` for an input that
/// ended or a terminal that was closed.
enum class errc {
    /// A read was started while another one on the same terminal was outstanding, of this object
    /// or of another one in the process: each key goes to one reader only, and two would not know
    /// which.
    read_in_progress = 1,
    /// More terminals in a mode, or with features switched on, at the same time than the
    /// process-wide table holds.
    too_many_terminals,
    /// There is no terminal that could be asked: input or output is none, TERM says `dumb` or
    /// nothing, or it is in line mode, in which the answers would be echoed (enter raw or cbreak
    /// mode first).
    cannot_be_asked,
    /// The terminal answers questions, but does not know this one.
    not_answered,
};

const boost::system::error_category& error_category() noexcept;

inline error_code make_error_code(errc e) noexcept
{
    return {static_cast<int>(e), error_category()};
}

} // namespace cotty

// clang-format off
template <>
struct boost::system::is_error_code_enum<cotty::errc> : std::true_type {};
// clang-format on
