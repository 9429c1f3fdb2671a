// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/settings/settings.hpp"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace aiws::cli {

/// --json and --quiet, which every command has.
struct OutputOptions {
    bool json = false;
    bool quiet = false;
};

/// Which channels and models a command is about; empty means all.
struct Selection {
    std::vector<std::string> channels;
    std::vector<std::string> models; ///< aliases
};

void add_output_options(CLI::App& command, OutputOptions& options);
/// --gateway, --token-file, --ca-cert, --allow-plain-http, --env-file and --catalog.
void add_settings_options(CLI::App& command, SettingsOptions& options);
/// --openclaw-profile.
void add_profile_option(CLI::App& command, SettingsOptions& settings);
/// --openclaw-profile, --token-as and --primary.
void add_agent_options(CLI::App& command, SettingsOptions& settings, std::string& primary);
/// --yes and --dry-run, of a command that takes something away.
struct ConsentOptions {
    bool yes = false;
    bool dry_run = false;
};
void add_consent_options(CLI::App& command, ConsentOptions& options, const std::string& what_dry_run_prints);

/// --timeout SECONDS, of one model's answer.
void add_timeout_option(CLI::App& command, int& seconds);
/// --wait SECONDS, for a gateway that is still starting.
void add_wait_option(CLI::App& command, int& seconds);
/// --channel and --model.
void add_selection_options(CLI::App& command, Selection& selection);

/// Failure::usage with "did you mean" when the selection names what the catalogue does not have.
base::Result<> check_selection(const Selection& selection, const catalog::Catalog& catalog);

/// Every alias of the catalogue, in its order.
std::vector<std::string> all_aliases(const catalog::Catalog& catalog);

/// Sets what the command runs when it was chosen on the command line.
void on_chosen(CLI::App& command, const OutputOptions& output, Context& context, Run& chosen, Run run);

} // namespace aiws::cli
