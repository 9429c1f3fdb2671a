// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "litellm/probe.hpp"
#include "workspace/verdict.hpp"

#include <cstdint>
#include <string>

namespace aiws::litellm {

/// Whose words a failed probe brought.
enum class Speaker : std::uint8_t { gateway, provider };

/// What the user can do about a probe's verdict; "" when there is nothing to do.
std::string fix_for(const workspace::ProbeResult& result, const ProbeTarget& target, Speaker speaker);

} // namespace aiws::litellm
