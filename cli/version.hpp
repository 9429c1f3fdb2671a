// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aiws::cli {

/// "aiws 0.1.0 (1a2b3c4)": the version and the commit that it was built from, "unknown" outside a checkout.
std::string version_line();

} // namespace aiws::cli
