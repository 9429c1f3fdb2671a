// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace aiws::stack {

/// Writes everything below Home::config() that the record calls for, where it differs: LiteLLM's configuration, the
/// services' environments (0600) and start scripts, the supervisor's configuration, which holds a digest of the others,
/// so that its `update` restarts just what changed. `network` are the variables of proxies and certificates. Also
/// OpenClaw's launcher below Home::bin().
base::Result<> render(const Runner& runner, const Record& record, const std::map<std::string, std::string>& network);

/// Where the supervisor listens. The address of such a socket may have about a hundred bytes: for a workspace in a
/// longer path it is a name in /tmp made from it.
std::filesystem::path supervisor_socket(const Home& home);

std::filesystem::path supervisor_config_file(const Home& home);

/// A word of a command line in a systemd unit.
std::string unit_word(std::string_view text);

/// The systemd unit's text.
std::string unit_text(const Home& home, const Record& record);

} // namespace aiws::stack
