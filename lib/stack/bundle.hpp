// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/bring_up.hpp"

#include <filesystem>

namespace aiws::stack {

/// Collects all that a workspace is installed from into one tar file, for machines like this one without a network: the
/// wheels of the lock, the npm packages of engine and OpenClaw, uv, this very program, and a manifest of digests.
base::Result<> make_bundle(const Runner& runner, const std::string& requirements, const std::filesystem::path& file,
                           const Journal& journal);

/// Unpacks and checks a bundle below the workspace's cache: the folder for Source::offline.
base::Result<std::filesystem::path> open_bundle(const Runner& runner, const std::filesystem::path& file);

/// Takes the unpacked bundle away.
void close_bundle(const Home& home);

/// The entries of a requirements lock that are about these distributions.
std::string part_of_lock(const std::string& lock, const std::vector<std::string>& names);

} // namespace aiws::stack
