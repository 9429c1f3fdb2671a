// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/flow/agent_check.hpp"
#include "json/value.hpp"

#include <string>

namespace aiws::cli {

/// What OpenClaw itself said, in lines for a person: what is well in one, each problem in its own.
std::string agent_check_text(const AgentCheck& check, const std::string& file);

/// The same for --json.
json::Ordered to_json(const AgentCheck& check);

} // namespace aiws::cli
