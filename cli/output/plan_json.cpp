// SPDX-License-Identifier: Apache-2.0
#include "cli/output/plan_json.hpp"

#include <string>
#include <vector>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::FieldChange;
using workspace::Step;

json::Ordered value_json(const std::optional<json::Value>& value)
{
    return value ? json::Ordered(*value) : json::Ordered(nullptr);
}

json::Ordered field_json(const FieldChange& change)
{
    if (change.secret) return {{"field", change.field}, {"secret", true}};
    return {{"field", change.field}, {"before", value_json(change.before)}, {"after", value_json(change.after)}};
}

/// What a step changes; of a new resource all its fields, so that the document says what will stand there.
std::vector<FieldChange> changes_of(const Step& step)
{
    if (step.action != Action::create || !step.changes.empty()) return step.changes;
    std::vector<FieldChange> changes;
    for (const auto& [field, value] : step.subject().fields)
        if (!value.is_null()) changes.push_back({.field = field, .before = {}, .after = value});
    for (const auto& [field, secret] : step.subject().secrets)
        changes.push_back({.field = field, .before = {}, .after = {}, .secret = true});
    return changes;
}

json::Ordered step_json(const Step& step)
{
    const workspace::Resource& subject = step.subject();
    json::Ordered fields = json::Ordered::array();
    for (const auto& change : changes_of(step)) fields.push_back(field_json(change));
    return {{"action", workspace::to_string(step.action)},
            {"kind", workspace::to_string(subject.kind)},
            {"name", subject.name},
            {"id", subject.id},
            {"channel", subject.channel},
            {"reason", step.reason},
            {"fields", std::move(fields)}};
}

} // namespace

json::Ordered plan_json(const workspace::Plan& plan)
{
    json::Ordered steps = json::Ordered::array();
    for (const auto& step : plan.steps) steps.push_back(step_json(step));
    json::Ordered summary = json::Ordered::object();
    for (const auto action :
         {Action::create, Action::update, Action::replace, Action::remove, Action::keep, Action::conflict})
        summary[std::string(workspace::to_string(action))] = plan.count(action);
    return {{"changes", plan.has_changes()},
            {"steps", std::move(steps)},
            {"notes", plan.notes},
            {"summary", std::move(summary)}};
}

} // namespace aiws::cli
