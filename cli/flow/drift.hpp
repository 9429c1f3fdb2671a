// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/settings/settings.hpp"
#include "litellm/gateway.hpp"
#include "workspace/plan.hpp"

namespace aiws::cli {

/// What of the registered models is no longer as aiws would make it. Only channels that have something registered are
/// looked at; where a channel's key is not set its secrets are taken as they are.
base::Result<workspace::Plan> plan_drift(const Settings& settings, const litellm::Reading& reading);

} // namespace aiws::cli
