// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

namespace aiws::json {

/// A JSON value as data: object members compare without regard to their order.
using Value = nlohmann::json;

/// A JSON value to be printed or written: members keep the order in which they were set.
using Ordered = nlohmann::ordered_json;

} // namespace aiws::json
