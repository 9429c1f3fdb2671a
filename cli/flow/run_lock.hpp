// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "system/lock.hpp"

namespace aiws::cli {

/// Held by a command that writes, so that two of them at once take turns. Waits up to two minutes and says so.
base::Result<system::Lock> lock_run(const Context& context);

} // namespace aiws::cli
