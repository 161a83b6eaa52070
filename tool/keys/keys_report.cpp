// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "keys/keys_report.hpp"

#include "keys/feature_choice.hpp"
#include "shared/event_json.hpp"

#include <cotty/version.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace cotty::tool {
namespace {

/// What terminals tell the programs in them.
constexpr const char* environment[] = {
    "TERM",        "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
    "VTE_VERSION", "LC_ALL",    "LC_CTYPE",     "LANG"};

/// Fields of an object, with their commas.
class object {
public:
    object& add_raw(std::string_view name, std::string_view json)
    {
        text_ += text_.size() > 1 ? "," : "";
        append_json(text_, name);
        text_ += ':';
        text_ += json;
        return *this;
    }
    object& add(std::string_view name, std::string_view text)
    {
        std::string json;
        append_json(json, text);
        return add_raw(name, json);
    }
    object& add(std::string_view name, const std::vector<std::string>& texts)
    {
        std::string json = "[";
        for (const std::string& text : texts) {
            json += json.size() > 1 ? "," : "";
            append_json(json, text);
        }
        return add_raw(name, json + ']');
    }
    template <std::integral T>
    object& add(std::string_view name, T number)
    {
        return add_raw(name, fmt::format("{}", number));
    }
    template <class T>
    object& add(std::string_view name, const std::optional<T>& value)
    {
        return value ? add(name, *value) : add_raw(name, "null");
    }

    [[nodiscard]] std::string text() const { return text_ + '}'; }

private:
    std::string text_ = "{";
};

std::string environment_json()
{
    object o;
    for (const char* const name : environment)
        if (const char* const value = std::getenv(name))
            o.add(name, value);
    return o.text();
}

std::string modes_json(const capabilities& t)
{
    object o;
    for (const auto& [mode, value] : t.modes())
        o.add(fmt::format("{}", mode), static_cast<unsigned>(value));
    return o.text();
}

std::optional<std::string> attributes_of(const capabilities& c)
{
    if (!c.answered())
        return {};
    return fmt::to_string(fmt::join(c.attributes(), ";"));
}

} // namespace

keys_report::keys_report(const std::string& file) : wanted_(!file.empty())
{
    if (!wanted_)
        return;
    out_.open(file, std::ios::trunc | std::ios::binary);
    if (!out_)
        throw std::system_error(errno, std::generic_category(), file);
}

void keys_report::begin(const circumstances& c)
{
    begun_ = true;
    const object first = object()
                             .add("report", "cotty keys")
                             .add("format", 1)
                             .add("cotty", cotty::version)
                             .add("terminal", c.terminal.version())
                             .add("attributes", attributes_of(c.terminal))
                             .add("kitty_flags", c.terminal.keyboard_flags())
                             .add_raw("modes", modes_json(c.terminal))
                             .add_raw("environment", environment_json())
                             .add("columns", c.size.columns)
                             .add("rows", c.size.rows)
                             .add("decoding", c.decoding_flags)
                             .add("on", names_of(c.switched_on));
    add(first.text());
    write(std::exchange(early_, {}));
}

void keys_report::add_event(std::string_view json)
{
    add(json);
}

void keys_report::add(std::string_view line)
{
    if (!wanted_)
        return;
    const std::string text = fmt::format("{}\n", line);
    if (begun_)
        write(text);
    else
        early_ += text;
}

void keys_report::write(std::string_view text)
{
    if (wanted_ && !(out_ << text << std::flush))
        failed_ = true;
}

} // namespace cotty::tool
