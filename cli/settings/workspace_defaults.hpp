// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/environment.hpp"

#include <string>

namespace aiws::cli {

/// The environment with what a workspace of `aiws up` gives to whoever says nothing else: its gateway's address and
/// master key, OpenClaw's key and program; for root also the home folder of the services' user, whose OpenClaw it is.
/// Unchanged where there is no workspace, or where `gateway` (by flag or file; "" for neither) or LITELLM_URL names
/// another gateway.
system::Environment with_workspace(const system::Environment& environment, const std::string& gateway);

} // namespace aiws::cli
