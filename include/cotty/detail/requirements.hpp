// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// What every header of cotty needs, read before anything else: where it is missing, a sentence
// comes before the errors that nobody understands.
#pragma once

#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "cotty needs C++20: compile with -std=c++20 (/std:c++20) or newer"
#elif defined(__clang__)
#if !defined(__apple_build_version__) && __clang_major__ < 14
#error "cotty needs clang 14 or newer"
#endif
#elif defined(__GNUC__) && __GNUC__ < 12
#error "cotty needs GCC 12 or newer"
#endif
