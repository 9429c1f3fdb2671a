// SPDX-License-Identifier: Apache-2.0
#include "stack/bundle.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/host.hpp"
#include "cli/options.hpp"
#include "stack/requirements.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct BundleOptions {
    OutputOptions output;
    std::string file;
};

base::Result<int> run_bundle(const Context& context, const BundleOptions& options)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::optional));
    AIWS_TRY(const auto requirements, stack::find_requirements(context.environment));
    const auto file = std::filesystem::absolute(context.environment.expand(options.file));
    const auto made = stack::make_bundle(host->runner(), requirements, file, host->journal());
    if (!made) {
        host->steps().give_up();
        return std::unexpected(made.error());
    }
    host->steps().end();
    const auto size = std::filesystem::file_size(file);
    AIWS_CHECK(context.print(file.string() +
                                 " holds all that a workspace is installed from. On a machine like this one "
                                 "without a network:\n  install.sh --offline " +
                                 file.filename().string() + "\n",
                             json::Ordered{{"file", file.string()}, {"bytes", size}, {"exit", k_exit_ok}}));
    return k_exit_ok;
}

} // namespace

void declare_bundle(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("bundle", "Collect all packages into one file, for machines without a network");
    auto options = std::make_shared<BundleOptions>();
    command->add_option("file", options->file, "The tar file to write, some 500 MB")->type_name("FILE")->required();
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws bundle aiws-offline.tar");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_bundle(c, *options); });
}

} // namespace aiws::cli
