// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/catalog.hpp"
#include "openclaw/provider_block.hpp"
#include "openclaw/refused.hpp"
#include "workspace/resource.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// One of our provider blocks: a channel and those of its models that the gateway has.
struct ProviderWish {
    const catalog::Channel* channel = nullptr;
    std::vector<const catalog::Model*> models;
};

struct Wish {
    std::string base_url;             ///< the gateway's URL with /v1
    std::filesystem::path token_file; ///< absolute; holds OpenClaw's token, 0600
    std::vector<ProviderWish> providers;
    std::string primary; ///< the model reference that the user names as default, or ""
    TokenAs token_as = TokenAs::file;
    base::Secret token; ///< OpenClaw's token, for TokenAs::literal
    Refused refused;    ///< what the installed OpenClaw does not know
};

/// How the blocks of ours that nobody has changed hand the token over now; file where there is none.
TokenAs present_way(const workspace::State& actual);

/// What should stand in the configuration: a provider resource for each wish with chat models (fields as in
/// provider_block.hpp), settings (field "value") for the rest. Decided against `actual`:
/// - a member of a provider block that is not ours is to go (null): the blocks are written whole;
/// - gateway.mode, models.mode, plugins.entries.deepseek and a primary model are wanted where absent, the primary
///   model also where the user names one;
/// - what the installed version does not know is left out, where it can be done without;
/// - our models join the list of allowed models where there is one that restricts, in that list's spelling, as one
///   setting for each channel ("agents.defaults.modelPolicy.allow[nvidia]").
workspace::State desired(const Wish& wish, const workspace::State& actual);

/// The desired resources alone, as a configuration file would show them. It holds no secret.
base::Result<std::string> render(const workspace::State& desired);

} // namespace aiws::openclaw
