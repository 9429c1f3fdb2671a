// SPDX-License-Identifier: Apache-2.0
#include "stack/backup.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/host.hpp"
#include "cli/options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct BackupOptions {
    OutputOptions output;
    std::string file;
};

base::Result<int> run_backup(const Context& context, const BackupOptions& options)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::required));
    AIWS_TRY(const auto lock, host->lock(Existing::required));
    const auto file = std::filesystem::absolute(context.environment.expand(options.file));
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "there is such a file already",
                                           .where = file.string(),
                                           .fix = "name another one: a backup replaces nothing"});
    host->steps().begin("backing up");
    const auto done = stack::backup(host->runner(), *host->record(), file);
    if (!done) {
        host->steps().give_up();
        return std::unexpected(done.error());
    }
    host->steps().end();
    const auto size = std::filesystem::file_size(file);
    AIWS_CHECK(context.print("Database and keys are in " + file.string() + "; keep it as safe as the keys.\n",
                             json::Ordered{{"file", file.string()}, {"bytes", size}, {"exit", k_exit_ok}}));
    return k_exit_ok;
}

} // namespace

void declare_backup(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("backup", "Write database, keys and choices into one file");
    auto options = std::make_shared<BackupOptions>();
    command->add_option("file", options->file, "The file to write (0600)")->type_name("FILE")->required();
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws backup ~/aiws-backup.tar.gz");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_backup(c, *options); });
}

} // namespace aiws::cli
