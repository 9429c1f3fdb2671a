// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "catalog/catalog.hpp"

#include <string>

namespace aiws::catalog {

/// Lays one catalogue text (JSON5, the shape of templates/catalog.json) over the catalogue. `name` stands in the
/// errors, which are Failure::config: the first mistake in the file's order. On an error `catalog` is as it was.
base::Result<> lay_over(Catalog& catalog, std::string text, std::string name);

} // namespace aiws::catalog
