// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/keypad.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace cotty {
namespace {

struct keypad_row {
    std::string_view pressed;
    std::string_view main;
    std::string_view text;
};

TEST(Keypad, HasAMainKeyForEachOfItsKeysButOne)
{
    const keypad_row rows[] = {
        {"kp_0", "0", "0"},
        {"kp_1", "1", "1"},
        {"kp_2", "2", "2"},
        {"kp_3", "3", "3"},
        {"kp_4", "4", "4"},
        {"kp_5", "5", "5"},
        {"kp_6", "6", "6"},
        {"kp_7", "7", "7"},
        {"kp_8", "8", "8"},
        {"kp_9", "9", "9"},
        {"kp_decimal", ".", "."},
        {"kp_divide", "/", "/"},
        {"kp_multiply", "*", "*"},
        {"kp_subtract", "-", "-"},
        {"kp_add", "+", "+"},
        {"kp_enter", "enter", ""},
        {"kp_equal", "=", "="},
        {"kp_separator", ",", ","},
        {"kp_left", "left", ""},
        {"kp_right", "right", ""},
        {"kp_up", "up", ""},
        {"kp_down", "down", ""},
        {"kp_page_up", "page_up", ""},
        {"kp_page_down", "page_down", ""},
        {"kp_home", "home", ""},
        {"kp_end", "end", ""},
        {"kp_insert", "insert", ""},
        {"kp_delete", "delete", ""},
        {"kp_begin", "kp_begin", ""},
        // Held together with others.
        {"ctrl+kp_7", "ctrl+7", ""},
        {"alt+kp_add", "alt++", ""},
        {"ctrl+alt+shift+kp_home", "ctrl+alt+shift+home", ""},
        {"shift+kp_multiply", "shift+*", "*"},
        // No keys of the keypad.
        {"a", "a", "a"},
        {"enter", "enter", ""},
        {"left_shift", "left_shift", ""},
    };
    for (const auto& [pressed, main, text] : rows) {
        const key m = main_key(*parse_key(pressed));
        EXPECT_EQ(to_string(m), main) << pressed;
        EXPECT_EQ(m.text.view(), text) << pressed;
    }
}

TEST(Keypad, WhatWasTypedCounts)
{
    key decimal = *parse_key("kp_decimal");
    decimal.text = key_text(",");
    EXPECT_EQ(to_string(main_key(decimal)), ",");
    EXPECT_EQ(main_key(decimal).text.view(), ",");
    // Several characters at once have no key.
    decimal.text = key_text("00");
    EXPECT_EQ(to_string(main_key(decimal)), ".");
    EXPECT_EQ(main_key(decimal).text.view(), "00");
}

TEST(Keypad, ActionAndLocksStay)
{
    key seven = *parse_key("kp_7");
    seven.mods = modifiers::num_lock;
    seven.action = key_action::repeat;
    EXPECT_EQ(main_key(seven).mods, modifiers::num_lock);
    EXPECT_EQ(main_key(seven).action, key_action::repeat);
    EXPECT_EQ(main_key(seven).text.view(), "7");
    seven.action = key_action::release;
    EXPECT_EQ(main_key(seven).action, key_action::release);
    EXPECT_EQ(main_key(seven).text.view(), "") << "a release types nothing";
}

static_assert(main_key("kp_enter"_key).code == key_code::enter);

} // namespace
} // namespace cotty
