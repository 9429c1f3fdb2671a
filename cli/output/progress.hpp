// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/terminal.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace aiws::cli {

enum class Quiet : std::uint8_t { no, yes };

/// Where progress goes and what time it is, so that tests bring their own.
struct ProgressIo {
    std::function<void(std::string_view)> write;
    std::function<std::chrono::steady_clock::time_point()> now;

    /// Standard error, unbuffered, and the steady clock.
    static ProgressIo of_process();
};

/// One line on standard error that says what is under way: "⠋ registering 7/16". It is rewritten in place, appears only
/// on a terminal, not when quiet, and only once the work has taken half a second; the end of the object erases it.
/// There is no thread: it moves when update() or tick() is called, and ten calls a second are enough.
class Progress {
  public:
    Progress(const Terminal& standard_error, Quiet quiet, ProgressIo io = ProgressIo::of_process());
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress();

    /// What is under way from now on; text from outside is made harmless.
    void update(std::string_view text);
    /// Lets the spinner turn.
    void tick();
    /// Erases the line, so that something else can be printed; the next update() or tick() brings it back.
    void clear();

  private:
    ProgressIo m_io;
    bool m_enabled;
    std::size_t m_columns;
    std::chrono::steady_clock::time_point m_start;
    std::string m_text;
    std::string m_drawn; ///< what stands on the terminal now
};

} // namespace aiws::cli
