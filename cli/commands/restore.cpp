// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/flow/bring_up.hpp"
#include "cli/options.hpp"
#include "cli/output/confirm.hpp"
#include "stack/archive.hpp"
#include "stack/backup.hpp"
#include "stack/database.hpp"
#include "stack/supervisor.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct RestoreOptions {
    OutputOptions output;
    std::string file;
    std::string offline;
    bool yes = false;
};

/// Without programs, as after `aiws uninstall`, nothing can be dumped: the whole folder is kept.
base::Result<std::filesystem::path> set_folder_aside(const Host& host)
{
    namespace fs = std::filesystem;
    if (host.record()->own_database)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "what is in your database could not be kept",
                                           .why = "the workspace's programs are not installed",
                                           .fix = "run aiws up first, then restore again"});
    std::error_code failure;
    fs::path kept = host.home().backups() / "postgres-before-restore";
    for (int number = 2; fs::exists(kept, failure); ++number)
        kept = host.home().backups() / ("postgres-before-restore-" + std::to_string(number));
    fs::rename(host.home().database(), kept, failure);
    if (!failure) return kept;
    return std::unexpected(base::Error{.what = "what is in the database could not be kept",
                                       .where = host.home().database().string(),
                                       .why = failure.message()});
}

/// What the present database holds is kept, and its services are stopped.
base::Result<std::filesystem::path> set_aside(Host& host)
{
    host.steps().begin("keeping the present database");
    if (!stack::programs_complete(host.home(), *host.record())) return set_folder_aside(host);
    auto file = host.home().backups() / "before-restore.dump";
    AIWS_CHECK(stack::dump_database(host.runner(), *host.record(), file));
    AIWS_CHECK(stack::Supervisor(host.runner(), *host.record()).stop());
    return file;
}

/// True when there is a database that would be replaced.
bool has_data(const Host& host, const std::optional<stack::Record>& record)
{
    std::error_code ignored;
    return record && (record->own_database || std::filesystem::exists(host.home().database(), ignored));
}

base::Result<int> run_restore(const Context& context, const RestoreOptions& options)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::optional));
    const auto file = std::filesystem::absolute(context.environment.expand(options.file));
    AIWS_CHECK(stack::check_home(host->home()));
    AIWS_CHECK(stack::check_archive(host->runner(), file, stack::Compression::gzip)); // before a thing is made
    AIWS_TRY(const auto lock, host->lock(Existing::optional));
    AIWS_CHECK(stack::make_home(host->home(), context.environment));
    AIWS_TRY(const auto backup, stack::open_backup(host->runner(), file));
    const auto present = host->record();
    if (present && !options.yes)
        AIWS_CHECK(confirm(context,
                           "The database and the keys of " + host->home().folder.string() +
                               " are replaced by those of " + backup.made_at + ".\n",
                           "Go on?"));
    if (has_data(*host, present)) {
        AIWS_TRY(const auto kept, set_aside(*host));
        context.say("The present database is kept in " + kept.string());
    }
    AIWS_CHECK(stack::restore_secrets(host->runner(), backup));
    UpOptions up;
    up.offline = options.offline;
    Wanted wanted{.record = stack::record_to_restore(backup, present), .database_url = std::nullopt};
    host->note_missing_folders(wanted.record);
    AIWS_TRY(wanted.record.supervisor, stack::Supervisor::choose(host->home(), context.environment));
    AIWS_TRY(auto told, bring_up(context, *host, wanted, up, backup.dump()));
    AIWS_CHECK(context.print(told.text, told.document));
    return told.code;
}

} // namespace

void declare_restore(CLI::App& app, Context& context, Run& chosen)
{
    auto* command =
        app.add_subcommand("restore", "Bring a workspace up with what aiws backup wrote, here or elsewhere");
    auto options = std::make_shared<RestoreOptions>();
    command->add_option("file", options->file, "A file that aiws backup wrote")->type_name("FILE")->required();
    command->add_option("--offline", options->offline, "Install from this bundle (aiws bundle), and fetch nothing")
        ->type_name("FILE");
    command->add_flag("-y,--yes", options->yes, "Do not ask before replacing what is there");
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws restore ~/aiws-backup.tar.gz");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_restore(c, *options); });
}

} // namespace aiws::cli
