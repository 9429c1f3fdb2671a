// SPDX-License-Identifier: Apache-2.0
#include "system/folder.hpp"

#include "system/descriptor.hpp"
#include "system/posix_error.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace aiws::system {
namespace fs = std::filesystem;

base::Result<MadeFolders> MadeFolders::make(const fs::path& folder)
{
    std::vector<fs::path> missing;
    std::error_code ignored;
    for (fs::path at = folder; !at.empty() && !fs::exists(at, ignored); at = at.parent_path()) {
        missing.push_back(at);
        if (at == at.parent_path()) break;
    }
    MadeFolders folders;
    for (const auto& path : missing | std::views::reverse) {
        if (mkdir(path.c_str(), 0700) == 0)
            folders.m_made.push_back(path);
        else if (errno != EEXIST) // another run may have made it meanwhile
            return std::unexpected(posix_error(errno, "the folder could not be made", path));
    }
    for (const auto& path : folders.m_made) AIWS_CHECK(flush_folder(path.parent_path()));
    return folders;
}

MadeFolders::~MadeFolders()
{
    for (const auto& path : m_made | std::views::reverse) rmdir(path.c_str());
}

std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> entries;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder, failure);
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure))
        entries.push_back(entry->path());
    std::ranges::sort(entries);
    return entries;
}

base::Result<> flush_folder(const fs::path& folder)
{
    const Descriptor descriptor(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.valid() || fsync(descriptor.number()) == 0 || errno == EINVAL || errno == ENOTSUP) return {};
    return std::unexpected(posix_error(errno, "the folder could not be flushed to the disk", folder));
}

} // namespace aiws::system
