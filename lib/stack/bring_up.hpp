// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "http/client.hpp"
#include "stack/install.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace aiws::stack {

/// Who is told how far a bring-up is.
struct Journal {
    std::function<void(std::string_view)> step; ///< a step begins
    std::function<void(std::string_view)> note; ///< something a person should know
};

/// What a bring-up works with.
struct BringUp {
    const Runner& runner;
    http::Client& client; ///< for health
    Record& record;       ///< what is wanted; what was found out is noted in it
    Source source;
    Engine engine = Engine::automatic;
    std::map<std::string, std::string> network; ///< network_variables() of the user
    Journal journal;
    std::filesystem::path restore_from; ///< a dump that replaces what is in the database, or ""
};

/// How long services may take to become healthy; LiteLLM's first start on a busy machine is the longest.
inline constexpr std::chrono::seconds k_start_limit{240};

/// Installs what is missing, sets the database up, starts the services and waits until all are healthy. Whatever is as
/// it should be is left alone: doing it again repairs. The record is written once all is well.
base::Result<> bring_up(BringUp& work);

/// Installs the record's programs, all of them, and starts nothing.
base::Result<> install_programs(BringUp& work);

/// Writes the configuration that the record calls for, and has the supervisor run just that.
base::Result<> start_services(const Runner& runner, const Record& record,
                              const std::map<std::string, std::string>& network);

/// Ports for a new workspace: the usual ones, or the next that nobody listens on.
Ports free_ports(const Ports& wanted);

} // namespace aiws::stack
