// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include <cotty/key_name.hpp>

#include "core/visible.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <ostream>
#include <string>
#include <vector>

namespace cotty {
namespace {

/// How many characters have to be inserted, removed, exchanged or swapped with their neighbour
/// ("optimal string alignment").
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    std::iota(now.begin(), now.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last.swap(last);
        last.swap(now);
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = detail::lower(a[i - 1]) == detail::lower(b[j - 1]);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && detail::lower(a[i - 1]) == detail::lower(b[j - 2]) &&
                detail::lower(a[i - 2]) == detail::lower(b[j - 1]))
                now[j] = std::min(now[j], before_last[j - 2] + 1);
        }
    }
    return now[b.size()];
}

/// The name that somebody may have meant; empty if none is near.
std::string_view nearest(std::string_view name)
{
    std::string_view best;
    std::size_t least = name.size() < 4 ? 2 : name.size() / 3 + 1; // this far is too far
    const auto consider = [&](std::string_view known, std::string_view canonical) {
        const std::size_t far = distance(name, known);
        if (far < least) {
            least = far;
            best = canonical;
        }
    };
    for (const std::string_view known : detail::functional_names)
        consider(known, known);
    consider("space", "space");
    for (const auto& [known, code, mods] : detail::other_key_names)
        if (code > key_code::first_functional_)
            consider(known, detail::functional_names[detail::functional_index(code)]);
    return best;
}

/// To be shown to a person: nothing in it is obeyed by a terminal.
std::string quoted(std::string_view name)
{
    std::string text = "`";
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t size = std::min(detail::utf8_length(name[at]), name.size() - at);
        const auto scalar = detail::single_scalar(name.substr(at, size));
        if (scalar && (detail::is_visible(*scalar) || *scalar == U' '))
            text += name.substr(at, size);
        else
            text += scalar ? detail::scalar_name(*scalar) : "\uFFFD";
        at += scalar ? size : 1;
    }
    return text + '`';
}

std::string explain(const detail::read_name& r)
{
    using detail::name_fault;
    switch (r.fault) {
    case name_fault::empty:
        return "a key's name is missing";
    case name_fault::no_key:
        return "behind the modifiers there is no key";
    case name_fault::modifier_twice:
        return quoted(r.rest) + " names a modifier twice";
    case name_fault::no_character:
        return quoted(r.rest) +
               " is no character: behind `u+` a hexadecimal number up to 10ffff is expected";
    case name_fault::control:
        return quoted(r.rest) +
               " is a control character: write `ctrl+a`, `tab`, `enter`, `escape`, `backspace`";
    default:
        break;
    }
    if (r.rest == " ")
        return "the space bar is called `space`";
    // A key, or a modifier in front of it?
    const std::size_t end = r.rest.find('+');
    if (end != std::string_view::npos && end > 0)
        return "no modifier is called " + quoted(r.rest.substr(0, end)) +
               ": they are ctrl, alt, shift, super, hyper and meta";
    const std::string_view near = nearest(r.rest);
    return "no key is called " + quoted(r.rest) +
           (near.empty() ? std::string() : "; did you mean `" + std::string(near) + "`?");
}

bool is_visible(std::string_view utf8)
{
    while (!utf8.empty()) {
        const std::size_t length = detail::utf8_length(utf8.front());
        const auto scalar = detail::single_scalar(utf8.substr(0, length));
        if (!scalar || !detail::is_visible(*scalar))
            return false;
        utf8.remove_prefix(length);
    }
    return true;
}

/// A capital with Ctrl could not be read again: it is the letter, with Shift.
key as_named(const key& k)
{
    key named = k;
    if (detail::is_capital(k.code) && (k.mods & modifiers::ctrl) != modifiers::none)
        detail::normalise(named.code, named.mods);
    return named;
}

} // namespace

std::optional<key> parse_key(std::string_view name, std::string& why)
{
    const detail::read_name r = detail::read_key_name(name);
    if (r.fault == detail::name_fault::none)
        return r.k;
    why = explain(r);
    return {};
}

std::string to_string(const key& k)
{
    const key named = as_named(k);
    std::string name;
    for (const auto& [word, bit] : detail::modifier_names) {
        if ((named.mods & bit) != modifiers::none) {
            name += word;
            name += '+';
        }
    }
    if (named.is_functional())
        return name += detail::functional_names[detail::functional_index(named.code)];
    if (named.code == key_code::space)
        return name += "space";
    const auto scalar = static_cast<char32_t>(named.code);
    if (detail::is_visible(scalar))
        return name += key_text(scalar).view();
    return name += detail::scalar_name(scalar);
}

std::string display(const key& k)
{
    if (!k.text.empty() && is_visible(k.text))
        return std::string(k.text);
    return to_string(k);
}

std::ostream& operator<<(std::ostream& out, const key& k)
{
    return out << to_string(k);
}

} // namespace cotty
