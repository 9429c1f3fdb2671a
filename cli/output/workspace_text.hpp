// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/terminal.hpp"
#include "stack/health.hpp"
#include "stack/record.hpp"
#include "json/value.hpp"

#include <string>
#include <vector>

namespace aiws::cli {

/// What runs where: a line of the workspace and a table of its services.
std::string services_text(const stack::Home& home, const stack::Record& record,
                          const std::vector<stack::ServiceStatus>& services, const Terminal& terminal);

/// Where the tokens are and what to do next: the end of the screen after `up`.
std::string next_steps_text(const stack::Home& home, const stack::Record& record, bool has_models);

json::Ordered workspace_json(const stack::Home& home, const stack::Record& record,
                             const std::vector<stack::ServiceStatus>& services);

bool all_healthy(const std::vector<stack::ServiceStatus>& services);

} // namespace aiws::cli
