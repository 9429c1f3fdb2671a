// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/agent_check.hpp"
#include "cli/flow/run_lock.hpp"
#include "cli/options.hpp"
#include "cli/output/confirm.hpp"
#include "openclaw/program.hpp"
#include "openclaw/traces.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

namespace fs = std::filesystem;

struct MigrateOptions {
    OutputOptions output;
    SettingsOptions settings;
    ConsentOptions consent;
};

/// One file and where it goes.
struct Move {
    openclaw::StoredProfiles stored;
    fs::path target;
};

/// Beside the file, under a name that nothing has yet.
fs::path free_name(const fs::path& file)
{
    fs::path name = file.string() + ".before-aiws";
    std::error_code ignored;
    for (int number = 2; fs::exists(name, ignored); ++number)
        name = file.string() + ".before-aiws." + std::to_string(number);
    return name;
}

base::Result<std::vector<Move>> find_moves(const Context& context, const MigrateOptions& options)
{
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    AIWS_TRY(const auto location, openclaw::locate(settings.environment, settings.openclaw_profile));
    auto program = openclaw::Program::find(location, settings.environment, hidden_from_agent(settings.catalog));
    if (program) learn_version(context, settings.environment, location, *program);
    std::vector<Move> moves;
    for (auto& stored : openclaw::blocking_profiles(location, program ? program->version() : "")) {
        const fs::path target = free_name(stored.file);
        moves.push_back({.stored = std::move(stored), .target = target});
    }
    return moves;
}

std::string line(const Move& move, std::string_view verb)
{
    const auto& stored = move.stored;
    const std::string what =
        stored.readable ? "profiles of " + base::join(stored.providers, ", ") : "profiles that cannot be read";
    return std::string(verb) + " " + stored.file.string() + " to " + move.target.filename().string() + ": " + what +
           "\n";
}

std::string plan_text(const std::vector<Move>& moves)
{
    std::string text;
    for (const auto& move : moves) text += line(move, "Move");
    return text + "OpenClaw then answers for these providers without those profiles; `openclaw doctor --fix` would "
                  "take them in instead.\n";
}

json::Ordered json_of(const std::vector<Move>& moves, bool moved, int code)
{
    json::Ordered out{{"files", json::Ordered::array()}};
    for (const auto& move : moves)
        out["files"].push_back({{"file", move.stored.file.string()},
                                {"target", move.target.string()},
                                {"providers", move.stored.providers},
                                {"moved", moved}});
    out["exit"] = code;
    return out;
}

base::Result<> carry_out(const std::vector<Move>& moves)
{
    for (const auto& move : moves) {
        std::error_code failure;
        fs::rename(move.stored.file, move.target, failure);
        if (!failure) fs::permissions(move.target, fs::perms::owner_read | fs::perms::owner_write, failure);
        if (failure)
            return std::unexpected(base::Error{.kind = base::Failure::config,
                                               .what = "the file could not be moved aside",
                                               .where = move.stored.file.string(),
                                               .why = failure.message(),
                                               .fix = "check who owns its folder"});
    }
    return {};
}

base::Result<int> run_migrate(const Context& context, const MigrateOptions& options)
{
    AIWS_TRY(const auto lock, lock_run(context));
    AIWS_TRY(const auto moves, find_moves(context, options));
    if (moves.empty()) {
        AIWS_CHECK(
            context.print("No older store of profiles is in OpenClaw's way.\n", json_of(moves, false, k_exit_ok)));
        return k_exit_ok;
    }
    if (options.consent.dry_run) {
        AIWS_CHECK(context.print(plan_text(moves), json_of(moves, false, k_exit_changes)));
        return k_exit_changes;
    }
    if (!options.consent.yes) AIWS_CHECK(confirm(context, plan_text(moves), "Move it aside?"));
    AIWS_CHECK(carry_out(moves));
    std::string text;
    for (const auto& move : moves) text += line(move, "Moved");
    AIWS_CHECK(context.print(text, json_of(moves, true, k_exit_ok)));
    return k_exit_ok;
}

} // namespace

void declare_migrate(CLI::App& parent, Context& context, Run& chosen)
{
    auto* command =
        parent.add_subcommand("migrate", "Move an older store of profiles aside that makes OpenClaw's providers fail");
    auto options = std::make_shared<MigrateOptions>();
    add_profile_option(*command, options->settings);
    add_consent_options(*command, options->consent, "what would be moved");
    add_output_options(*command, options->output);
    command->footer("It touches auth-profiles.json of OpenClaw's agents and nothing else, never a SQLite store.\n\n"
                    "Example:\n  aiws openclaw migrate");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_migrate(c, *options); });
}

} // namespace aiws::cli
