// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Every kind of descriptor as the input and every kind as the output.
#include <cotty/terminal.hpp>

#include "support/process.hpp"
#include "support/pty.hpp"
#include "support/run.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace cotty {
namespace {

constexpr unsigned short input_columns = 91;
constexpr unsigned short output_columns = 47;

/// A descriptor, and what is on the other side of it.
struct thing {
    test::file_descriptor fd;
    int number = fd.get(); // also of one that is closed
    std::shared_ptr<test::pty> pty = {};
    test::file_descriptor peer = {};

    /// Sends a key and then the end.
    void send_last(std::string_view key)
    {
        const int to = pty && !peer ? pty->master() : peer.get();
        EXPECT_EQ(::write(to, key.data(), key.size()), static_cast<ssize_t>(key.size()));
    }
    void end()
    {
        peer.reset();
        if (pty)
            pty->close_master();
    }

    /// Whether this comes out on the other side; through a terminal it takes its time.
    [[nodiscard]] bool comes_out(std::string_view text) const
    {
        const int from = pty && !peer ? pty->master() : peer.get();
        test::do_not_block(from);
        std::string seen;
        return test::wait_until([&] {
            std::array<char, 256> buffer{};
            const ssize_t n = ::read(from, buffer.data(), buffer.size());
            seen.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
            return seen.find(text) != std::string::npos;
        });
    }
};

/// A slave, opened anew with this access.
thing slave(unsigned short columns, int access)
{
    auto pty = std::make_shared<test::pty>(columns, 24);
    test::file_descriptor fd(::open(pty->slave_name().c_str(), access | O_NOCTTY | O_CLOEXEC));
    return {.fd = std::move(fd), .pty = std::move(pty)};
}

thing hung_up_slave(unsigned short columns, int access)
{
    thing t = slave(columns, access);
    t.pty->close_master();
    t.pty.reset();
    return t;
}

thing master(unsigned short columns)
{
    test::file_descriptor fd(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    test::check(::grantpt(fd.get()), "grantpt");
    test::check(::unlockpt(fd.get()), "unlockpt");
    const winsize size{24, columns, 0, 0};
    test::check(::ioctl(fd.get(), TIOCSWINSZ, &size), "TIOCSWINSZ");
    test::file_descriptor peer(::open(::ptsname(fd.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    // What the test writes and reads there is not to be edited.
    termios raw{};
    test::check(::tcgetattr(peer.get(), &raw), "tcgetattr");
    ::cfmakeraw(&raw);
    test::check(::tcsetattr(peer.get(), TCSANOW, &raw), "tcsetattr");
    return {.fd = std::move(fd), .peer = std::move(peer)};
}

thing socket_end()
{
    int ends[2];
    test::check(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
    return {.fd = test::file_descriptor(ends[0]), .peer = test::file_descriptor(ends[1])};
}

/// The peer of a file is the same file: what is written is there to be read from the beginning.
thing file()
{
    std::string path = testing::TempDir() + "cotty_descriptor_XXXXXX";
    test::file_descriptor fd(test::check(::mkstemp(path.data()), "mkstemp"));
    test::file_descriptor peer(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    ::unlink(path.c_str());
    return {.fd = std::move(fd), .peer = std::move(peer)};
}

thing pipe_end(bool reading)
{
    auto ends = test::make_pipe();
    if (!reading)
        std::swap(ends.read, ends.write);
    return {.fd = std::move(ends.read), .peer = std::move(ends.write)};
}

thing device(const char* path, int access)
{
    return {.fd = test::file_descriptor(::open(path, access | O_CLOEXEC))};
}

/// A number that no descriptor has, not even those that are opened later.
thing closed()
{
    thing t = device("/dev/null", O_RDWR);
    t.number = test::check(::fcntl(t.fd.get(), F_DUPFD_CLOEXEC, 500), "F_DUPFD");
    ::close(t.number);
    t.fd.reset();
    return t;
}

const error_code works;
const error_code is_at_end = asio::error::eof;
const error_code cannot = asio::error::bad_descriptor; // not open, or not for this
const error_code is_directory(EISDIR, boost::system::system_category());
const error_code is_gone(EIO, boost::system::system_category());

/// What becomes of it as the input.
struct input_kind {
    const char* name;
    std::function<thing()> make;
    error_code construction;
    bool terminal;     // it is one; it has a mode and a size
    const char* keys;  // what can be read
    error_code ending; // and how that ends

    friend std::ostream& operator<<(std::ostream& o, const input_kind& k) { return o << k.name; }
};

const input_kind inputs[] = {
    {"tty", [] { return slave(input_columns, O_RDWR); }, works, true, "k", is_at_end},
    {"read_only_tty", [] { return slave(input_columns, O_RDONLY); }, works, true, "k", is_at_end},
    {"write_only_tty", [] { return slave(input_columns, O_WRONLY); }, cannot, {}, {}, {}},
    // Nothing that can be asked says any more that it was a terminal.
    {"hung_up_tty", [] { return hung_up_slave(input_columns, O_RDWR); }, works, false, "",
     is_at_end},
    {"pty_master", [] { return master(input_columns); }, works, true, "k", is_at_end},
    {"pipe", [] { return pipe_end(true); }, works, false, "k", is_at_end},
    {"pipes_writing_end", [] { return pipe_end(false); }, cannot, {}, {}, {}},
    {"socket", socket_end, works, false, "k", is_at_end},
    {"file", file, works, false, "k", is_at_end},
    {"null_device", [] { return device("/dev/null", O_RDWR); }, works, false, "", is_at_end},
    {"directory", [] { return device("/", O_RDONLY); }, works, false, "", is_directory},
    {"closed", closed, cannot, {}, {}, {}},
};

/// What becomes of it as the output.
struct output_kind {
    const char* name;
    std::function<thing()> make;
    bool terminal; // it can switch features, and has a size
    error_code writing;
    bool arrives; // what is written, somewhere

    friend std::ostream& operator<<(std::ostream& o, const output_kind& k) { return o << k.name; }
};

const output_kind outputs[] = {
    {"tty", [] { return slave(output_columns, O_RDWR); }, true, works, true},
    {"read_only_tty", [] { return slave(output_columns, O_RDONLY); }, false, cannot, false},
    {"write_only_tty", [] { return slave(output_columns, O_WRONLY); }, true, works, true},
    {"hung_up_tty", [] { return hung_up_slave(output_columns, O_RDWR); }, false, is_gone, false},
    {"pty_master", [] { return master(output_columns); }, true, works, true},
    {"pipe", [] { return pipe_end(false); }, false, works, true},
    {"pipes_reading_end", [] { return pipe_end(true); }, false, cannot, false},
    {"socket", socket_end, false, works, true},
    {"file", file, false, works, true},
    {"null_device", [] { return device("/dev/null", O_RDWR); }, false, works, false},
    {"directory", [] { return device("/", O_RDONLY); }, false, cannot, false},
    {"closed", closed, false, cannot, false},
};

std::optional<termios> modes_of(const thing& t)
{
    termios result{};
    if (::tcgetattr(t.pty ? t.pty->master() : t.number, &result) != 0)
        return {};
    return result;
}

/// All that somebody else sees of it, and that is to be afterwards as it was before.
struct looks {
    int flags;
    std::optional<termios> modes;

    explicit looks(const thing& t) : flags(::fcntl(t.number, F_GETFL)), modes(modes_of(t)) {}

    friend void expect_same(const looks& a, const looks& b)
    {
        EXPECT_EQ(a.flags, b.flags);
        ASSERT_EQ(a.modes.has_value(), b.modes.has_value());
        if (a.modes) {
            EXPECT_TRUE(test::same_modes(*a.modes, *b.modes));
        }
    }
};

std::ptrdiff_t count_descriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

/// The next key, or what came in its place. Not longer than anyone's patience.
std::pair<std::string, error_code> read_key(asio::io_context& context, terminal& tty)
{
    std::optional<std::pair<std::string, error_code>> result;
    tty.async_read_key(
        [&](error_code ec, const key& k) { result.emplace(ec ? "" : to_string(k), ec); });
    test::run_until(context, [&] { return result.has_value(); });
    return *result;
}

error_code write(asio::io_context& context, terminal& tty, std::string_view text)
{
    std::optional<error_code> result;
    tty.async_write(asio::buffer(text), [&](error_code ec, std::size_t n) {
        EXPECT_EQ(n, ec ? 0 : text.size());
        result = ec;
    });
    test::run_until(context, [&] { return result.has_value(); });
    return *result;
}

class Descriptors : public testing::TestWithParam<std::tuple<input_kind, output_kind>> {
protected:
    const input_kind expected_in = std::get<0>(GetParam());
    const output_kind expected_out = std::get<1>(GetParam());

    void SetUp() override
    {
        ::unsetenv("COLUMNS");
        ::unsetenv("LINES");
    }

    [[nodiscard]] int expected_columns() const
    {
        return expected_in.terminal ? input_columns : expected_out.terminal ? output_columns : 80;
    }

    /// The whole life of a terminal object on them.
    void use()
    {
        asio::io_context context;
        terminal tty(context, {.input = in.number, .output = out.number});
        EXPECT_EQ(tty.is_terminal(), expected_in.terminal);
        EXPECT_EQ(tty.size().columns, expected_columns());

        const auto raw = tty.raw_mode();
        EXPECT_EQ(static_cast<bool>(raw), expected_in.terminal);
        if (expected_in.terminal) {
            EXPECT_EQ(modes_of(in)->c_lflag & (ICANON | ECHO | ISIG), 0U);
        }
        {
            const auto on = tty.enable({.paste = true});
            EXPECT_EQ(static_cast<bool>(on), expected_in.terminal && expected_out.terminal);
        }
        EXPECT_EQ(write(context, tty, "written"), expected_out.writing);
        if (expected_out.arrives) {
            EXPECT_TRUE(out.comes_out("written"));
        }
        expect_same(out_before, looks(out));

        const std::string_view keys = expected_in.keys;
        if (!keys.empty()) {
            in.send_last(keys);
            EXPECT_EQ(read_key(context, tty), std::pair(std::string(keys), error_code()));
            EXPECT_EQ(::fcntl(in.number, F_GETFL), in_before.flags);
        }
    }

    /// And how it ends, where the modes of a terminal cannot be looked at afterwards.
    void use_to_the_end()
    {
        asio::io_context context;
        terminal tty(context, {.input = in.number, .output = out.number});
        in.end();
        for (int i = 0; i < 2; ++i)
            EXPECT_EQ(read_key(context, tty), std::pair(std::string(), expected_in.ending));
        context.restart();
        context.run_for(test::patience);
        EXPECT_TRUE(context.stopped()) << "something goes on in the background";
        EXPECT_EQ(::fcntl(in.number, F_GETFL), in_before.flags);
    }

    thing in = expected_in.make();
    thing out = expected_out.make();
    const looks in_before{in};
    const looks out_before{out};
};

TEST_P(Descriptors, F22_F23_F28_DoWhatTheTableSays)
{
    { // What is there once a process, as soon as a mode is entered: the seat among Asio's signals.
        test::pty pty;
        asio::io_context context;
        terminal first(context, {.input = pty.slave(), .output = pty.slave()});
        const auto raw = first.raw_mode();
    }
    const auto count = count_descriptors();
    if (expected_in.construction) {
        try {
            asio::io_context context;
            const terminal tty(context, {.input = in.number, .output = out.number});
            ADD_FAILURE() << "the input can be read";
        } catch (const boost::system::system_error& e) {
            EXPECT_EQ(e.code(), expected_in.construction);
        }
    } else {
        use();
    }
    expect_same(in_before, looks(in));
    expect_same(out_before, looks(out));
    EXPECT_EQ(count_descriptors(), count);
    if (!expected_in.construction) {
        const auto of_other_side = (in.peer ? 1 : 0) + (in.pty ? 1 : 0);
        use_to_the_end();
        EXPECT_EQ(count_descriptors(), count - of_other_side);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Descriptors,
                         testing::Combine(testing::ValuesIn(inputs), testing::ValuesIn(outputs)),
                         [](const auto& row) {
                             return std::string(std::get<0>(row.param).name) + "_in_" +
                                    std::get<1>(row.param).name + "_out";
                         });

} // namespace
} // namespace cotty
