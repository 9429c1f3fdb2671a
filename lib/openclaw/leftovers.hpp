// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/traces.hpp"

#include <filesystem>
#include <vector>

namespace aiws::openclaw {

/// The folders STATE/agents/NAME/agent.
std::vector<std::filesystem::path> agent_folders(const Location& location);

/// Rows for our providers in an agent's older models.json that the configuration does not have: they show in lists of
/// models and answer nothing.
std::vector<Finding> ghost_models(const TraceInput& input);

/// Keys in plain text under our providers in copies of the configuration that OpenClaw or aiws left beside it
/// (openclaw.json.bak*, .clobbered.*, .last-good, .before-aiws): a problem where others may read the file.
std::vector<Finding> keys_in_copies(const TraceInput& input);

} // namespace aiws::openclaw
