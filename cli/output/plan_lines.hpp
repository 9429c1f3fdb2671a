// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workspace/plan.hpp"
#include "json/value.hpp"

#include <optional>
#include <string>
#include <vector>

namespace aiws::cli {

/// The value as compact JSON on one line, shortened to what a person takes in; "(none)" where there is none.
std::string value_text(const std::optional<json::Value>& value);

/// Each change as one line, `api_base: "old" → "new"`. Field names lose LiteLLM's prefix ("litellm_params.model" is
/// "model") where that leaves them distinct. Of lists and objects only what differs inside is shown, list members that
/// have an id by that id; of many differences the first ones and how many there are more. Of a secret only "changed".
std::vector<std::string> change_lines(const std::vector<workspace::FieldChange>& changes);

} // namespace aiws::cli
