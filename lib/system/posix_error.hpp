// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace aiws::system {

/// The failure of a system call, by its errno: a missing permission is Failure::config, as is a path that cannot be;
/// a full disk and anything else Failure::failed. `what` says what was tried, `where` the path.
base::Error posix_error(int code, std::string what, const std::filesystem::path& where);

} // namespace aiws::system
