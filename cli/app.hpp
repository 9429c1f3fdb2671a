// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace aiws::cli {

/// Parses the command line, runs what was chosen and returns the exit code. Throws nothing.
int run_app(int argc, char** argv);

} // namespace aiws::cli
