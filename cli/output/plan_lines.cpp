// SPDX-License-Identifier: Apache-2.0
#include "cli/output/plan_lines.hpp"

#include "base/text.hpp"
#include "cli/output/fit.hpp"
#include "json/document.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace aiws::cli {
namespace {

using workspace::FieldChange;

constexpr std::size_t k_value_columns = 60;
constexpr std::size_t k_most_chars = 2000;
constexpr std::size_t k_most_differences = 8;
constexpr std::array<std::string_view, 4> k_prefixes{"litellm_params.", "model_info.", "credential_values.",
                                                     "credential_info."};

std::string without_prefix(const std::string& field)
{
    for (const auto prefix : k_prefixes)
        if (field.starts_with(prefix)) return field.substr(prefix.size());
    return field;
}

std::string short_name(const std::string& field, const std::vector<FieldChange>& changes)
{
    const std::string name = without_prefix(field);
    const auto same = [&](const FieldChange& change) { return without_prefix(change.field) == name; };
    return std::ranges::count_if(changes, same) > 1 ? field : name;
}

bool has_id(const json::Value& element)
{
    return element.is_object() && element.contains("id") && element["id"].is_string();
}

/// The members of an object, or of a list whose elements all have an id of their own; nullopt for anything else.
std::optional<json::Value> members(const json::Value& value)
{
    if (value.is_object()) return value;
    if (!value.is_array() || !std::ranges::all_of(value, has_id)) return std::nullopt;
    json::Value by_id = json::Value::object();
    for (const auto& element : value) by_id[element["id"].get<std::string>()] = element;
    if (by_id.size() != value.size()) return std::nullopt;
    return by_id;
}

using MaybeValue = std::optional<json::Value>;

MaybeValue member(const json::Value& object, const std::string& key)
{
    return object.contains(key) ? MaybeValue(object[key]) : std::nullopt;
}

struct Difference {
    json::Path path;
    MaybeValue before;
    MaybeValue after;
    bool of_list = false; ///< an element that a list of names has gained or lost
};

bool is_list_of_names(const MaybeValue& value)
{
    return value && value->is_array() && std::ranges::all_of(*value, [](const auto& item) { return item.is_string(); });
}

/// What the one list of names has and the other has not.
void collect_names(const json::Path& path, const json::Value& before, const json::Value& after,
                   std::vector<Difference>& found)
{
    const auto lacks = [](const json::Value& list, const json::Value& name) {
        return std::ranges::find(list, name) == list.end();
    };
    for (const auto& name : before)
        if (lacks(after, name)) found.push_back({.path = path, .before = name, .of_list = true});
    for (const auto& name : after)
        if (lacks(before, name)) found.push_back({.path = path, .after = name, .of_list = true});
}

void collect(const json::Path& path, const MaybeValue& before, const MaybeValue& after, std::vector<Difference>& found)
{
    if (before == after) return;
    if (is_list_of_names(before) && is_list_of_names(after)) return collect_names(path, *before, *after, found);
    const auto left = before ? members(*before) : std::nullopt;
    const auto right = after ? members(*after) : std::nullopt;
    if (!left || !right) {
        found.push_back({.path = path, .before = before, .after = after});
        return;
    }
    std::set<std::string> keys;
    for (const auto& [key, value] : left->items()) keys.insert(key);
    for (const auto& [key, value] : right->items()) keys.insert(key);
    for (const auto& key : keys) {
        json::Path deeper = path;
        deeper.emplace_back(key);
        collect(deeper, member(*left, key), member(*right, key), found);
    }
}

std::string joined(const std::string& name, const json::Path& path)
{
    const std::string rest = json::to_string(path);
    const bool needs_dot = !rest.empty() && rest.front() != '[';
    return name + (needs_dot ? "." : "") + rest;
}

std::string dump(const MaybeValue& value)
{
    if (!value || value->is_null()) return "(none)";
    return base::one_line(value->dump(-1, ' ', false, json::Value::error_handler_t::replace), k_most_chars);
}

/// `api_base: "old" → "new"`, of a list of names `models: + "nvidia/glm-5.2"`.
std::string line_of(const std::string& name, const Difference& difference)
{
    const std::string start = base::one_line(joined(name, difference.path)) + ": ";
    const auto& [path, before, after, of_list] = difference;
    if (of_list) return start + (after ? "+ " + value_text(after) : "- " + value_text(before));
    const bool look_alike = value_text(before) == value_text(after); // where only what was cut off differs
    return start + (look_alike ? dump(before) + " → " + dump(after) : value_text(before) + " → " + value_text(after));
}

void add_lines(const FieldChange& change, const std::string& name, std::vector<std::string>& lines)
{
    std::vector<Difference> found;
    collect({}, change.before, change.after, found);
    if (found.empty()) found.push_back({.before = change.before, .after = change.after}); // only the order differs
    const std::size_t shown = std::min(found.size(), k_most_differences);
    for (std::size_t i = 0; i < shown; ++i) lines.push_back(line_of(name, found[i]));
    if (found.size() > shown) lines.push_back(name + ": … and " + std::to_string(found.size() - shown) + " more");
}

} // namespace

std::string value_text(const std::optional<json::Value>& value)
{
    return fit(dump(value), k_value_columns);
}

std::vector<std::string> change_lines(const std::vector<FieldChange>& changes)
{
    std::vector<std::string> lines;
    for (const auto& change : changes) {
        const std::string name = short_name(change.field, changes);
        if (change.secret)
            lines.push_back(name + ": changed");
        else
            add_lines(change, name, lines);
    }
    return lines;
}

} // namespace aiws::cli
