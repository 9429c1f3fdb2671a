// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/gateway_plan.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::Kind;
using workspace::Owner;
using workspace::Resource;

bool contains(const std::vector<std::string>& list, const std::string& word)
{
    return std::ranges::find(list, word) != list.end();
}

bool has_key(const Intent& intent, const std::string& channel)
{
    return std::ranges::find(intent.keys, channel, &workspace::ChannelKey::channel) != intent.keys.end();
}

/// Ours, and neither wanted by a key nor by the catalogue.
bool is_left_over(const Resource& resource, const catalog::Catalog& catalog, const Intent& intent)
{
    if (resource.owner != Owner::aiws) return false;
    if (!intent.selection.channels.empty() && !contains(intent.selection.channels, resource.channel)) return false;
    if (!has_key(intent, resource.channel)) return true;
    return resource.kind == Kind::deployment && !contains(all_aliases(catalog), resource.name);
}

std::string left_over_note(const std::string& channel, std::size_t count, const catalog::Catalog& catalog,
                           const Intent& intent)
{
    std::string note = channel + ": " + base::counted(count, "deployment") + (count == 1 ? " stays" : " stay");
    const auto* known = catalog.find(channel);
    if (has_key(intent, channel))
        note += " that the catalogue no longer has";
    else if (known != nullptr)
        note += " although " + known->key_variable + " is not set";
    else
        note += " although the catalogue has no such channel";
    return note + "; --prune removes " + (count == 1 ? "it" : "them");
}

void prune(const catalog::Catalog& catalog, const Intent& intent, const workspace::State& actual, workspace::Plan& plan)
{
    workspace::State left_over;
    std::map<std::string, std::size_t> deployments;
    for (const auto& resource : actual) {
        if (!is_left_over(resource, catalog, intent)) continue;
        left_over.push_back(resource);
        if (resource.kind == Kind::deployment) ++deployments[resource.channel];
    }
    if (intent.prune == Prune::yes) {
        append(plan, workspace::plan_removal(left_over));
        return;
    }
    for (const auto& [channel, count] : deployments)
        plan.notes.push_back(left_over_note(channel, count, catalog, intent));
}

base::Error unknown_word(const std::string& word, const std::vector<std::string>& known)
{
    return {.kind = base::Failure::usage,
            .what =
                "nothing registered is called \"" + base::one_line(word, 60) + "\"" + base::did_you_mean(word, known),
            .fix = "aiws models shows what is registered"};
}

} // namespace

workspace::Plan plan_registration(const catalog::Catalog& catalog, const Intent& intent,
                                  const litellm::Reading& reading)
{
    const auto desired =
        workspace::desired_gateway(catalog, intent.keys, intent.selection.models, reading.facts.key_place);
    workspace::Plan plan = workspace::make_plan(desired, reading.state, {.take_over = intent.take_over});
    prune(catalog, intent, reading.state, plan);
    return plan;
}

base::Result<workspace::State> ours_named(const std::vector<std::string>& words, const litellm::Reading& reading,
                                          const catalog::Catalog& catalog)
{
    std::vector<std::string> known = all_aliases(catalog);
    for (const auto& channel : catalog.channels) known.push_back(channel.name);
    for (const auto& resource : reading.state)
        if (resource.owner == Owner::aiws) known.insert(known.end(), {resource.name, resource.channel});
    for (const auto& word : words)
        if (!contains(known, word)) return std::unexpected(unknown_word(word, known));

    workspace::State named;
    std::set<std::string> staying;
    for (const auto& resource : reading.state) {
        if (resource.owner != Owner::aiws || resource.kind != Kind::deployment) continue;
        if (words.empty() || contains(words, resource.name) || contains(words, resource.channel))
            named.push_back(resource);
        else
            staying.insert(resource.channel);
    }
    for (const auto& resource : reading.state) {
        if (resource.owner != Owner::aiws || resource.kind != Kind::credential || staying.contains(resource.channel))
            continue;
        const bool channel_named = words.empty() || contains(words, resource.channel) ||
                                   std::ranges::find(named, resource.channel, &Resource::channel) != named.end();
        if (channel_named) named.push_back(resource);
    }
    return named;
}

std::set<std::string> aliases_after(const workspace::Plan& plan, const workspace::State& actual)
{
    std::set<std::string> aliases;
    for (const auto* deployment : our_deployments(actual)) aliases.insert(deployment->name);
    for (const auto& step : plan.steps) {
        if (step.subject().kind != Kind::deployment) continue;
        if (step.action == Action::remove)
            aliases.erase(step.subject().name);
        else if (step.action != Action::conflict)
            aliases.insert(step.subject().name);
    }
    return aliases;
}

std::set<std::string> emptied_channels(const workspace::Plan& plan, const std::set<std::string>& aliases)
{
    std::set<std::string> channels;
    for (const auto& step : plan.steps)
        if (step.action == workspace::Action::remove) channels.insert(step.subject().channel);
    std::erase_if(channels, [&](const std::string& channel) {
        const auto first = aliases.lower_bound(channel + "/");
        return first != aliases.end() && first->starts_with(channel + "/");
    });
    return channels;
}

std::vector<const workspace::Resource*> our_deployments(const workspace::State& state)
{
    std::vector<const Resource*> ours;
    for (const auto& resource : state)
        if (resource.kind == Kind::deployment && resource.owner == Owner::aiws) ours.push_back(&resource);
    return ours;
}

void sort_like_catalog(std::vector<const workspace::Resource*>& deployments, const catalog::Catalog& catalog)
{
    const auto aliases = all_aliases(catalog);
    const auto rank = [&](const Resource* deployment) {
        const auto place = std::ranges::find(aliases, deployment->name) - aliases.begin();
        return std::pair(place, deployment->name);
    };
    std::ranges::sort(deployments, {}, rank);
}

} // namespace aiws::cli
