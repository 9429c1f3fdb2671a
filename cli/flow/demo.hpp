// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalog/catalog.hpp"
#include "system/environment.hpp"
#include "workspace/resource.hpp"

#include <set>
#include <string>

namespace aiws::cli {

/// The channels whose credential on the gateway leads to the demo provider on that port of this machine.
std::set<std::string> demo_channels(const workspace::State& state, int port);

/// Gives the channels that the demo provider knows a key for it and its address: those that have no key of their own in
/// the environment and, by the gateway's `state`, none there.
void add_demo_keys(system::Environment& environment, const catalog::Catalog& catalog, const workspace::State& state,
                   int port);

} // namespace aiws::cli
