// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "catalog/node.hpp"

namespace aiws::catalog {

/// Reads the members of "channels" into the catalogue: new channels are appended, null takes one away.
base::Result<> read_channels(const Node& channels, Catalog& catalog);

} // namespace aiws::catalog
