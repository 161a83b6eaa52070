// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include "posix/descriptor.hpp"
#include "terminal/feature_sequences.hpp"

#include <cotty/error.hpp>
#include <cotty/features.hpp>
#include <cotty/mode.hpp>

#include <sys/types.h>
#include <termios.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cotty::posix {

class guardian;

/// How long the last answers of a terminal are waited for where somebody waits for us.
inline constexpr long answer_patience = 250; // ms

/// What one user of a terminal wants it to be.
struct wish {
    std::optional<line_mode> mode;
    features on;
    bool lent = false; // as it was found, and left alone

    [[nodiscard]] bool is_empty() const noexcept { return !mode && !lent && on == features(); }
};

/// All that is known of one terminal (a device) that is in a mode, has features switched on, or is
/// lent, for all terminal objects of the process that use it. The only description of what has to
/// be undone, on whatever way out: see way_back.hpp.
///
/// Read and written with the record_lock, but for the atomic members. What is going to be done is
/// recorded before it is done, so that from then on it is undone.
struct terminal_record {
    struct place {
        bool taken = false;
        wish wanted;
    };

    std::atomic<bool> taken = false;
    dev_t device = 0;
    pid_t owner = 0; // no child of it
    std::array<place, 32> users{};

    // The record's own descriptors. Either may be missing.
    descriptor input;       // for settings, and to read answers
    descriptor output;      // for features, and to ask
    bool exclusive = false; // the output, see channel
    bool mouse_pixels = false;
    bool patient = false; // see in_background::wait
    std::shared_ptr<guardian> observer;

    // The mode.
    std::optional<line_mode> mode;
    termios found{};
    termios ours{};
    termios before{}; // `ours` of the mode before, as long as `ours` may not have been set yet

    // Features: those that are wanted, and those that the terminal has.
    features on;
    features shown;

    // What the terminal may still send that nobody will want.
    bool can_be_asked = false;
    std::atomic<bool> reports = false;            // features were on that make it send by itself
    std::atomic<int> questions = 0;               // that it has not answered yet
    std::atomic<long> patience = answer_patience; // with answers, at the program's end
    /// What was read on the way to an answer, and is nobody's answer: for the next who reads.
    std::array<char, 4096> kept{};
    std::atomic<std::size_t> kept_size = 0;

    bool lent = false;
    bool given_back = false;     // while the program is stopped, or in the background
    bool settings_given = false; // meanwhile others may have changed what is found

    /// Whether there is anything to be undone or done again by this process.
    [[nodiscard]] bool is_active() const noexcept;
    /// Whether this process took it, and the terminal is still behind the descriptors.
    [[nodiscard]] bool is_ours() const noexcept;
    [[nodiscard]] bool in_foreground() const noexcept;
    [[nodiscard]] int any_descriptor() const noexcept { return input ? input.get() : output.get(); }
};

/// All of them.
extern std::array<terminal_record, 16> records;

/// What a user brings along for the record. Descriptors are duplicated.
struct equipment {
    int input = -1;
    int output = -1;
    bool exclusive = false;
    bool mouse_pixels = false;
    bool patient = false;
    bool can_be_asked = false; // what is written is answered, and arrives at the input
    std::shared_ptr<guardian> observer;
};

/// One who wants something of a terminal: its part in the terminal's record.
class record_user {
public:
    record_user() noexcept = default;
    record_user(record_user&& other) noexcept;
    record_user& operator=(record_user&& other) noexcept;
    /// Wants nothing any more.
    ~record_user();

    explicit operator bool() const noexcept { return record_ != nullptr; }

    /// Enters the terminal into the record, if nobody else has, wanting nothing yet.
    /// \returns one that is false, and sets `ec`, if the record is full or the terminal is gone.
    static record_user join(const equipment& e, error_code& ec) noexcept;

    /// Makes the terminal what all of its users want. Waits at most a second for one that takes no
    /// output, and a quarter of it for one that does not answer on the way back. In the background
    /// the program is stopped until it can; or, if it is patient, this is put off.
    error_code change(const wish& w) noexcept;

    /// \param unanswered how many answers of the terminal are still to come
    /// \param patience how long they may take at the program's end, in milliseconds; 0 if the
    /// terminal is known not to answer
    void note_answers(int unanswered, long patience) noexcept;

    /// What the terminal has sent has been read, as far as it came in time.
    void note_settled() noexcept;

    /// Whether the terminal may be sending what nobody will want.
    [[nodiscard]] bool reports_under_way() const noexcept;

    /// Whether something was read and kept; \returns how much was taken of it.
    [[nodiscard]] bool has_kept() const noexcept;
    std::size_t take_kept(std::span<char> space) noexcept;

private:
    record_user(terminal_record* r, std::size_t place) noexcept : record_(r), place_(place) {}

    terminal_record* record_ = nullptr;
    std::size_t place_ = 0;
};

} // namespace cotty::posix
