// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/keymap.hpp>

#include <cotty/keypad.hpp>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cotty::detail {
namespace {

enum class backspace_byte : std::uint8_t { any, del, bs };

struct shared_byte {
    key_id arrives_as;
    key_id may_have_been;
    backspace_byte where = backspace_byte::any;
};

consteval key_id id(std::string_view name)
{
    return make_key_id(parse_key(name).value());
}

// Which keys a plain terminal sends as the same byte, and which of them the decoder takes it for:
// https://sw.kovidgoyal.net/kitty/keyboard-protocol/#legacy-ctrl-mapping-of-ascii-keys, which
// extends table 3-5 of the VT100 User Guide, and, for Ctrl-Backspace, the page's table of C0
// controls. keymap.hpp shows this table to users.
constexpr auto shared_bytes = std::to_array<shared_byte>({
    {id("tab"), id("ctrl+i")},
    {id("enter"), id("ctrl+m")},
    {id("escape"), id("ctrl+[")},
    {id("escape"), id("ctrl+3")},
    {id("ctrl+space"), id("ctrl+@")},
    {id("ctrl+space"), id("ctrl+2")},
    {id("ctrl+\\"), id("ctrl+4")},
    {id("ctrl+]"), id("ctrl+5")},
    {id("ctrl+^"), id("ctrl+6")},
    {id("ctrl+^"), id("ctrl+~")},
    {id("ctrl+_"), id("ctrl+/")},
    {id("ctrl+_"), id("ctrl+7")},
    {id("ctrl+h"), id("ctrl+backspace"), backspace_byte::del},
    {id("backspace"), id("ctrl+?"), backspace_byte::del},
    {id("backspace"), id("ctrl+8"), backspace_byte::del},
    {id("backspace"), id("ctrl+h"), backspace_byte::bs},
    {id("ctrl+backspace"), id("ctrl+?"), backspace_byte::bs},
    {id("ctrl+backspace"), id("ctrl+8"), backspace_byte::bs},
});

constexpr bool has(modifiers mods, modifiers bit)
{
    return (mods & bit) != modifiers::none;
}

void add_shared(key_meanings& out, const key& k, const keymap_options& options)
{
    // Alt is a byte in front: the rest is the same with it and without.
    const key_id bare = make_key_id(k.code, k.mods & ~modifiers::alt);
    const auto alt = static_cast<std::uint32_t>(k.mods & modifiers::alt);
    const auto elsewhere = options.backspace_sends_bs ? backspace_byte::del : backspace_byte::bs;
    for (const auto& [arrives_as, may_have_been, where] : shared_bytes)
        if (arrives_as == bare && where != elsewhere)
            out.add(static_cast<key_id>(static_cast<std::uint32_t>(may_have_been) | alt));
}

bool by_base_layout(const key& k, base_layout wanted)
{
    if (k.base == key_code::none || k.is_functional() || wanted == base_layout::never)
        return false;
    return wanted == base_layout::always || k.code >= key_code{0x80};
}

void add_meanings(key_meanings& all, const key& k, const keymap_options& options)
{
    all.add(make_key_id(k));
    if (has(k.mods, modifiers::shift) && !k.is_functional()) {
        const modifiers others = k.mods & ~modifiers::shift;
        if (k.shifted != key_code::none)
            all.add(k.shifted, others);
        if (const auto typed = single_scalar(k.text))
            all.add(static_cast<key_code>(*typed), others);
    }
    if (options.fidelity == key_fidelity::plain)
        add_shared(all, k, options);
    if (by_base_layout(k, options.base))
        all.add(k.base, k.mods);
}

} // namespace

key_meanings meanings(const key& k, const keymap_options& options) noexcept
{
    key_meanings all;
    add_meanings(all, k, options);
    if (options.fold_keypad)
        if (const key main = main_key(k); main.code != k.code)
            add_meanings(all, main, options);
    return all;
}

void throw_not_bound(const chord& keys, const bind_result& r)
{
    std::string what = "cotty::keymap: '" + to_string(keys) + "' ";
    if (r.status == bind_status::conflict)
        what += "is in conflict with '" + to_string(r.in_the_way) + '\'';
    else
        what += r.status == bind_status::no_keys ? "has no keys" : "is bound twice";
    throw std::invalid_argument(what);
}

} // namespace cotty::detail
