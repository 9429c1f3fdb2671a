// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workspace/resource.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aiws::workspace {

enum class Action : std::uint8_t {
    keep,     ///< it is as it should be
    create,   ///< it is missing
    update,   ///< fields differ
    replace,  ///< it cannot be changed in place: removed, then made anew
    remove,   ///< it should not be there
    conflict, ///< somebody else's stands where ours should: nothing is done, and `reason` says what would help
};
std::string_view to_string(Action action);

struct FieldChange {
    std::string field;
    std::optional<json::Value> before; ///< nullopt: absent
    std::optional<json::Value> after;  ///< nullopt: to be absent
    bool secret = false;               ///< both values are withheld; print "changed"

    bool operator==(const FieldChange&) const = default;
};

/// One thing to do, complete in itself: whoever carries it out needs nothing else.
struct Step {
    Action action = Action::keep;
    std::optional<Resource> desired; ///< absent for remove
    std::optional<Resource> actual;  ///< absent for create
    std::vector<FieldChange> changes;
    std::string reason; ///< why, where the fields do not say it ("left by the older script")

    [[nodiscard]] const Resource& subject() const { return desired ? *desired : *actual; }
};

/// True when carrying the step out writes something.
bool is_work(const Step& step);

struct Plan {
    std::vector<Step> steps;
    std::vector<std::string> notes; ///< what a person should know though nothing is done about it

    [[nodiscard]] std::size_t count(Action action) const;
    /// True when executing it would write something.
    [[nodiscard]] bool has_changes() const;
};

enum class TakeOver : std::uint8_t { no, yes };

/// What may happen to things that are there.
struct Policy {
    TakeOver take_over = TakeOver::no; ///< replace other people's deployments under our aliases
};

/// The steps from `actual` to `desired`, in desired order. A pure function. Resources match by kind and name.
/// What is actual only is left alone: removal is planned by plan_removal().
Plan make_plan(const State& desired, const State& actual, Policy policy = {});

/// Removes the given resources: deployments before the credentials that they use.
Plan plan_removal(const State& actual);

/// `more` behind `plan`.
void append(Plan& plan, Plan more);

} // namespace aiws::workspace
