// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"

#include <span>

namespace CLI {
class App;
}

namespace aiws::cli {

/// Declares one command: its options live as long as the app, and `chosen` is set when it was on the command line.
using Declare = void (*)(CLI::App& app, Context& context, Run& chosen);

void declare_register(CLI::App& app, Context& context, Run& chosen);
void declare_plan(CLI::App& app, Context& context, Run& chosen);
void declare_verify(CLI::App& app, Context& context, Run& chosen);
void declare_unregister(CLI::App& app, Context& context, Run& chosen);
void declare_models(CLI::App& app, Context& context, Run& chosen);
void declare_status(CLI::App& app, Context& context, Run& chosen);
void declare_doctor(CLI::App& app, Context& context, Run& chosen);
void declare_openclaw(CLI::App& app, Context& context, Run& chosen);
void declare_up(CLI::App& app, Context& context, Run& chosen);
void declare_down(CLI::App& app, Context& context, Run& chosen);
void declare_logs(CLI::App& app, Context& context, Run& chosen);
void declare_upgrade(CLI::App& app, Context& context, Run& chosen);
void declare_backup(CLI::App& app, Context& context, Run& chosen);
void declare_restore(CLI::App& app, Context& context, Run& chosen);
void declare_uninstall(CLI::App& app, Context& context, Run& chosen);
void declare_bundle(CLI::App& app, Context& context, Run& chosen);
void declare_completion(CLI::App& app, Context& context, Run& chosen);

/// `aiws openclaw migrate`, below its parent.
void declare_migrate(CLI::App& parent, Context& context, Run& chosen);
/// `aiws openclaw undo`, likewise.
void declare_undo(CLI::App& parent, Context& context, Run& chosen);

/// All commands, in the order in which --help shows them.
std::span<const Declare> commands();

} // namespace aiws::cli
