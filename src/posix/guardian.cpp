// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "posix/guardian.hpp"

#include "posix/foreground.hpp"
#include "posix/last_answers.hpp"
#include "posix/line_settings.hpp"
#include "posix/patience.hpp"
#include "posix/signals_blocked.hpp"
#include "posix/way_back.hpp"
#include "terminal/feature_sequences.hpp"

#include <boost/asio/error.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <new>
#include <utility>

namespace cotty::posix {
namespace {

/// What was noted last, whole at every moment: a writer may be killed, or be interrupted by
/// another.
template <class T>
class latest {
public:
    T& put(const T& value) noexcept
    {
        const unsigned place = next_++ % size;
        places_[place] = value;
        current_ = place;
        return places_[place];
    }
    [[nodiscard]] const T& get() const noexcept { return places_[current_]; }

private:
    static constexpr unsigned size = 8;
    std::array<T, size> places_{};
    std::atomic<unsigned> next_ = 0;
    std::atomic<unsigned> current_ = 0;
};

struct mode_note {
    bool in_mode;
    termios found;
    termios ours;   // in no mode: what the terminal was left with
    termios before; // the program may not have got as far as to set `ours`
};

struct feature_note {
    features before;
    features wanted;
    bool pixels;
    off_t written; // of what makes `wanted` of `before`
};

struct question_note {
    int unanswered;
    long patience; // in milliseconds
};

/// Whether kitty's stack has something of the program, which may have been pushed or popped just
/// now.
bool has_pushed(const feature_note& note) noexcept
{
    const auto change = detail::feature_change(note.before, note.wanted, note.pixels);
    const auto done = change.view().substr(0, static_cast<std::size_t>(note.written));
    features kitty_alone;
    kitty_alone.kitty = note.wanted.kitty;
    const auto push = detail::feature_change({}, kitty_alone, note.pixels);
    const auto pop = detail::feature_change(kitty_alone, {}, note.pixels);
    const auto has = [&](const detail::feature_bytes& sequence) {
        return !sequence.view().empty() && done.find(sequence.view()) != std::string_view::npos;
    };
    if (note.before.kitty == kitty_flags::none)
        return has(push);
    return has(push) || !has(pop);
}

/// What line editors switch on for themselves.
features without_those_of_shells(features f) noexcept
{
    f.paste = false;
    f.application_cursor = false;
    f.application_keypad = false;
    return f;
}

void close_all_from(unsigned first) noexcept
{
#ifdef SYS_close_range
    if (::syscall(SYS_close_range, first, ~0U, 0) == 0)
        return;
#endif
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (rlim_t fd = first; fd < std::min<rlim_t>(limit.rlim_cur, 65536); ++fd)
        ::close(static_cast<int>(fd));
}

int open_self() noexcept
{
#ifdef SYS_pidfd_open
    return static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
#else
    return -1;
#endif
}

/// As fork(2), but the parent gets no signal when the child ends, only who waits with __WALL sees
/// it; and nothing is run that the program has registered for forks, or that takes a lock.
pid_t fork_unnoticed() noexcept
{
    return static_cast<pid_t>(::syscall(SYS_clone, 0, 0, 0, 0, 0));
}

} // namespace

struct guardian::notes {
    latest<mode_note> mode;
    latest<feature_note> features;
    latest<question_note> questions;
};

/// What the guardian has, in the places of standard descriptors.
struct guardian::post {
    enum place : int { input, output, line, program, places };

    const notes& noted;
    bool exclusive_output;
    bool has_pidfd;
    bool can_be_asked;

    [[noreturn]] void stand() const noexcept;
    [[nodiscard]] bool program_dies() const noexcept;
    void undo() const noexcept;
    void settle(bool reports) const noexcept;
};

/// False: it goes on, but the guardian is not needed any more.
bool guardian::post::program_dies() const noexcept
{
    std::array<pollfd, 3> watched{
        {{line, POLLIN, 0}, {has_pidfd ? program : -1, POLLIN, 0}, {input, 0, 0}}};
    for (;;) {
        if (::poll(watched.data(), watched.size(), -1) < 0)
            continue;
        if (watched[2].revents != 0)
            return false; // hung up: nothing is left to be given back
        if (watched[1].revents != 0)
            return true;
        if (watched[0].revents == 0)
            continue;
        char dismissed = 0;
        if (::read(line, &dismissed, 1) > 0)
            return false;
        // The program dies, or becomes another, with which the terminal still is in a mode.
        if (!has_pidfd)
            return true;
        watched[0].fd = -1;
    }
}

void guardian::post::undo() const noexcept
{
    const mode_note mode = noted.mode.get();
    feature_note on = noted.features.get();
    if (!has_pushed(on))
        on.before.kitty = on.wanted.kitty = kitty_flags::none;
    const auto settings_are = [](const termios& expected) {
        termios now{};
        return ::tcgetattr(input, &now) == 0 && same_settings(now, expected);
    };
    const auto settings_are_ours = [&] {
        return settings_are(mode.ours) || settings_are(mode.before);
    };
    const bool lines_are_edited = !settings_are_ours() && !settings_are(mode.found);
    const auto what = [&](const features& f) {
        return lines_are_edited ? without_those_of_shells(f) : f;
    };
    // First: what the terminal sends must not be echoed.
    write_all(output, exclusive_output,
              detail::all_off(what(on.before), what(on.wanted), on.pixels).view(), output_patience);
    if (!mode.in_mode || !settings_are_ours())
        return;
    settle(detail::makes_it_send(on.before) || detail::makes_it_send(on.wanted));
    if (settings_are_ours())
        set_settings(input, mode.found);
}

/// As on the program's own way back, but the guardian has nobody who wants what it reads.
void guardian::post::settle(bool reports) const noexcept
{
    const question_note questions = noted.questions.get();
    if (!can_be_asked || questions.patience <= 0)
        return;
    const bool asked =
        reports && write_all(output, exclusive_output, last_question, answer_patience);
    std::array<char, 64> bytes{};
    kept_bytes kept{bytes, 0, false};
    read_answers(input, questions.unanswered + (asked ? 1 : 0), false, kept, questions.patience);
}

void guardian::post::stand() const noexcept
{
    ::prctl(PR_SET_NAME, "cotty-guardian");
    if (program_dies())
        undo();
    ::_exit(0);
}

guardian::guardian(notes* n) noexcept
    : notes_(n), script_(::memfd_create("cotty", MFD_CLOEXEC)), owner_(::getpid())
{
}

std::shared_ptr<guardian> guardian::start(const channel& input, const channel& output,
                                          bool can_be_asked, error_code& ec)
{
    termios found{};
    std::array<int, 2> ends{};
    void* const memory =
        ::mmap(nullptr, sizeof(notes), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        ec = last_error();
        return nullptr;
    }
    // From here on the memory has an owner.
    std::shared_ptr<guardian> g(new guardian(::new (memory) notes));
    if (::tcgetattr(input.fd.get(), &found) != 0 ||
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        ec = last_error();
        return nullptr;
    }
    g->line_ = descriptor(ends[0]);
    const descriptor other_end(ends[1]);
    const descriptor self(open_self());
    g->note_no_mode(found);
    g->note_questions(0, answer_patience);

    const post p{*g->notes_, output.exclusive, static_cast<bool>(self), can_be_asked};
    const std::array<int, post::places> inherited{
        input.fd.get(), output.terminal ? output.fd.get() : input.fd.get(), other_end.get(),
        self ? self.get() : other_end.get()};
    const signals_blocked blocked; // for good in the guardian, where no handler may run
    const pid_t child = fork_unnoticed();
    if (child == 0) {
        // Only what is async-signal-safe: other threads may have held any lock.
        std::array<int, post::places> moved{};
        ::setsid();
        if (::chdir("/") != 0)
            ::_exit(errno);
        for (std::size_t i = 0; i < moved.size(); ++i)
            if ((moved[i] = ::fcntl(inherited[i], F_DUPFD, post::places)) < 0)
                ::_exit(errno);
        for (std::size_t i = 0; i < moved.size(); ++i)
            if (::dup2(moved[i], static_cast<int>(i)) < 0)
                ::_exit(errno);
        close_all_from(post::places);
        const pid_t grandchild = fork_unnoticed(); // whose parent is not the program
        if (grandchild == 0)
            p.stand();
        ::_exit(grandchild < 0 ? errno : 0);
    }
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, __WALL) < 0 && errno == EINTR) {
    }
    if (child < 0)
        ec = last_error();
    else if (!WIFEXITED(status))
        ec = boost::asio::error::try_again;
    else if (WEXITSTATUS(status) != 0)
        ec = error_code(WEXITSTATUS(status), boost::system::system_category());
    return ec ? nullptr : g;
}

guardian::~guardian()
{
    if (line_ && owner_ == ::getpid())
        ::send(line_.get(), "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    ::munmap(notes_, sizeof(notes));
}

void guardian::note_mode(const termios& found, const termios& ours) noexcept
{
    if (owner_ == ::getpid())
        notes_->mode.put({true, found, ours, notes_->mode.get().ours});
}

void guardian::note_no_mode(const termios& now) noexcept
{
    if (owner_ == ::getpid())
        notes_->mode.put({false, now, now, now});
}

void guardian::note_questions(int unanswered, long patience) noexcept
{
    if (owner_ == ::getpid())
        notes_->questions.put({unanswered, patience});
}

bool guardian::switch_features(int fd, bool exclusive, const features& before,
                               const features& wanted, bool pixels, long patience) noexcept
{
    const auto bytes = detail::feature_change(before, wanted, pixels);
    if (owner_ != ::getpid())
        return write_all(fd, exclusive, bytes.view(), patience);
    feature_note& note = notes_->features.put({before, wanted, pixels, 0});
    if (!write_all(fd, exclusive, bytes.view(), patience, {script_.get(), &note.written}))
        return false;
    notes_->features.put({wanted, wanted, pixels, 0});
    return true;
}

} // namespace cotty::posix
