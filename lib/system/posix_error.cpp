// SPDX-License-Identifier: Apache-2.0
#include "system/posix_error.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace aiws::system {
namespace {

struct Meaning {
    base::Failure kind = base::Failure::failed;
    std::string why;
    std::string fix;
};

Meaning meaning_of(int code)
{
    using enum base::Failure;
    switch (code) {
    case ENOSPC:
        return {.kind = failed, .why = "no space left on the device", .fix = "free some space and try again"};
    case EDQUOT:
        return {.kind = failed, .why = "the disk quota is used up", .fix = "free some space and try again"};
    case EFBIG:
        return {.kind = failed, .why = "the file would be larger than the limit for files"};
    case EACCES:
    case EPERM:
        return {.kind = config, .why = "permission denied", .fix = "check the owner and mode of it and its folder"};
    case EROFS:
        return {.kind = config, .why = "the file system is read-only"};
    case ENOENT:
        return {.kind = config, .why = "a folder of the path is missing"};
    case ENOTDIR:
        return {.kind = config, .why = "a part of the path is not a folder"};
    case EISDIR:
        return {.kind = config, .why = "it is a folder"};
    case ELOOP:
        return {.kind = config, .why = "its symbolic links go in a circle"};
    case ENAMETOOLONG:
        return {.kind = config, .why = "the name is too long"};
    default:
        return {.kind = failed, .why = std::generic_category().message(code)};
    }
}

} // namespace

base::Error posix_error(int code, std::string what, const std::filesystem::path& where)
{
    Meaning meaning = meaning_of(code);
    return {.kind = meaning.kind,
            .what = std::move(what),
            .where = where.string(),
            .why = std::move(meaning.why),
            .fix = std::move(meaning.fix)};
}

} // namespace aiws::system
