// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/environment.hpp"

#include <filesystem>
#include <string>

namespace aiws::openclaw {

/// The version of an installed OpenClaw, found without starting it: from the package.json beside the program behind
/// its links, else from what note_version() kept of a wrapper script that has not changed since. "" when neither knows.
std::string known_version(const std::filesystem::path& program, const system::Environment& environment);

/// The version in what `openclaw --version` prints ("OpenClaw 2026.9.6 (eb377ac)"); "" when there is none.
std::string version_in(const std::string& output);

/// Keeps what the program itself said, for known_version().
base::Result<> note_version(const std::filesystem::path& program, const std::string& version,
                            const system::Environment& environment);

/// True when `version` ("2026.9.6") is older than `other`; false where one of them is not of that shape.
bool is_older(const std::string& version, const std::string& other);

/// The oldest version that everything was tried with; the newest is 2026.9.6.
constexpr const char* k_oldest_tried = "2026.5.20";

} // namespace aiws::openclaw
