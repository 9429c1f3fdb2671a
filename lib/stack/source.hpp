// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace aiws::stack {

/// Where packages come from.
struct Source {
    std::string requirements;      ///< the lock with hashes that the Python environment is made from
    std::filesystem::path offline; ///< an unpacked bundle (bundle.hpp), or "" for the package indexes
};

} // namespace aiws::stack
