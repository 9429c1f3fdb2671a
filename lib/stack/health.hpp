// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "stack/runner.hpp"
#include "stack/services.hpp"
#include "stack/supervisor.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace aiws::stack {

/// A service as it is: what the supervisor says of its process, and what it answers itself.
struct ServiceStatus {
    Service service;
    Process process;
    bool healthy = false;
    std::string why; ///< what it lacks, where it is not healthy
};

/// PostgreSQL takes connections, LiteLLM is ready and connected to its database, the others answer their health
/// addresses.
std::vector<ServiceStatus> inspect(const Runner& runner, const Record& record, http::Client& client);

/// Waits until all are healthy. An Error names the first one that is not, its log and the log's last lines: at once
/// when it has failed for good or ends again and again, else after `limit`.
base::Result<> wait_until_healthy(const Runner& runner, const Record& record, http::Client& client,
                                  std::chrono::seconds limit);

/// The last lines of a log, those with nothing in them left out.
std::vector<std::string> last_lines(const std::filesystem::path& file, std::size_t count);

} // namespace aiws::stack
