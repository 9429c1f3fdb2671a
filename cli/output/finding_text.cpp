// SPDX-License-Identifier: Apache-2.0
#include "cli/output/finding_text.hpp"

#include "base/text.hpp"

namespace aiws::cli {

std::string_view to_string(openclaw::Weight weight)
{
    using openclaw::Weight;
    return weight == Weight::fine ? "ok" : weight == Weight::remark ? "note" : "problem";
}

std::string finding_line(const openclaw::Finding& finding)
{
    constexpr std::size_t k_longest = 1000;
    std::string line = base::one_line(finding.what, k_longest);
    if (!finding.where.empty()) line += " (" + base::one_line(finding.where, k_longest) + ")";
    if (!finding.fix.empty()) line += "; " + finding.fix;
    return line;
}

json::Ordered to_json(const openclaw::Finding& finding)
{
    return {{"weight", to_string(finding.weight)},
            {"subject", finding.subject},
            {"what", finding.what},
            {"where", finding.where},
            {"fix", finding.fix},
            {"in_use", finding.in_use}};
}

} // namespace aiws::cli
