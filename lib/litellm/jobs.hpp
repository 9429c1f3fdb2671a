// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "litellm/admin.hpp"
#include "workspace/apply.hpp"

#include <memory>

namespace aiws::litellm {

// Both carry out one step (create, update, replace or remove) and call `done` once from http::Client::run().
// A reply that leaves open what happened (5xx, a broken connection, no answer in time) is followed by a look at what is
// there. A deployment that is not as it should be then is made again, in k_rounds rounds at most.
void start_deployment(std::shared_ptr<const Admin> admin, const workspace::Step& step, workspace::Done done);
void start_credential(std::shared_ptr<const Admin> admin, const workspace::Step& step, workspace::Done done);

inline constexpr int k_rounds = 3;

} // namespace aiws::litellm
