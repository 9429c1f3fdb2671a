// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/context.hpp"

#include <string>

namespace aiws::cli {

/// Prints what is about to happen and asks on the terminal; anything but yes is an error that says that nothing was
/// done. Failure::usage when there is nobody to ask: with --json, or where standard input is no terminal.
base::Result<> confirm(const Context& context, const std::string& text, const std::string& question);

} // namespace aiws::cli
