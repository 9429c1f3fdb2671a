// SPDX-License-Identifier: Apache-2.0
#include "stack/database.hpp"

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "stack/secrets.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"

#include <set>
#include <utility>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view k_user = "litellm";
constexpr std::size_t k_max_migration = std::size_t{16} << 20U;
constexpr std::chrono::seconds k_limit = 10min;
constexpr std::chrono::seconds k_long = 60min; ///< for dumps of large databases

/// Prisma's own table of what has been done to a schema.
constexpr std::string_view k_notes = R"(CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);
)";

DatabaseUrl our_url(const Record& record, base::Secret password)
{
    return {.host = "127.0.0.1",
            .port = std::to_string(record.ports.database),
            .user = std::string(k_user),
            .password = std::move(password),
            .database = std::string(k_user)};
}

std::string sql_text(std::string_view text)
{
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

/// One migration and its note, all or nothing; an index that is built concurrently cannot be in a transaction.
std::string migration_script(const std::string& name, const std::string& sql)
{
    const bool alone = base::lower(sql).contains("concurrently");
    const std::string note = "INSERT INTO \"_prisma_migrations\" (id, checksum, finished_at, migration_name, "
                             "applied_steps_count) VALUES (gen_random_uuid()::text, " +
                             sql_text(base::sha256_hex(sql)) + ", now(), " + sql_text(name) + ", 1);\n";
    if (alone) return sql + "\n;\n" + note;
    return "BEGIN;\n" + sql + "\n;\n" + note + "COMMIT;\n";
}

} // namespace

Database::Database(const Runner& runner, const Record& record, DatabaseUrl url)
    : m_runner(runner), m_tools(find_tools(runner.home, record)), m_ours(record.has_database()),
      m_port(record.ports.database), m_url(std::move(url))
{
}

base::Result<Database> Database::open(const Runner& runner, const Record& record)
{
    if (record.has_database()) {
        AIWS_TRY(auto password, make_secret(runner.home, k_database_password, ""));
        return Database(runner, record, our_url(record, std::move(password)));
    }
    AIWS_TRY(const auto text, read_secret(runner.home, k_database_url));
    if (!text)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the address of the database is not there",
                                           .where = secret_file(runner.home, k_database_url).string(),
                                           .fix = "name it again: aiws up --database URL"});
    AIWS_TRY(auto url, parse_database_url(text->reveal(), secret_file(runner.home, k_database_url).string()));
    return Database(runner, record, std::move(url));
}

system::Command Database::command(const std::string& program, std::vector<std::string> words) const
{
    words.insert(words.begin(), (m_tools.postgres / program).string());
    auto made = m_runner.command(std::move(words));
    m_url.set(made.environment);
    made.environment.set("PGOPTIONS", "-c client_min_messages=error -c synchronous_commit=off");
    made.environment.set("PGCONNECT_TIMEOUT", "10");
    return made;
}

base::Result<std::string> Database::query(const std::string& statement) const
{
    auto asked =
        m_runner.check("the database could not be asked",
                       command("psql", {"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement}), k_limit);
    if (!asked && !m_ours) asked.error().where = m_url.redacted();
    return asked;
}

bool Database::answers() const
{
    return m_runner.run(command("pg_isready", {"-q", "-t", "3"}), 10s).succeeded();
}

base::Result<> Database::make()
{
    const auto folder = m_runner.home.database();
    std::error_code failure;
    if (!m_ours || fs::exists(folder / "PG_VERSION", failure)) return {};
    const auto fresh = fs::path(folder.string() + ".new");
    fs::remove_all(fresh, failure);
    const auto initdb = command("initdb", {"--pgdata=" + fresh.string(), "--username=" + std::string(k_user),
                                           "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions",
                                           "--pwfile=" + secret_file(m_runner.home, k_database_password).string()});
    AIWS_CHECK(m_runner.check("PostgreSQL's data could not be set up", initdb, k_limit));
    fs::rename(fresh, folder, failure);
    if (!failure) return {};
    return std::unexpected(base::Error{
        .what = "PostgreSQL's data could not be put in place", .where = folder.string(), .why = failure.message()});
}

base::Result<> Database::create()
{
    if (!m_ours) return {};
    auto look = command("psql", {"-X", "-q", "-A", "-t", "-c", "SELECT 1 FROM pg_database WHERE datname = 'litellm'"});
    look.environment.set("PGDATABASE", "postgres");
    AIWS_TRY(const auto found, m_runner.check("PostgreSQL could not be asked", look, k_limit));
    if (!base::trim(found).empty()) return {};
    AIWS_CHECK(m_runner.check("LiteLLM's database could not be made", command("createdb", {m_url.database}), k_limit));
    return {};
}

base::Result<std::size_t> Database::migrate()
{
    AIWS_CHECK(create());
    AIWS_TRY(const auto tables, query("SELECT count(*) FILTER (WHERE tablename = '_prisma_migrations'), count(*) "
                                      "FILTER (WHERE tablename LIKE 'LiteLLM%') FROM pg_tables "
                                      "WHERE schemaname = current_schema()"));
    const auto counts = base::split(base::trim(tables), '|');
    const bool noted = counts.front() != "0";
    if (!noted && counts.back() != "0") return 0;
    std::set<std::string> done;
    if (noted) {
        AIWS_TRY(const auto names, query("SELECT migration_name FROM \"_prisma_migrations\" WHERE finished_at IS NOT "
                                         "NULL AND rolled_back_at IS NULL"));
        for (const auto& name : base::split(names, '\n')) done.insert(name);
    }
    std::string script(k_notes);
    std::size_t pending = 0;
    for (const auto& folder : system::entries_of(m_tools.site / "litellm_proxy_extras" / "migrations")) {
        const auto name = folder.filename().string();
        std::error_code ignored;
        if (done.contains(name) || !fs::is_directory(folder, ignored)) continue;
        AIWS_TRY(const auto sql, system::read_file(folder / "migration.sql", k_max_migration));
        if (!sql) continue;
        script += migration_script(name, sql->bytes);
        ++pending;
    }
    if (pending == 0) return 0;
    const auto file = m_runner.home.run() / "migrations.sql";
    AIWS_CHECK(system::replace_file(file, script));
    const auto psql = command("psql", {"-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file.string()});
    const auto ran = m_runner.check("LiteLLM's tables could not be made", psql, k_limit);
    std::error_code ignored;
    fs::remove(file, ignored);
    if (!ran) return std::unexpected(ran.error());
    return pending;
}

base::Result<> Database::dump(const fs::path& file)
{
    const auto made = m_runner.check(
        "the database could not be dumped",
        command("pg_dump", {"--format=custom", "--no-owner", "--no-privileges", "--file=" + file.string()}), k_long);
    std::error_code failure;
    if (made) fs::permissions(file, fs::perms(0600), failure); // it holds keys, if encrypted ones
    if (made && !failure) return {};
    std::error_code ignored;
    fs::remove(file, ignored);
    if (!made) return std::unexpected(made.error());
    return std::unexpected(
        base::Error{.what = "the dump's mode could not be set", .where = file.string(), .why = failure.message()});
}

base::Result<> Database::restore(const fs::path& file)
{
    AIWS_CHECK(create());
    AIWS_CHECK(query("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
    AIWS_CHECK(m_runner.check("the database could not be restored",
                              command("pg_restore", {"--no-owner", "--no-privileges", "--exit-on-error",
                                                     "--dbname=" + m_url.database, file.string()}),
                              k_long));
    return {};
}

fs::path upgrade_dump_file(const Home& home)
{
    std::string moment = base::iso_now();
    std::erase(moment, ':'); // some file systems refuse it
    return home.backups() / ("before-upgrade-" + moment + ".dump");
}

base::Result<Maintenance> Maintenance::start(Database& database)
{
    if (!database.m_ours || database.answers()) return Maintenance(nullptr);
    const auto& home = database.m_runner.home;
    const auto pg_ctl = database.command("pg_ctl", {"--pgdata=" + home.database().string(), "--wait", "--timeout=60",
                                                    "--log=" + (home.logs() / "postgres.log").string(),
                                                    "--options=-p " + std::to_string(database.m_port) +
                                                        " -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
                                                    "start"});
    Maintenance running(&database); // also when we are stopped while it starts: then it is stopped again
    AIWS_CHECK(database.m_runner.check("PostgreSQL did not start", pg_ctl, 90s));
    return running;
}

Maintenance::Maintenance(Maintenance&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}

Maintenance::~Maintenance()
{
    if (m_database == nullptr) return;
    // Also when we were asked to stop: it must not be left running.
    Runner patient = m_database->m_runner;
    patient.interrupt = nullptr;
    const auto stop = m_database->command(
        "pg_ctl", {"--pgdata=" + patient.home.database().string(), "--wait", "--timeout=60", "--mode=fast", "stop"});
    patient.run(stop, 90s);
}

base::Result<> dump_database(const Runner& runner, const Record& record, const fs::path& file)
{
    AIWS_TRY(auto database, Database::open(runner, record));
    AIWS_TRY(const auto running, Maintenance::start(database));
    return database.dump(file);
}

} // namespace aiws::stack
