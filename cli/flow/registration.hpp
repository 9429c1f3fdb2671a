// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/flow/gateway_plan.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/flow/session.hpp"
#include "cli/options.hpp"

#include <memory>
#include <optional>
#include <string>

namespace aiws::cli {

/// What decides the plan of `register` and `plan`.
struct RegistrationOptions {
    SettingsOptions settings;
    Selection selection;
    std::string primary;
    int wait_seconds = 0;
    bool prune = false;
    bool take_over = false;
    bool allow_none = false;
    bool no_openclaw = false;
};

void add_registration_options(CLI::App& command, RegistrationOptions& options);

/// Everything that is known before anything is written. It stays where it was made: the session refers to the settings.
struct Registration {
    Settings settings;
    Intent intent;
    std::unique_ptr<Session> session;
    litellm::Reading reading;
    workspace::Plan gateway;
    std::optional<Agent> agent; ///< absent with --no-openclaw

    /// Both parts as one, for printing.
    [[nodiscard]] workspace::Plan whole_plan() const;
    /// Compares OpenClaw again, for a gateway that now has these aliases.
    base::Result<> plan_agent_for(std::set<std::string> aliases, const std::string& primary);
};

/// Reads settings, keys, the gateway and OpenClaw, and plans. nullptr when no key is set and that is allowed.
base::Result<std::unique_ptr<Registration>> prepare_registration(const Context& context,
                                                                 const RegistrationOptions& options);

} // namespace aiws::cli
