// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/decoder.hpp>
#include <cotty/encoder.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// decode(encode(k)) is k, as far as the mode tells keys apart. What it does not tell apart is said
// by the functions named `as_told_by_...`: rules, each for all keys.
namespace cotty {
namespace {

constexpr modifiers shift = modifiers::shift;
constexpr modifiers alt = modifiers::alt;
constexpr modifiers ctrl = modifiers::ctrl;
constexpr modifiers classic = shift | alt | ctrl;

constexpr bool has(modifiers set, modifiers one)
{
    return (set & one) != modifiers::none;
}

/// The options with which a decoder understands a terminal in this state.
decoder_options understanding(const encoder_options& o)
{
    decoder_options d;
    d.backspace_sends_bs = o.backspace_sends_bs;
    d.escape_escape_is_alt = true;
    d.high_bytes = o.high_bytes;
    d.mouse = o.mouse_reports == mouse_format::utf8 ? mouse_encoding::utf8 : mouse_encoding::bytes;
    d.mouse_pixels = o.mouse_reports == mouse_format::pixels;
    return d;
}

using value = decltype(event::value);

std::vector<value> decode(std::string_view bytes, const decoder_options& options)
{
    std::vector<value> values;
    decoder d(options);
    event e;
    while (d.next(bytes, e))
        values.push_back(e.value);
    while (d.flush(e))
        values.push_back(e.value);
    return values;
}

std::string described(const key& k)
{
    const auto number = [](key_code c) { return std::to_string(static_cast<std::uint32_t>(c)); };
    const bool locked = has(k.mods, lock_modifiers);
    return to_string(k) + (locked ? " locked " : " ") + std::string(to_string(k.action)) +
           " shifted " + number(k.shifted) + " base " + number(k.base) + " text '" +
           std::string(k.text) + "'";
}

std::string described(const std::vector<value>& values)
{
    std::string out;
    for (const value& v : values) {
        const auto* k = std::get_if<key>(&v);
        out += "[" + (k != nullptr ? described(*k) : "event " + std::to_string(v.index())) + "]";
    }
    return out;
}

/// All keys of a US keyboard and some others, with eight combinations of modifiers, as they are
/// known where all is known.
struct pair {
    char32_t code;
    char32_t shifted;
};

std::vector<pair> us_characters()
{
    std::vector<pair> pairs{{U' ', U' '}};
    constexpr std::u32string_view plain = U"`1234567890-=[]\\;',./abcdefghijklmnopqrstuvwxyz";
    constexpr std::u32string_view upper = U"~!@#$%^&*()_+{}|:\"<>?ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (std::size_t i = 0; i < plain.size(); ++i)
        pairs.push_back({plain[i], upper[i]});
    return pairs;
}

std::vector<pair> all_characters()
{
    std::vector<pair> pairs = us_characters();
    for (const pair p : {pair{U'\u00e9', U'\u00c9'}, pair{U'\u0430', U'\u0410'},
                         pair{U'\u65e5', U'\u65e5'}, pair{U'\U0001f600', U'\U0001f600'}})
        pairs.push_back(p);
    return pairs;
}

key character(pair p, modifiers mods)
{
    key k;
    k.code = key_code{p.code};
    k.mods = mods;
    if (has(mods, shift) && p.shifted != p.code)
        k.shifted = key_code{p.shifted};
    if (!has(mods, ~(shift | lock_modifiers)))
        k.text = key_text(has(mods, shift) ? p.shifted : p.code);
    return k;
}

std::vector<key> all_keys(const std::vector<pair>& characters, modifiers more = modifiers::none)
{
    std::vector<key> keys;
    for (unsigned bits = 0; bits < 8; ++bits) {
        const modifiers mods = static_cast<modifiers>(bits) | more;
        for (const pair p : characters)
            keys.push_back(character(p, mods));
        for (std::size_t i = 0; i < detail::functional_names.size(); ++i) {
            key k;
            k.code = detail::functional_code(i);
            k.mods = mods;
            keys.push_back(k);
        }
    }
    return keys;
}

constexpr std::array actions{key_action::press, key_action::repeat, key_action::release};

template <class AsTold>
void expect_round_trips(const std::vector<key>& keys, const encoder_options& options,
                        AsTold as_told)
{
    for (key k : keys) {
        for (const key_action action : actions) {
            k.action = action;
            if (action == key_action::release)
                k.text = {};
            const std::optional<key> expected = as_told(k);
            const auto values = decode(encode(k, options), understanding(options));
            const auto wanted = expected ? std::vector<value>{*expected} : std::vector<value>{};
            ASSERT_EQ(described(values), described(wanted))
                << "for " << described(k) << ", kitty flags "
                << static_cast<int>(options.kitty_flags);
        }
    }
}

bool is_between(key_code code, key_code first, key_code last)
{
    return code >= first && code <= last;
}

key functional(key_code code, modifiers mods)
{
    key k;
    k.code = code;
    k.mods = mods;
    return k;
}

key typed(char32_t c)
{
    return character({c, c}, modifiers::none);
}

/// What the keys kp_0 to kp_separator type; none for kp_enter.
std::optional<char32_t> keypad_text(key_code code)
{
    constexpr std::u32string_view text = U"0123456789./*-+";
    if (is_between(code, key_code::kp_0, key_code::kp_add))
        return text[detail::functional_index(code) - detail::functional_index(key_code::kp_0)];
    if (code == key_code::kp_equal)
        return U'=';
    if (code == key_code::kp_separator)
        return U',';
    return {};
}

/// The character without shift, as all terminals have it: they tell what it types.
char32_t shifted_character(const key& k)
{
    return static_cast<char32_t>(k.shifted != key_code::none ? k.shifted : k.code);
}

/// One control character stands for several keys with ctrl; this is the one it is taken for.
/// Nothing if ctrl changes nothing.
std::optional<key> control_character(char32_t c)
{
    struct row {
        std::u32string_view keys;
        key meant;
    };
    static const std::vector<row> rows{
        {U" 2@`", functional(key_code::space, ctrl)},
        {U"3[{", functional(key_code::escape, modifiers::none)},
        {U"4\\|", functional(key_code{U'\\'}, ctrl)},
        {U"5]}", functional(key_code{U']'}, ctrl)},
        {U"6^~", functional(key_code{U'^'}, ctrl)},
        {U"7/_", functional(key_code{U'_'}, ctrl)},
        {U"8?", functional(key_code::backspace, modifiers::none)},
        {U"iI", functional(key_code::tab, modifiers::none)},
        {U"mM", functional(key_code::enter, modifiers::none)},
    };
    for (const row& r : rows)
        if (r.keys.find(c) != std::u32string_view::npos)
            return r.meant;
    if (c >= U'A' && c <= U'Z')
        c += 0x20;
    if (c >= U'a' && c <= U'z')
        return functional(key_code{c}, ctrl);
    return {};
}

/// Without any protocol.
key character_as_told_by_xterm(const key& k)
{
    const char32_t c = shifted_character(k);
    key told = typed(c);
    if (has(k.mods, ctrl))
        told = control_character(c).value_or(told);
    if (has(k.mods, alt)) {
        told.mods |= alt;
        told.text = {};
    }
    return told;
}

/// Which keys have no sequence.
bool is_silent(key_code code)
{
    return (is_between(code, key_code::caps_lock, key_code::pause)) ||
           is_between(code, key_code::media_play, key_code::iso_level5_shift);
}

/// The keypad's cursor keys are those beside it.
key_code without_keypad(key_code code)
{
    constexpr std::array plain{
        key_code::left,      key_code::right, key_code::up,  key_code::down,   key_code::page_up,
        key_code::page_down, key_code::home,  key_code::end, key_code::insert, key_code::delete_};
    if (is_between(code, key_code::kp_left, key_code::kp_delete))
        return plain.at(detail::functional_index(code) -
                        detail::functional_index(key_code::kp_left));
    return code == key_code::f16 ? key_code::menu : code; // one key of the VT220
}

std::optional<key> functional_as_told_by_xterm(const key& k, bool application_keypad)
{
    const modifiers mods = k.mods & classic;
    const bool keypad = is_between(k.code, key_code::kp_0, key_code::kp_separator);
    if (keypad && application_keypad)
        return functional(k.code, mods);
    if (k.code == key_code::kp_enter)
        return functional(key_code::enter, modifiers::none);
    if (keypad)
        return typed(*keypad_text(k.code));
    if (is_silent(k.code))
        return {};
    switch (k.code) {
    case key_code::enter:
    case key_code::escape:
        return functional(k.code, mods & alt);
    case key_code::tab:
        return functional(k.code, has(mods, shift) ? shift : mods & alt);
    case key_code::backspace: // with ctrl it sends BS, which is ctrl+h too
        return functional(has(mods, ctrl) ? key_code{U'h'} : k.code, mods & (ctrl | alt));
    default:
        return functional(without_keypad(k.code), mods);
    }
}

std::optional<key> as_told_by_xterm(const key& k, bool application_keypad = false)
{
    if (k.action == key_action::release)
        return {};
    return k.is_functional() ? functional_as_told_by_xterm(k, application_keypad)
                             : character_as_told_by_xterm(k);
}

TEST(RoundTrip, Xterm)
{
    for (const bool cursor : {false, true}) {
        for (const bool keypad : {false, true}) {
            for (const bool c1 : {false, true}) {
                const encoder_options options{.application_cursor = cursor,
                                              .application_keypad = keypad,
                                              .eight_bit_controls = c1};
                expect_round_trips(all_keys(all_characters()), options,
                                   [keypad](const key& k) { return as_told_by_xterm(k, keypad); });
            }
        }
    }
}

TEST(RoundTrip, XtermLeavesOutSuperAndTheLike)
{
    constexpr modifiers lost = modifiers::super | modifiers::hyper | modifiers::meta;
    for (key k : all_keys(all_characters())) {
        const std::string bytes = encode(k);
        k.mods |= lost | modifiers::num_lock;
        EXPECT_EQ(encode(k), bytes) << described(k);
    }
}

// In `meta` and `meta_utf8` there is no room for alt beyond ASCII.
TEST(RoundTrip, XtermWhateverAltDoes)
{
    for (const eighth_bit high_bytes :
         {eighth_bit::utf8, eighth_bit::meta, eighth_bit::meta_utf8, eighth_bit::latin1})
        expect_round_trips(all_keys(us_characters()), {.high_bytes = high_bytes},
                           [](const key& k) { return as_told_by_xterm(k); });
    for (char32_t c = 0xA0; c <= 0xFF; ++c) {
        key k = typed(c);
        const encoder_options latin1{.high_bytes = eighth_bit::latin1};
        EXPECT_EQ(decode(encode(k, latin1), understanding(latin1)), std::vector<value>{k});
    }
}

TEST(RoundTrip, XtermBackspaceThatSendsBs)
{
    const encoder_options options{.backspace_sends_bs = true};
    expect_round_trips(all_keys(all_characters()), options, [](const key& k) {
        std::optional<key> told = as_told_by_xterm(k);
        if (!told)
            return told;
        if (k.code == key_code::backspace || told->code == key_code{U'h'})
            told->code = has(told->mods, ctrl) ? key_code::backspace : told->code;
        if (k.code == key_code{U'h'} && told->code == key_code::backspace)
            told->mods &= ~ctrl;
        else if (told->code == key_code::backspace && k.code != key_code::backspace)
            told->mods |= ctrl; // ctrl+8 sends DEL, as ctrl+backspace does now
        return told;
    });
}

/// xterm's modifyOtherKeys tells the character that shift has made. With it come text only where
/// shift is all that is held, and the small letter that belongs to a capital.
key other_key(char32_t c, modifiers mods, bool csi_u)
{
    key k = functional(key_code{c}, mods);
    const bool capital = (c >= U'A' && c <= U'Z') || c == U'\u00c9' || c == U'\u0410';
    if (has(mods, shift) && (capital || !csi_u))
        k.shifted = k.code;
    if (capital && has(mods, shift))
        k.code = key_code{c + 0x20};
    // In `CSI code ; modifiers u` the code could be the key's instead.
    if (mods == shift && (!csi_u || capital || c == U' '))
        k.text = key_text(c);
    return k;
}

bool is_told_at_level_2(const key& k, modifiers mods)
{
    const char32_t c = shifted_character(k);
    if (k.code == key_code::tab)
        return mods != shift;
    if (k.code == key_code::backspace)
        return mods != ctrl;
    if (k.code == key_code::enter || k.code == key_code::escape)
        return true;
    return !k.is_functional() && (mods != shift || c == U' ' || (c >= 0x40 && c < 0x7F));
}

bool is_told_at_level_1(const key& k, modifiers mods)
{
    switch (k.code) {
    case key_code::enter:
        return !has(mods, alt);
    case key_code::tab:
        return mods == ctrl;
    case key_code::escape:
        return has(mods, alt) && mods != alt;
    case key_code::space:
        return mods == classic;
    default:
        return !k.is_functional() && has(mods, ctrl) &&
               (!control_character(shifted_character(k)) || shifted_character(k) == U'?');
    }
}

TEST(RoundTrip, ModifyOtherKeys)
{
    for (const other_keys level : {other_keys::level_1, other_keys::level_2}) {
        for (const bool csi_u : {false, true}) {
            const encoder_options options{.modify_other_keys = level, .format_other_keys = csi_u};
            expect_round_trips(all_keys(all_characters()), options,
                               [level, csi_u](const key& k) -> std::optional<key> {
                                   const bool told = k.mods != modifiers::none &&
                                                     k.action != key_action::release &&
                                                     (level == other_keys::level_1
                                                          ? is_told_at_level_1(k, k.mods)
                                                          : is_told_at_level_2(k, k.mods));
                                   if (!told)
                                       return as_told_by_xterm(k);
                                   if (k.is_functional())
                                       return functional(k.code, k.mods);
                                   return other_key(shifted_character(k), k.mods, csi_u);
                               });
        }
    }
}

constexpr unsigned disambiguate = 1;
constexpr unsigned report_events = 2;
constexpr unsigned report_alternates = 4;
constexpr unsigned report_all = 8;
constexpr unsigned report_text = 16;

bool is_modifier_key(key_code code)
{
    return is_between(code, key_code::caps_lock, key_code::num_lock) ||
           is_between(code, key_code::left_shift, key_code::iso_level5_shift);
}

std::optional<char32_t> text_of(const key& k)
{
    if (has(k.mods, ~(shift | lock_modifiers)))
        return {};
    if (k.is_functional())
        return keypad_text(k.code);
    return has(k.mods, shift) ? shifted_character(k) : static_cast<char32_t>(k.code);
}

/// The sequence of a key. What it does not tell the decoder does not know, but for the text of keys
/// without shift, of those whose shifted key is told, of the space bar and of the keypad.
key key_as_told_by_kitty(const key& k, unsigned flags)
{
    key told = k;
    if ((flags & report_events) == 0)
        told.action = key_action::press;
    if ((flags & report_alternates) == 0) {
        told.shifted = key_code::none;
        told.base = key_code::none;
    }
    const bool told_text = (flags & report_all) != 0 && (flags & report_text) != 0;
    const bool sure = k.is_functional() || (!has(k.mods, shift) || told.shifted != key_code::none ||
                                            k.code == key_code::space);
    const auto text = text_of(k);
    const bool typing = k.action != key_action::release;
    told.text = typing && text && (told_text || sure) ? key_text(*text) : key_text();
    return told;
}

std::optional<key> as_told_by_kitty(const key& k, unsigned flags)
{
    const bool release = k.action == key_action::release;
    if ((flags & (disambiguate | report_events | report_all)) == 0)
        return as_told_by_xterm(k);
    if (release && (flags & report_events) == 0)
        return {};
    if ((flags & report_all) != 0)
        return key_as_told_by_kitty(k, flags);
    const bool old =
        k.code == key_code::enter || k.code == key_code::tab || k.code == key_code::backspace;
    if (is_modifier_key(k.code))
        return {};
    if (old && !has(k.mods, ~lock_modifiers))
        return release ? std::optional<key>() : functional(k.code, modifiers::none);
    if (release)
        return key_as_told_by_kitty(k, flags);
    if ((flags & disambiguate) == 0 && k.action == key_action::press)
        return as_told_by_xterm(k);
    if (const auto text = text_of(k))
        return typed(*text);
    return key_as_told_by_kitty(k, flags);
}

TEST(RoundTrip, KittyWithAllFlags)
{
    for (unsigned flags = 0; flags < 32; ++flags)
        expect_round_trips(all_keys(all_characters()),
                           {.kitty_flags = static_cast<std::uint8_t>(flags)},
                           [flags](const key& k) { return as_told_by_kitty(k, flags); });
}

TEST(RoundTrip, KittyWithAllModifiers)
{
    for (const modifiers more :
         {modifiers::super, modifiers::hyper | modifiers::meta, modifiers::num_lock,
          modifiers::super | modifiers::hyper | modifiers::meta | lock_modifiers})
        for (const unsigned flags : {9U, 15U, 31U})
            expect_round_trips(all_keys(all_characters(), more),
                               {.kitty_flags = static_cast<std::uint8_t>(flags)},
                               [flags](const key& k) { return as_told_by_kitty(k, flags); });
}

TEST(RoundTrip, KittyAlternatesAndText)
{
    const encoder_options all{.kitty_flags = 31};
    const auto expect_same = [&](const key& k) {
        EXPECT_EQ(described(decode(encode(k, all), understanding(all))),
                  described(std::vector<value>{k}));
    };
    key k = character({U'\u0441', U'\u0421'}, shift);
    k.base = key_code{U'c'};
    expect_same(k);
    k.action = key_action::repeat;
    expect_same(k);
    k = character({U'a', U'A'}, alt);
    k.text = key_text(U'\u00e5');
    k.base = key_code{U'q'};
    expect_same(k);
    k = functional(key_code{U'\uac00'}, modifiers::none); // no key: named after its text
    k.text = key_text(std::string_view("\uac00\U0001f600"));
    key no_key = k;
    no_key.code = key_code::none;
    EXPECT_EQ(described(decode(encode(no_key, all), understanding(all))),
              described(std::vector<value>{k}));
    // All that fits.
    k = typed(U'a');
    k.text = key_text(std::string(key_text::capacity, 'x'));
    expect_same(k);
}

/// Windows tells the character for characters, but the key where that is none; no repeats, as
/// they are presses of a key that is down; and only its own modifiers.
std::optional<key> as_told_by_win32(const key& k)
{
    constexpr modifiers told_mods = classic | lock_modifiers;
    key told = functional(k.code, k.mods & told_mods);
    told.action = k.action == key_action::release ? k.action : key_action::press;
    const auto text = text_of(k);
    if (told.action == key_action::press && text)
        told.text = key_text(*text);
    const bool prints = !has(k.mods, ctrl) && (!k.is_functional() || keypad_text(k.code));
    const char32_t c = shifted_character(k);
    if (!k.is_functional() && prints) {
        told.code = key_code{c};
        if (c >= U'A' && c <= U'Z') {
            told.shifted = told.code;
            told.code = k.code;
        }
    }
    return told;
}

bool is_known_to_windows(key_code code)
{
    const bool unknown =
        is_between(code, key_code::f25, key_code::f35) || code == key_code::kp_equal ||
        code == key_code::kp_separator || code == key_code::left_hyper ||
        code == key_code::left_meta || code == key_code::right_hyper ||
        code == key_code::right_meta || code >= key_code::iso_level3_shift ||
        (is_between(code, key_code::media_play, key_code::media_record) &&
         code != key_code::media_play_pause && code != key_code::media_stop &&
         code != key_code::media_track_next && code != key_code::media_track_previous);
    return !functional(code, modifiers::none).is_functional() || !unknown;
}

std::vector<key> windows_keys()
{
    std::vector<key> keys;
    for (const modifiers more : {modifiers::none, modifiers::num_lock})
        for (const key& k : all_keys(us_characters(), more))
            if (is_known_to_windows(k.code))
                keys.push_back(k);
    return keys;
}

TEST(RoundTrip, Win32)
{
    expect_round_trips(windows_keys(), {.win32_input = true}, as_told_by_win32);
}

void expect_typed_round_trips(char32_t c, const encoder_options& options)
{
    EXPECT_EQ(described(decode(encode(typed(c), options), understanding(options))),
              described(std::vector<value>{typed(c)}));
}

TEST(RoundTrip, Win32CharactersThatNoKeyTypes)
{
    for (const char32_t c : {U'\u00e9', U'\u20ac', U'\u65e5', U'\uffee'})
        expect_typed_round_trips(c, {.win32_input = true});
}

TEST(RoundTrip, Win32CharactersThatComeInTwoRecords)
{
    expect_typed_round_trips(U'\U0001f600', {.win32_input = true});
}

TEST(RoundTrip, Mouse)
{
    constexpr auto last = static_cast<unsigned>(mouse_button::button_11);
    for (const mouse_format format : {mouse_format::bytes, mouse_format::utf8, mouse_format::sgr,
                                      mouse_format::urxvt, mouse_format::pixels}) {
        const encoder_options options{.mouse = mouse_tracking::all_movement,
                                      .mouse_reports = format};
        const bool sgr = format == mouse_format::sgr || format == mouse_format::pixels;
        const int end = format == mouse_format::bytes  ? 223
                        : format == mouse_format::utf8 ? 2015
                                                       : 100000;
        for (const mouse_action action :
             {mouse_action::press, mouse_action::release, mouse_action::move}) {
            for (unsigned button = 0; button <= last; ++button) {
                for (unsigned mods = 0; mods < 8; ++mods) {
                    mouse m{action,
                            static_cast<mouse_button>(button),
                            static_cast<modifiers>(mods),
                            format == mouse_format::pixels,
                            1,
                            end};
                    const bool wheel =
                        m.button >= mouse_button::wheel_up && m.button <= mouse_button::wheel_right;
                    if ((action == mouse_action::press && m.button == mouse_button::none) ||
                        (action == mouse_action::move && wheel))
                        continue; // there is no such thing
                    const auto values = decode(encode(m, options), understanding(options));
                    if (action == mouse_action::release && !sgr)
                        m.button = mouse_button::none;
                    EXPECT_EQ(values, std::vector<value>{m})
                        << static_cast<int>(format) << to_string(m.button) << to_string(action)
                        << mods;
                }
            }
        }
    }
}

TEST(RoundTrip, MouseBeyondTheEncodingsEnd)
{
    for (const auto& [format, end] :
         {std::pair{mouse_format::bytes, 223}, std::pair{mouse_format::utf8, 2015}}) {
        const encoder_options options{.mouse = mouse_tracking::buttons, .mouse_reports = format};
        for (const int x : {0, 94, 95, 96, end - 1, end, end + 1}) {
            mouse m{.button = mouse_button::left, .x = x, .y = 1};
            const auto values = decode(encode(m, options), understanding(options));
            m.x = x > end ? 0 : x;
            EXPECT_EQ(values, std::vector<value>{m}) << x;
        }
    }
}

TEST(RoundTrip, FocusAndSize)
{
    for (const bool c1 : {false, true}) {
        const encoder_options options{
            .eight_bit_controls = c1, .focus_reports = true, .resize_reports = true};
        for (const bool gained : {true, false})
            EXPECT_EQ(decode(encode(focus{gained}, options), understanding(options)),
                      std::vector<value>{focus{gained}});
        const resize r{{.columns = 132, .rows = 43, .x_pixels = 1320, .y_pixels = 860}};
        EXPECT_EQ(decode(encode(r, options), understanding(options)), std::vector<value>{r});
    }
}

/// One paste and nothing else: its text, and how many pieces said that it begins and ends.
struct pasted {
    std::string text;
    int begins = 0;
    int ends = 0;
    int others = 0;

    friend bool operator==(const pasted&, const pasted&) = default;
};

pasted decode_paste(std::string_view bytes, const decoder_options& options)
{
    pasted p;
    decoder d(options);
    event e;
    const auto add = [&] {
        const auto* piece = e.get_if<paste>();
        if (piece == nullptr || piece->aborted) {
            ++p.others;
            return;
        }
        p.text += piece->text;
        p.begins += piece->begins ? 1 : 0;
        p.ends += piece->ends ? 1 : 0;
    };
    while (d.next(bytes, e))
        add();
    while (d.flush(e))
        add();
    return p;
}

TEST(RoundTrip, Paste)
{
    const encoder_options options{.bracketed_paste = true};
    for (const std::string text :
         {"", "a", "a\r\nb\tc\n", "\u00e9\u65e5\U0001f600", "\xff\xe9\x80 broken", "[201~", "\x03"})
        EXPECT_EQ(decode_paste(encode(paste{text}, options), understanding(options)),
                  (pasted{text, 1, 1, 0}));
    const std::string pieces =
        encode(paste{.text = "one ", .ends = false}, options) +
        encode(paste{.text = "two ", .begins = false, .ends = false}, options) +
        encode(paste{.text = "three", .begins = false}, options);
    EXPECT_EQ(decode_paste(pieces, understanding(options)), (pasted{"one two three", 1, 1, 0}));
}

TEST(RoundTrip, NoPastedTextEndsItsPaste)
{
    for (const bool c1 : {false, true}) {
        for (const eighth_bit high_bytes :
             {eighth_bit::utf8, eighth_bit::meta_utf8, eighth_bit::latin1, eighth_bit::meta}) {
            if (c1 && high_bytes == eighth_bit::meta)
                continue; // there the byte CSI is alt+escape
            const encoder_options options{
                .eight_bit_controls = c1, .high_bytes = high_bytes, .bracketed_paste = true};
            for (const std::string mark :
                 {"\033[201~", "\x9b\x32\x30\x31~", "\xc2\x9b\x32\x30\x31~", "\033\033[201~",
                  "\033[20\033[201~1~", "\033"}) {
                const pasted p =
                    decode_paste(encode(paste{"a" + mark + "b"}, options), understanding(options));
                EXPECT_EQ(p.others, 0);
                EXPECT_EQ(p.ends, 1);
                EXPECT_TRUE(p.text.ends_with('b')) << p.text;
            }
        }
    }
}

} // namespace
} // namespace cotty
