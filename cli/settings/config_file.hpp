// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/environment.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace aiws::cli {

/// What the configuration file may set (config.json in aiws's configuration folder, JSON5): flags and environment beat
/// it.
struct ConfigFile {
    std::optional<std::string> gateway;
    std::optional<std::filesystem::path> token_file;
    std::optional<std::filesystem::path> env_file;
    std::optional<std::filesystem::path> ca_cert;
    std::optional<std::filesystem::path> catalog;
    std::optional<std::string> openclaw_profile;
    std::optional<std::string> token_as;
};

/// An absent file is an empty one. Relative paths are taken from the file's folder. Failure::config with line and
/// path for an unknown name or a wrong type.
base::Result<ConfigFile> read_config_file(const system::Environment& environment);

} // namespace aiws::cli
