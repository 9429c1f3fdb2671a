// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workspace/plan.hpp"
#include "json/value.hpp"

namespace aiws::cli {

/// The plan by the schema of docs/json.md: {"changes","steps":[…],"notes":[…],"summary":{…}}. Every member is always
/// there; of a secret there is only that it changes.
json::Ordered plan_json(const workspace::Plan& plan);

} // namespace aiws::cli
