// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <vector>

namespace aiws::system {

/// What root makes in somebody else's folder is that one's: gives them the open file or folder. Does nothing for
/// anybody else.
base::Result<> give_to_folders_owner(const std::filesystem::path& folder, int descriptor);

/// True for the folder itself and what is below it, as the paths are spelt: nothing is looked up.
bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder);

/// The folder and those above it that are not there, outermost first.
std::vector<std::filesystem::path> missing_folders(const std::filesystem::path& folder);

/// Folders that were missing and have been made (0700), by root for the owner of the one above. They are taken away
/// again, when still empty, unless kept.
class MadeFolders {
  public:
    /// Makes `folder` and what is missing above it.
    static base::Result<MadeFolders> make(const std::filesystem::path& folder);
    MadeFolders(MadeFolders&&) noexcept = default;
    MadeFolders& operator=(MadeFolders&&) = delete;
    MadeFolders(const MadeFolders&) = delete;
    MadeFolders& operator=(const MadeFolders&) = delete;
    ~MadeFolders();

    void keep() noexcept { m_made.clear(); }

  private:
    MadeFolders() = default;
    std::vector<std::filesystem::path> m_made; ///< outermost first
};

/// What is in the folder, by name; nothing where it cannot be read.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder);

/// Has the folder's entries written to the disk. A folder that may not be opened, or a file system that knows no such
/// thing, is no failure.
base::Result<> flush_folder(const std::filesystem::path& folder);

} // namespace aiws::system
