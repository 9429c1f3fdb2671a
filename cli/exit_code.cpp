// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_code.hpp"

namespace aiws::cli {

int exit_code(base::Failure kind)
{
    switch (kind) {
    case base::Failure::failed:
        return k_exit_failed;
    case base::Failure::usage:
        return k_exit_usage;
    case base::Failure::unreachable:
        return k_exit_unreachable;
    case base::Failure::refused:
        return k_exit_refused;
    case base::Failure::config:
        return k_exit_config;
    case base::Failure::interrupted:
        return k_exit_interrupted;
    }
    return k_exit_failed;
}

} // namespace aiws::cli
