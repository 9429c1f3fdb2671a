// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace aiws::system {

/// A file as it was read: enough to notice that it changed since.
struct FileContent {
    std::filesystem::path resolved; ///< behind all symbolic links
    std::string bytes;
    mode_t mode = 0600;
};

/// The file's bytes; nullopt when it does not exist. Failure::config, naming the path, for a folder, a device, a file
/// that may not be read or is over max_bytes.
base::Result<std::optional<FileContent>> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Whether replace_file() would be allowed to: the same failures, found out without writing anything.
base::Result<> check_replaceable(const std::filesystem::path& path);

/// What must be there for a replacement to go on.
struct Expected {
    std::optional<std::string> bytes; ///< nullopt: the file must not exist
};

struct ReplaceOptions {
    std::optional<Expected> expected; ///< refuse (Failure::failed) when the file changed since it was read
    std::optional<mode_t> mode;       ///< else: the old file's, or 0600 for a new one
};

/// Puts `bytes` in the file's place at once or not at all: written beside it, fsync, renamed over the resolved link,
/// folder fsync. Mode and owner are kept. Missing folders are made (0700). Failure::config when the folder may not be
/// written, Failure::failed on a full disk; the old file is then as it was and nothing is left beside it.
base::Result<> replace_file(const std::filesystem::path& path, std::string_view bytes,
                            const ReplaceOptions& options = {});

} // namespace aiws::system
