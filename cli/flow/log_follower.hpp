// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/context.hpp"
#include "stack/services.hpp"

#include <vector>

namespace aiws::cli {

/// Prints what is added to the logs, with the service's name where there are several, until we are asked to stop. A log
/// that was rotated is begun again.
base::Result<int> follow_logs(const Context& context, const std::vector<stack::Service>& services);

} // namespace aiws::cli
