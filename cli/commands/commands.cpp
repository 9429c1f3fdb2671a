// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"

#include <array>

namespace aiws::cli {

std::span<const Declare> commands()
{
    static constexpr std::array<Declare, 17> k_commands{
        declare_register, declare_plan,   declare_verify,    declare_unregister, declare_models,    declare_status,
        declare_doctor,   declare_up,     declare_down,      declare_logs,       declare_upgrade,   declare_backup,
        declare_restore,  declare_bundle, declare_uninstall, declare_openclaw,   declare_completion};
    return k_commands;
}

} // namespace aiws::cli
