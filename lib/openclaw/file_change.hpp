// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace aiws::openclaw {

/// One file before and after a plan's steps.
struct FileChange {
    std::filesystem::path path;
    std::optional<std::string> before; ///< nullopt: it is made
    std::optional<std::string> after;  ///< nullopt: it is taken away
    bool secret = false;               ///< a secret was put in: only its owner may read it from now on
};

} // namespace aiws::openclaw
