// SPDX-License-Identifier: Apache-2.0
#include "cli/output/plan_text.hpp"

#include "base/text.hpp"
#include "cli/output/fit.hpp"
#include "cli/output/plan_lines.hpp"
#include "cli/output/style.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <vector>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::Kind;
using workspace::Step;

constexpr std::size_t k_note_chars = 1000;

struct Symbol {
    std::string_view text;
    Style style = Style::plain;
};

Symbol symbol(Action action)
{
    switch (action) {
    case Action::keep:
        return {.text = " ", .style = Style::plain};
    case Action::create:
        return {.text = "+", .style = Style::good};
    case Action::update:
        return {.text = "~", .style = Style::warn};
    case Action::replace:
        return {.text = "±", .style = Style::warn};
    case Action::remove:
        return {.text = "-", .style = Style::bad};
    case Action::conflict:
        return {.text = "!", .style = Style::bad};
    }
    return {};
}

bool is_of_gateway(Kind kind)
{
    return kind == Kind::credential || kind == Kind::deployment;
}

/// The fields that tell most about a new resource of that kind.
std::vector<std::string> telling_fields(Kind kind)
{
    switch (kind) {
    case Kind::credential:
        return {"credential_values.api_base"};
    case Kind::deployment:
        return {"litellm_params.model"};
    case Kind::provider:
        return {"baseUrl", "models"};
    case Kind::setting: // has one field, the value
    case Kind::token_file:
        return {};
    }
    return {};
}

std::string brief_value(const json::Value& value)
{
    if (value.is_string()) return base::one_line(value.get<std::string>());
    if (value.is_array()) return base::counted(value.size(), "model");
    return value_text(value);
}

std::string brief(const workspace::Resource& resource)
{
    const auto& fields = resource.fields;
    if (resource.kind == Kind::setting) return fields.size() == 1 ? value_text(fields.begin()->second) : "";
    std::vector<std::string> parts;
    for (const auto& name : telling_fields(resource.kind)) {
        const auto field = fields.find(name);
        if (field != fields.end() && !field->second.is_null()) parts.push_back(brief_value(field->second));
    }
    return base::join(parts, ", ");
}

/// What stands behind the name: the new resource in short, and why.
std::string remark(const Step& step)
{
    std::string text = step.action == Action::create ? brief(step.subject()) : "";
    if (step.reason.empty()) return text;
    const std::string reason = base::one_line(step.reason, k_note_chars);
    return text.empty() ? reason : text + " (" + reason + ")";
}

struct Widths {
    std::size_t kind = 0;
    std::size_t name = 0; ///< of names that a remark follows
};

std::string shown_name(const Step& step)
{
    return base::one_line(step.subject().name);
}

Widths widths_of(const std::vector<const Step*>& steps)
{
    Widths widths;
    for (const Step* step : steps) {
        widths.kind = std::max(widths.kind, base::display_width(workspace::to_string(step->subject().kind)));
        if (!remark(*step).empty()) widths.name = std::max(widths.name, base::display_width(shown_name(*step)));
    }
    return widths;
}

std::string step_text(const Step& step, const Widths& widths, const Terminal& terminal)
{
    const auto [sign, style] = symbol(step.action);
    const std::string kind = pad_right(workspace::to_string(step.subject().kind), widths.kind);
    const std::string behind = remark(step);
    const Style remark_style = step.action == Action::conflict ? Style::plain : Style::dim;
    std::string out = "  " + paint(sign, style, terminal) + " " + kind + " ";
    if (behind.empty())
        out += shown_name(step);
    else
        out += pad_right(shown_name(step), widths.name) + "  " + paint(behind, remark_style, terminal);
    out += '\n';
    if (step.action == Action::update || step.action == Action::replace)
        for (const auto& line : change_lines(step.changes)) out += "      " + line + "\n";
    return out;
}

std::string group_text(const workspace::Plan& plan, bool gateway, const Terminal& terminal)
{
    std::vector<const Step*> steps;
    for (const auto& step : plan.steps)
        if (step.action != Action::keep && is_of_gateway(step.subject().kind) == gateway) steps.push_back(&step);
    if (steps.empty()) return "";
    const Widths widths = widths_of(steps);
    std::string out = paint(gateway ? "Gateway" : "OpenClaw", Style::bold, terminal) + "\n";
    for (const Step* step : steps) out += step_text(*step, widths, terminal);
    return out + "\n";
}

} // namespace

std::string plan_summary(const workspace::Plan& plan)
{
    std::string text =
        fmt::format("{} to create, {} to change, ", plan.count(Action::create), plan.count(Action::update));
    if (const auto count = plan.count(Action::replace); count > 0) text += fmt::format("{} to replace, ", count);
    text += fmt::format("{} to remove, {} unchanged", plan.count(Action::remove), plan.count(Action::keep));
    if (const auto count = plan.count(Action::conflict); count > 0) text += fmt::format(", {} in conflict", count);
    return text;
}

std::string plan_text(const workspace::Plan& plan, const Terminal& terminal)
{
    std::string out = group_text(plan, true, terminal) + group_text(plan, false, terminal);
    for (const auto& note : plan.notes)
        out += paint("note:", Style::bold, terminal) + " " + base::one_line(note, k_note_chars) + "\n";
    if (!plan.notes.empty()) out += '\n';
    return out + "Plan: " + plan_summary(plan) + ".\n";
}

} // namespace aiws::cli
