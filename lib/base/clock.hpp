// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace aiws::base {

/// The moment in UTC as ISO 8601 to the second: "2026-01-31T12:00:00Z".
std::string iso(std::chrono::system_clock::time_point moment);

/// iso() of now.
std::string iso_now();

/// A duration for a person: "0.52 s", "12 s", "3 min 5 s".
std::string human(std::chrono::milliseconds duration);

} // namespace aiws::base
