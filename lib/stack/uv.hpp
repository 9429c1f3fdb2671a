// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/runner.hpp"
#include "stack/source.hpp"

#include <map>
#include <string>

namespace aiws::stack {

/// The uv to use: the bundle's, the one on PATH, or the pinned one, which is fetched.
base::Result<std::string> find_uv(const Runner& runner, const Source& source);

/// What uv is told besides its own variables: a cache in the workspace, and the index that pip is configured with.
base::Result<std::map<std::string, std::string>> uv_variables(const Runner& runner, const Source& source);

} // namespace aiws::stack
