// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "workspace/plan.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace aiws::workspace {

/// Called exactly once for each started step, with what came of it.
using Done = std::function<void(base::Result<>)>;

/// Where steps are carried out. start() may return before the step is done: whoever owns the target drives
/// it to the end (for the gateway, http::Client::run()).
class Target {
  public:
    Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    virtual ~Target() = default;
    /// Carries out one step, whose action is create, update, replace or remove.
    virtual void start(const Step& step, Done done) = 0;
};

/// Called for each step as soon as its outcome is known, in the order in which they end.
using OnStep = std::function<void(const Step&, const base::Result<>&)>;

/// Starts the plan's steps on the target: credentials first, each deployment as soon as its channel's credential
/// is there, a credential's removal after the last deployment of its channel is gone. A step whose prerequisite
/// failed is not started and fails with the prerequisite's error. keep and conflict steps are passed over.
/// Plan and target must outlive the run.
void apply(const Plan& plan, Target& target, OnStep on_step);

} // namespace aiws::workspace
