// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/options.hpp"
#include "litellm/gateway.hpp"
#include "workspace/desired.hpp"
#include "workspace/plan.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace aiws::cli {

enum class Prune : std::uint8_t { no, yes };

/// What a registration is about.
struct Intent {
    std::vector<workspace::ChannelKey> keys;
    Selection selection;
    workspace::TakeOver take_over = workspace::TakeOver::no;
    Prune prune = Prune::no; ///< remove what is ours but has no key or no place in the catalogue any more
};

/// The gateway's part of a registration. What pruning would remove is told as a note when it is not asked for.
workspace::Plan plan_registration(const catalog::Catalog& catalog, const Intent& intent,
                                  const litellm::Reading& reading);

/// The resources of ours that the words (channels or aliases; none: everything) mean, credentials once all deployments
/// of their channel are among them. Failure::usage for a word that means nothing.
base::Result<workspace::State> ours_named(const std::vector<std::string>& words, const litellm::Reading& reading,
                                          const catalog::Catalog& catalog);

/// The aliases of ours that the gateway has once the plan's steps are done.
std::set<std::string> aliases_after(const workspace::Plan& plan, const workspace::State& actual);

/// The channels of what the plan removes of which nothing is left when only these aliases are.
std::set<std::string> emptied_channels(const workspace::Plan& plan, const std::set<std::string>& aliases);

/// The reading's deployments that are ours.
std::vector<const workspace::Resource*> our_deployments(const workspace::State& state);

/// Into the catalogue's order; what it does not have comes last, by name.
void sort_like_catalog(std::vector<const workspace::Resource*>& deployments, const catalog::Catalog& catalog);

} // namespace aiws::cli
