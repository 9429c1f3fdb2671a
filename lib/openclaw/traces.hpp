// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/configuration.hpp"
#include "openclaw/location.hpp"
#include "system/environment.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aiws::openclaw {

enum class Weight : std::uint8_t {
    fine,    ///< as it should be
    remark,  ///< good to know, nothing breaks by it
    problem, ///< a turn fails by it, or a secret goes where it should not
};

/// One thing about the credentials that OpenClaw would use. It never holds a secret.
struct Finding {
    Weight weight = Weight::fine;
    std::string subject; ///< the provider, or "" for what concerns them all
    std::string what;
    std::string where; ///< the file
    std::string fix;
    bool in_use = false; ///< it says which credential a provider uses
    bool operator==(const Finding&) const = default;
};

/// A provider to look for: its name and the variable with its own key.
struct Watched {
    std::string provider;
    std::string key_variable;
};

/// What is looked at. The folders of OpenClaw's own state are only read, its SQLite stores not even that.
struct TraceInput {
    const Location& location;
    const Configuration& configuration;
    const system::Environment& environment;
    std::vector<Watched> providers;
    std::string version; ///< the installed OpenClaw's, or ""
};

/// Which credential each provider would use and why, and what is left of other ones: auth.order, variables of the
/// environment and the service, profiles that block their providers, ghost rows of models, keys in old copies.
std::vector<Finding> trace(const TraceInput& input);

/// An auth-profiles.json of an agent, with the providers that it has profiles for.
struct StoredProfiles {
    std::filesystem::path file;
    std::vector<std::string> providers;
    bool readable = true; ///< false: it is no JSON, and which providers it blocks is not known
};

/// Those that make every turn of their providers fail (AUTH_PROFILE_MIGRATION_REQUIRED): OpenClaw keeps its profiles in
/// SQLite since 2026.6 and wants the older file taken in first. None for an older version, whose store it is.
std::vector<StoredProfiles> blocking_profiles(const Location& location, const std::string& version);

} // namespace aiws::openclaw
