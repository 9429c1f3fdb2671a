// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string_view>

namespace aiws::system {

/// The process whose id stands in the file, if it lives and `mark` stands in its command line or its environment (ids
/// are given out again, and some programs rewrite their command line); else 0. Known by Linux's /proc only.
int live_process(const std::filesystem::path& pid_file, std::string_view mark);

/// Ends that process and its group: asks it to, and after `patience` kills it. Does nothing where there is none.
void end_leftover(const std::filesystem::path& pid_file, std::string_view mark, std::chrono::milliseconds patience);

/// Waits until the process whose id stands in the file has ended or the time is over; true when it has.
bool wait_for_end(const std::filesystem::path& pid_file, std::chrono::milliseconds limit,
                  const std::function<void()>& on_tick);

} // namespace aiws::system
