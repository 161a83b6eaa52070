// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/encoder.hpp>

#include "support/decoding.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cotty {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

using test::escaped;

struct row {
    std::string_view name; // as parse_key reads it
    std::string_view bytes;
};

key named(std::string_view name)
{
    const auto k = parse_key(name);
    EXPECT_TRUE(k) << name;
    return k.value_or(key());
}

void expect_rows(const std::vector<row>& rows, const encoder_options& options = {})
{
    for (const auto& [name, bytes] : rows)
        EXPECT_EQ(escaped(encode(named(name), options)), escaped(bytes)) << name;
}

encoder_options kitty(unsigned flags)
{
    return {.kitty_flags = static_cast<std::uint8_t>(flags)};
}

key acting(std::string_view name, key_action action)
{
    key k = named(name);
    k.action = action;
    return k;
}

/// shift and a key of a US keyboard, as one knows it who knows the keyboard.
key shifted_key(char32_t code, char32_t shifted, modifiers more = modifiers::none)
{
    key k;
    k.code = key_code{code};
    k.shifted = key_code{shifted};
    k.mods = modifiers::shift | more;
    if (more == modifiers::none)
        k.text = key_text(shifted);
    return k;
}

// What xterm 379 sent in its normal mode, with metaSendsEscape.
TEST(EncodeLegacy, XtermNormal)
{
    expect_rows({
        {"a", "a"},
        {"A", "A"},
        {"shift+a", "A"},
        {"\u00e9", "\u00e9"},
        {"space", " "},
        {"shift+space", " "},
        {"ctrl+a", "\x01"},
        {"ctrl+shift+a", "\x01"},
        {"ctrl+i", "\t"},
        {"ctrl+m", "\r"},
        {"ctrl+space", "\0"sv},
        {"ctrl+1", "1"},
        {"ctrl+2", "\0"sv},
        {"ctrl+3", "\033"},
        {"ctrl+4", "\x1c"},
        {"ctrl+6", "\x1e"},
        {"ctrl+8", "\x7f"},
        {"ctrl+9", "9"},
        {"ctrl+`", "\0"sv},
        {"ctrl+=", "="},
        {"ctrl+[", "\033"},
        {"ctrl+/", "\x1f"},
        {"ctrl+@", "\0"sv},
        {"ctrl+_", "\x1f"},
        {"ctrl+?", "\x7f"},
        {"ctrl+~", "\x1e"},
        {"ctrl+{", "\033"},
        {"ctrl+\u00e9", "\u00e9"},
        {"alt+a", "\033a"},
        {"alt+shift+a", "\033A"},
        {"alt+[", "\033["},
        {"alt+space", "\033 "},
        {"alt+\u00e9", "\033\u00e9"},
        {"ctrl+alt+a", "\033\x01"},
        {"ctrl+alt+/", "\033\x1f"},
        {"ctrl+alt+space", "\033\0"sv},
        {"super+a", "a"},
        {"ctrl+super+left", "\033[1;5D"},
        {"enter", "\r"},
        {"shift+enter", "\r"},
        {"ctrl+enter", "\r"},
        {"tab", "\t"},
        {"shift+tab", "\033[Z"},
        {"ctrl+tab", "\t"},
        {"ctrl+shift+tab", "\033[Z"},
        {"alt+tab", "\033\t"},
        {"alt+shift+tab", "\033[Z"},
        {"backspace", "\x7f"},
        {"shift+backspace", "\x7f"},
        {"ctrl+backspace", "\x08"},
        {"alt+backspace", "\033\x7f"},
        {"ctrl+alt+backspace", "\033\x08"},
        {"escape", "\033"},
        {"ctrl+shift+escape", "\033"},
        {"alt+escape", "\033\033"},
        {"up", "\033[A"},
        {"ctrl+alt+shift+up", "\033[1;8A"},
        {"home", "\033[H"},
        {"ctrl+home", "\033[1;5H"},
        {"end", "\033[F"},
        {"insert", "\033[2~"},
        {"delete", "\033[3~"},
        {"shift+delete", "\033[3;2~"},
        {"page_up", "\033[5~"},
        {"alt+page_down", "\033[6;3~"},
        {"menu", "\033[29~"},
        {"f1", "\033OP"},
        {"f3", "\033OR"},
        {"f4", "\033OS"},
        {"shift+f1", "\033[1;2P"},
        {"ctrl+f3", "\033[1;5R"},
        {"f5", "\033[15~"},
        {"f10", "\033[21~"},
        {"f12", "\033[24~"},
        {"ctrl+shift+f12", "\033[24;6~"},
        {"f13", "\033[25~"},
        {"f16", "\033[29~"},
        {"f20", "\033[34~"},
        {"kp_home", "\033[H"},
        {"ctrl+kp_home", "\033[1;5H"},
        {"kp_page_up", "\033[5~"},
        {"kp_begin", "\033[E"},
        {"shift+kp_begin", "\033[1;2E"},
        {"kp_delete", "\033[3~"},
        {"kp_enter", "\r"},
        {"shift+kp_enter", "\r"},
        {"kp_add", "+"},
        {"ctrl+kp_add", "+"},
        {"alt+kp_add", "+"},
        {"kp_5", "5"},
        {"kp_decimal", "."},
        {"kp_equal", "="},
        {"pause", ""},
        {"print_screen", ""},
        {"caps_lock", ""},
        {"left_shift", ""},
        {"media_play", ""},
    });
}

TEST(EncodeLegacy, ShiftMakesWhatTheKeyboardSays)
{
    EXPECT_EQ(encode(shifted_key(U'2', U'@')), "@");
    EXPECT_EQ(encode(shifted_key(U'2', U'@', modifiers::alt)), "\033@");
    EXPECT_EQ(encode(shifted_key(U'2', U'@', modifiers::ctrl)), "\0"s);
    EXPECT_EQ(encode(shifted_key(U'-', U'_', modifiers::ctrl)), "\x1f");
    EXPECT_EQ(encode(shifted_key(U'/', U'?', modifiers::ctrl)), "\x7f");
    EXPECT_EQ(encode(shifted_key(U'1', U'!', modifiers::ctrl | modifiers::alt)), "\033!");
    EXPECT_EQ(encode(shifted_key(U'\u00e9', U'\u00c9')), "\u00c9");
    EXPECT_EQ(encode(named("shift+2")), "2") << "of a keyboard that nobody described";
}

TEST(EncodeLegacy, CapsLockTurnsLettersAround)
{
    key k = named("a");
    k.text = {};
    k.mods = modifiers::caps_lock;
    EXPECT_EQ(encode(k), "A");
    k.mods |= modifiers::alt;
    EXPECT_EQ(encode(k), "\033A");
    k.mods = modifiers::caps_lock | modifiers::shift;
    EXPECT_EQ(encode(k), "a");
    k.code = key_code{U'1'};
    k.mods = modifiers::caps_lock;
    EXPECT_EQ(encode(k), "1");
    k.code = key_code{U'\u00e9'};
    k.text = key_text(U'\u00c9'); // what the layout makes of it is in the text
    EXPECT_EQ(encode(k), "\u00c9");
}

TEST(EncodeLegacy, TextIsSentAsItIs)
{
    key k;
    k.text = key_text("\uac00\U0001f600"sv); // by an input method, with no key
    EXPECT_EQ(encode(k), "\uac00\U0001f600");
    k = named("ctrl+alt+e");
    k.text = key_text(U'\u20ac'); // AltGr on a PC
    EXPECT_EQ(encode(k), "\u20ac");
    EXPECT_EQ(encode(k, {.modify_other_keys = other_keys::level_2}), "\u20ac");
    for (const std::string_view control : {"\x1b[A"sv, "e\x7f"sv}) {
        k.text = key_text(control);
        EXPECT_EQ(encode(k), "\033\x05") << "control characters are no text";
    }
}

TEST(EncodeLegacy, ReleasesAreNotToldAndRepeatsArePresses)
{
    for (const std::string_view name : {"a", "up", "enter", "ctrl+a", "f5", "kp_5"}) {
        EXPECT_EQ(encode(acting(name, key_action::release)), "") << name;
        EXPECT_EQ(encode(acting(name, key_action::repeat)), encode(named(name))) << name;
        EXPECT_NE(encode(named(name)), "") << name;
    }
}

TEST(EncodeLegacy, WhatIsNoKeySendsNothing)
{
    constexpr auto behind = static_cast<std::uint32_t>(key_code::last_functional_);
    for (const std::uint32_t code : {0x0U, 0x3U, 0x1FU, 0x7FU, 0xD800U, 0xDFFFU, behind, ~0U}) {
        key k;
        k.code = static_cast<key_code>(code);
        for (const modifiers mods : {modifiers::none, modifiers::ctrl | modifiers::alt}) {
            k.mods = mods;
            EXPECT_EQ(encode(k), "") << code;
            EXPECT_EQ(encode(k, kitty(31)), "") << code;
            EXPECT_EQ(encode(k, {.win32_input = true}), "") << code;
        }
    }
}

// xterm, CSI ? 1 h and ESC =.
TEST(EncodeLegacy, XtermApplicationKeys)
{
    const encoder_options options{.application_cursor = true, .application_keypad = true};
    expect_rows(
        {
            {"up", "\033OA"},           {"home", "\033OH"},         {"end", "\033OF"},
            {"shift+up", "\033[1;2A"},  {"delete", "\033[3~"},      {"f1", "\033OP"},
            {"f5", "\033[15~"},         {"kp_home", "\033OH"},      {"kp_begin", "\033OE"},
            {"kp_page_up", "\033[5~"},  {"kp_enter", "\033OM"},     {"shift+kp_enter", "\033O2M"},
            {"ctrl+kp_add", "\033O5k"}, {"kp_divide", "\033Oo"},    {"kp_multiply", "\033Oj"},
            {"kp_equal", "\033OX"},     {"kp_separator", "\033Ol"}, // ctlseqs
            {"kp_0", "\033Op"},         {"kp_9", "\033Oy"},         {"tab", "\t"},
        },
        options);
    for (const auto& [name, bytes] : std::vector<row>{{"kp_9", "9"}, {"kp_enter", "\r"}}) {
        key k = named(name);
        k.mods = modifiers::num_lock;
        EXPECT_EQ(escaped(encode(k, options)), escaped(bytes)) << name;
    }
    const encoder_options only_keypad{.application_keypad = true};
    expect_rows({{"up", "\033[A"}, {"kp_add", "\033Ok"}}, only_keypad);
}

TEST(EncodeLegacy, BackspaceAndEnterBySettings)
{
    expect_rows({{"backspace", "\x08"},
                 {"ctrl+backspace", "\x7f"},
                 {"alt+backspace", "\033\x08"},
                 {"ctrl+h", "\x08"}},
                {.backspace_sends_bs = true});
    expect_rows({{"shift+backspace", "\033[27;2;8~"}, {"ctrl+shift+backspace", "\033[27;6;127~"}},
                {.backspace_sends_bs = true, .modify_other_keys = other_keys::level_2});
    expect_rows({{"enter", "\r\n"},
                 {"ctrl+enter", "\r\n"},
                 {"kp_enter", "\r\n"},
                 {"ctrl+m", "\r"},
                 {"tab", "\t"}},
                {.enter_sends_crlf = true});
}

// xterm, ESC SP G.
TEST(EncodeLegacy, XtermEightBitControls)
{
    expect_rows({{"up", "\x9b\x41"},
                 {"shift+f5", "\x9b\x31\x35;2~"},
                 {"f1", "\x8fP"},
                 {"shift+tab", "\x9bZ"},
                 {"alt+a", "\033\x61"}},
                {.eight_bit_controls = true});
    expect_rows({{"kp_add", "\x8fk"}}, {.application_keypad = true, .eight_bit_controls = true});
    expect_rows({{"shift+enter", "\x9b\x31\x33;2u"}},
                {.eight_bit_controls = true, .kitty_flags = 1});
}

// xterm with eightBitInput: in a UTF-8 locale, its default, and in a Latin-1 one.
TEST(EncodeLegacy, XtermEighthBitIsAlt)
{
    expect_rows({{"alt+a", "\u00e1"},
                 {"alt+shift+a", "\u00c1"},
                 {"alt+space", "\u00a0"},
                 {"alt+escape", "\xc2\x9b"},
                 {"alt+tab", "\xc2\x89"},
                 {"alt+backspace", "\u00ff"},
                 {"ctrl+alt+a", "\xc2\x81"},
                 {"ctrl+alt+space", "\xc2\x80"},
                 {"alt+\u00e9", "\u00e9"},
                 {"alt+up", "\033[1;3A"},
                 {"\u20ac", "\u20ac"}},
                {.high_bytes = eighth_bit::meta_utf8});
    expect_rows({{"alt+a", "\xe1"},
                 {"alt+escape", "\x9b"},
                 {"ctrl+alt+a", "\x81"},
                 {"\u00e9", "\xe9"},
                 {"\u20ac", ""}},
                {.high_bytes = eighth_bit::meta});
    expect_rows({{"alt+a", "\033\x61"},
                 {"\u00e9", "\xe9"},
                 {"alt+\u00e9", "\033\xe9"},
                 {"\u20ac", ""},
                 {"alt+\u20ac", ""}},
                {.high_bytes = eighth_bit::latin1});
}

// xterm, CSI > 4 ; 1 m.
TEST(EncodeOtherKeys, XtermLevel1)
{
    expect_rows(
        {
            {"a", "a"},
            {"shift+a", "A"},
            {"ctrl+a", "\x01"},
            {"ctrl+shift+a", "\x01"},
            {"alt+a", "\033a"},
            {"ctrl+alt+a", "\033\x01"},
            {"ctrl+i", "\t"},
            {"ctrl+2", "\0"sv},
            {"ctrl+/", "\x1f"},
            {"ctrl+8", "\x7f"},
            {"ctrl+1", "\033[27;5;49~"},
            {"ctrl+,", "\033[27;5;44~"},
            {"ctrl+=", "\033[27;5;61~"},
            {"ctrl+\u00e9", "\033[27;5;233~"},
            {"ctrl+alt+=", "\033[27;7;61~"}, // xterm forgets alt
            {"alt+=", "\033="},
            {"space", " "},
            {"ctrl+space", "\0"sv},
            {"alt+shift+space", "\033 "},
            {"ctrl+alt+space", "\033\0"sv},
            {"ctrl+alt+shift+space", "\033[27;8;32~"},
            {"enter", "\r"},
            {"shift+enter", "\033[27;2;13~"},
            {"ctrl+enter", "\033[27;5;13~"},
            {"ctrl+shift+enter", "\033[27;6;13~"},
            {"tab", "\t"},
            {"ctrl+tab", "\033[27;5;9~"},
            {"shift+tab", "\033[Z"},
            {"ctrl+shift+tab", "\033[Z"},
            {"alt+tab", "\033\t"},
            {"ctrl+alt+tab", "\033\t"},
            {"shift+escape", "\033"},
            {"ctrl+shift+escape", "\033"},
            {"alt+escape", "\033\033"},
            {"alt+shift+escape", "\033[27;4;27~"},
            {"ctrl+alt+escape", "\033[27;7;27~"},
            {"ctrl+shift+backspace", "\x08"},
            {"up", "\033[A"},
            {"ctrl+kp_add", "+"},
        },
        {.modify_other_keys = other_keys::level_1});
    const encoder_options options{.modify_other_keys = other_keys::level_1};
    EXPECT_EQ(encode(shifted_key(U'/', U'?', modifiers::ctrl), options), "\033[27;6;63~");
    EXPECT_EQ(encode(shifted_key(U'=', U'+', modifiers::ctrl), options), "\033[27;6;43~");
    EXPECT_EQ(encode(shifted_key(U'2', U'@', modifiers::ctrl), options), "\0"s);
}

// xterm, CSI > 4 ; 2 m.
TEST(EncodeOtherKeys, XtermLevel2)
{
    const encoder_options options{.modify_other_keys = other_keys::level_2};
    expect_rows(
        {
            {"a", "a"},
            {"shift+a", "\033[27;2;65~"},
            {"A", "\033[27;2;65~"},
            {"ctrl+a", "\033[27;5;97~"},
            {"ctrl+shift+a", "\033[27;6;65~"},
            {"alt+a", "\033[27;3;97~"},
            {"alt+shift+a", "\033[27;4;65~"},
            {"ctrl+alt+a", "\033[27;7;97~"},
            {"alt+\u00e9", "\033[27;3;233~"},
            {"ctrl+i", "\033[27;5;105~"},
            {"!", "!"},
            {"space", " "},
            {"shift+space", "\033[27;2;32~"},
            {"ctrl+space", "\033[27;5;32~"},
            {"enter", "\r"},
            {"shift+enter", "\033[27;2;13~"},
            {"tab", "\t"},
            {"shift+tab", "\033[Z"},
            {"alt+tab", "\033[27;3;9~"},
            {"ctrl+shift+tab", "\033[27;6;9~"},
            {"escape", "\033"},
            {"shift+escape", "\033[27;2;27~"},
            {"backspace", "\x7f"},
            {"ctrl+backspace", "\x08"},
            {"shift+backspace", "\033[27;2;127~"},
            {"alt+backspace", "\033[27;3;127~"},
            {"ctrl+shift+backspace", "\033[27;6;8~"},
            {"ctrl+alt+backspace", "\033[27;7;8~"},
            {"up", "\033[A"},
            {"f1", "\033OP"},
            {"ctrl+delete", "\033[3;5~"},
            {"super+a", "a"},
        },
        options);
    EXPECT_EQ(encode(shifted_key(U'1', U'!'), options), "!");
    EXPECT_EQ(encode(shifted_key(U'2', U'@'), options), "\033[27;2;64~");
    EXPECT_EQ(encode(shifted_key(U'`', U'~'), options), "\033[27;2;126~");
    key k = named("shift+2");
    k.text = key_text(U'@'); // tells as much as `shifted`
    EXPECT_EQ(encode(k, options), "\033[27;2;64~");
    EXPECT_EQ(encode(shifted_key(U'1', U'!', modifiers::alt), options), "\033[27;4;33~");
    EXPECT_EQ(encode(shifted_key(U'\u00e9', U'\u00c9'), options), "\u00c9");
    EXPECT_EQ(encode(acting("ctrl+a", key_action::release), options), "");
}

// xterm with formatOtherKeys, CSI > 4 ; 1 f.
TEST(EncodeOtherKeys, XtermFormat1)
{
    expect_rows({{"ctrl+a", "\033[97;5u"}, {"shift+a", "\033[65;2u"}, {"alt+tab", "\033[9;3u"}},
                {.modify_other_keys = other_keys::level_2, .format_other_keys = true});
    expect_rows({{"ctrl+1", "\033[49;5u"}, {"shift+enter", "\033[13;2u"}, {"ctrl+a", "\x01"}},
                {.modify_other_keys = other_keys::level_1, .format_other_keys = true});
}

// What kitty 0.26.5 sent after CSI > 1 u; F3 as the protocol has it since.
TEST(EncodeKitty, Disambiguate)
{
    expect_rows(
        {
            {"a", "a"},
            {"A", "A"},
            {"shift+a", "A"},
            {"\u00e9", "\u00e9"},
            {"space", " "},
            {"shift+space", " "},
            {"escape", "\033[27u"},
            {"alt+escape", "\033[27;3u"},
            {"ctrl+a", "\033[97;5u"},
            {"ctrl+shift+a", "\033[97;6u"},
            {"ctrl+i", "\033[105;5u"},
            {"ctrl+1", "\033[49;5u"},
            {"alt+a", "\033[97;3u"},
            {"alt+\u00e9", "\033[233;3u"},
            {"super+a", "\033[97;9u"},
            {"ctrl+super+a", "\033[97;13u"},
            {"ctrl+space", "\033[32;5u"},
            {"enter", "\r"},
            {"tab", "\t"},
            {"backspace", "\x7f"},
            {"shift+enter", "\033[13;2u"},
            {"super+enter", "\033[13;9u"},
            {"shift+tab", "\033[9;2u"},
            {"ctrl+backspace", "\033[127;5u"},
            {"up", "\033[A"},
            {"ctrl+up", "\033[1;5A"},
            {"home", "\033[H"},
            {"delete", "\033[3~"},
            {"shift+page_up", "\033[5;2~"},
            {"f1", "\033[P"},
            {"shift+f4", "\033[1;2S"},
            {"f3", "\033[13~"},
            {"shift+f3", "\033[13;2~"},
            {"f5", "\033[15~"},
            {"f12", "\033[24~"},
            {"f13", "\033[57376u"},
            {"shift+f16", "\033[57379;2u"},
            {"menu", "\033[57363u"},
            {"pause", "\033[57362u"},
            {"media_play", "\033[57428u"},
            {"kp_add", "+"},
            {"shift+kp_add", "+"},
            {"ctrl+kp_add", "\033[57413;5u"},
            {"kp_9", "9"},
            {"kp_enter", "\033[57414u"},
            {"kp_home", "\033[57423u"},
            {"kp_begin", "\033[E"},
            {"ctrl+kp_begin", "\033[1;5E"},
            {"left_shift", ""},
            {"caps_lock", ""},
            {"scroll_lock", ""},
        },
        kitty(1));
}

TEST(EncodeKitty, ModesOfOtherProtocolsDoNotMatter)
{
    encoder_options options = kitty(1);
    options.application_cursor = options.application_keypad = true;
    options.modify_other_keys = other_keys::level_2;
    expect_rows({{"up", "\033[A"}, {"kp_enter", "\033[57414u"}, {"ctrl+a", "\033[97;5u"}}, options);
    options.backspace_sends_bs = true;
    expect_rows({{"backspace", "\x08"}, {"ctrl+backspace", "\033[127;5u"}}, options);
}

TEST(EncodeKitty, LocksAreToldButForText)
{
    const auto with = [](std::string_view name, modifiers lock) {
        key k = named(name);
        k.mods |= lock;
        return k;
    };
    constexpr modifiers num = modifiers::num_lock;
    EXPECT_EQ(encode(with("a", num), kitty(1)), "a");
    EXPECT_EQ(encode(with("ctrl+a", num), kitty(1)), "\033[97;133u");
    EXPECT_EQ(encode(with("left", num), kitty(1)), "\033[1;129D");
    EXPECT_EQ(encode(with("f1", modifiers::caps_lock), kitty(1)), "\033[1;65P");
    EXPECT_EQ(encode(with("enter", num), kitty(1)), "\r");
    EXPECT_EQ(encode(with("enter", num), kitty(8)), "\033[13;129u");
    EXPECT_EQ(encode(with("left", num)), "\033[D");
    key caps = with("a", modifiers::caps_lock);
    caps.text = key_text(U'A');
    EXPECT_EQ(encode(caps, kitty(31)), "\033[97;65;65u");
    caps.code = key_code{U'A'};
    EXPECT_EQ(encode(caps, kitty(31)), "\033[97;65;65u") << "the lock made the capital";
}

// What kitty sent after CSI > 3 u.
TEST(EncodeKitty, ReportEvents)
{
    struct event_row {
        std::string_view name;
        std::string_view press, repeat, release;
    };
    for (const auto& [name, press, repeat, release] : std::vector<event_row>{
             {"a", "a", "a", "\033[97;1:3u"},
             {"shift+a", "A", "A", "\033[97;2:3u"},
             {"ctrl+a", "\033[97;5u", "\033[97;5:2u", "\033[97;5:3u"},
             {"enter", "\r", "\r", ""},
             {"tab", "\t", "\t", ""},
             {"backspace", "\x7f", "\x7f", ""},
             {"shift+tab", "\033[9;2u", "\033[9;2:2u", "\033[9;2:3u"},
             {"escape", "\033[27u", "\033[27;1:2u", "\033[27;1:3u"},
             {"space", " ", " ", "\033[32;1:3u"},
             {"left", "\033[D", "\033[1;1:2D", "\033[1;1:3D"},
             {"ctrl+left", "\033[1;5D", "\033[1;5:2D", "\033[1;5:3D"},
             {"delete", "\033[3~", "\033[3;1:2~", "\033[3;1:3~"},
             {"f1", "\033[P", "\033[1;1:2P", "\033[1;1:3P"},
             {"f3", "\033[13~", "\033[13;1:2~", "\033[13;1:3~"},
             {"f13", "\033[57376u", "\033[57376;1:2u", "\033[57376;1:3u"},
             {"\u00e9", "\u00e9", "\u00e9", "\033[233;1:3u"},
             {"left_shift", "", "", ""},
         }) {
        EXPECT_EQ(escaped(encode(named(name), kitty(3))), escaped(press)) << name;
        EXPECT_EQ(escaped(encode(acting(name, key_action::repeat), kitty(3))), escaped(repeat))
            << name;
        EXPECT_EQ(escaped(encode(acting(name, key_action::release), kitty(3))), escaped(release))
            << name;
        EXPECT_EQ(encode(acting(name, key_action::release), kitty(1)), "") << name;
    }
}

TEST(EncodeKitty, EventsAloneLeavePressesAsTheyWere)
{
    for (const std::string_view name :
         {"a", "ctrl+a", "escape", "f1", "f13", "shift+enter", "kp_home", "alt+a", "pause"})
        EXPECT_EQ(escaped(encode(named(name), kitty(2))), escaped(encode(named(name)))) << name;
    encoder_options options = kitty(2);
    options.application_cursor = true;
    EXPECT_EQ(encode(named("up"), options), "\033OA");
    EXPECT_EQ(encode(acting("up", key_action::repeat), options), "\033[1;1:2A");
    EXPECT_EQ(encode(acting("a", key_action::repeat), options), "a");
    EXPECT_EQ(encode(acting("ctrl+a", key_action::repeat), options), "\033[97;5:2u");
    EXPECT_EQ(encode(acting("escape", key_action::release), options), "\033[27;1:3u");
    EXPECT_EQ(encode(acting("enter", key_action::release), options), "");
    EXPECT_EQ(encode(acting("left_shift", key_action::release), options), "");
}

TEST(EncodeKitty, AlternatesAndTextAloneChangeNothing)
{
    for (const unsigned flags : {4U, 16U, 20U})
        for (const std::string_view name : {"a", "ctrl+a", "escape", "f1", "alt+shift+a", "up"})
            EXPECT_EQ(escaped(encode(named(name), kitty(flags))), escaped(encode(named(name))))
                << name;
    for (const unsigned flags : {1U, 3U, 5U})
        for (const std::string_view name : {"a", "ctrl+a", "escape", "f1"})
            EXPECT_EQ(encode(named(name), kitty(flags + 16)), encode(named(name), kitty(flags)));
}

// kitty with flags 5, 31; the Cyrillic ones with a Russian layout.
TEST(EncodeKitty, Alternates)
{
    EXPECT_EQ(encode(shifted_key(U'a', U'A', modifiers::ctrl), kitty(5)), "\033[97:65;6u");
    EXPECT_EQ(encode(named("ctrl+shift+a"), kitty(5)), "\033[97:65;6u") << "known of letters";
    EXPECT_EQ(encode(shifted_key(U'a', U'A'), kitty(5)), "A");
    EXPECT_EQ(encode(shifted_key(U'a', U'A'), kitty(31)), "\033[97:65;2;65u");
    key k = named("ctrl+\u0441");
    k.base = key_code{U'c'};
    EXPECT_EQ(encode(k, kitty(5)), "\033[1089::99;5u");
    EXPECT_EQ(encode(k, kitty(1)), "\033[1089;5u");
    k.mods |= modifiers::shift;
    k.shifted = key_code{U'\u0421'};
    EXPECT_EQ(encode(k, kitty(5)), "\033[1089:1057:99;6u");
    k.mods = modifiers::ctrl;
    EXPECT_EQ(encode(k, kitty(5)), "\033[1089::99;5u") << "shifted only with shift";
    key up = named("shift+up");
    up.base = key_code::down;
    EXPECT_EQ(encode(up, kitty(5)), "\033[1;2A");
}

// kitty with flags 9, 31.
TEST(EncodeKitty, ReportAll)
{
    expect_rows({{"a", "\033[97u"},
                 {"shift+a", "\033[97;2u"},
                 {"A", "\033[97;2u"},
                 {"enter", "\033[13u"},
                 {"tab", "\033[9u"},
                 {"backspace", "\033[127u"},
                 {"space", "\033[32u"},
                 {"left_shift", "\033[57441u"},
                 {"right_control", "\033[57448u"},
                 {"iso_level3_shift", "\033[57453u"},
                 {"caps_lock", "\033[57358u"},
                 {"kp_add", "\033[57413u"},
                 {"escape", "\033[27u"},
                 {"ctrl+left", "\033[1;5D"}},
                kitty(9));
    expect_rows({{"a", "\033[97;;97u"},
                 {"shift+a", "\033[97:65;2;65u"},
                 {"A", "\033[97:65;2;65u"},
                 {"ctrl+a", "\033[97;5u"},
                 {"alt+a", "\033[97;3u"},
                 {"space", "\033[32;;32u"},
                 {"shift+space", "\033[32;2;32u"},
                 {"shift+2", "\033[50;2u"},
                 {"kp_add", "\033[57413;;43u"},
                 {"enter", "\033[13u"},
                 {"\u65e5", "\033[26085;;26085u"},
                 {"left", "\033[D"}},
                kitty(31));
    EXPECT_EQ(encode(acting("a", key_action::repeat), kitty(31)), "\033[97;1:2;97u");
    EXPECT_EQ(encode(acting("a", key_action::release), kitty(31)), "\033[97;1:3u");
    EXPECT_EQ(encode(acting("enter", key_action::release), kitty(31)), "\033[13;1:3u");
    EXPECT_EQ(encode(acting("a", key_action::release), kitty(9)), "");
    key k = acting("left_shift", key_action::release);
    EXPECT_EQ(encode(k, kitty(31)), "\033[57441;1:3u");
}

// The protocol's own examples: option+a, and text that no known key typed.
TEST(EncodeKitty, Text)
{
    key k = named("a");
    k.text = key_text(U'\u00e5');
    EXPECT_EQ(encode(k, kitty(24)), "\033[97;;229u");
    k.code = key_code::none;
    EXPECT_EQ(encode(k, kitty(24)), "\033[0;;229u");
    EXPECT_EQ(encode(k, kitty(1)), "\u00e5");
    EXPECT_EQ(encode(k, kitty(8)), "") << "no key, and text is not asked for";
    k.text = key_text("\U0001f468\u200d\U0001f469"sv);
    EXPECT_EQ(encode(k, kitty(24)), "\033[0;;128104:8205:128105u");
    k = named("enter");
    k.text = key_text("\r"sv);
    EXPECT_EQ(encode(k, kitty(31)), "\033[13u") << "control characters are no text";
}

// The specification's examples; NumLock off.
TEST(EncodeWin32, Specification)
{
    const encoder_options options{.win32_input = true};
    const auto with = [](std::string_view name, key_action action, modifiers mods) {
        key k = acting(name, action);
        k.mods = mods;
        return k;
    };
    constexpr auto press = key_action::press;
    constexpr auto release = key_action::release;
    constexpr auto ctrl = modifiers::ctrl;
    EXPECT_EQ(encode(with("left_control", press, ctrl), options), "\033[17;29;0;1;8;1_");
    EXPECT_EQ(encode(with("f1", press, ctrl), options), "\033[112;59;0;1;8;1_");
    EXPECT_EQ(encode(with("f1", release, ctrl), options), "\033[112;59;0;0;8;1_");
    EXPECT_EQ(encode(with("left_control", release, modifiers::none), options),
              "\033[17;29;0;0;0;1_");
    EXPECT_EQ(encode(with("left_alt", press, ctrl | modifiers::alt), options),
              "\033[18;56;0;1;10;1_");
    EXPECT_EQ(encode(named("ctrl+alt+a"), options), "\033[65;30;0;1;10;1_");
    EXPECT_EQ(encode(with("left_shift", press, modifiers::shift), options), "\033[16;42;0;1;16;1_");
    EXPECT_EQ(encode(named("shift+a"), options), "\033[65;30;65;1;16;1_");
    EXPECT_EQ(encode(named("A"), options), "\033[65;30;65;1;16;1_");
    EXPECT_EQ(encode(acting("a", release), options), "\033[65;30;97;0;0;1_");
}

// Console documentation: enhanced keys, and the characters that Windows' layouts make.
TEST(EncodeWin32, Keys)
{
    expect_rows({{"up", "\033[38;72;0;1;256;1_"},
                 {"kp_up", "\033[38;72;0;1;0;1_"},
                 {"kp_8", "\033[104;72;56;1;0;1_"},
                 {"enter", "\033[13;28;13;1;0;1_"},
                 {"kp_enter", "\033[13;28;13;1;256;1_"},
                 {"ctrl+enter", "\033[13;28;10;1;8;1_"},
                 {"backspace", "\033[8;14;8;1;0;1_"},
                 {"ctrl+backspace", "\033[8;14;127;1;8;1_"},
                 {"right_shift", "\033[16;54;0;1;0;1_"},
                 {"right_alt", "\033[18;56;0;1;256;1_"},
                 {"ctrl+a", "\033[65;30;1;1;8;1_"},
                 {"alt+a", "\033[65;30;97;1;2;1_"},
                 {"ctrl+1", "\033[49;2;0;1;8;1_"},
                 {"ctrl+[", "\033[219;26;27;1;8;1_"},
                 {"ctrl+;", "\033[186;39;0;1;8;1_"},
                 {"ctrl+space", "\033[32;57;32;1;8;1_"},
                 {"super+a", "\033[65;30;97;1;0;1_"},
                 {"f24", "\033[135;118;0;1;0;1_"},
                 {"f25", ""},
                 {"media_record", ""},
                 {"!", "\033[0;0;33;1;0;1_"},
                 {"\u00e9", "\033[0;0;233;1;0;1_"},
                 {"\U0001f600", "\033[0;0;55357;1;0;1_\033[0;0;56832;1;0;1_"}},
                {.win32_input = true});
    EXPECT_EQ(encode(shifted_key(U'1', U'!'), {.win32_input = true}), "\033[49;2;33;1;16;1_");
    EXPECT_EQ(encode(named("a"), {.kitty_flags = 31, .win32_input = true}), "\033[65;30;97;1;0;1_");
    key k = named("a");
    k.mods = lock_modifiers;
    k.text = key_text(U'A');
    EXPECT_EQ(encode(k, {.win32_input = true}), "\033[65;30;65;1;160;1_");
}

struct mouse_row {
    mouse m;
    std::string_view bytes;
};

void expect_mouse(const std::vector<mouse_row>& rows, mouse_format format,
                  mouse_tracking tracking = mouse_tracking::all_movement)
{
    for (const auto& [m, bytes] : rows)
        EXPECT_EQ(escaped(encode(m, {.mouse = tracking, .mouse_reports = format})), escaped(bytes));
}

mouse at(mouse_action action, mouse_button button, int x, int y, modifiers mods = modifiers::none)
{
    return {.action = action, .button = button, .mods = mods, .x = x, .y = y};
}

constexpr auto press = mouse_action::press;
constexpr auto release = mouse_action::release;
constexpr auto move = mouse_action::move;

// What xterm sent at column 26, row 10.
TEST(EncodeMouse, XtermBytes)
{
    expect_mouse(
        {{at(press, mouse_button::left, 26, 10), "\033[M :*"},
         {at(release, mouse_button::left, 26, 10), "\033[M#:*"},
         {at(press, mouse_button::middle, 26, 10), "\033[M!:*"},
         {at(press, mouse_button::right, 26, 10), "\033[M\":*"},
         {at(press, mouse_button::wheel_up, 26, 10), "\033[M`:*"},
         {at(press, mouse_button::wheel_right, 26, 10), "\033[Mc:*"},
         {at(press, mouse_button::wheel_up, 26, 10, modifiers::ctrl), "\033[Mp:*"},
         {at(press, mouse_button::left, 26, 10, modifiers::ctrl | modifiers::alt), "\033[M8:*"},
         {at(release, mouse_button::left, 26, 10, modifiers::alt), "\033[M+:*"},
         {at(press, mouse_button::button_8, 26, 10), "\033[M\xa0:*"},
         {at(move, mouse_button::none, 36, 13), "\033[MCD-"},
         {at(move, mouse_button::left, 50, 8), "\033[M@R("}},
        mouse_format::bytes);
    // Columns from 224 on; column and row 0 are what the decoder makes of those.
    expect_mouse({{at(press, mouse_button::left, 223, 1), "\033[M \xff!"},
                  {at(press, mouse_button::left, 224, 1), "\033[M \0!"sv},
                  {at(press, mouse_button::left, 1, 100000), "\033[M !\0"sv},
                  {at(press, mouse_button::left, 0, -5), "\033[M \0\0"sv}},
                 mouse_format::bytes);
}

TEST(EncodeMouse, XtermUtf8)
{
    expect_mouse({{at(press, mouse_button::left, 26, 10), "\033[M :*"},
                  {at(press, mouse_button::button_8, 26, 10), "\033[M\xc2\xa0:*"},
                  {at(press, mouse_button::left, 95, 96), "\033[M \x7f\xc2\x80"},
                  {at(press, mouse_button::left, 2015, 2016), "\033[M \xdf\xbf\0"sv}},
                 mouse_format::utf8);
}

TEST(EncodeMouse, XtermSgr)
{
    expect_mouse(
        {{at(press, mouse_button::left, 26, 10), "\033[<0;26;10M"},
         {at(release, mouse_button::left, 26, 10), "\033[<0;26;10m"},
         {at(press, mouse_button::wheel_left, 26, 10), "\033[<66;26;10M"},
         {at(release, mouse_button::wheel_left, 26, 10), "\033[<66;26;10m"},
         {at(move, mouse_button::none, 36, 13), "\033[<35;36;13M"},
         {at(move, mouse_button::left, 50, 8), "\033[<32;50;8M"},
         {at(release, mouse_button::right, 26, 10, modifiers::alt), "\033[<10;26;10m"},
         {at(press, mouse_button::button_9, 300, 200, modifiers::shift), "\033[<133;300;200M"}},
        mouse_format::sgr);
}

TEST(EncodeMouse, XtermUrxvt)
{
    expect_mouse({{at(press, mouse_button::left, 26, 10), "\033[32;26;10M"},
                  {at(release, mouse_button::left, 26, 10), "\033[35;26;10M"},
                  {at(press, mouse_button::wheel_up, 26, 10), "\033[96;26;10M"},
                  {at(move, mouse_button::none, 36, 13), "\033[67;36;13M"},
                  {at(move, mouse_button::left, 36, 13), "\033[64;36;13M"},
                  {at(press, mouse_button::button_8, 26, 10), "\033[160;26;10M"}},
                 mouse_format::urxvt);
}

TEST(EncodeMouse, PixelsAndCellsAreNotMixed)
{
    mouse m = at(press, mouse_button::left, 155, 129);
    m.pixels = true;
    expect_mouse({{m, "\033[<0;155;129M"}, {at(press, mouse_button::left, 1, 1), ""}},
                 mouse_format::pixels);
    for (const mouse_format format :
         {mouse_format::bytes, mouse_format::utf8, mouse_format::sgr, mouse_format::urxvt})
        expect_mouse({{m, ""}}, format);
}

TEST(EncodeMouse, OnlyWhatIsAskedFor)
{
    const mouse click = at(press, mouse_button::left, 26, 10, modifiers::alt);
    const mouse wheel = at(press, mouse_button::wheel_up, 26, 10);
    const mouse end = at(release, mouse_button::left, 26, 10);
    const mouse drag = at(move, mouse_button::left, 26, 10);
    const mouse nothing = at(press, mouse_button::none, 26, 10);
    const mouse hover = at(move, mouse_button::none, 26, 10);
    constexpr auto bytes = mouse_format::bytes;
    expect_mouse({{click, ""}, {wheel, ""}, {end, ""}, {drag, ""}, {hover, ""}}, bytes,
                 mouse_tracking::off);
    EXPECT_EQ(encode(click), "");
    expect_mouse({{click, "\033[M :*"}, {wheel, ""}, {end, ""}, {drag, ""}, {nothing, ""}}, bytes,
                 mouse_tracking::presses);
    expect_mouse(
        {{click, "\033[M(:*"}, {wheel, "\033[M`:*"}, {end, "\033[M#:*"}, {drag, ""}, {hover, ""}},
        bytes, mouse_tracking::buttons);
    expect_mouse({{end, "\033[M#:*"}, {drag, "\033[M@:*"}, {hover, ""}}, bytes,
                 mouse_tracking::drags);
}

TEST(EncodeFocus, OnlyIfAskedFor)
{
    const encoder_options options{.focus_reports = true};
    EXPECT_EQ(encode(focus{true}, options), "\033[I");
    EXPECT_EQ(encode(focus{false}, options), "\033[O");
    EXPECT_EQ(encode(focus{true}), "");
}

TEST(EncodeResize, OnlyIfAskedFor)
{
    const resize r{{.columns = 80, .rows = 24, .x_pixels = 640, .y_pixels = 480}};
    EXPECT_EQ(encode(r, {.resize_reports = true}), "\033[48;24;80;480;640t");
    EXPECT_EQ(encode(resize{{.columns = -1, .rows = 24}}, {.resize_reports = true}),
              "\033[48;24;0;0;0t");
    EXPECT_EQ(encode(r), "");
}

TEST(EncodePaste, Bracketed)
{
    encoder_options options{.bracketed_paste = true};
    EXPECT_EQ(encode(paste{"a\r\n\tb\n"}, options), "\033[200~a\r\n\tb\n\033[201~");
    EXPECT_EQ(encode(paste{""}, options), "\033[200~\033[201~");
    EXPECT_EQ(encode(paste{.text = "a", .ends = false}, options), "\033[200~a");
    EXPECT_EQ(encode(paste{.text = "b", .begins = false, .ends = false}, options), "b");
    EXPECT_EQ(encode(paste{.text = "c", .begins = false}, options), "c\033[201~");
    options.eight_bit_controls = true;
    EXPECT_EQ(encode(paste{"a"}, options), "\x9b\x32\x30\x30~a\x9b\x32\x30\x31~");
}

TEST(EncodePaste, TheEndMarkInsideIsHarmless)
{
    const auto text = [](std::string_view pasted, eighth_bit high_bytes = eighth_bit::utf8) {
        std::string out =
            encode(paste{pasted}, {.high_bytes = high_bytes, .bracketed_paste = true});
        EXPECT_TRUE(out.starts_with("\033[200~") && out.ends_with("\033[201~"));
        return out.size() < 12 ? out : out.substr(6, out.size() - 12);
    };
    EXPECT_EQ(text("a\033[201~rm"), "a [201~rm");
    EXPECT_EQ(text("\033[20\033[201~1~"), " [20 [201~1~");
    EXPECT_EQ(text("\x9b\x32\x30\x31~"), " 201~");
    EXPECT_EQ(text("\xc2\x9b\x32\x30\x31~"), " 201~");
    EXPECT_EQ(text("\xe9\x9b\x9b\x32\x30\x31~"), "\xe9\x9b\x9b\x32\x30\x31~") << "U+96DB";
    EXPECT_EQ(text("\xe9\x9b\x32\x30\x31~"), "\xe9 201~") << "no character";
    EXPECT_EQ(text("\xc3\x9b"), "\u00db");
    EXPECT_EQ(text("\xc3\x9b", eighth_bit::latin1), "\xc3 ");
    EXPECT_EQ(text("\xf0\x9f\x98\x80\033"), "\U0001f600 ");
}

TEST(EncodePaste, TypedIfNotAskedFor)
{
    EXPECT_EQ(encode(paste{"a\r\nb\nc\rd\033[201~\n"}), "a\rb\rc\rd\033[201~\r");
}

TEST(EncodeTo, AppendsAndAllocatesNothingOnceLargeEnough)
{
    std::string out;
    out.reserve(64);
    const char* const place = out.data();
    encode_to(out, named("a"));
    encode_to(out, named("up"));
    encode_to(out, focus{true}, {.focus_reports = true});
    encode_to(out, at(press, mouse_button::left, 1, 1), {.mouse = mouse_tracking::buttons});
    encode_to(out, paste{"x"});
    encode_to(out, resize{{.columns = 2, .rows = 1}}, {.resize_reports = true});
    EXPECT_EQ(out, "a\033[A\033[I\033[M !!x\033[48;1;2;0;0t");
    EXPECT_EQ(out.data(), place);
}

} // namespace
} // namespace cotty
