// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "decode/decoder_flags.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace cotty::tool {
namespace {

struct choice {
    const char* word;
    void (*choose)(decoding&);
};

/// A flag is named after the member it sets. It takes one of `choices`, of which the first is what
/// holds without it; or, if there is but one, no value; or, if there are none, a number.
struct decoder_flag {
    const char* name;
    const char* help;
    std::vector<choice> choices;
    void (*set_number)(decoding&, std::size_t) = nullptr;
};

using d = decoding&;

// clang-format off
const std::vector<decoder_flag>& decoder_flags()
{
    static const std::vector<decoder_flag> table{
        {"--backspace", "What the Backspace key sends: DEL (7f) or BS (08)",
            {{"del", [](d o) { o.decoder.backspace_sends_bs = false; }},
             {"bs", [](d o) { o.decoder.backspace_sends_bs = true; }}}},
        {"--line-feed", "What LF (0a) is: in files and pipes it is enter",
            {{"ctrl+j", [](d o) { o.decoder.line_feed_is_enter = false; }},
             {"enter", [](d o) { o.decoder.line_feed_is_enter = true; }}}},
        {"--tab", "What HT (09) is",
            {{"tab", [](d o) { o.decoder.tab_is_ctrl_i = false; }},
             {"ctrl+i", [](d o) { o.decoder.tab_is_ctrl_i = true; }}}},
        {"--escape-escape", "What ESC ESC is: escape twice, or one key",
            {{"twice", [](d o) { o.decoder.escape_escape_is_alt = false; }},
             {"alt+escape", [](d o) { o.decoder.escape_escape_is_alt = true; }}}},
        {"--alt-bracket", "What ESC [ is: the beginning of a sequence, or always alt+[",
            {{"sequence", [](d o) { o.decoder.alt_bracket_is_key = false; }},
             {"key", [](d o) { o.decoder.alt_bracket_is_key = true; }}}},
        {"--alt-o", "What ESC O is: the beginning of a sequence, or always alt+O",
            {{"sequence", [](d o) { o.decoder.alt_o_is_key = false; }},
             {"key", [](d o) { o.decoder.alt_o_is_key = true; }}}},
        {"--cursor-position", "CSI 1 ; n R is a cursor position, not F3 with modifiers",
            {{nullptr, [](d o) { o.decoder.cursor_position_expected = true; }}}},
        {"--rxvt-endings", "Whether $, ^ and @ may end a sequence, as in rxvt",
            {{"yes", [](d o) { o.decoder.rxvt_endings = true; }},
             {"no", [](d o) { o.decoder.rxvt_endings = false; }}}},
        {"--keyboard", "Whose function keys these are",
            {{"xterm", [](d o) { o.decoder.function_keys = keyboard::xterm; }},
             {"rxvt", [](d o) { o.decoder.function_keys = keyboard::rxvt; }},
             {"linux", [](d o) { o.decoder.function_keys = keyboard::linux_console; }},
             {"st", [](d o) { o.decoder.function_keys = keyboard::st; }},
             {"vt52", [](d o) { o.decoder.function_keys = keyboard::vt52; }}}},
        {"--high-bytes", "What a byte above 7f is",
            {{"utf8", [](d o) { o.decoder.high_bytes = eighth_bit::utf8; }},
             {"meta", [](d o) { o.decoder.high_bytes = eighth_bit::meta; }},
             {"meta-utf8", [](d o) { o.decoder.high_bytes = eighth_bit::meta_utf8; }},
             {"latin1", [](d o) { o.decoder.high_bytes = eighth_bit::latin1; }}}},
        {"--fourth-modifier", "What 8 is among the modifiers (CSI 1;9A)",
            {{"super", [](d o) { o.decoder.fourth = fourth_modifier::super; }},
             {"meta", [](d o) { o.decoder.fourth = fourth_modifier::meta; }},
             {"alt", [](d o) { o.decoder.fourth = fourth_modifier::alt; }}}},
        {"--focus-reports", "CSI O is a focus report, whatever comes behind it",
            {{nullptr, [](d o) { o.decoder.focus_reports = true; }}}},
        {"--c1-in-utf8", "U+009B and its like begin a sequence in UTF-8, too",
            {{nullptr, [](d o) { o.decoder.c1_in_utf8 = true; }}}},
        {"--mouse", "How CSI M writes its numbers; none: there are no such reports",
            {{"bytes", [](d o) { o.decoder.mouse = mouse_encoding::bytes; }},
             {"utf8", [](d o) { o.decoder.mouse = mouse_encoding::utf8; }},
             {"none", [](d o) { o.decoder.mouse = mouse_encoding::none; }}}},
        {"--mouse-pixels", "SGR mouse reports count pixels, not cells",
            {{nullptr, [](d o) { o.decoder.mouse_pixels = true; }}}},
        {"--paste-limit", "Cut a paste in parts of so many bytes; 0: give pieces as they come",
            {}, [](d o, std::size_t n) { o.collector.paste_limit = n; }},
        {"--reply-limit", "Cut an answer of more bytes than this in parts",
            {}, [](d o, std::size_t n) { o.collector.reply_limit = n; }},
        {"--graphemes", "A grapheme cluster, such as a family emoji, is one key",
            {{nullptr, [](d o) { o.collector.graphemes = true; }}}},
    };
    return table;
}
// clang-format on

/// Compiles only as long as the table's author has seen all members.
[[maybe_unused]] void knows_all_members(const decoding& o)
{
    [[maybe_unused]] const auto& [backspace, line_feed, tab, escape_escape, alt_bracket, alt_o,
                                  cursor_position, focus_reports, c1_in_utf8, rxvt_endings,
                                  keyboard, fourth, high_bytes, mouse, mouse_pixels] = o.decoder;
    [[maybe_unused]] const auto& [paste_limit, reply_limit, graphemes] = o.collector;
}

std::string words_of(const decoder_flag& flag, std::string_view separator)
{
    std::vector<std::string_view> words;
    for (const choice& c : flag.choices)
        words.emplace_back(c.word);
    return fmt::format("{}", fmt::join(words, separator));
}

void choose(const decoder_flag& flag, const std::string& word, decoding& options)
{
    for (const choice& c : flag.choices)
        if (word == c.word)
            return c.choose(options);
    throw CLI::ValidationError(flag.name,
                               fmt::format("'{}' is not one of {}", word, words_of(flag, ", ")));
}

void set_number(const decoder_flag& flag, const std::string& text, decoding& options)
{
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end)
        throw CLI::ValidationError(flag.name, fmt::format("'{}' is not a number of bytes", text));
    flag.set_number(options, number);
}

} // namespace

void add_decoder_flags(CLI::App& app, decoding& options)
{
    for (const decoder_flag& flag : decoder_flags()) {
        using text = const std::string&;
        if (flag.choices.empty())
            app.add_option_function<std::string>(
                   flag.name, [&](text t) { set_number(flag, t, options); }, flag.help)
                ->type_name("BYTES")
                ->default_str(std::to_string(options.collector.paste_limit));
        else if (flag.choices.size() == 1)
            app.add_flag_callback(
                flag.name, [&] { flag.choices.front().choose(options); }, flag.help);
        else
            app.add_option_function<std::string>(
                   flag.name, [&](text t) { choose(flag, t, options); }, flag.help)
                ->type_name(words_of(flag, "|"));
    }
}

} // namespace cotty::tool
