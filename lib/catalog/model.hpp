// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "catalog/node.hpp"

namespace aiws::catalog {

/// Reads the members of a channel's "models" into it: new models are appended, null takes one away.
base::Result<> read_models(const Node& models, Channel& channel);

} // namespace aiws::catalog
