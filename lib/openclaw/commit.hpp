// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/file_change.hpp"
#include "openclaw/receipt.hpp"

#include <filesystem>
#include <optional>
#include <sys/types.h>
#include <vector>

namespace aiws::openclaw {

/// The copy of a file as it was before the last write: a name that OpenClaw neither rotates nor restores.
std::filesystem::path backup_of(const std::filesystem::path& file);

/// Writes the changes and the receipt: the receipt before the files, so that nothing of ours is ever without one; when
/// a file cannot be written, those before it and the receipt become what they were.
class Commit {
  public:
    /// `config_file` is the one whose OpenClaw backup matters; `old_receipt` is what `receipt_file` holds.
    Commit(std::filesystem::path config_file, std::filesystem::path receipt_file, Receipt old_receipt)
        : m_config_file(std::move(config_file)), m_receipt_file(std::move(receipt_file)),
          m_old_receipt(std::move(old_receipt))
    {
    }

    base::Result<> run(const std::vector<FileChange>& changes, Receipt receipt);
    /// Makes the files and the receipt what they were before run(). Failure::failed when a file was changed since: it
    /// stays as it is, and so does the receipt.
    base::Result<> undo();

  private:
    /// A file that was written.
    struct Written {
        FileChange change;
        bool made_backup = false;
        std::optional<mode_t> mode; ///< before; nullopt: there was no file
    };
    base::Result<> write(const FileChange& change, const Receipt& receipt);

    std::filesystem::path m_config_file;
    std::filesystem::path m_receipt_file;
    Receipt m_old_receipt;
    std::vector<Written> m_written;
};

} // namespace aiws::openclaw
