// SPDX-License-Identifier: Apache-2.0
#include "openclaw/traces.hpp"

#include "base/text.hpp"
#include "openclaw/leftovers.hpp"
#include "openclaw/provider_block.hpp"
#include "openclaw/service_environment.hpp"
#include "openclaw/settings.hpp"
#include "system/file.hpp"

#include <algorithm>

namespace aiws::openclaw {
namespace {

using workspace::Kind;
using workspace::Owner;
using workspace::Resource;

constexpr const char* k_register = "run aiws register";
constexpr std::size_t k_max_token_file = std::size_t{64} << 10U;

std::string text_field(const Resource& block, const std::string& name)
{
    const auto found = block.fields.find(name);
    return found != block.fields.end() && found->second.is_string() ? found->second.get<std::string>() : std::string();
}

/// What a described apiKey is, for a person.
std::string key_words(const std::string& description, const Configuration& configuration)
{
    constexpr std::string_view k_env = "env:";
    if (description == "file:aiws:value") {
        const auto provider = configuration.at(path_of(k_token_provider));
        const bool known = provider && provider->is_object();
        return "the gateway's token in " + (known ? provider->value("path", "a file") : std::string("a file"));
    }
    if (description.starts_with(k_env)) return "what the variable " + description.substr(k_env.size()) + " holds";
    if (description == "literal") return "the key that stands in the configuration";
    return description.empty() ? "no key of its own" : description;
}

/// What OpenClaw takes when the block does not say `auth: "api-key"`, in its order.
std::string takers(const Watched& watched, const std::vector<std::string>& places, const std::string& key)
{
    std::string words = "a stored profile for " + watched.provider + " if there is one, ";
    if (!places.empty()) words += "then " + watched.key_variable + " from " + base::join(places, " and ") + ", ";
    return words + "then " + key;
}

/// Why the key that a block refers to cannot be had; "" when nothing speaks against it.
std::string missing_key(const std::string& key, const TraceInput& input)
{
    if (key == "env:" + std::string(k_token_variable)) {
        const std::string variable(k_token_variable);
        const bool anywhere = !places_of_variable(variable, input.location, input.environment).empty();
        return anywhere ? "" : variable + " is set neither here nor for OpenClaw's service";
    }
    const auto provider = input.configuration.at(path_of(k_token_provider));
    if (key != "file:aiws:value" || !provider || !provider->is_object()) return {};
    const std::filesystem::path file = provider->value("path", "");
    const auto content = system::read_file(file, k_max_token_file);
    if (!content) return "that file cannot be read: " + content.error().why;
    if (!*content) return "that file does not exist";
    constexpr unsigned k_others = 077;
    return ((*content)->mode & k_others) == 0 ? "" : "others may read that file, so OpenClaw does not";
}

Finding with_api_key(const Resource& block, const std::string& key, const TraceInput& input, const Watched& watched)
{
    Finding finding{.subject = watched.provider};
    if (key.starts_with("stored profile")) {
        finding.weight = Weight::problem;
        finding.what = "uses the " + key + ", which was put in apiKey's place";
        finding.fix = k_register;
        return finding;
    }
    finding.what = "uses " + key_words(key, input.configuration) + " (auth: \"api-key\")";
    if (const auto why = missing_key(key, input); !why.empty()) {
        finding.weight = Weight::problem;
        finding.what += "; but " + why;
        finding.fix = key.starts_with("file") ? k_register : "set it where OpenClaw runs";
        return finding;
    }
    if (block.owner == Owner::aiws) return finding;
    finding.weight = Weight::remark;
    finding.what += "; the block is not of aiws's making";
    return finding;
}

Finding absent(const Watched& watched, const TraceInput& input)
{
    const bool has_key = input.environment.non_empty(watched.key_variable).has_value();
    return {.weight = Weight::remark,
            .subject = watched.provider,
            .what = "OpenClaw's configuration has no such provider",
            .where = {},
            .fix = has_key ? k_register : std::string(k_register) + " with " + watched.key_variable + " set"};
}

void trace_credential(const Watched& watched, const workspace::State& actual, const TraceInput& input,
                      std::vector<Finding>& findings)
{
    const auto block = std::ranges::find_if(actual, [&](const Resource& resource) {
        return resource.kind == Kind::provider && resource.name == watched.provider;
    });
    if (block == actual.end()) {
        findings.push_back(absent(watched, input));
        return;
    }
    const auto places = places_of_variable(watched.key_variable, input.location, input.environment);
    const std::string key = text_field(*block, "apiKey");
    const bool decided = text_field(*block, "auth") == "api-key";
    Finding finding = decided ? with_api_key(*block, key, input, watched)
                              : Finding{.weight = Weight::problem,
                                        .subject = watched.provider,
                                        .what = "its block does not say auth: \"api-key\", so OpenClaw takes " +
                                                takers(watched, places, key_words(key, input.configuration)),
                                        .where = {},
                                        .fix = k_register};
    finding.in_use = true;
    findings.push_back(std::move(finding));
    if (decided && !places.empty())
        findings.push_back({.subject = watched.provider,
                            .what = watched.key_variable + " is set (" + base::join(places, ", ") +
                                    ") and not used, as it should be"});
}

void trace_order(const Watched& watched, const TraceInput& input, std::vector<Finding>& findings)
{
    const auto order = input.configuration.at({"auth", "order", watched.provider});
    if (!order || !order->is_array() || order->empty()) return;
    std::vector<std::string> names;
    for (const auto& name : *order)
        if (name.is_string()) names.push_back(base::one_line(name.get<std::string>(), 80));
    findings.push_back({.weight = Weight::remark,
                        .subject = watched.provider,
                        .what = "auth.order names the stored profiles " + base::join(names, ", ") +
                                "; a block with auth: \"api-key\" does not use them",
                        .where = input.configuration.file().string(),
                        .fix = {}});
}

bool is_watched(const TraceInput& input, const std::string& provider)
{
    return std::ranges::find(input.providers, provider, &Watched::provider) != input.providers.end();
}

void trace_profiles(const TraceInput& input, std::vector<Finding>& findings)
{
    for (const auto& stored : blocking_profiles(input.location, input.version)) {
        std::vector<std::string> blocked;
        std::ranges::copy_if(stored.providers, std::back_inserter(blocked),
                             [&](const std::string& provider) { return is_watched(input, provider); });
        if (blocked.empty() && stored.readable) continue;
        const std::string which = stored.readable ? base::join(blocked, ", ") : "some providers";
        findings.push_back({.weight = Weight::problem,
                            .subject = blocked.size() == 1 ? blocked.front() : std::string(),
                            .what = "the older store of profiles makes every turn of " + which + " fail",
                            .where = stored.file.string(),
                            .fix = "run aiws openclaw migrate, which moves it aside, or openclaw doctor --fix, which "
                                   "takes its profiles in"});
    }
}

} // namespace

std::vector<Finding> trace(const TraceInput& input)
{
    std::vector<Finding> findings;
    const auto actual = input.configuration.actual();
    for (const auto& watched : input.providers) {
        trace_credential(watched, actual, input, findings);
        trace_order(watched, input, findings);
    }
    trace_profiles(input, findings);
    for (auto& ghost : ghost_models(input)) findings.push_back(std::move(ghost));
    for (auto& copy : keys_in_copies(input)) findings.push_back(std::move(copy));
    return findings;
}

} // namespace aiws::openclaw
