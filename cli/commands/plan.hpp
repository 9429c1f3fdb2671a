// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/flow/registration.hpp"

namespace aiws::cli {

/// Prints the plan; the exit code says whether there is something to do.
base::Result<int> print_plan(const Context& context, const workspace::Plan& plan);

/// What `aiws plan` and `aiws register --dry-run` do.
base::Result<int> run_plan(const Context& context, const RegistrationOptions& options);

} // namespace aiws::cli
