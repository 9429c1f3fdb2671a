// SPDX-License-Identifier: Apache-2.0
#include "workspace/plan.hpp"

#include "base/text.hpp"
#include "workspace/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace aiws::workspace {
namespace {

/// Somebody else's words in our own.
std::string quoted(const std::string& text)
{
    constexpr std::size_t k_longest = 80;
    return "\"" + base::one_line(text, k_longest) + "\"";
}

bool absent(const json::Value* value)
{
    return value == nullptr || value->is_null();
}

const json::Value* find(const std::map<std::string, json::Value>& fields, const std::string& name)
{
    const auto found = fields.find(name);
    return found == fields.end() ? nullptr : &found->second;
}

std::optional<json::Value> copy(const json::Value* value)
{
    if (absent(value)) return std::nullopt;
    return *value;
}

void compare_fields(const Resource& desired, const Resource& actual, std::vector<FieldChange>& changes)
{
    for (const auto& [name, wanted] : desired.fields) {
        const json::Value* there = find(actual.fields, name);
        const bool same = absent(&wanted) ? absent(there) : there != nullptr && *there == wanted;
        if (!same) changes.push_back({.field = name, .before = copy(there), .after = copy(&wanted)});
    }
}

bool is_current(const Resource& actual, const std::string& field, const base::Secret& secret)
{
    const auto digest = actual.fingerprints.find(field);
    if (digest == actual.fingerprints.end() || !matches(digest->second, secret)) return false;
    const auto mask = actual.masks.find(field);
    return mask == actual.masks.end() || fits_mask(mask->second, secret);
}

void compare_secrets(const Resource& desired, const Resource& actual, std::vector<FieldChange>& changes)
{
    const json::Value withheld = "withheld";
    for (const auto& [name, secret] : desired.secrets) {
        if (is_current(actual, name, secret)) continue;
        const bool there = actual.fingerprints.contains(name) || actual.masks.contains(name);
        changes.push_back({.field = name,
                           .before = there ? std::optional(withheld) : std::nullopt,
                           .after = withheld,
                           .secret = true});
    }
    for (const auto& [name, digest] : actual.fingerprints)
        if (!desired.secrets.contains(name))
            changes.push_back({.field = name, .before = withheld, .after = std::nullopt, .secret = true});
}

/// What stands where a desired resource should, by whose it is.
struct Occupants {
    const Resource* ours = nullptr;
    const Resource* legacy = nullptr;
    const Resource* fixed = nullptr;
    std::vector<const Resource*> foreign;
};

bool same_place(const Resource& desired, const Resource& actual)
{
    if (desired.kind != actual.kind) return false;
    // A deployment of ours that was renamed still has its id, and the gateway would refuse a second one.
    return desired.name == actual.name || (!desired.id.empty() && desired.id == actual.id);
}

Occupants occupants(const Resource& desired, const State& actual)
{
    Occupants found;
    for (const auto& resource : actual) {
        if (!same_place(desired, resource)) continue;
        switch (resource.owner) {
        case Owner::aiws:
            found.ours = &resource;
            break;
        case Owner::legacy:
            found.legacy = &resource;
            break;
        case Owner::fixed:
            found.fixed = &resource;
            break;
        case Owner::foreign:
            found.foreign.push_back(&resource);
            break;
        }
    }
    return found;
}

void add_ids(const std::vector<const Resource*>& resources, std::vector<std::string>& ids)
{
    for (const auto* resource : resources) ids.push_back(resource->id);
}

Step replacement(const Resource& desired, const Resource& actual, std::string reason)
{
    Step step{.action = Action::replace, .desired = desired, .actual = actual, .reason = std::move(reason)};
    compare_fields(desired, actual, step.changes);
    return step;
}

/// The step for what is already ours.
Step settle(const Resource& desired, const Resource& ours)
{
    if (ours.id != desired.id) return replacement(desired, ours, "it has the id " + quoted(ours.id));
    if (ours.name != desired.name) return replacement(desired, ours, "it was renamed to " + quoted(ours.name));
    Step step{.action = Action::keep, .desired = desired, .actual = ours};
    compare_fields(desired, ours, step.changes);
    compare_secrets(desired, ours, step.changes);
    if (!step.changes.empty() || !ours.extra_ids.empty()) step.action = Action::update;
    if (!ours.extra_ids.empty()) step.reason = "the row that the older script left beside it goes";
    return step;
}

Step conflict(const Resource& desired, const Resource& actual)
{
    std::string reason = actual.owner == Owner::fixed
                             ? "it stands in the gateway's config.yaml, which no call can change: take it out there"
                             : "a deployment that aiws did not make (id " + quoted(actual.id) +
                                   ") answers under this alias: --take-over replaces it";
    return {.action = Action::conflict, .desired = desired, .actual = actual, .reason = std::move(reason)};
}

Step take_over(const Resource& desired, const std::vector<const Resource*>& foreign)
{
    Step step = replacement(desired, *foreign.front(), "taken over, as asked");
    for (const auto* other : foreign)
        if (other != foreign.front()) step.actual->extra_ids.push_back(other->id);
    return step;
}

void note_neighbours(const Resource& desired, const Occupants& found, Policy policy, Plan& plan)
{
    const bool shared = found.fixed != nullptr || (!found.foreign.empty() && policy.take_over == TakeOver::no);
    if (!shared) return;
    const Resource& other = found.fixed != nullptr ? *found.fixed : *found.foreign.front();
    plan.notes.push_back(desired.name + ": another deployment (id " + quoted(other.id) +
                         ") answers under this alias too; the gateway divides the calls between them" +
                         (found.fixed != nullptr ? "" : " (--take-over removes it)"));
}

Step plan_one(const Resource& desired, const State& actual, Policy policy, Plan& plan)
{
    const Occupants found = occupants(desired, actual);
    const bool in_a_file = desired.kind == Kind::provider || desired.kind == Kind::setting;
    if (in_a_file && !found.foreign.empty()) {
        Step step = settle(desired, *found.foreign.front());
        if (step.action == Action::update)
            step.reason = "it was not written by aiws; the old value is kept and comes back with unregister";
        return step;
    }
    const Resource* mine = found.ours != nullptr ? found.ours : found.legacy;
    if (mine == nullptr && found.fixed != nullptr) return conflict(desired, *found.fixed);
    if (mine == nullptr && !found.foreign.empty())
        return policy.take_over == TakeOver::yes ? take_over(desired, found.foreign)
                                                 : conflict(desired, *found.foreign.front());
    if (mine == nullptr) return {.action = Action::create, .desired = desired};
    note_neighbours(desired, found, policy, plan);
    Step step =
        found.ours != nullptr ? settle(desired, *mine) : replacement(desired, *mine, "the older script left it");
    if (policy.take_over == TakeOver::yes && !found.foreign.empty()) {
        add_ids(found.foreign, step.actual->extra_ids);
        if (step.action == Action::keep) step.action = Action::update;
        step.reason = "other deployments under this alias go, as asked";
    }
    return step;
}

} // namespace

std::string_view to_string(Action action)
{
    switch (action) {
    case Action::keep:
        return "keep";
    case Action::create:
        return "create";
    case Action::update:
        return "update";
    case Action::replace:
        return "replace";
    case Action::remove:
        return "remove";
    case Action::conflict:
        return "conflict";
    }
    return "";
}

std::size_t Plan::count(Action action) const
{
    return static_cast<std::size_t>(std::ranges::count(steps, action, &Step::action));
}

bool is_work(const Step& step)
{
    return step.action != Action::keep && step.action != Action::conflict;
}

bool Plan::has_changes() const
{
    return std::ranges::any_of(steps, is_work);
}

Plan make_plan(const State& desired, const State& actual, Policy policy)
{
    Plan plan;
    for (const auto& resource : desired) plan.steps.push_back(plan_one(resource, actual, policy, plan));
    return plan;
}

Plan plan_removal(const State& actual)
{
    Plan plan;
    static constexpr std::array k_order{Kind::deployment, Kind::credential, Kind::provider, Kind::setting,
                                        Kind::token_file};
    for (const Kind kind : k_order)
        for (const auto& resource : actual)
            if (resource.kind == kind) plan.steps.push_back({.action = Action::remove, .actual = resource});
    return plan;
}

void append(Plan& plan, Plan more)
{
    std::ranges::move(more.steps, std::back_inserter(plan.steps));
    std::ranges::move(more.notes, std::back_inserter(plan.notes));
}

} // namespace aiws::workspace
