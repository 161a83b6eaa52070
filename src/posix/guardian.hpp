// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/descriptor.hpp"

#include <cotty/error.hpp>
#include <cotty/features.hpp>

#include <sys/types.h>
#include <termios.h>

#include <memory>

namespace cotty::posix {

/// A small process beside the program which gives the terminal back when the program had no chance
/// to: it was killed by SIGKILL, or left by _exit.
///
/// The program notes what it does to the terminal in memory that both share: what it switches on
/// before it does, what it switches off afterwards. So the guardian may find noted what is not on,
/// and undoing that does no harm; but never on what is not noted. Once the program is dead:
///
/// * Are the terminal's settings exactly as the program left them, then nobody has taken the
///   terminal over. All features are switched off, and the settings are those that were found.
/// * Are they already as they were found, because a shell was faster (bash is, at times), then the
///   features are left to be switched off.
/// * Are they different, then the shell's line editor is at work. The settings stay, and so do
///   bracketed paste and the modes of cursor keys and keypad, which line editors switch on
///   themselves, for each line anew. What they do not switch is switched off all the same: the
///   mouse, focus, sizes, the color scheme, and the keyboard protocols.
///
/// In the first case answers and reports that are still under way are read as well, at most for a
/// quarter of a second. In the others that would take what is typed from the shell.
///
/// It knows the program by a pidfd, where the system has that: no child that the program has
/// forked, nor what it becomes by exec, keeps the guardian from seeing it die, or makes it think
/// so. It also ends when the terminal hangs up, as the terminal's session would not end before.
class guardian {
public:
    /// Forks. The program's wait() sees nothing of it, nor is there a SIGCHLD.
    /// \param input a terminal
    /// \param output the same or another, if it is one
    /// \param can_be_asked whether questions that are written to the output are answered
    /// \returns null, and sets `ec`, if that fails.
    static std::shared_ptr<guardian> start(const channel& input, const channel& output,
                                           bool can_be_asked, error_code& ec);

    /// The guardian's work is done.
    ~guardian();
    guardian(const guardian&) = delete;
    guardian& operator=(const guardian&) = delete;

    /// What is noted. Async-signal-safe; without effect in a child of the program.
    void note_mode(const termios& found, const termios& ours) noexcept;
    void note_no_mode(const termios& now) noexcept;
    /// How many answers of the terminal are due, once a question more has been asked or answered.
    /// \param patience how long they may take, in milliseconds
    void note_questions(int unanswered, long patience) noexcept;

    /// Switches what a terminal has on, and notes how far that has come: so that what counts (the
    /// keyboard protocol's stack) is never undone once too often.
    /// \param patience in milliseconds
    /// \returns false, with errno, if the terminal does not take it.
    bool switch_features(int fd, bool exclusive, const features& before, const features& wanted,
                         bool pixels, long patience) noexcept;

private:
    struct notes;
    struct post;
    class fork_plan;

    explicit guardian(notes* n) noexcept;

    notes* notes_;
    descriptor line_;   // to the guardian, which waits at the other end
    descriptor script_; // a file in memory, with what is being written
    pid_t owner_;
};

} // namespace cotty::posix
