// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/terminal.hpp"
#include "workspace/plan.hpp"

#include <string>

namespace aiws::cli {

/// The plan as a diff that a person reads, first the gateway's part, then OpenClaw's: + create, ~ update (with each
/// field, old → new), ± replace, - remove, ! conflict with its reason. What stays is only counted. The notes come
/// behind that, and "Plan: 19 to create, 1 to change, …" is the last line.
std::string plan_text(const workspace::Plan& plan, const Terminal& terminal);

/// "19 to create, 1 to change, 0 to remove, 3 unchanged": replacements and conflicts only where there are any.
std::string plan_summary(const workspace::Plan& plan);

} // namespace aiws::cli
