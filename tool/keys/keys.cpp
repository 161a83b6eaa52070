// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "keys/keys.hpp"

#include "keys/keys_report.hpp"
#include "keys/leave_wish.hpp"
#include "shared/complain.hpp"
#include "shared/event_json.hpp"
#include "shared/event_line.hpp"
#include "shared/printer.hpp"
#include "shared/quiet_end.hpp"
#include "shared/standard_input.hpp"
#include "shared/tasks.hpp"

#include <cotty/capabilities.hpp>
#include <cotty/collector.hpp>
#include <cotty/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace cotty::tool {
namespace {

namespace asio = boost::asio;

/// With a terminal that does not answer, or, once somebody wants to leave, an output that takes
/// nothing.
constexpr std::chrono::seconds patience{1};

/// DA1: every terminal answers it that answers at all.
constexpr std::string_view last_question = "\x1b[c";

std::string_view escape_told_by(escape_decision how)
{
    switch (how) {
    case escape_decision::protocol:
        return "a sequence of its own";
    case escape_decision::answer:
        return "told by the terminal's answer";
    case escape_decision::timeout:
        break;
    }
    return "told by time";
}

class inspector {
public:
    inspector(terminal& tty, const terminal_options& how, terminal& screen,
              const keys_options& options, keys_report& report)
        : tty_(tty), how_(how), raw_(tty.raw_mode()), screen_(screen), options_(options),
          report_(report), printer_(screen), limit_(tty.get_executor()),
          decoding_(as_the_terminal_decodes(options.how)),
          collector_(decoding_.decoder, decoding_.collector)
    {
    }

    asio::awaitable<void> run();

    /// Why events cannot be read or printed any more, if they cannot.
    [[nodiscard]] error_code error() const { return error_; }

private:
    enum class stage { asking, inspecting };

    [[nodiscard]] decoding as_the_terminal_decodes(decoding how) const;
    [[nodiscard]] std::vector<std::string> decoding_flags() const;
    [[nodiscard]] bool is_asked() const;
    [[nodiscard]] int columns() const { return std::max(screen_.size().columns, 20); }

    asio::awaitable<void> hear_answers();
    asio::awaitable<void> lose_patience();
    asio::awaitable<void> rely_on_time();
    void begin();
    [[nodiscard]] std::string heading(const features& on) const;
    asio::awaitable<void> inspect();
    asio::awaitable<void> leave();

    void take(const event& e);
    void decide();
    void show(const event& e);
    void print(std::string_view text);

    terminal& tty_;
    terminal_options how_; // it was made
    mode_guard raw_;
    terminal& screen_;
    const keys_options& options_;
    keys_report& report_;
    printer printer_;
    asio::steady_timer limit_;
    decoding decoding_;
    // What is shown is made of the events' bytes, as cotty decode does it; of the time when they
    // came only what it has decided is used. So the same can be had again from the bytes.
    collector collector_;
    capabilities identity_;
    feature_guard on_;
    leave_wish wish_;
    stage stage_ = stage::asking;
    bool answered_ = false; // the last question
    bool over_ = false;     // nothing more is wanted, or nothing more comes
    std::string early_;     // lines that wait for the heading
    error_code error_;
};

asio::awaitable<void> inspector::run()
{
    if (is_asked())
        co_await until_one_ends(hear_answers(), lose_patience());
    if (is_asked() && !answered_)
        co_await rely_on_time();
    begin();
    co_await until_one_ends(inspect(), printer_.failure());
    co_await leave();
}

/// The questions were no business of the terminal object, so it does not know that this terminal
/// answers none, and would ask about Escape and wait. Another one takes its place.
asio::awaitable<void> inspector::rely_on_time()
{
    // The last read must have returned: this may be what it called.
    co_await asio::post(tty_.get_executor(), asio::deferred);
    how_.ask_about_escape = false;
    tty_ = terminal(tty_.get_executor(), how_);
    raw_ = tty_.raw_mode();
}

/// `terminal` sees to these two options itself.
decoding inspector::as_the_terminal_decodes(decoding how) const
{
    termios t{};
    how.decoder.line_feed_is_enter = !tty_.is_terminal();
    if (tty_.is_terminal() && ::tcgetattr(STDIN_FILENO, &t) == 0)
        how.decoder.backspace_sends_bs = t.c_cc[VERASE] == 0x08;
    return how;
}

/// What makes cotty decode do the same.
std::vector<std::string> inspector::decoding_flags() const
{
    std::vector<std::string> flags;
    for (std::size_t i = 0; i < options_.decoding_flags.size(); ++i) {
        const std::string& word = options_.decoding_flags[i];
        if (word == "--backspace" || word == "--line-feed")
            ++i; // and its value
        else
            flags.push_back(word);
    }
    if (decoding_.decoder.backspace_sends_bs)
        flags.insert(flags.end(), {"--backspace", "bs"});
    if (decoding_.decoder.line_feed_is_enter)
        flags.insert(flags.end(), {"--line-feed", "enter"});
    return flags;
}

/// A terminal that calls itself dumb would show the questions.
bool inspector::is_asked() const
{
    const char* const term = std::getenv("TERM");
    return tty_.is_terminal() && term != nullptr && std::string_view(term) != "dumb";
}

/// Until the last question is answered. What is typed meanwhile is not lost.
asio::awaitable<void> inspector::hear_answers()
{
    const std::string questions = capabilities::questions() + std::string(last_question);
    auto [ec, size] = co_await tty_.async_write(asio::buffer(questions), no_throw);
    while (!ec && !answered_ && !over_) {
        auto [failure, e] = co_await tty_.async_read_event(no_throw);
        ec = failure;
        if (!ec)
            take(e);
    }
}

asio::awaitable<void> inspector::lose_patience()
{
    limit_.expires_after(patience);
    co_await limit_.async_wait(no_throw);
}

void inspector::begin()
{
    const bool asked = is_asked();
    const features wanted = options_.choice.apply(asked ? identity_.offered() : features());
    on_ = tty_.enable(wanted);
    const features on = on_ ? wanted : features();
    stage_ = stage::inspecting;
    // Some terminals show the end of a question that they do not know.
    if (asked && identity_.modes().empty() && !options_.json)
        print("\r\x1b[K");
    if (!options_.json)
        print(heading(on));
    print(std::exchange(early_, {}));
    report_.begin({identity_, on, decoding_flags(), tty_.size()});
}

std::string inspector::heading(const features& on) const
{
    std::vector<std::string> lines;
    const char* const term = std::getenv("TERM");
    if (tty_.is_terminal()) {
        lines.push_back(fmt::format("Terminal: {}, TERM={}",
                                    inert(identity_.version().value_or("no name")),
                                    inert(term != nullptr ? term : "")));
        if (identity_.answered())
            lines.push_back(fmt::format("Attributes: {}", fmt::join(identity_.attributes(), ";")));
        else if (is_asked())
            lines.emplace_back("It has not answered within a second.");
        const auto names = names_of(on);
        lines.push_back(fmt::format(
            "Switched on: {}", names.empty() ? "nothing" : fmt::to_string(fmt::join(names, " "))));
        lines.push_back(fmt::format("Escape: {}", escape_told_by(tty_.escape_decided_by())));
        lines.emplace_back("Ctrl-C twice or Escape thrice leaves.");
    }
    std::string text;
    for (const std::string& line : lines)
        text += wrapped(line, columns());
    return text;
}

asio::awaitable<void> inspector::inspect()
{
    while (!over_) {
        auto [ec, e] = co_await tty_.async_read_event(no_throw);
        if (ec && ec != asio::error::eof && ec != asio::error::operation_aborted)
            error_ = ec;
        if (ec)
            break;
        do
            take(e);
        while (!over_ && tty_.try_read_event(e));
        if (collector_.pending() == collector::undecided::text)
            decide();
        // A person is not kept waiting, unless the output takes nothing.
        if (tty_.is_terminal())
            co_await printer_.has_room();
        else
            co_await printer_.finish(for_ever);
    }
}

/// Everything is switched off. (What the terminal has sent before it knew is read when the mode is
/// left.)
asio::awaitable<void> inspector::leave()
{
    decide();
    // A person has asked to leave; a pipe is done when all is printed.
    co_await printer_.finish(over_ ? patience : for_ever);
    on_.release();
    if (!error_)
        error_ = printer_.error();
    tty_.cancel();
    screen_.cancel();
}

void inspector::take(const event& e)
{
    const auto* const piece = e.get_if<paste>();
    const auto* const part = e.get_if<unknown>();
    if (e.raw.empty() && piece == nullptr)
        return show(e); // no bytes have made it
    std::string_view bytes = e.raw;
    for (event whole; collector_.next(bytes, whole);)
        show(whole);
    using undecided = collector::undecided;
    const undecided rest = collector_.pending();
    const bool goes_on = (piece != nullptr && !piece->ends) || (part != nullptr && part->partial);
    if (rest != undecided::nothing && rest != undecided::text && !goes_on)
        decide(); // as time has done
}

void inspector::decide()
{
    if (collector_.pending() == collector::undecided::nothing)
        return;
    for (event e; collector_.flush(e);)
        show(e);
    report_.add_pause();
}

void inspector::show(const event& e)
{
    const auto* const r = e.get_if<reply>();
    if (r != nullptr) {
        identity_.hear(*r);
        answered_ = answered_ || r->kind == reply_kind::primary_attributes;
    }
    std::string json;
    append_json(json, e);
    report_.add_event(json);
    if (options_.json)
        print(json + '\n');
    else if (r == nullptr || stage_ != stage::asking) // that is in the heading
        print(event_line(e, columns()));
    if (!tty_.is_terminal())
        return; // Ctrl-C is a byte like others
    const auto answer = wish_.hear(e);
    over_ = over_ || answer == leave_wish::answer::yes;
    if (answer != leave_wish::answer::once_more)
        return;
    if (options_.json)
        complain("Once more leaves", 0);
    else
        print("Once more leaves.\n");
}

void inspector::print(std::string_view text)
{
    if (stage_ == stage::asking)
        early_ += text;
    else
        printer_.print(text);
}

int inspect(const keys_options& options, keys_report& report)
{
    asio::io_context context(1);
    // The terminal is asked even if what is shown goes elsewhere.
    const bool elsewhere = is_terminal(STDIN_FILENO) && !is_terminal(STDOUT_FILENO);
    const terminal_options how{.output = elsewhere ? STDIN_FILENO : STDOUT_FILENO,
                               .decoding = options.how.decoder};
    terminal tty(context, how);
    std::optional<terminal> screen;
    if (elsewhere)
        screen.emplace(context);
    inspector job(tty, how, screen ? *screen : tty, options, report);
    run(context, job.run());
    if (is_quiet_end(job.error()))
        return 0;
    return complain(job.error() == asio::error::timed_out ? "the output takes nothing"
                                                          : job.error().message(),
                    1);
}

} // namespace

int run_keys(const keys_options& options)
{
    if (!has_standard_input())
        return complain(
            "keys needs a terminal, or bytes from a pipe: printf '\\033[A' | cotty keys", 2);
    try {
        keys_report report(options.save);
        const int status = inspect(options, report);
        return report.failed()
                   ? complain(fmt::format("{}: the report cannot be written", options.save), 2)
                   : status;
    } catch (const std::system_error& e) {
        return complain(e.what(), 2);
    }
}

} // namespace cotty::tool
