// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/environment.hpp"

#include <string>

namespace aiws::stack {

/// The built-in lock, or the file that AIWS_REQUIREMENTS names. Failure::config when that cannot be read, has a package
/// without a hash, or names a LiteLLM that an attacker published (1.82.7, 1.82.8: MAL-2026-2144).
base::Result<std::string> find_requirements(const system::Environment& environment);

} // namespace aiws::stack
