// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/environment.hpp"
#include "system/interrupt.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace aiws::system {

/// A program to run. It gets this environment, no standard input, and nothing else of ours.
struct Command {
    std::vector<std::string> words; ///< the program's path first
    Environment environment;
    std::filesystem::path folder; ///< where it runs; "" for ours
    bool daemon = false;          ///< what it leaves running goes on
};

enum class End : std::uint8_t {
    exited,      ///< by itself: `code` is its exit code
    killed,      ///< by a signal that was not ours: `code` is the signal
    timed_out,   ///< it took too long and was ended
    interrupted, ///< we were asked to stop and ended it, or did not start it at all
    not_started, ///< the system could not: `code` is the errno
};

/// What became of a command. Output beyond RunOptions::max_output is read and dropped.
struct Completed {
    End end = End::interrupted;
    int code = 0;
    std::string out;
    std::string err;
    [[nodiscard]] bool succeeded() const { return end == End::exited && code == 0; }
};

struct RunOptions {
    std::chrono::milliseconds timeout{60'000}; ///< of each
    std::size_t at_once = 1;
    std::size_t max_output = std::size_t{4} << 20; ///< bytes, of each of the two streams
    const Interrupt* interrupt = nullptr;
    std::function<void()> on_tick;               ///< called about ten times a second
    std::function<void(std::size_t)> on_started; ///< told the command's index
};

/// Runs the commands, some at once, and waits for all of them; the results are in the commands' order. Each is in a
/// process group of its own, and whatever it leaves behind in that group is ended with it, unless it is a daemon.
std::vector<Completed> run_all(const std::vector<Command>& commands, const RunOptions& options);

Completed run(const Command& command, const RunOptions& options);

} // namespace aiws::system
