// SPDX-License-Identifier: Apache-2.0
#include "cli/output/error_json.hpp"

#include <string_view>

namespace aiws::cli {
namespace {

std::string_view name_of(base::Failure kind)
{
    switch (kind) {
    case base::Failure::failed:
        return "failed";
    case base::Failure::usage:
        return "usage";
    case base::Failure::unreachable:
        return "unreachable";
    case base::Failure::refused:
        return "refused";
    case base::Failure::config:
        return "config";
    case base::Failure::interrupted:
        return "interrupted";
    }
    return "failed";
}

} // namespace

json::Ordered error_json(const base::Error& error, int exit_code)
{
    return {{"error",
             {{"kind", name_of(error.kind)},
              {"what", error.what},
              {"where", error.where},
              {"why", error.why},
              {"fix", error.fix},
              {"exit", exit_code}}}};
}

} // namespace aiws::cli
