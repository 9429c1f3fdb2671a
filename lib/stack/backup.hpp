// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/archive.hpp"
#include "stack/bring_up.hpp"

#include <filesystem>

namespace aiws::stack {

/// Writes the database, the keys and what was chosen into one file (0600), which restore() takes on this or another
/// machine.
base::Result<> backup(const Runner& runner, const Record& record, const std::filesystem::path& file);

/// A backup, unpacked.
struct Backup {
    Workbench bench; ///< goes with this object
    Record record;   ///< of the workspace that it was made of
    std::string made_at;

    [[nodiscard]] std::filesystem::path dump() const { return bench.folder() / "database.dump"; }
};

/// Failure::config for what is no whole backup.
base::Result<Backup> open_backup(const Runner& runner, const std::filesystem::path& file);

/// The record to bring up from a backup: the present workspace's where there is one, else the backup's, with free ports
/// and a PostgreSQL of its own.
Record record_to_restore(const Backup& backup, const std::optional<Record>& present);

/// Puts the backup's keys in place. The password of a PostgreSQL that is already there stays, it is that server's.
base::Result<> restore_secrets(const Runner& runner, const Backup& backup);

} // namespace aiws::stack
