// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

namespace aiws::base {

std::string to_line(const Error& error)
{
    std::string line = error.what;
    if (!error.where.empty()) line += " (" + error.where + ")";
    if (!error.why.empty()) line += ": " + error.why;
    if (!error.fix.empty()) line += "; " + error.fix;
    return line;
}

} // namespace aiws::base
