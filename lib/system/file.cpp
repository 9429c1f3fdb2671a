// SPDX-License-Identifier: Apache-2.0
#include "system/file.hpp"

#include "base/text.hpp"
#include "system/descriptor.hpp"
#include "system/posix_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace aiws::system {
namespace {
namespace fs = std::filesystem;

constexpr const char* k_not_read = "the file could not be read";

std::unexpected<base::Error> not_read(int code, const fs::path& path)
{
    base::Error error = posix_error(code, k_not_read, path);
    // Whatever the system says, it is the file that was named which cannot be used.
    error.kind = base::Failure::config;
    return std::unexpected(std::move(error));
}

std::unexpected<base::Error> unusable(const fs::path& path, std::string why)
{
    return std::unexpected(base::Error{
        .kind = base::Failure::config, .what = k_not_read, .where = path.string(), .why = std::move(why), .fix = ""});
}

} // namespace

base::Result<std::optional<FileContent>> read_file(const fs::path& path, std::size_t max_bytes)
{
    // Without O_NONBLOCK a named pipe would have us wait for its writer.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.valid() && errno == ENOENT) return std::nullopt;
    if (!file.valid()) return not_read(errno, path);

    struct stat status{};
    if (fstat(file.number(), &status) != 0) return not_read(errno, path);
    if (S_ISDIR(status.st_mode)) return not_read(EISDIR, path);
    if (!S_ISREG(status.st_mode)) return unusable(path, "it is a device or a pipe, not a file");

    FileContent content{.mode = status.st_mode & 07777U};
    if (!file.read_up_to(max_bytes, content.bytes)) return not_read(errno, path);
    if (content.bytes.size() > max_bytes)
        return unusable(path, "it is larger than " + base::counted(max_bytes, "byte"));

    std::error_code failure;
    content.resolved = fs::canonical(path, failure);
    if (failure) return not_read(failure.value(), path);
    return content;
}

} // namespace aiws::system
