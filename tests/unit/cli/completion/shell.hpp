// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace aiws::test {

/// What the script prints when that shell runs it with `arguments` as $1, $2, … ($argv in fish), line by line. A shell
/// that is not installed fails the test: completion that was never tried is completion that may not work.
std::vector<std::string> run_shell(const std::string& shell, const std::string& script,
                                   const std::vector<std::string>& arguments = {});

} // namespace aiws::test
