// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/layers.hpp"
#include "openclaw/receipt.hpp"
#include "workspace/resource.hpp"

#include <string>
#include <vector>

namespace aiws::openclaw {

// A configuration and its receipt as values; contracts in configuration.hpp.

workspace::State read_actual(const Layers& layers, const Receipt& receipt);
workspace::State read_ours(const Layers& layers, const Receipt& receipt, const std::vector<std::string>& channels);
std::vector<std::string> read_notes(const Layers& layers, const Receipt& receipt);

} // namespace aiws::openclaw
