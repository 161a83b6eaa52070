// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>

#include "support/decoding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace cotty::test;

TEST(Reply, AnswersOfRealTerminals)
{
    const struct {
        std::string bytes;
        std::string name; // without `reply`
        std::string text;
    } rows[] = {
        {"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", "primary_attributes private 64 1 2 6 9",
         "64;1;2;6;9;15;16;17;18;21;22;28"},                      // xterm
        {"\x1b[?62;c", "primary_attributes private 62 0", "62;"}, // kitty
        {"\x1b[?6c", "primary_attributes private 6", "6"},        // linux
        {"\x1b[>41;379;0c", "secondary_attributes 41 379 0", "41;379;0"},
        {"\x1bP!|00000000\x1b\\", "tertiary_attributes", "00000000"},
        {"\x1bP>|XTerm(379)\x1b\\", "terminal_version", "XTerm(379)"},
        {"\x1b[24;80R", "cursor_position 24 80", "24;80"},
        {"\x1b[1;1R", "cursor_position 1 1", "1;1"},
        {"\x1b[?24;80R", "cursor_position private 24 80", "24;80"},
        {"\x1b[?24;80;1R", "cursor_position private 24 80 1", "24;80;1"},
        {"\x1b[0n", "status 0", "0"},
        {"\x1b[?13n", "status private 13", "13"},
        {"\x1b[?27;1;0;0n", "status private 27 1 0 0", "27;1;0;0"},
        {"\x1b[?2026;2$y", "mode private 2026 2", "2026;2"},
        {"\x1b[4;2$y", "mode 4 2", "4;2"},
        {"\x1b[?31u", "keyboard_flags private 31", "31"},
        {"\x1b[>4;2m", "key_modifiers 4 2", "4;2"},
        {"\x1b]10;rgb:ffff/ffff/ffff\x1b\\", "color 10", "rgb:ffff/ffff/ffff"},
        {"\x1b]11;rgb:0000/0000/0000\x07", "color 11", "rgb:0000/0000/0000"},
        {"\x1b]12;rgb:0/0/0\x07", "color 12", "rgb:0/0/0"},
        {"\x1b]4;255;rgb:eeee/eeee/eeee\x1b\\", "color 4 255", "rgb:eeee/eeee/eeee"},
        {"\x1b]52;c;aGVsbG8=\x1b\\", "clipboard 52", "c;aGVsbG8="},
        {"\x1b[?997;1n", "color_scheme private 997 1", "997;1"},
        {"\x1bP1+r524742=382f382f38\x1b\\", "capability 1", "524742=382f382f38"},
        {"\x1bP0+r\x1b\\", "capability 0", ""},
        {"\x1bP1$r0 q\x1b\\", "setting 1", "0 q"},
        {"\x1bP0$r\x1b\\", "setting 0", ""},
        {"\x1bP1$u1;1;1;@;@;@;0;0;@;BBBB\x1b\\", "presentation 1", "1;1;1;@;@;@;0;0;@;BBBB"},
        {"\x1bP1!~FFE0\x1b\\", "checksum 1", "FFE0"},
        {"\x1b[1t", "window 1", "1"},
        {"\x1b[4;600;800t", "window 4 600 800", "4;600;800"},
        {"\x1b[8;24;80t", "window 8 24 80", "8;24;80"},
        {"\x1b]lxterm\x1b\\", "title 0", "xterm"},
        {"\x1b]Lxterm\x1b\\", "title 1", "xterm"},
        {"\x1b_Gi=31;OK\x1b\\", "graphics", "Gi=31;OK"},
        {"\x1b[?1;0;256S", "graphics private 1 0 256", "1;0;256"},
        {"\x1b[2;1;1;120;120;1;0x", "terminal_parameters 2 1 1 120 120", "2;1;1;120;120;1;0"},
    };
    for (const auto& [bytes, name, text] : rows) {
        EXPECT_EQ(decode_every_way(bytes), (std::vector{seen{"reply " + name, text, bytes}}));
        EXPECT_EQ(names_of("a" + bytes + "b"), "a reply " + name + " b");
    }
}

TEST(Reply, EightBitControls)
{
    EXPECT_EQ(names_of("\x9b?62;c"), "reply primary_attributes private 62 0"); // kitty, S8C1T
    EXPECT_EQ(names_of("\x9d"
                       "11;rgb:0/0/0\x9c"
                       "a"),
              "reply color 11 a"); // xterm
    EXPECT_EQ(names_of("\x90>|x\x9c"
                       "a"),
              "reply terminal_version a");
    EXPECT_EQ(names_of("\x1b]lxterm\x9c\x1b]L\x9c"
                       "a"),
              "reply title 0 reply title 1 a"); // urxvt
    EXPECT_EQ(names_of("\x1b]4;1;a\x1b\x1b]4;2;b\x1b\x1b"),
              "reply color 4 1 reply color 4 2 escape"); // urxvt ends each with ESC
    // Inside a string that began in 7 bits the same byte is part of a character: 眜.
    EXPECT_EQ(decode_every_way("\x1bP>|\xe7\x9c\x9c\x1b\\").at(0).text, "\xe7\x9c\x9c");
    for (const std::string text : {"\xe7\x9c\x9c", "\xf0\x9f\x9c\x9c", "\xc2\x9c", "\xff", "\xc1"})
        EXPECT_EQ(decode_every_way("\x9d"
                                   "11;" +
                                   text + "\x9c")
                      .at(0)
                      .text,
                  text);
}

TEST(Reply, F36_ACursorPositionIsToldFromF3)
{
    EXPECT_EQ(names_of("\x1b[R"), "f3");
    EXPECT_EQ(names_of("\x1b[1;2R"), "shift+f3");
    EXPECT_EQ(names_of("\x1b[1;1:2R"), "f3");
    EXPECT_EQ(names_of("\x1b[5R"), "ctrl+f3"); // xterm with modifyFunctionKeys 1
    EXPECT_EQ(names_of("\x1b[1;16R"), "ctrl+alt+shift+super+f3");
    EXPECT_EQ(names_of("\x1b[1;17R"), "reply cursor_position 1 17");
    EXPECT_EQ(names_of("\x1b[1;256R"), "reply cursor_position 1 256");
    EXPECT_EQ(names_of("\x1b[2;2R"), "reply cursor_position 2 2");
    EXPECT_EQ(names_of("\x1b[1;2;1R"), "reply cursor_position 1 2 1");
    EXPECT_EQ(names_of("\x1b[1;2R", {.cursor_position_expected = true}),
              "reply cursor_position 1 2");
    EXPECT_EQ(names_of("\x1b[1;2:1R", {.cursor_position_expected = true}), "shift+f3");
}

TEST(Reply, F76_NoAnswerBecomesTextOrAKey)
{
    // What an attacker can make a terminal say: each one event, with the command inside it.
    for (const std::string bytes :
         {"\x1bP>|\rrm -rf ~\r\x1b\\", "\x1b]lrm -rf ~\x03\r\x1b\\", "\x1bP0$r\nrm m\n\x1b\\",
          "\x1b]52;c;cm0gLXJmIH4K\x07", "\x1bP+q7\x07rm\r\x1b\\", "\x1b_Grm\x18\r\x1b\\"}) {
        const auto events = decode_every_way(bytes);
        ASSERT_EQ(events.size(), 1U) << escaped(bytes);
        EXPECT_TRUE(events[0].name.starts_with("reply") || events[0].name == "unknown");
    }
}

TEST(Reply, WhatIsNone)
{
    for (const std::string bytes :
         {"\x1b[1 ;2$y", "\x1b[1:1;2$y", "\x1b[>1;2$y", "\x1b[?1$y", "\x1b[?R", "\x1b]4;\x07",
          "\x1b]9;x\x07", "\x1b]53;x\x07", "\x1b]20;x\x07", "\x1b]10\x07", "\x1bP$$r\x1b\\",
          "\x1bP1\x1b\\",
          "\x1bP1+r\x07", // BEL does not end it, but the end of all
          "\x9d"
          "11;rgb"})
        EXPECT_EQ(decode_every_way(bytes), (std::vector{seen{"unknown", "", bytes}}));
}

TEST(Reply, ResizeAndFocusAreEventsOfTheirOwn)
{
    EXPECT_EQ(names_of("\x1b[48;24;80;480;800t"), "resize 80x24 800x480");
    EXPECT_EQ(names_of("\x1b[48;24;80t"), "resize 80x24 0x0");
    EXPECT_EQ(names_of("\x1b[48;0;80;0;0t"), "unknown");
    EXPECT_EQ(names_of("\x1b[48;24;0t"), "unknown");
    EXPECT_EQ(names_of("\x1b[I"), "focus in");
    EXPECT_EQ(names_of("\x1b[O"), "focus out");
    EXPECT_EQ(names_of("a\x1b[Ob"), "a focus out b");
}

// What answers a question proves that the Escape before it was typed alone.
TEST(Reply, F42_AnEscapeInFrontOfWhatIsNoKeyIsEscape)
{
    const struct {
        std::string bytes;
        std::string names;
    } rows[] = {
        {"\x1b\x1b[?64;1;2c", "escape reply primary_attributes private 64 1 2"},
        {"\x1b\x1b\x1b[?64c", "escape escape reply primary_attributes private 64"},
        {"\x1b\x1b[0n", "escape reply status 0"},
        {"\x1b\x1b[24;80R", "escape reply cursor_position 24 80"},
        {"\x1b\x1b[?1u", "escape reply keyboard_flags private 1"},
        {"\x1b\x1bP>|x\x1b\\", "escape reply terminal_version"},
        {"\x1b\x1b]11;rgb:0/0/0\a", "escape reply color 11"},
        {"\x1b[\x1b[?64c", "alt+[ reply primary_attributes private 64"},
        {"\x1bO\x1b[?64c", "alt+O reply primary_attributes private 64"},
        {"\x1b\x1b[<0;3;4M", "escape mouse press left 3,4"},
        {"\x1b\x1b[M #$", "escape mouse press left 3,4"},
        {"\x1b\x1b[I", "escape focus in"},
        {"\x1b\x1b[48;24;80;0;0t", "escape resize 80x24 0x0"},
        {"\x1b\x1b[200~x\x1b[201~", "escape paste"},
        {"\x1b\x1b[A", "alt+up"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(names_of(row.bytes), row.names) << escaped(row.bytes);
}

} // namespace
} // namespace cotty
