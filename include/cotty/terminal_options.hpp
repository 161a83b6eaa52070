// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/collector.hpp>
#include <cotty/decoder_options.hpp>
#include <cotty/style.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace cotty {

/// An Escape byte is the Escape key, or the beginning of a sequence such as that of a cursor key,
/// which a network may have cut behind it.
enum class escape_decision : std::uint8_t {
    /// There is nothing to decide: the terminal sends Escape as a sequence of its own
    /// (`features::kitty`).
    protocol,
    /// The terminal is asked a question that all terminals answer (its primary attributes, DA1).
    /// Answers and keys come in the order in which they happen, so when the answer comes next
    /// Escape was the key, however slow the line is; and it comes as late as the line is slow.
    /// What is typed before the terminal has seen the question counts as belonging to the Escape
    /// (Alt) if it could. A multiplexer in between (tmux) answers itself: what it passes on it has
    /// decided in its own way.
    answer,
    /// Time decides, as terminals have always been read: for those that do not answer.
    timeout,
};

/// What becomes of a program that wants something of its terminal which is another job's: it was
/// started with `&`, or continued with `bg`.
enum class in_background : std::uint8_t {
    /// As usual: the system stops it where it switches a mode or features, or reads.
    stop,
    /// It goes on. Modes and features that are wanted meanwhile are switched once the program is in
    /// the foreground, and reads wait for that: it is noticed at SIGCONT, which most shells send;
    /// or a quarter of a second later while a read is outstanding, which looks for it as often.
    /// Output is written all the same (unless `stty tostop` says that it shall stop the program).
    wait,
};

struct terminal_options {
    /// The descriptors to read and to write. They stay the caller's: cotty neither closes them
    /// nor changes their flags (O_NONBLOCK), which are shared with other programs. A terminal is
    /// opened anew by its name instead; where that is refused, and for pipes, files and devices,
    /// the descriptor is duplicated.
    int input = 0;
    int output = 1;

    /// Whether the terminal at which the program was started is used instead (the controlling
    /// terminal, /dev/tty), for programs whose standard input and output are for something else:
    /// `ls | choose | xargs rm`. Making the terminal throws if there is none.
    bool controlling_terminal = false;

    /// The defaults, for the controlling terminal.
    static terminal_options of_controlling_terminal()
    {
        terminal_options options;
        options.controlling_terminal = true;
        return options;
    }

    /// Whether the terminal is given back even if this program gets no chance to do that: it is
    /// killed by SIGKILL (the system does that, too, when it runs out of memory), calls `_exit`, or
    /// overflows the stack of a thread that has no other for its signal handlers.
    ///
    /// A small process, `cotty-guardian`, then does it: it switches off what `terminal::enable` has
    /// switched on, and leaves the line_mode, but only if the terminal's settings still are those
    /// of the mode. Otherwise a shell was faster; and if that is editing a line already, bracketed
    /// paste and the modes of cursor and keypad keys stay as they are, which shells switch
    /// themselves.
    ///
    /// The process is forked when the terminal object is made, and ends with the last of the object
    /// and its guards, with this program, or when the terminal hangs up. It is no child of the
    /// program: `wait` does not see it. It shares the memory that this program has then until one
    /// of both writes to it, so that a program which will use much of it makes its terminal first.
    /// Who kills all processes of the session or the control group kills it as well.
    ///
    /// Making the terminal throws if there can be no such process. Nothing happens where the input
    /// is no terminal.
    bool guardian = false;

    /// What to do until the program is in the foreground.
    cotty::in_background in_background = cotty::in_background::stop;

    /// Whether a terminal that can be asked is asked (escape_decision::answer) when it is not clear
    /// whether an Escape byte is the Escape key or begins a sequence whose rest is still on its
    /// way. That writes 3 bytes to it, whenever Escape is pressed and when a sequence comes in
    /// pieces. Otherwise, time decides.
    bool ask_about_escape = true;

    /// How long a terminal may take to answer a question. Five times as long once it has answered
    /// one: then it is the line that is slow. One that does not answer in time is not asked about
    /// Escape any more, and the timeouts below decide, until an answer does come.
    std::chrono::milliseconds answer_timeout{1000};

    /// Where time decides: how long a lone Escape byte, or another that is a key by itself or
    /// begins a sequence (Alt-[), waits for what follows.
    std::chrono::milliseconds escape_timeout{50};

    /// Where time decides: how long an unfinished sequence waits for its rest before it becomes an
    /// `unknown` event.
    std::chrono::milliseconds sequence_timeout{500};

    /// How long a paste may stand still before it is taken for one that never ends: it is cut off
    /// (`paste::aborted`), and what comes next is keys again. Long, as what comes late would be
    /// taken for typed. So may a sequence of more than decoder::longest_key bytes, which is no key
    /// but an answer, say of the clipboard's content; it ends as `unknown`.
    std::chrono::milliseconds paste_timeout{5000};

    /// Which of several meanings some bytes have. `backspace_sends_bs` and `line_feed_is_enter` are
    /// found out from the input itself, whatever they say here.
    decoder_options decoding{};

    /// How large a paste or an answer may be to come as one event, and whether grapheme clusters
    /// are one key.
    collector_options collecting{};

    /// How long, with `collecting.graphemes`, a character waits for what may belong to it. A
    /// terminal sends a cluster in one go, so what is typed by hand is not joined; but every
    /// character that is typed comes this much later.
    std::chrono::milliseconds grapheme_timeout{5};

    /// Whether reading keys gives releases, too, where the terminal tells them (features: the kitty
    /// keyboard protocol with its event types, win32-input-mode). Reading events always does.
    bool releases = false;

    /// How much of a `styled_text` is written.
    cotty::styling styling = cotty::styling::automatic;

    /// How long a terminal object that is destroyed waits for a terminal that does not take what
    /// was printed, see `~terminal`. 0: not at all.
    std::chrono::milliseconds leave_timeout{250};

    /// In bytes: how much of what is printed (terminal::async_print) may wait for a terminal that
    /// does not take it.
    std::size_t output_limit = std::size_t{1} << 20;
};

} // namespace cotty
