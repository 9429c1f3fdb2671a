// SPDX-License-Identifier: Apache-2.0
#include "stack/upgrade.hpp"

#include "stack/database.hpp"
#include "stack/health.hpp"
#include "stack/supervisor.hpp"
#include "system/folder.hpp"

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_kept_dumps = 3;
constexpr std::string_view k_dump_name = "before-upgrade-";

/// Only the newest few stay.
void remove_old_dumps(const Home& home)
{
    std::vector<fs::path> dumps;
    for (const auto& entry : system::entries_of(home.backups()))
        if (entry.filename().string().starts_with(k_dump_name)) dumps.push_back(entry);
    std::error_code ignored;
    for (std::size_t at = 0; at + k_kept_dumps < dumps.size(); ++at) fs::remove(dumps[at], ignored);
}

base::Result<> migrate(const Runner& runner, const Record& record)
{
    AIWS_TRY(auto database, Database::open(runner, record));
    AIWS_TRY(const auto running, Maintenance::start(database));
    AIWS_CHECK(database.migrate());
    return {};
}

base::Result<> restart(const BringUp& work, const Record& record)
{
    AIWS_CHECK(start_services(work.runner, record, work.network));
    return wait_until_healthy(work.runner, record, work.client, k_start_limit);
}

/// The services with the new programs.
base::Result<> change_over(const BringUp& work, const Record& present)
{
    AIWS_CHECK(Supervisor(work.runner, present).stop());
    if (work.record.has_gateway()) AIWS_CHECK(migrate(work.runner, work.record));
    return restart(work, work.record);
}

/// Programs and database as they were, also when we were asked to stop: half an upgrade is no state to leave.
base::Result<> change_back(const BringUp& work, const Record& present, const fs::path& file)
{
    Runner patient = work.runner;
    patient.interrupt = nullptr;
    AIWS_CHECK(Supervisor(patient, work.record).stop());
    if (present.has_gateway()) {
        AIWS_TRY(auto database, Database::open(patient, present));
        AIWS_TRY(const auto running, Maintenance::start(database));
        AIWS_CHECK(database.restore(file));
    }
    http::Client client({});
    return restart({.runner = patient,
                    .client = client,
                    .record = work.record,
                    .source = {},
                    .network = work.network,
                    .journal = {}},
                   present);
}

std::string runs_on(const Record& record)
{
    return "LiteLLM " + record.litellm_version + " runs on";
}

base::Error not_begun(base::Error error, const Record& present)
{
    error.what = "the upgrade failed: " + error.what;
    error.fix = "nothing was changed, " + runs_on(present) + (error.fix.empty() ? "" : "; " + error.fix);
    return error;
}

base::Error rolled_back(base::Error error, const Record& present, const base::Result<>& back, const fs::path& file)
{
    error.what = "the upgrade failed: " + error.what;
    if (back)
        error.fix = "everything is as it was before, " + runs_on(present) + "; the dump is in " + file.string();
    else
        error.fix = "going back failed too (" + base::to_line(back.error()) + "); the database as it was is in " +
                    file.string();
    return error;
}

} // namespace

bool needs_upgrade(const Record& record, const Programs& wanted)
{
    return record.programs != wanted;
}

base::Result<> upgrade(BringUp& work, const Programs& wanted)
{
    const Record present = work.record;
    const auto& home = work.runner.home;
    work.record.programs = wanted;
    work.record.native_engine.clear();
    const auto file = upgrade_dump_file(home);
    auto prepared = install_programs(work);
    if (prepared && present.has_gateway()) {
        work.journal.step("dumping the database");
        prepared = dump_database(work.runner, present, file);
    }
    if (!prepared) {
        work.record = present;
        remove_other_programs(home, present);
        return std::unexpected(not_begun(std::move(prepared).error(), present));
    }
    work.journal.step("changing over");
    const auto changed = change_over(work, present);
    if (!changed) {
        work.journal.step("going back to what was");
        const auto back = change_back(work, present, file);
        work.record = present;
        if (back) remove_other_programs(home, present);
        return std::unexpected(rolled_back(changed.error(), present, back, file));
    }
    AIWS_CHECK(write_record(home, work.record));
    remove_other_programs(home, work.record);
    remove_old_dumps(home);
    return {};
}

} // namespace aiws::stack
