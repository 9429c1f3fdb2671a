// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"

namespace aiws::cli {

/// {"error":{"kind","what","where","why","fix","exit"}}: what `--json` prints when a command fails (docs/json.md).
/// What the error does not tell is "".
json::Ordered error_json(const base::Error& error, int exit_code);

} // namespace aiws::cli
