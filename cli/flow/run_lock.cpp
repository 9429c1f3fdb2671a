// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/run_lock.hpp"

#include "cli/settings/workspace_defaults.hpp"

namespace aiws::cli {

base::Result<system::Lock> lock_run(const Context& context)
{
    constexpr std::chrono::seconds k_limit{120};
    const auto file = system::state_dir(with_workspace(context.environment, "")) / "lock";
    return system::Lock::take(file, k_limit, context.interrupt,
                              [&] { context.say("Another aiws is at work; waiting for it to end."); });
}

} // namespace aiws::cli
