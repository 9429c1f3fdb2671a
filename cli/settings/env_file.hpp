// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace aiws::cli {

/// The variables of a .env text: NAME=value, "export " before it, single or double quotes around the value, # comments.
/// In double quotes \n, \t, \", \\ and \$ are escapes; nothing is expanded. Later lines win.
/// Failure::config names file and line, never the content.
base::Result<std::map<std::string, std::string>> parse_env_text(std::string_view text, std::string_view name);

/// parse_env_text() of a file, which must exist.
base::Result<std::map<std::string, std::string>> read_env_file(const std::filesystem::path& file);

} // namespace aiws::cli
