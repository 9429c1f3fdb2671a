// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/flow/bring_up.hpp"

namespace CLI {
class App;
}

namespace aiws::cli {

/// What `aiws up` does; `aiws upgrade` does it with UpOptions::upgrade.
base::Result<int> run_up(const Context& context, const UpOptions& options);

} // namespace aiws::cli
