// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/terminal.hpp"
#include "workspace/report.hpp"
#include "json/value.hpp"

#include <string>
#include <vector>

namespace aiws::cli {

/// One row an alias of the report: what was done on the gateway and whether it answers.
std::string report_table(const workspace::Report& report, const Terminal& terminal);

/// One line for each thing that went wrong, with its fix; aliases of a channel that share it share a line.
std::string report_problems(const workspace::Report& report);

/// The verdicts of a verification as a table, and what went wrong as lines.
std::string probe_table(const std::vector<workspace::ProbeResult>& probes, const Terminal& terminal);
std::string probe_problems(const std::vector<workspace::ProbeResult>& probes);

/// The steps that were not done: [{"kind","name","action","error":{…}}].
json::Ordered failures_json(const workspace::Report& report);

} // namespace aiws::cli
