// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/flow/agent_check.hpp"
#include "cli/flow/registration.hpp"
#include "workspace/report.hpp"

#include <optional>
#include <string>

namespace aiws::cli {

/// What OpenClaw's part of a registration came to.
struct AgentRun {
    std::optional<workspace::Report> report; ///< absent when it was not come to
    std::optional<base::Error> error;        ///< it could not be compared again, or OpenClaw does not accept it
    std::optional<AgentCheck> check;         ///< absent when OpenClaw was not asked

    bool token_written = false; ///< the token file

    /// True when the configuration was changed and not put back.
    [[nodiscard]] bool written() const;
};

/// Carries out OpenClaw's part and, unless `check` is Check::no, has OpenClaw itself prove it. What its version does
/// not know is left out and tried again; a change that it does not accept is put back. With nothing changed since the
/// last proof it is not started at all; when only somebody else changed the file it validates and no more.
enum class Check : std::uint8_t { no, yes };
AgentRun run_agent(const Context& context, Registration& registration, const std::string& primary,
                   const workspace::Report& gateway, Check check);

} // namespace aiws::cli
