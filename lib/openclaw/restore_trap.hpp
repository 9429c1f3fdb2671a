// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace aiws::openclaw {

/// OpenClaw puts openclaw.json.bak in the file's place when the file looks damaged beside it (or beside the last one
/// it was content with): under half its size, without its `meta`, without its `gateway.mode`. It does so before agent
/// and gateway commands, and only from a backup that has a `gateway.mode` (src/config/io.observe*.ts, 2026.9.6).
///
/// When `after`, just written over `before`, would look so, the backup gets the same content: a restore then changes
/// nothing. What the backup held goes to openclaw.json.bak.before-aiws.
base::Result<> disarm_restore(const std::filesystem::path& config_file, const std::optional<std::string>& before,
                              const std::string& after);

} // namespace aiws::openclaw
