// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/settings/settings.hpp"
#include "openclaw/configuration.hpp"
#include "openclaw/location.hpp"
#include "openclaw/token_file.hpp"
#include "workspace/plan.hpp"
#include "workspace/report.hpp"

#include <set>
#include <string>

namespace aiws::cli {

/// What OpenClaw should know: which aliases the gateway has, and which model the user names as default.
struct AgentIntent {
    std::set<std::string> aliases;
    std::set<std::string> removed_channels; ///< those whose last deployment goes
    std::string primary;                    ///< a model reference, or ""
};

/// OpenClaw's side of a run: its configuration, the token file and what is to be done to both.
struct Agent {
    openclaw::Location location;
    openclaw::Configuration configuration;
    openclaw::TokenFile token_file;
    workspace::State desired; ///< what should stand in the configuration
    workspace::Plan plan;     ///< the token file's steps first

    /// The plan without the token file's steps.
    [[nodiscard]] workspace::Plan configuration_plan() const;
    /// Carries the plan out and tells each step's outcome to the report, whose plan must be this one.
    void apply(workspace::Report& report);
};

/// Reads OpenClaw's configuration and compares. `admin_token` is what OpenClaw gets when the user has set none of its
/// own (AI_WORKSPACE_AUTH_TOKEN, or the token file that is already there).
base::Result<Agent> plan_agent(const Settings& settings, const base::Secret& admin_token, const AgentIntent& intent);

} // namespace aiws::cli
