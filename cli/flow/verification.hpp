// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "litellm/probe.hpp"
#include "system/environment.hpp"
#include "workspace/resource.hpp"
#include "workspace/verdict.hpp"
#include "json/value.hpp"

#include <map>
#include <string>
#include <vector>

namespace aiws::cli {

/// What to ask for, to prove that this deployment of ours answers.
litellm::ProbeTarget probe_target(const workspace::Resource& deployment, const catalog::Catalog& catalog,
                                  litellm::Fresh fresh);

/// What a verification found, as it is kept for `aiws status`.
struct Verified {
    std::string verdict;
    std::string at; ///< ISO 8601, UTC
};

/// Keeps the results for that gateway in aiws's state folder; results of other aliases stay.
base::Result<> save_verification(const system::Environment& environment, const std::string& gateway_url,
                                 const std::vector<workspace::ProbeResult>& results);

/// The kept results by alias; none where there is no file or it cannot be understood.
std::map<std::string, Verified> load_verification(const system::Environment& environment,
                                                  const std::string& gateway_url);

/// One result for --json.
json::Ordered to_json(const workspace::ProbeResult& result);

} // namespace aiws::cli
