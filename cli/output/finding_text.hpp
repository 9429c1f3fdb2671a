// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/traces.hpp"
#include "json/value.hpp"

#include <string>
#include <string_view>

namespace aiws::cli {

/// "ok", "note" or "problem".
std::string_view to_string(openclaw::Weight weight);

/// What, where and what to do about it, on one line without its subject.
std::string finding_line(const openclaw::Finding& finding);

/// One finding for --json.
json::Ordered to_json(const openclaw::Finding& finding);

} // namespace aiws::cli
