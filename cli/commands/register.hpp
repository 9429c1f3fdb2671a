// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/registration.hpp"
#include "cli/options.hpp"

#include <string>

namespace aiws::cli {

struct RegisterOptions {
    OutputOptions output;
    RegistrationOptions registration;
    int probe_seconds = 60;
    bool no_verify = false;
    bool no_agent_check = false;
    bool dry_run = false;
};

/// What a command has to tell, in both forms, and its exit code.
struct Told {
    std::string text;
    json::Ordered document;
    int code = k_exit_ok;
};

/// What `aiws register` does, without printing.
base::Result<Told> perform_registration(const Context& context, const RegisterOptions& options);

} // namespace aiws::cli
