// SPDX-License-Identifier: Apache-2.0
#include "system/descriptor.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"
#include "system/posix_error.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace aiws::system {
namespace {
namespace fs = std::filesystem;

constexpr const char* k_not_written = "the file could not be written";

std::unexpected<base::Error> not_written(int code, const fs::path& path)
{
    return std::unexpected(posix_error(code, k_not_written, path));
}

std::unexpected<base::Error> not_written(base::Failure kind, const fs::path& path, std::string why, std::string fix)
{
    return std::unexpected(base::Error{
        .kind = kind, .what = k_not_written, .where = path.string(), .why = std::move(why), .fix = std::move(fix)});
}

/// The path behind the symbolic links at its end, also when nothing is there yet (canonical() wants it to exist).
base::Result<fs::path> behind_links(fs::path path)
{
    static constexpr int k_most_links = 40; // as the kernel
    std::error_code failure;
    for (int links = 0; fs::is_symlink(path, failure); ++links) {
        if (links == k_most_links) return not_written(ELOOP, path);
        const fs::path target = fs::read_symlink(path, failure);
        if (failure) return not_written(failure.value(), path);
        path = path.parent_path() / target; // an absolute target stands for itself
    }
    return path;
}

/// The new file beside the old one until it has taken its place; it goes when that does not come about.
class Beside {
  public:
    explicit Beside(const fs::path& folder) : m_name((folder / ".aiws-XXXXXX").string())
    {
        m_descriptor = Descriptor(mkostemp(m_name.data(), O_CLOEXEC));
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    ~Beside()
    {
        if (m_descriptor.valid() && !m_renamed) unlink(m_name.c_str());
    }

    [[nodiscard]] const Descriptor& descriptor() const { return m_descriptor; }
    bool rename_to(const fs::path& target)
    {
        m_renamed = std::rename(m_name.c_str(), target.c_str()) == 0;
        return m_renamed;
    }

  private:
    std::string m_name;
    Descriptor m_descriptor;
    bool m_renamed = false;
};

/// The old file's access control list; without it the mode alone would let the whole group in where it let one user in.
bool copy_access_list(const fs::path& from, int to)
{
    static constexpr const char* k_list = "system.posix_acl_access";
    std::array<char, 4096> list{};
    const ssize_t size = getxattr(from.c_str(), k_list, list.data(), list.size());
    if (size < 0) return errno == ENODATA || errno == ENOTSUP;
    return fsetxattr(to, k_list, list.data(), static_cast<std::size_t>(size), 0) == 0;
}

/// Gives the new file the old one's owner and group. A user may be unable to give it that group; then the group it has
/// instead gets no more than everybody.
base::Result<mode_t> keep_owner(const struct stat& old, int descriptor, mode_t mode, const fs::path& target)
{
    struct stat made{};
    if (fstat(descriptor, &made) != 0) return not_written(errno, target);
    if (made.st_uid == old.st_uid && made.st_gid == old.st_gid) return mode;
    if (fchown(descriptor, old.st_uid, old.st_gid) == 0) return mode;
    if (made.st_uid != old.st_uid)
        return not_written(base::Failure::config, target, "it belongs to another user", "run this as its owner");
    return (mode & ~mode_t{S_IRWXG}) | ((mode & S_IRWXO) << 3U);
}

/// Owner and mode, before a byte that may be secret is in it.
base::Result<> dress(const struct stat* old, int descriptor, std::optional<mode_t> wanted, const fs::path& target)
{
    mode_t mode = wanted.value_or(old != nullptr ? old->st_mode & 07777U : 0600U);
    if (old == nullptr) AIWS_CHECK(give_to_folders_owner(target.parent_path(), descriptor));
    if (old != nullptr) {
        AIWS_TRY(mode, keep_owner(*old, descriptor, mode, target));
        if (!wanted && !copy_access_list(target, descriptor)) return not_written(errno, target);
    }
    if (fchmod(descriptor, mode) != 0) return not_written(errno, target);
    return {};
}

base::Result<> check_unchanged(const fs::path& target, const Expected& expected)
{
    const std::size_t size = expected.bytes ? expected.bytes->size() : 0;
    const auto now = read_file(target, size);
    const bool same = now && (*now ? expected.bytes == (*now)->bytes : !expected.bytes);
    if (same) return {};
    return not_written(base::Failure::failed, target, "it was changed by something else meanwhile",
                       "nothing was written; run the command again");
}

/// What is to be replaced, behind all links.
struct Target {
    fs::path path;
    std::optional<struct stat> old; ///< nullopt: nothing is there yet
};

base::Result<Target> find_target(const fs::path& path)
{
    Target target;
    AIWS_TRY(target.path, behind_links(path));
    struct stat status{};
    if (lstat(target.path.c_str(), &status) != 0) {
        if (errno != ENOENT) return not_written(errno, target.path);
        return target;
    }
    if (S_ISDIR(status.st_mode)) return not_written(EISDIR, target.path);
    if (!S_ISREG(status.st_mode))
        return not_written(base::Failure::config, target.path, "it is a device or a pipe, not a file", "");
    if (access(target.path.c_str(), W_OK) != 0) // a rename would not ask
        return not_written(errno, target.path);
    target.old = status;
    return target;
}

} // namespace

base::Result<> check_replaceable(const fs::path& path)
{
    AIWS_TRY(const Target target, find_target(path));
    fs::path folder = target.path.parent_path();
    while (access(folder.c_str(), F_OK) != 0 && errno == ENOENT && folder.has_relative_path())
        folder = folder.parent_path(); // missing ones will be made
    if (access(folder.c_str(), W_OK | X_OK) != 0) return not_written(errno, target.path);
    return {};
}

base::Result<> replace_file(const fs::path& path, std::string_view bytes, const ReplaceOptions& options)
{
    AIWS_TRY(const Target found, find_target(path));
    const auto& [target, old] = found;

    AIWS_TRY(MadeFolders folders, MadeFolders::make(target.parent_path()));
    Beside beside(target.parent_path());
    if (!beside.descriptor().valid()) return not_written(errno, target);
    const int descriptor = beside.descriptor().number();
    AIWS_CHECK(dress(old ? &*old : nullptr, descriptor, options.mode, target));
    if (!beside.descriptor().write_all(bytes) || fsync(descriptor) != 0) return not_written(errno, target);
    if (options.expected) AIWS_CHECK(check_unchanged(target, *options.expected));
    if (!beside.rename_to(target)) return not_written(errno, target);
    folders.keep();
    return flush_folder(target.parent_path());
}

} // namespace aiws::system
