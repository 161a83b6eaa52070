// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "support/decoding.hpp"
#include "support/rows.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace cotty::test;

/// The numbers of ctlseqs, "Mouse Tracking", for what the mouse did at column 3, row 4.
struct mouse_row {
    const char* name;
    unsigned bits;
    bool released; // SGR ends in `m`
    const char* sgr;
    const char* others; // in the encodings that do not tell the released button
};

class MouseReports : public testing::TestWithParam<mouse_row> {};

INSTANTIATE_TEST_SUITE_P(
    ctlseqs, MouseReports,
    testing::Values(mouse_row{"left", 0, false, "press left", "press left"},
                    mouse_row{"middle", 1, false, "press middle", "press middle"},
                    mouse_row{"right", 2, false, "press right", "press right"},
                    mouse_row{"released", 3, false, "release none", "release none"},
                    mouse_row{"left_released", 0, true, "release left", nullptr},
                    mouse_row{"wheel_up", 64, false, "press wheel_up", "press wheel_up"},
                    mouse_row{"wheel_down", 65, false, "press wheel_down", "press wheel_down"},
                    mouse_row{"wheel_left", 66, false, "press wheel_left", "press wheel_left"},
                    mouse_row{"wheel_right", 67, false, "press wheel_right", "press wheel_right"},
                    mouse_row{"wheel_right_released", 67, true, "release wheel_right", nullptr},
                    mouse_row{"button_8", 128, false, "press button_8", "press button_8"},
                    mouse_row{"button_9", 129, false, "press button_9", "press button_9"},
                    mouse_row{"button_10", 130, false, "press button_10", "press button_10"},
                    mouse_row{"button_11", 131, false, "press button_11", "press button_11"},
                    mouse_row{"move", 35, false, "move none", "move none"},
                    mouse_row{"drag", 32, false, "move left", "move left"},
                    mouse_row{"drag_right", 34, false, "move right", "move right"}),
    name_of_row());

TEST_P(MouseReports, AreDecodedInEveryEncodingWithEveryModifier)
{
    const auto& row = GetParam();
    const std::array<const char*, 8> held{"",      " shift",      " alt",      " alt shift",
                                          " ctrl", " ctrl shift", " ctrl alt", " ctrl alt shift"};
    for (unsigned i = 0; i < held.size(); ++i) {
        const unsigned bits = row.bits + 4 * i;
        const auto expected = [&](const char* what) { return "mouse "s + what + " 3,4" + held[i]; };
        EXPECT_EQ(names_of("\x1b[<" + std::to_string(bits) + ";3;4" + (row.released ? 'm' : 'M')),
                  expected(row.sgr));
        if (row.others == nullptr)
            continue;
        EXPECT_EQ(names_of("\x1b[" + std::to_string(bits + 32) + ";3;4M"), expected(row.others));
        const std::string x10 = {'\x1b', '[', 'M', static_cast<char>(bits + 32), '#', '$'};
        EXPECT_EQ(names_of(x10), expected(row.others));
        const std::string utf8 = "\x1b[M"s + std::string(key_text(char32_t{bits + 32})) + "#$";
        EXPECT_EQ(names_of(utf8, {.mouse = mouse_encoding::utf8}), expected(row.others));
    }
}

TEST(Mouse, LargeCoordinates)
{
    EXPECT_EQ(names_of("\x1b[<35;1234;567M"), "mouse move none 1234,567");
    EXPECT_EQ(names_of("\x1b[<35;4294967297;5M"), "mouse move none 2097152,5");
    EXPECT_EQ(names_of("\x1b[M \xff!"), "mouse press left 223,1");
    EXPECT_EQ(names_of("\x1b[M \xc3\xa0!", {.mouse = mouse_encoding::utf8}),
              "mouse press left 192,1");
    EXPECT_EQ(names_of("\x1b[M \xdf\xbf!", {.mouse = mouse_encoding::utf8}),
              "mouse press left 2015,1");
    // kitty, foot, st, mlterm and urxvt send the button as a bare byte in mode 1005, too.
    EXPECT_EQ(names_of("\x1b[M\xa0!!", {.mouse = mouse_encoding::utf8}),
              "mouse press button_8 1,1");
}

TEST(Mouse, ColumnsBeyond223InTheOldestEncoding)
{
    EXPECT_EQ(names_of("\x1b[M \0!"s), "mouse press left 0,1");    // xterm
    EXPECT_EQ(names_of("\x1b[M  !"), "mouse press left 0,1");      // terminology
    EXPECT_EQ(names_of("\x1b[M \x01!"), "mouse press left 225,1"); // urxvt, zutty: wraps around
}

TEST(Mouse, F85_WhatIsDraggedOutOfTheWindowIsTold)
{
    const decoder_options pixels{.mouse_pixels = true};
    EXPECT_EQ(names_of("\x1b[<32;683;-67M", pixels), "mouse move left 683,-67 pixels");
    EXPECT_EQ(names_of("\x1b[<0;683;-67m", pixels), "mouse release left 683,-67 pixels");
    EXPECT_EQ(names_of("\x1b[<2;-1;-20M", pixels), "mouse press right -1,-20 pixels");
    EXPECT_EQ(names_of("\x1b[<35;-3;0M"), "mouse move none -3,0");
    EXPECT_EQ(names_of("\x1b[64;-3;-4M"), "mouse move left -3,-4"); // urxvt's
    EXPECT_EQ(names_of("\x1b[35;-3;4M"), "mouse release none -3,4");
    EXPECT_EQ(names_of("\x1b[<0;-4294967297;5M"), "mouse press left -2097152,5");
    EXPECT_EQ(names_of("\x1b[<-1;1;1M\x1b[<0;1-;1M\x1b[<0;--1;1M\x1b[<0;1;1-M"),
              "unknown unknown unknown unknown");
}

TEST(Mouse, AMoveHasNoWheel)
{
    EXPECT_EQ(names_of("\x1b[<99;34;13M"), "mouse move none 34,13"); // urxvt, after a notch
    EXPECT_EQ(names_of("\x1b[<160;34;13M"), "mouse move button_8 34,13");
}

TEST(Mouse, PixelsAreAnOption)
{
    EXPECT_EQ(names_of("\x1b[<0;801;402M", {.mouse_pixels = true}),
              "mouse press left 801,402 pixels");
}

TEST(Mouse, WhatIsNoReport)
{
    EXPECT_EQ(names_of("\x1b[<192;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[<256;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[<0;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[<0;1;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[<0:1;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[31;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[32:1;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[224;1;1M"), "unknown");
    EXPECT_EQ(names_of("\x1b[M\xe0!!"), "mouse press none 1,1"); // both high bits: no button
    EXPECT_EQ(names_of("\x1b[M\xe0!!", {.mouse = mouse_encoding::utf8}), "mouse press none 1,1");
}

TEST(Mouse, ATornReportDoesNotTakeTheNextKeyWithIt)
{
    EXPECT_EQ(names_of("\x1b[M"), "ctrl+delete"); // st
    EXPECT_EQ(names_of("\x1b[M\x03"), "ctrl+delete ctrl+c");
    EXPECT_EQ(names_of("\x1b[M\x1b[A"), "ctrl+delete up");
    EXPECT_EQ(names_of("\x1b[M !\x1b[A"), "unknown up");
    EXPECT_EQ(names_of("\x1b[M !"), "unknown");
    EXPECT_EQ(names_of("\x1b[M \xc3\x1b[A", {.mouse = mouse_encoding::utf8}), "unknown up");
    EXPECT_EQ(names_of("\x1b[M \xc3\xc3", {.mouse = mouse_encoding::utf8}), "unknown \uFFFD");
}

TEST(Mouse, ByteReportsCanBeSwitchedOff)
{
    EXPECT_EQ(names_of("\x1b[M !!", {.mouse = mouse_encoding::none}), "ctrl+delete space ! !");
    EXPECT_EQ(names_of("\x1b[<0;1;1M", {.mouse = mouse_encoding::none}), "mouse press left 1,1");
}

} // namespace
} // namespace cotty
