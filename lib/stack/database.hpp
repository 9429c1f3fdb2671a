// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/database_url.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"
#include "stack/tools.hpp"

#include <cstddef>
#include <filesystem>

namespace aiws::stack {

/// LiteLLM's database: our PostgreSQL, or one of the user's own.
class Database {
  public:
    /// Reads where it is and its password.
    static base::Result<Database> open(const Runner& runner, const Record& record);

    [[nodiscard]] const DatabaseUrl& url() const { return m_url; }
    /// Makes our PostgreSQL's data folder where there is none; its password is the secret of that name.
    base::Result<> make();
    /// Brings the schema up to the installed LiteLLM's migrations, as `prisma migrate deploy` would, which needs an
    /// engine that many networks cannot reach; both note what they did in the same table. Returns how many were new.
    /// A schema that something else made, without such notes, is left as it is.
    base::Result<std::size_t> migrate();
    /// Everything in it, in pg_dump's custom format, 0600.
    base::Result<> dump(const std::filesystem::path& file);
    /// Replaces everything in it.
    base::Result<> restore(const std::filesystem::path& file);
    /// True when it takes connections.
    [[nodiscard]] bool answers() const;

  private:
    Database(const Runner& runner, const Record& record, DatabaseUrl url);
    [[nodiscard]] system::Command command(const std::string& program, std::vector<std::string> words) const;
    base::Result<std::string> query(const std::string& statement) const;
    base::Result<> create();

    const Runner& m_runner;
    Tools m_tools;
    bool m_ours;
    int m_port;
    DatabaseUrl m_url;

    friend class Maintenance;
};

/// Dumps the record's database, which is started for it where it does not run.
base::Result<> dump_database(const Runner& runner, const Record& record, const std::filesystem::path& file);

/// A new name in Home::backups(), by the moment: the dump from before other programs work on the database.
std::filesystem::path upgrade_dump_file(const Home& home);

/// Our PostgreSQL running for as long as the object lives, where it does not run already; nothing for the user's own.
class Maintenance {
  public:
    static base::Result<Maintenance> start(Database& database);
    Maintenance(Maintenance&& other) noexcept;
    Maintenance& operator=(Maintenance&&) = delete;
    Maintenance(const Maintenance&) = delete;
    Maintenance& operator=(const Maintenance&) = delete;
    ~Maintenance();

  private:
    explicit Maintenance(Database* database) : m_database(database) {}
    Database* m_database; ///< what is to be stopped; nullptr for nothing
};

} // namespace aiws::stack
