// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/context.hpp"
#include "cli/flow/agent_run.hpp"
#include "cli/settings/settings.hpp"
#include "openclaw/traces.hpp"

#include <vector>

namespace aiws::cli {

/// Everything that could be wrong: the keys, the gateway, OpenClaw, and the credentials it would use. Nothing is
/// changed. With Check::yes OpenClaw itself is asked. Only an interruption is an error here; what fails is a finding.
base::Result<std::vector<openclaw::Finding>> examine(const Context& context, const Settings& settings, Check check);

/// What is known without starting OpenClaw about the credentials that it would use for the providers that the agent
/// should have.
std::vector<openclaw::Finding> trace_credentials(const Settings& settings, const Agent& agent);

} // namespace aiws::cli
