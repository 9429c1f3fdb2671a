// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "litellm/admin.hpp"
#include "litellm/rows.hpp"

#include <functional>
#include <memory>
#include <set>
#include <string>

namespace aiws::litellm {

/// What all pages of GET /v2/model/info together say.
struct Listing {
    workspace::State deployments;
    std::size_t rows = 0; ///< on the gateway in all
};

/// Reads every page: the first, then the others a few at a time. `done` is called once, from http::Client::run().
/// Rows that come or go meanwhile move others to another page, so when the count changed everything is read once more.
void list_deployments(const std::shared_ptr<const Admin>& admin, const std::set<std::string>& aliases,
                      std::function<void(base::Result<Listing>)> done);

} // namespace aiws::litellm
