// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/location.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aiws::stack {

/// Whether data and tokens go too.
enum class Purge : std::uint8_t { no, yes };

/// One thing that goes, or stays.
struct Removed {
    std::filesystem::path path;
    std::string what; ///< for a person: "programs", "the database", …
};

/// What an uninstallation takes away, as far as it is there.
std::vector<Removed> removed_paths(const Home& home, const Record& record, const system::Environment& environment,
                                   Purge purge);
/// What it leaves.
std::vector<Removed> kept_paths(const Home& home, Purge purge);

/// Stops the services and takes these paths away; with Purge::yes also folders that the bring-up had to make, as far as
/// they are empty, and the system user.
base::Result<> remove_workspace(const Runner& runner, const Record& record, const std::vector<Removed>& paths,
                                Purge purge);

} // namespace aiws::stack
