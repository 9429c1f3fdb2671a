# SPDX-License-Identifier: Apache-2.0
# Run at build time: writes OUTPUT with the version and the commit of the checkout, only when that has changed.
find_program(GIT git)
set(commit "unknown")
if(GIT)
  execute_process(COMMAND "${GIT}" -C "${SOURCE}" rev-parse --short=12 HEAD
    OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed)
    set(commit "${found}")
  endif()
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[
// SPDX-License-Identifier: Apache-2.0
#include "cli/version.hpp"

namespace aiws::cli {

std::string version_line()
{
    return "aiws @VERSION@ (@commit@)";
}

} // namespace aiws::cli
]])
