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

base::Result<> give_to_folders_owner(const fs::path& folder, int descriptor)
{
    struct stat above{};
    if (geteuid() != 0 || stat(folder.empty() ? "." : folder.c_str(), &above) != 0 || above.st_uid == 0) return {};
    if (fchown(descriptor, above.st_uid, above.st_gid) == 0) return {};
    return std::unexpected(posix_error(errno, "the owner could not be changed", folder));
}

namespace {

base::Result<> give_made(const fs::path& path)
{
    const Descriptor made(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    return made.valid() ? give_to_folders_owner(path.parent_path(), made.number()) : base::Result<>();
}

} // namespace

bool is_inside(const fs::path& path, const fs::path& folder)
{
    const fs::path relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

std::vector<fs::path> missing_folders(const fs::path& folder)
{
    std::vector<fs::path> missing;
    std::error_code ignored;
    for (fs::path at = folder; !at.empty() && !fs::exists(at, ignored); at = at.parent_path()) {
        missing.insert(missing.begin(), at);
        if (at == at.parent_path()) break;
    }
    return missing;
}

base::Result<MadeFolders> MadeFolders::make(const fs::path& folder)
{
    MadeFolders folders;
    for (const auto& path : missing_folders(folder)) {
        const bool made = mkdir(path.c_str(), 0700) == 0;
        if (!made && errno != EEXIST) // another run may have made it meanwhile
            return std::unexpected(posix_error(errno, "the folder could not be made", path));
        if (made) folders.m_made.push_back(path);
    }
    for (const auto& path : folders.m_made) AIWS_CHECK(give_made(path));
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
