// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/settings/settings.hpp"
#include "openclaw/configuration.hpp"
#include "openclaw/location.hpp"
#include "openclaw/program.hpp"
#include "openclaw/refused.hpp"
#include "openclaw/token_file.hpp"
#include "workspace/plan.hpp"
#include "workspace/report.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

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
    std::optional<openclaw::Program> program; ///< absent when OpenClaw is not installed
    openclaw::Refused refused;                ///< what that OpenClaw does not know of ours
    workspace::State desired;                 ///< what should stand in the configuration
    workspace::Plan plan;                     ///< the token file's steps first

    /// The installed version, or "" when it is not known.
    [[nodiscard]] std::string version() const { return program ? program->version() : ""; }
    /// The plan without the token file's steps.
    [[nodiscard]] workspace::Plan configuration_plan() const;
    /// Failure::config when a file of the plan may not be written: to be known before anything is written anywhere.
    [[nodiscard]] base::Result<> check_writable() const;
    /// Carries the plan out and tells each step's outcome to the report, whose plan must be this one.
    void apply(workspace::Report& report);
    /// The same for who tells no report: the first step's error that was not carried out.
    base::Result<> carry_out();
};

/// Everything of ours in OpenClaw's configuration, and the token file, to be taken back; no gateway is asked.
base::Result<Agent> plan_agent_removal(const Settings& settings);

/// The variables that OpenClaw is asked without: it needs none of them, and what it answers must not be due to them.
std::vector<std::string> hidden_from_agent(const catalog::Catalog& catalog);

/// Reads OpenClaw's configuration and compares. `admin_token` is what OpenClaw gets when the user has set none of its
/// own (AI_WORKSPACE_AUTH_TOKEN, or the token file that is already there).
base::Result<Agent> plan_agent(const Settings& settings, const base::Secret& admin_token, const AgentIntent& intent);

} // namespace aiws::cli
