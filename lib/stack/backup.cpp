// SPDX-License-Identifier: Apache-2.0
#include "stack/backup.hpp"

#include "base/clock.hpp"
#include "stack/database.hpp"
#include "stack/secrets.hpp"
#include "json/codec.hpp"
#include "json/note.hpp"

#include <array>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;

constexpr int k_format = 1;
constexpr std::array k_secrets{k_master_key, k_salt_key, k_agent_key, k_agent_token};

/// Below the backup there is a home in the small: secrets and record as in a workspace.
Home home_in(const fs::path& folder)
{
    return {.folder = folder, .user_home = folder};
}

base::Result<> copy_secrets(const Home& from, const Home& to)
{
    for (const auto name : k_secrets) {
        AIWS_TRY(const auto secret, read_secret(from, name));
        if (secret) AIWS_CHECK(write_secret(to, name, *secret));
    }
    return {};
}

} // namespace

base::Result<> backup(const Runner& runner, const Record& record, const fs::path& file)
{
    if (!record.has_gateway())
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "there is nothing to back up",
                                           .why = "the gateway is your own: " + record.own_gateway,
                                           .fix = "back it up where it runs"});
    AIWS_TRY(const auto bench, Workbench::make(runner.home.run()));
    AIWS_CHECK(give_to_services_user(runner.home, bench.folder()));
    const Home inside = home_in(bench.folder());
    AIWS_CHECK(copy_secrets(runner.home, inside));
    AIWS_CHECK(write_record(inside, record));
    AIWS_CHECK(dump_database(runner, record, bench.folder() / "database.dump"));
    const json::Value note{{"format", k_format}, {"made_at", base::iso_now()}, {"litellm", record.litellm_version}};
    AIWS_CHECK(json::write_note(bench.folder() / "backup.json", note));
    AIWS_CHECK(write_manifest(bench.folder()));
    return pack(runner, bench.folder(), file, Compression::gzip);
}

base::Result<Backup> open_backup(const Runner& runner, const fs::path& file)
{
    AIWS_TRY(auto bench, Workbench::make(runner.home.run()));
    AIWS_CHECK(unpack(runner, file, bench.folder(), Compression::gzip));
    AIWS_CHECK(check_manifest(bench.folder(), file));
    const auto note = json::read_note(bench.folder() / "backup.json");
    AIWS_TRY(const auto record, read_record(home_in(bench.folder())));
    if (json::int_at(note, "format") != k_format || !record)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "this is no backup that this aiws knows",
                                           .where = file.string(),
                                           .fix = "name a file that aiws backup wrote"});
    return Backup{
        .bench = std::move(bench), .record = *record, .made_at = json::string_at(note, "made_at").value_or("")};
}

Record record_to_restore(const Backup& backup, const std::optional<Record>& present)
{
    if (present) return *present;
    Record record = backup.record;
    record.ports = free_ports(record.ports);
    record.own_database = false;
    record.listen = Record().listen; // another machine's network is another one
    record.own_agent.clear();
    record.agent_service = true;
    record.native_engine.clear();
    record.programs = {};
    record.made.clear();
    return record;
}

base::Result<> restore_secrets(const Runner& runner, const Backup& backup)
{
    return copy_secrets(home_in(backup.bench.folder()), runner.home);
}

} // namespace aiws::stack
