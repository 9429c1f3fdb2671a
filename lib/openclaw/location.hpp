// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/environment.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// Where OpenClaw looks for its configuration, and why there.
struct Location {
    std::filesystem::path config_file; ///< absolute; it may not exist yet
    std::filesystem::path state_dir;   ///< where OpenClaw keeps its agents, stored credentials and logs
    std::string reason;                ///< "OPENCLAW_CONFIG_PATH", "~/.openclaw", …
    std::filesystem::path program;     ///< the `openclaw` on PATH; "" when there is none
    std::string profile;               ///< as `openclaw --profile` takes it, or ""
    std::string read_only; ///< the variable that has OpenClaw leave its configuration to somebody else, or ""
    std::vector<std::filesystem::path> include_roots; ///< OPENCLAW_INCLUDE_ROOTS: other folders `$include` may name

    [[nodiscard]] bool installed() const { return !program.empty(); }
};

/// As OpenClaw 2026.9.6 does (its src/config/paths.ts and src/cli/profile.ts; `openclaw config file` agrees):
/// OPENCLAW_CONFIG_PATH, else openclaw.json in OPENCLAW_STATE_DIR, else in ~/.openclaw (a profile "foo":
/// ~/.openclaw-foo), where OPENCLAW_HOME may stand for the home folder. An existing ~/.clawdbot or clawdbot.json, the
/// program's older name, is found too. A profile gives way to both variables, unless they hold the defaults of the
/// profile that OPENCLAW_PROFILE names. Failure::usage for a profile name that OpenClaw refuses.
base::Result<Location> locate(const system::Environment& environment, const std::string& profile);

} // namespace aiws::openclaw
