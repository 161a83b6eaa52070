// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/detail/requirements.hpp>

#include <type_traits>

namespace cotty::detail {

/// GCC 12 destroys some temporaries of a `co_await` expression twice, whether they are passed by
/// value or by reference: aggregates built in braces, and lambdas that have captured something
/// (https://github.com/chriskohlhoff/asio/issues/858; seen with 12.2). Objects with a name, classes
/// with a constructor, and what has nothing to destroy are safe.
///
/// Whether `T`, as it is deduced for a parameter `T&&`, is safe with this compiler. A lambda is
/// known by what else hardly any class is: it can neither be assigned nor made from nothing.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
template <class T>
inline constexpr bool survives_co_await =
    std::is_lvalue_reference_v<T> || std::is_trivially_destructible_v<T> ||
    !(std::is_aggregate_v<T> || (std::is_class_v<T> && !std::is_default_constructible_v<T> &&
                                 !std::is_copy_assignable_v<T> && !std::is_move_assignable_v<T>));
#else
template <class T>
inline constexpr bool survives_co_await = true;
#endif

} // namespace cotty::detail
