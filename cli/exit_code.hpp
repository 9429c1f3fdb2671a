// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

namespace aiws::cli {

// What the process ends with. Scripts rely on these numbers; docs/json.md names them for users.
inline constexpr int k_exit_ok = 0;            ///< all done, or nothing to do
inline constexpr int k_exit_failed = 1;        ///< something was not done; the report says what
inline constexpr int k_exit_changes = 2;       ///< `plan` found changes
inline constexpr int k_exit_no_answer = 3;     ///< everything is written, but an alias does not answer
inline constexpr int k_exit_usage = 64;        ///< wrong usage (EX_USAGE of sysexits.h, like the next three)
inline constexpr int k_exit_unreachable = 69;  ///< the gateway cannot be reached
inline constexpr int k_exit_refused = 77;      ///< the gateway refuses our token
inline constexpr int k_exit_config = 78;       ///< a key, setting or file is missing or wrong
inline constexpr int k_exit_interrupted = 130; ///< what a shell reports for SIGINT

/// The exit code of a command that ends with such an error.
int exit_code(base::Failure kind);

} // namespace aiws::cli
