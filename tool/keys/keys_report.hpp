// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
#pragma once

#include <cotty/capabilities.hpp>
#include <cotty/event.hpp>
#include <cotty/features.hpp>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace cotty::tool {

/// The file of `cotty keys --save`: JSON, an object a line. docs/keys.md describes it. Each line is
/// in the file as soon as it was added, but none before `begin`, which writes the first.
class keys_report {
public:
    /// An empty name: nothing is written.
    /// \throws std::system_error if the file cannot be written.
    explicit keys_report(const std::string& file);

    struct circumstances {
        const capabilities& terminal;
        const features& switched_on;
        const std::vector<std::string>& decoding_flags;
        window_size size;
    };
    void begin(const circumstances& c);

    /// An event as cotty decode prints it.
    void add_event(std::string_view json);

    /// The bytes before and after must not be decoded in one go: time has decided.
    void add_pause() { add("{\"pause\":true}"); }

    [[nodiscard]] bool failed() const noexcept { return failed_; }

private:
    void add(std::string_view line);
    void write(std::string_view text);

    bool wanted_;
    bool begun_ = false;
    bool failed_ = false;
    std::ofstream out_;
    std::string early_;
};

} // namespace cotty::tool
