// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#include "terminal/backend.hpp"

#include "posix/alternate_stack.hpp"
#include "posix/descriptor.hpp"
#include "posix/ends.hpp"
#include "posix/foreground.hpp"
#include "posix/guardian.hpp"
#include "posix/input_seat.hpp"
#include "posix/leftovers.hpp"
#include "posix/line_settings.hpp"
#include "posix/readiness.hpp"
#include "posix/terminal_features.hpp"
#include "posix/terminal_mode.hpp"
#include "posix/way_back.hpp"
#include "terminal/event_stream.hpp"

#include <cotty/detail/memory_in_place.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace cotty::posix {
namespace {

using clock = std::chrono::steady_clock;

std::optional<window_size> window_size_of(const channel& c)
{
    winsize w{};
    if (!c.terminal || ::ioctl(c.fd.get(), TIOCGWINSZ, &w) != 0 || w.ws_col == 0 || w.ws_row == 0)
        return {};
    return window_size{w.ws_col, w.ws_row, w.ws_xpixel, w.ws_ypixel};
}

int environment_number(const char* name, int otherwise)
{
    const char* text = std::getenv(name);
    const std::string_view digits = text != nullptr ? text : "";
    int number = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = ec == std::errc() && end == digits.data() + digits.size();
    return whole && number > 0 ? number : otherwise;
}

bool polls(int fd, short events)
{
    pollfd p{fd, events, 0};
    return ::poll(&p, 1, 0) == 1;
}

bool hung_up(int fd)
{
    pollfd p{fd, POLLIN, 0};
    return ::poll(&p, 1, 0) == 1 && (p.revents & POLLHUP) != 0;
}

std::optional<dev_t> terminal_behind(const channel& c)
{
    struct stat s {};
    if (!c.terminal || ::fstat(c.fd.get(), &s) != 0)
        return {};
    return s.st_rdev;
}

/// What is written to the one is answered by the other.
bool same_terminal(const channel& a, const channel& b)
{
    const auto terminal = terminal_behind(a);
    return terminal && terminal == terminal_behind(b);
}

/// A terminal that calls itself dumb would show the questions.
bool knows_sequences()
{
    const char* const term = std::getenv("TERM");
    return term != nullptr && *term != '\0' && std::string_view(term) != "dumb";
}

channel open_input(const terminal_options& options)
{
    error_code ec;
    channel c = options.controlling_terminal ? open_controlling_terminal(O_RDONLY, ec)
                                             : open_channel(options.input, O_RDONLY, ec);
    if (!ec)
        return c;
    throw boost::system::system_error(
        ec, options.controlling_terminal
                ? "cotty::terminal: there is no controlling terminal; start the program from one "
                  "(not as a service, by cron or with setsid), or name a terminal as its input"
                : "cotty::terminal: the input cannot be read");
}

channel open_output(const terminal_options& options, error_code& ec)
{
    return options.controlling_terminal ? open_controlling_terminal(O_WRONLY, ec)
                                        : open_channel(options.output, O_WRONLY, ec);
}

std::shared_ptr<guardian> guard_terminal(const channel& input, const channel& output,
                                         bool can_be_asked)
{
    error_code ec;
    auto g = input.terminal ? guardian::start(input, output, can_be_asked, ec) : nullptr;
    if (ec)
        throw boost::system::system_error(ec, "cotty::terminal: there can be no guardian");
    return g;
}

std::string_view environment(const char* name)
{
    const char* const text = std::getenv(name);
    return text != nullptr ? text : "";
}

decoder_options decoder_options_for(const channel& input, decoder_options options)
{
    if (options.fourth == fourth_modifier::automatic && input.terminal)
        options.fourth =
            fourth_modifier_of({environment("TERM"), environment("TERM_PROGRAM"),
                                environment("LC_TERMINAL"), environment("XTERM_VERSION")});
    options.line_feed_is_enter = !input.terminal;
    termios t{};
    if (input.terminal && ::tcgetattr(input.fd.get(), &t) == 0)
        options.backspace_sends_bs = t.c_cc[VERASE] == 0x08;
    return options;
}

/// Calls a listener once. What waits in the event loop for it shares the owner, and finds no
/// listener any more if the wait was given up.
struct waiting {
    detail::backend::listener* listener = nullptr;
    bool started = false; // the operation in the event loop, whoever it was for

    void notify()
    {
        if (auto* l = std::exchange(listener, nullptr))
            l->ready();
    }
};

class backend final : public detail::backend, public std::enable_shared_from_this<backend> {
public:
    backend(const asio::any_io_executor& executor, const terminal_options& options)
        : executor_(executor), input_(open_input(options)),
          output_(open_output(options, output_error_)),
          input_ready_(executor, input_, readiness::direction::input),
          stream_(decoder_options_for(input_, options.decoding), options.collecting,
                  {options.escape_timeout, options.sequence_timeout, options.paste_timeout,
                   options.grapheme_timeout}),
          timer_(executor), window_changes_(executor), away_timer_(executor)
    {
        patient_ = input_.terminal && options.in_background == in_background::wait;
        asked_ = input_.terminal && same_terminal(input_, output_) && knows_sequences() &&
                 !options.decoding.alt_bracket_is_key;
        const auto guard = options.guardian ? guard_terminal(input_, output_, asked_) : nullptr;
        if (input_.terminal) {
            mode_ = std::make_shared<terminal_mode>(input_.fd.get(), guard, patient_);
            if (asked_)
                mode_->can_be_asked();
            unblock_news();
            window_changes_.add(SIGWINCH);
        }
        place_ = place_of(input_);
        if (input_.terminal)
            seat_.emplace(place_);
        position_expected_ = options.decoding.cursor_position_expected;
        focus_expected_ = options.decoding.focus_reports;
        if (input_.terminal && output_.terminal)
            features_ = std::make_shared<terminal_features>(output_, options.decoding.mouse_pixels,
                                                            guard, patient_);
        if (features_ && asked_)
            features_->can_be_asked();
    }

    bool is_terminal() const noexcept override { return input_.terminal; }

    bool writes_to_terminal() const noexcept override { return output_.terminal; }

    std::string terminal_name() const override
    {
        return input_.terminal ? name_of_terminal(input_.fd.get()) : std::string();
    }

    window_size size() const noexcept override
    {
        if (const auto s = window_size_of(input_))
            return *s;
        if (const auto s = window_size_of(output_))
            return *s;
        return {environment_number("COLUMNS", 80), environment_number("LINES", 24), 0, 0};
    }

    std::shared_ptr<detail::mode_switch> mode() override { return mode_; }

    std::shared_ptr<detail::feature_switch> switchable_features() override { return features_; }

    bool take(event& e) noexcept override
    {
        if (window_changed_) [[unlikely]]
            return take_window_change(e);
        return stream_.next(e);
    }

    bool may_have_more() const noexcept override { return stream_.may_have_more(); }

    bool receive(error_code& ec) override
    {
        if (window_changed_)
            return true;
        if (!end_ && read())
            return true;
        if (end_) {
            ec = end_;
            return false;
        }
        // The deadline counts only now that nothing is waiting to be read.
        const auto deadline = stream_.deadline();
        if (!deadline || clock::now() < *deadline)
            return false;
        stream_.decide();
        return true;
    }

    bool can_be_asked() const noexcept override
    {
        // Where lines are edited, answers are echoed and wait for the end of the line.
        termios t{};
        return asked_ && ::tcgetattr(input_.fd.get(), &t) == 0 &&
               (t.c_lflag & (ICANON | ECHO)) == 0;
    }

    bool is_undecided() const noexcept override { return stream_.is_undecided(); }

    void expect_answer(time_point until) noexcept override { stream_.expect_answer(until); }

    void expect_cursor_position(bool expected) noexcept override
    {
        stream_.expect_cursor_position(expected || position_expected_);
    }

    void note_unanswered(int unanswered, std::chrono::milliseconds patience) noexcept override
    {
        stream_.expect_answers(unanswered != 0);
        if (mode_)
            mode_->note_answers(unanswered, static_cast<long>(patience.count()));
    }

    bool reports_under_way() const noexcept override { return mode_ && mode_->reports_under_way(); }

    void note_settled() noexcept override
    {
        if (mode_)
            mode_->note_settled();
    }

    void decide() noexcept override { stream_.decide(); }

    void leave_behind(std::string bytes) override { posix::leave_behind(input_, bytes); }

    bool wait_now(direction d, std::chrono::milliseconds limit) override
    {
        if (d == direction::input && has_handed_on())
            return true;
        pollfd p{d == direction::input ? input_.fd.get() : output_.fd.get(),
                 static_cast<short>(d == direction::input ? POLLIN : POLLOUT), 0};
        return ::poll(&p, 1, static_cast<int>(limit.count())) == 1;
    }

    bool claim_input() override { return !seat_ || seat_->take(); }

    void wait_for_input(const std::shared_ptr<listener>& l) override
    {
        input_wait_.listener = l.get();
        if (const auto deadline = stream_.deadline())
            wait_until(*deadline, l);
        else
            stop_timer();
        if (mode_ && !window_wait_started_)
            wait_for_window_change(l);
        if (has_handed_on()) [[unlikely]]
            asio::post(executor_, [this, l] { input_wait_.notify(); });
        if (is_away())
            look_again_later(l);
        else if (!std::exchange(input_wait_.started, true))
            input_ready_.async_wait(input_handler{this, l});
    }

    void stop_waiting_for_input() noexcept override
    {
        if (seat_)
            seat_->leave();
        input_wait_.listener = nullptr;
        if (input_wait_.started)
            input_ready_.cancel();
        stop_timer();
        if (away_wait_started_)
            away_timer_.cancel();
        if (window_wait_started_) {
            error_code ignored;
            window_changes_.cancel(ignored);
        }
    }

    std::size_t write(std::string_view data, error_code& ec) override
    {
        if (output_error_) {
            ec = output_error_;
            return 0;
        }
        // On a shared description a write may block. Not if it is announced as possible and no
        // longer than what there is room for then: PIPE_BUF in a pipe (pipe(7)), but only one byte
        // in a terminal (n_tty_poll in drivers/tty/n_tty.c).
        if (!output_.exclusive) {
            if (!polls(output_.fd.get(), POLLOUT)) {
                ec = asio::error::would_block;
                return 0;
            }
            data = data.substr(0, output_.terminal ? 1 : PIPE_BUF);
        }
        ssize_t n = 0;
        do
            n = ::write(output_.fd.get(), data.data(), data.size());
        while (n < 0 && errno == EINTR);
        if (n > 0)
            return static_cast<std::size_t>(n);
        ec = n == 0 || errno == EAGAIN ? error_code(asio::error::would_block) : last_error();
        return 0;
    }

    void wait_for_output(listener& l) override
    {
        output_wait_.listener = &l;
        if (!output_ready_)
            output_ready_.emplace(executor_, output_, readiness::direction::output);
        if (!std::exchange(output_wait_.started, true))
            output_ready_->async_wait([self = shared_from_this()](error_code) {
                self->output_wait_.started = false;
                self->output_wait_.notify();
            });
    }

    void stop_waiting_for_output() noexcept override
    {
        output_wait_.listener = nullptr;
        if (output_wait_.started)
            output_ready_->cancel();
    }

private:
    /// The one that is started for each key typed alone: its memory is kept.
    struct input_handler {
        using allocator_type = detail::allocator_in_place<std::byte>;

        backend* self;
        std::shared_ptr<listener> owner; // of self

        allocator_type get_allocator() const noexcept
        {
            return allocator_type(self->input_wait_memory_);
        }
        void operator()(error_code /*cancelled or not, to look does no harm*/) const
        {
            give_thread_alternate_stack(); // the user's handler will run here
            self->input_wait_.started = false;
            self->input_wait_.notify();
        }
    };

    [[gnu::cold]] bool take_window_change(event& e) noexcept
    {
        window_changed_ = false;
        e = event{resize{size()}, {}};
        return true;
    }

    /// Reads once. True if that was worth it: there are bytes, or the end was found and what was
    /// undecided is decided.
    bool read()
    {
        if (has_handed_on() && read_handed_on()) [[unlikely]]
            return true;
        if (is_away())
            return false;
        if (!input_.exclusive && !polls(input_.fd.get(), POLLIN))
            return false;
        const auto space = stream_.free_space();
        ssize_t n = 0;
        do
            n = ::read(input_.fd.get(), space.data(), space.size());
        while (n < 0 && errno == EINTR);
        if (n > 0) {
            stream_.expect_focus_reports(focus_expected_ ||
                                         (features_ && features_->reports_focus()));
            stream_.received(static_cast<std::size_t>(n), clock::now());
            return true;
        }
        if (n < 0 && errno == EAGAIN)
            return false;
        if (n == 0 && is_merely_empty())
            return false;
        // A terminal that was closed says EIO on some occasions, and 0 on others.
        const bool closed = n == 0 || (errno == EIO && hung_up(input_.fd.get()));
        end_ = closed ? error_code(asio::error::eof) : last_error();
        stream_.decide();
        return true;
    }

    /// Where keys are not waited for (VMIN is 0, which somebody else may have set) a terminal says
    /// 0 when there is none. It is the end where it has hung up, and where lines are edited:
    /// Ctrl-D.
    [[gnu::cold]] bool is_merely_empty() const
    {
        termios t{};
        return input_.terminal && !hung_up(input_.fd.get()) && get_settings(input_.fd.get(), t) &&
               (t.c_lflag & ICANON) == 0 && t.c_cc[VMIN] == 0;
    }

    [[nodiscard]] bool has_handed_on() const noexcept
    {
        return (are_there_leftovers() && has_leftovers(place_)) || (mode_ && mode_->has_kept());
    }

    /// What another object for this input has read comes first; and then what was read while the
    /// terminal was given back.
    [[gnu::cold]] bool read_handed_on()
    {
        const auto space = stream_.free_space();
        std::size_t size = read_leftovers(place_, space);
        if (size == 0 && mode_)
            size = mode_->take_kept(space);
        if (size > 0)
            stream_.received(size, clock::now());
        return size > 0;
    }

    void wait_until(clock::time_point deadline, const std::shared_ptr<listener>& l)
    {
        // Bytes that arrive put the deadline off, but the timer is set anew only when it has fired:
        // that is much cheaper than with each of many pieces.
        if (timer_started_ && timer_.expiry() <= deadline)
            return;
        timer_started_ = true;
        timer_.expires_at(deadline);
        timer_.async_wait([this, l](error_code e) {
            if (e || clock::now() < timer_.expiry())
                return; // given up, or set anew
            timer_started_ = false;
            input_wait_.notify();
        });
    }

    void wait_for_window_change(const std::shared_ptr<listener>& l)
    {
        window_wait_started_ = true;
        window_changes_.async_wait([this, l](error_code e, int) {
            window_wait_started_ = false;
            if (!e)
                window_changed_ = true;
            input_wait_.notify();
        });
    }

    /// Whether the terminal is another job's, which would be asked in vain, or notice it.
    bool is_away() noexcept
    {
        if (!patient_)
            return false;
        const bool was_away = std::exchange(away_, !in_foreground(input_.fd.get()));
        if (was_away && !away_)
            take_all_again(going_on::in_foreground);
        return away_;
    }

    /// That the terminal is given to another job is not always told by a signal.
    void look_again_later(std::shared_ptr<listener> l)
    {
        if (std::exchange(away_wait_started_, true))
            return;
        away_timer_.expires_after(std::chrono::milliseconds(250));
        away_timer_.async_wait([this, owner = std::move(l)](error_code) {
            away_wait_started_ = false;
            input_wait_.notify();
        });
    }

    void stop_timer() noexcept
    {
        if (std::exchange(timer_started_, false))
            timer_.cancel();
    }

    asio::any_io_executor executor_;
    error_code output_error_;
    channel input_;
    channel output_;
    readiness input_ready_;
    std::optional<readiness> output_ready_; // most writes never wait
    detail::event_stream stream_;
    asio::steady_timer timer_;
    asio::signal_set window_changes_;
    std::shared_ptr<terminal_mode> mode_;         // null if the input is no terminal
    std::shared_ptr<terminal_features> features_; // null if input or output is none
    input_place place_;                           // of input_
    std::optional<input_seat> seat_;              // at a terminal
    waiting input_wait_;
    detail::memory_in_place input_wait_memory_;
    waiting output_wait_;
    bool asked_ = false;             // may be asked, if the mode allows it
    bool position_expected_ = false; // always
    bool focus_expected_ = false;    // likewise
    asio::steady_timer away_timer_;
    bool patient_ = false; // in the background
    bool away_ = true;     // as far as is known
    bool away_wait_started_ = false;
    bool timer_started_ = false;
    bool window_wait_started_ = false;
    bool window_changed_ = false;
    error_code end_;
};

} // namespace
} // namespace cotty::posix

namespace cotty::detail {

std::shared_ptr<backend> open_backend(const asio::any_io_executor& executor,
                                      const terminal_options& options)
{
    return std::make_shared<posix::backend>(executor, options);
}

void suspend_process()
{
    posix::stop_process_group();
}

} // namespace cotty::detail
